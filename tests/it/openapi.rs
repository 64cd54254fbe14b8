//! The description of the API: whole, stable, true.

mod calls;
mod description;
mod facts;
mod schema;

use crate::{district::District, reviewed};
use axum::http::Method;
use facts::facts;
use serde_json::Value;
use std::{collections::BTreeSet, fmt};

const SNAPSHOT: &str = "docs/openapi.json";

/// An operation as the API describes it.
#[derive(Clone, Debug)]
pub struct Operation {
    pub method: Method,
    /// With its places, such as `/api/v1/cases/{id}`.
    pub path: String,
    pub description: Value,
}

impl fmt::Display for Operation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.method, self.path)
    }
}

impl Operation {
    /// The path with something for each of its places.
    pub fn fill(&self, value: impl Fn(&str) -> String) -> String {
        let mut parts = self.path.split('{');
        let mut filled = parts.next().unwrap().to_owned();
        for part in parts {
            let (place, rest) = part.split_once('}').unwrap();
            filled += &value(place);
            filled += rest;
        }
        filled
    }
}

/// What `/api/openapi.json` serves.
pub fn description() -> Value {
    serde_json::to_value(huixiang::server::api().to_openapi()).unwrap()
}

/// All operations, by path.
pub fn operations() -> Vec<Operation> {
    operations_of(&description())
}

fn operations_of(description: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, description) in methods.as_object().unwrap() {
            let method = method.to_uppercase().parse().unwrap();
            all.push(Operation { method, path: path.clone(), description: description.clone() });
        }
    }
    all
}

/// `/api/v1` is additive only: what a client may rely on is never taken away.
#[test]
fn nothing_that_a_client_relies_on_is_taken_away() {
    let now = description();
    if let Ok(snapshot) = std::fs::read_to_string(reviewed::path(SNAPSHOT)) {
        let then = facts(&serde_json::from_str(&snapshot).unwrap());
        let now = facts(&now);
        let gone: Vec<_> = then.difference(&now).map(String::as_str).collect();
        assert!(
            gone.is_empty(),
            "clients may rely on these; bring them back, or, before the first release, delete {SNAPSHOT} and write it \
             anew:\n{}",
            gone.join("\n")
        );
    }
    reviewed::compare(SNAPSHOT, &format!("{}\n", serde_json::to_string_pretty(&now).unwrap()));
}

/// The facts notice what they are for.
#[test]
fn each_kind_of_removal_is_noticed() {
    let whole = description();
    let schemas = "/components/schemas";
    let removals: &[(&str, &str)] = &[
        ("/paths", "/api/v1/cases/{id}"),
        ("/paths/~1api~1v1~1session", "delete"),
        (&format!("{schemas}/CaseItem/properties"), "overdue"),
        (&format!("{schemas}/NewReporter/properties"), "phone"),
        ("/paths/~1api~1v1~1reports/post/responses", "200"),
        (&format!("{schemas}/Taken/properties/version"), "type"),
        (&format!("{schemas}/Taken"), "required"),
        ("/paths/~1api~1v1~1cases/get", "parameters"),
    ];
    for (parent, key) in removals {
        let mut less = whole.clone();
        let removed = less.pointer_mut(parent).and_then(|parent| parent.as_object_mut()?.remove(*key));
        assert!(removed.is_some(), "{parent} has {key}");
        assert!(!facts(&whole).is_subset(&facts(&less)), "{parent} without {key}");
    }
    let mut stricter = whole.clone();
    stricter.pointer_mut(&format!("{schemas}/NewReport/required")).unwrap().as_array_mut().unwrap().push("lon".into());
    assert!(!facts(&whole).is_subset(&facts(&stricter)), "what could be left out has to be given");
    let mut more = whole.clone();
    more.pointer_mut(&format!("{schemas}/CaseItem/properties")).unwrap()["colour"] = serde_json::json!({});
    assert!(facts(&whole).is_subset(&facts(&more)), "more is no removal");
}

/// What is served is what is compared here.
#[tokio::test]
async fn the_server_serves_its_description() {
    let district = District::new().await;
    assert_eq!(district.ask("", "GET /api/openapi.json").await.ok(200), description());
    let page = district.ask("", "GET /api/docs/").await;
    assert_eq!(page.status.as_u16(), 200);
    let served: BTreeSet<String> = operations().iter().map(ToString::to_string).collect();
    assert!(served.contains("POST /api/v1/reports"), "{served:?}");
}
