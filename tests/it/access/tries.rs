//! What is offered is what is allowed: every officer tries every action, offered or not.

use super::{
    Right, offered,
    states::{drive, state},
};
use crate::district::{District, OFFICERS};
use serde_json::json;

const TRIED: &[&str] = &["reported", "dispatched", "handling", "submitted", "closed"];

#[tokio::test]
async fn every_officer_tries_every_action() {
    let district = District::new().await;
    let edition = district.app.profiles.current();
    let actions: Vec<&str> = edition.profile.action.iter().map(|action| action.id.as_str()).collect();
    for name in TRIED {
        let case = drive(&district, state(name)).await;
        let before = district.case("clerk", &case.id).await;
        for (who, _, _) in OFFICERS {
            let seen = district.ask(who, &format!("GET {}", case.path())).await;
            let rights = (seen.status.as_u16() == 200).then(|| offered(&seen.json()));
            for action in &actions {
                let right = rights.as_ref().and_then(|rights| rights.iter().find(|right| right.id == *action));
                if right.is_some_and(is_ready) {
                    let fresh = drive(&district, state(name)).await;
                    district.act(who, &fresh.id, json!({ "action": action })).await.ok(201);
                    continue;
                }
                let answer = district.act(who, &case.id, json!({ "action": action })).await;
                let status = answer.status.as_u16();
                let expected: &[u16] = match (&rights, right) {
                    (None, _) => &[404],
                    (Some(_), None) => &[403, 409],
                    (Some(_), Some(_)) => &[422],
                };
                let problem = answer.ok(status);
                assert!(expected.contains(&status), "{name}: {who} tries {action}: {problem}");
                assert!(problem["title"].is_string() && problem["title_en"].is_string(), "{problem}");
            }
        }
        assert_eq!(district.case("clerk", &case.id).await, before, "{name}: what was refused left nothing behind");
    }
}

/// Nothing is missing: to try it is to do it.
fn is_ready(right: &Right) -> bool {
    right.needs.is_empty()
}
