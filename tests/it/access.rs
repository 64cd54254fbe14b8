//! Who may see and do what: asked over HTTP, written as tables, reviewed by people.

mod operations;
mod states;
mod tries;

use crate::{
    district::{District, OFFICERS},
    reviewed,
};
use serde_json::Value;
use states::{Case, STATES, drive};
use std::{collections::BTreeSet, fmt::Write};

const HEADER: &str = "\
# Who sees a case in which step of the demo profile, and what they may do there: role x step x action.
#
# Asked over HTTP by tests/it/access.rs; compared on every run. To write it anew:
#     REWRITE=1 cargo test --test it access
# and then read the difference: each changed line is a changed right.
#
# Under each step one line per action, what it still needs in brackets, and who may take it. `404`: cannot even see
# the case; `nothing`: sees it and may do nothing. The case lies in the grid of `worker` and is dispatched to the urban
# management, where `handler` and `colleague` are; `reporter` holds the tracking secret. tests/it/district.rs says
# which role each of the others has.
";

#[tokio::test]
async fn the_access_table_is_the_reviewed_one() {
    let district = District::new().await;
    let mut table = HEADER.to_owned();
    let mut steps = BTreeSet::new();
    let mut actions = BTreeSet::new();
    for state in STATES {
        let case = drive(&district, state).await;
        let rights = rights(&district, &case).await;
        steps.insert(state.step);
        actions.extend(rights.iter().filter_map(|(_, rights)| rights.clone()).flatten().map(|right| right.id));
        write!(table, "\n{}\n{}", state.name, lines(&rights)).unwrap();
    }
    let profile = district.app.profiles.current();
    let every_step: BTreeSet<&str> = profile.profile.step.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(steps, every_step, "each step of the profile has its rows");
    let every_action: BTreeSet<String> = profile.profile.action.iter().map(|action| action.id.clone()).collect();
    assert_eq!(actions, every_action, "each action of the profile can be taken by somebody in some row");
    reviewed::compare("tests/it/access.txt", &table);
}

/// An action that is offered, and what it still needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    pub id: String,
    pub needs: Vec<String>,
}

/// What each may do with the case; none for those who cannot see it.
async fn rights(district: &District, case: &Case) -> Vec<(&'static str, Option<Vec<Right>>)> {
    let mut all = Vec::new();
    for (login, _, _) in OFFICERS {
        let seen = district.ask(login, &format!("GET {}", case.path())).await;
        let visible = seen.status.as_u16() != 404;
        if !visible {
            seen.refuses(404, "not_found");
        }
        all.push((*login, visible.then(|| offered(&seen.ok(200)))));
    }
    all.push(("reporter", Some(offered(&district.follow(&case.receipt).await))));
    all
}

/// The actions that come with a case or a report.
pub fn offered(seen: &Value) -> Vec<Right> {
    let right = |action: &Value| Right {
        id: action["id"].as_str().unwrap().to_owned(),
        needs: action["needs"].as_array().unwrap().iter().map(|need| need.as_str().unwrap().to_owned()).collect(),
    };
    seen["actions"].as_array().unwrap().iter().map(right).collect()
}

/// One line per action by name, then who may do nothing, then who sees nothing.
fn lines(rights: &[(&str, Option<Vec<Right>>)]) -> String {
    let mut actions: Vec<&Right> = Vec::new();
    for right in rights.iter().filter_map(|(_, rights)| rights.as_ref()).flatten() {
        if !actions.contains(&right) {
            actions.push(right);
        }
    }
    actions.sort_by(|a, b| a.id.cmp(&b.id));
    let who = |may: &dyn Fn(&Option<Vec<Right>>) -> bool| {
        rights.iter().filter(|(_, rights)| may(rights)).map(|(who, _)| *who).collect::<Vec<_>>().join(" ")
    };
    let mut lines = String::new();
    for action in actions {
        let needs = if action.needs.is_empty() { String::new() } else { format!(" ({})", action.needs.join(", ")) };
        let able = who(&|rights| rights.as_ref().is_some_and(|rights| rights.contains(action)));
        writeln!(lines, "    {}{needs}: {able}", action.id).unwrap();
    }
    writeln!(lines, "    nothing: {}", who(&|rights| rights.as_ref().is_some_and(Vec::is_empty))).unwrap();
    writeln!(lines, "    404: {}", who(&|rights| rights.is_none())).unwrap();
    lines
}
