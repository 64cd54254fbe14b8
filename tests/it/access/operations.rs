//! Every operation of the API, asked by a stranger and by every officer: a forgotten guard is seen.

use crate::{
    district::{District, OFFICERS},
    openapi::{Operation, operations},
    reviewed,
};
use axum::{
    body::Body,
    http::{Method, Request},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};
use tower::ServiceExt;

const HEADER: &str = "\
# What each operation answers to whom. 401, 403 and 404 are a closed door; the others got past it, even where the request
# then makes no sense (400, 409, 422). The case is one just reported; the officer changed, ended and so on is another.
#
# Asked by tests/it/access/operations.rs. To write it anew: REWRITE=1 cargo test --test it access
# Who strangers are let in for is a list of its own, written by hand: tests/it/public.txt
";

/// What a stranger may be answered by an operation that is not public.
const SHUT: [u16; 3] = [401, 403, 404];

#[tokio::test]
async fn the_table_of_operations_is_the_reviewed_one() {
    let district = District::new().await;
    let named = Named::of(&district).await;
    let mut table = HEADER.to_owned();
    let mut open = BTreeSet::new();
    // Signing out comes last, for whoever tried it is gone.
    let (last, first): (Vec<_>, Vec<_>) =
        operations().into_iter().partition(|operation| operation.to_string() == "DELETE /api/v1/session");
    for operation in first.into_iter().chain(last) {
        let mut answers: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        let stranger = named.call(&district, &operation, "").await;
        answers.entry(stranger).or_default().push("stranger");
        for (who, _, _) in OFFICERS {
            answers.entry(named.call(&district, &operation, who).await).or_default().push(who);
        }
        if !SHUT.contains(&stranger) {
            open.insert(operation.to_string());
        }
        write!(table, "\n{operation}\n{}", lines(&answers)).unwrap();
    }
    let list = std::fs::read_to_string(reviewed::path("tests/it/public.txt")).unwrap();
    let public: BTreeSet<String> =
        list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect();
    let forgotten: Vec<_> = open.difference(&public).collect();
    assert!(forgotten.is_empty(), "these answer strangers and are not on tests/it/public.txt: {forgotten:?}");
    let shut: Vec<_> = public.difference(&open).collect();
    assert!(shut.is_empty(), "these are on tests/it/public.txt and do not answer strangers: {shut:?}");
    reviewed::compare("tests/it/operations.txt", &table);
}

fn lines(answers: &BTreeMap<u16, Vec<&str>>) -> String {
    let line = |(status, who): (&u16, &Vec<&str>)| {
        let who = if who.len() > OFFICERS.len() { "everybody".to_owned() } else { who.join(" ") };
        let who = if who == all_officers() { "every officer".to_owned() } else { who };
        format!("    {status}: {who}\n")
    };
    answers.iter().map(line).collect()
}

fn all_officers() -> String {
    OFFICERS.iter().map(|(login, _, _)| *login).collect::<Vec<_>>().join(" ")
}

/// Things that are really there: an operation without a guard answers about them.
struct Named {
    case: String,
    report: String,
    organisation: String,
    photo: String,
    code: String,
    officer: String,
    post: String,
}

impl Named {
    async fn of(district: &District) -> Self {
        let photo = district.photo().await;
        let receipt = district.report_with(json!({ "photos": [photo], "reporter": { "name": "张三丰" } })).await;
        let organisations = district.ask("admin", "GET /api/v1/organisations").await.ok(200);
        let new = json!({ "login": "somebody", "name": "某人" });
        let officer = district.tell("admin", "POST /api/v1/officers", new).await.ok(201)["officer"].clone();
        let posts = format!("POST /api/v1/officers/{}/posts", text(&officer));
        let post = district.tell("admin", &posts, json!({ "role": "auditor", "at": "999901" })).await.ok(201);
        Self {
            case: text(&receipt["case"]),
            report: text(&receipt["report"]),
            organisation: text(&organisations[0]["id"]),
            photo,
            code: text(&receipt["tracking_code"]),
            officer: text(&officer),
            post: text(&post["id"]),
        }
    }

    /// What stands for a place in the path. A new one has to be named here.
    fn value(&self, path: &str, place: &str) -> &str {
        match (path.split('/').nth(3).unwrap(), place) {
            ("cases", "id") => &self.case,
            ("cases" | "reports", "photo") | ("files", "id") => &self.photo,
            ("reports", "code") => &self.code,
            ("officers", "id") => &self.officer,
            ("posts", "id") => &self.post,
            ("areas", "code") => "999901001001001",
            ("organisations", "id") => &self.organisation,
            ("sessions", "id") => "0000",
            _ => panic!("say in tests/it/access/operations.rs what stands for {{{place}}} in {path}"),
        }
    }

    /// Enough to be told whether it is allowed; where it is, some of it is refused for another reason.
    fn body(&self, operation: &Operation) -> Value {
        match operation.to_string().as_str() {
            "POST /api/v1/cases/{id}/actions" => json!({ "action": "note" }),
            "POST /api/v1/cases/{id}/reveals" => json!({ "report": self.report, "reason": "核对地点" }),
            "POST /api/v1/officers" => json!({ "login": "somebody", "name": "某人" }),
            "POST /api/v1/officers/{id}/posts" => json!({ "role": "auditor", "at": "999901" }),
            "POST /api/v1/organisations" => json!({ "code": "water", "name": "水务局", "kind": "nothing" }),
            "PUT /api/v1/session/password" => json!({ "old": "wrong", "new": "short" }),
            _ => json!({}),
        }
    }

    /// The status alone: the feed has no end to wait for.
    async fn call(&self, district: &District, operation: &Operation, who: &str) -> u16 {
        let path = operation.fill(|place| self.value(&operation.path, place).to_owned());
        let mut request = Request::builder().method(operation.method.as_str()).uri(path);
        if !who.is_empty() {
            request = request.header("authorization", format!("Bearer {}", district.tokens[who]));
        }
        let body = match operation.method {
            Method::GET => Body::empty(),
            _ => Body::from(self.body(operation).to_string()),
        };
        let request = request.header("content-type", "application/json").header("if-match", "\"1\"");
        let request = request.body(body).unwrap();
        district.router.clone().oneshot(request).await.unwrap().status().as_u16()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
