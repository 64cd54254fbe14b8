//! Actions that cannot be taken: out of order, twice, on another's case, with what makes no sense.

use super::{refused, rows};
use crate::district::{CATEGORY, District};
use serde_json::{Value, json};

#[tokio::test]
async fn what_an_action_is_given_has_to_make_sense() {
    let district = District::new().await;
    let reported = district.report("路灯不亮").await["case"].clone();
    let handling = district.dispatched("井盖破了").await["case"].clone();
    district.play(&handling, &[("handler", json!({ "action": "accept" }))]).await;
    let before = rows(&district).await;
    let pause = |until: &str| json!({ "action": "ask_pause", "reason": "等备件", "until": until });
    let with = |more: Value| {
        let mut register = json!({ "action": "register", "category": CATEGORY, "standard": 1 });
        for (key, value) in more.as_object().unwrap() {
            register[key] = value.clone();
        }
        register
    };
    // Who, on which case, what; status; code; field.
    let cases: Vec<(&str, &Value, Value, u16, &str, &str)> = vec![
        ("clerk", &reported, json!({ "action": "" }), 422, "unknown_action", "action"),
        ("clerk", &reported, json!({ "action": "Register" }), 422, "unknown_action", "action"),
        ("clerk", &reported, json!({ "action": "register" }), 422, "missing", "category"),
        ("clerk", &reported, with(json!({ "category": "99.99" })), 422, "unknown_category", "category"),
        ("clerk", &reported, with(json!({ "standard": 0 })), 422, "choose_standard", "standard"),
        ("clerk", &reported, with(json!({ "standard": -1 })), 422, "choose_standard", "standard"),
        ("clerk", &reported, with(json!({ "standard": 2_147_483_647 })), 422, "choose_standard", "standard"),
        ("clerk", &reported, with(json!({ "lon": 113.0 })), 422, "bad_point", "lat"),
        ("clerk", &reported, with(json!({ "lat": 113.0, "lon": 30.0 })), 422, "bad_point", "lat"),
        ("clerk", &reported, json!({ "action": "note", "note": " " }), 422, "missing", "note"),
        ("clerk", &reported, json!({ "action": "note", "note": "a\u{1}" }), 422, "control_characters", "note"),
        ("clerk", &reported, json!({ "action": "note", "note": "长".repeat(5_001) }), 422, "too_long", "note"),
        ("clerk", &reported, json!({ "action": "refuse", "reason": "不属本区" }), 422, "missing", "reply"),
        ("handler", &handling, json!({ "action": "submit", "note": "已修" }), 422, "missing", "photos"),
        ("handler", &handling, json!({ "action": "ask_pause", "reason": "等备件" }), 422, "missing", "until"),
        ("handler", &handling, pause("2026-03-02T01:00:00Z"), 422, "until_out_of_range", "until"),
        ("handler", &handling, pause("9999-12-31T23:59:59Z"), 422, "until_out_of_range", "until"),
    ];
    for (who, case, action, status, code, field) in cases {
        let what = action.to_string().chars().take(120).collect::<String>();
        let problem = refused(&what, &district.act(who, case, action).await, status, code);
        assert_eq!(problem["field"], field, "{what}: {problem}");
    }
    for until in [
        "0000-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-03-03",
        "soon",
    ] {
        refused(until, &district.act("handler", &handling, pause(until)).await, 400, "bad_json");
    }
    assert_eq!(rows(&district).await, before);
}

#[tokio::test]
async fn an_action_has_its_step_its_people_and_its_once() {
    let district = District::new().await;
    let receipt = district.report("路灯不亮").await;
    let case = &receipt["case"];
    let before = rows(&district).await;
    // Before its step, and by whom it is not for.
    for (who, action, status, code) in [
        ("checker", "close", 409, "out_of_order"),
        ("dispatcher", "dispatch", 409, "out_of_order"),
        ("leader", "decide_pause", 409, "out_of_order"),
        ("worker", "verify", 409, "out_of_order"),
        ("worker", "register", 403, "not_yours_to_do"),
        ("caller", "note", 403, "not_yours_to_do"),
        ("auditor", "note", 404, "not_found"),
        ("handler", "accept", 404, "not_found"),
        ("neighbour", "note", 404, "not_found"),
    ] {
        let answer = district.act(who, case, json!({ "action": action, "note": "a" })).await;
        refused(&format!("{who} {action}"), &answer, status, code);
    }
    assert_eq!(rows(&district).await, before);

    // Twice.
    let register = json!({ "action": "register", "category": CATEGORY, "standard": 1 });
    district.act("clerk", case, register.clone()).await.ok(201);
    let problem = refused("again", &district.act("clerk", case, register).await, 409, "out_of_order");
    assert!(problem["title"].as_str().unwrap().contains("立案"), "names the step: {problem}");
    district.play(case, &district.until_dispatched()[1..]).await;
    district.play(case, &[("handler", json!({ "action": "accept" }))]).await;
    let extension = json!({ "action": "ask_extension", "reason": "工程量大" });
    district.act("handler", case, extension.clone()).await.ok(201);
    refused("asked twice", &district.act("handler", case, extension).await, 409, "request_open");
    let decide = json!({ "action": "decide_pause", "decision": true, "reason": "同意" });
    assert_eq!(district.act("leader", case, decide).await.status.as_u16(), 409, "no pause is asked for");

    // What another organisation holds.
    refused("another's", &district.act("sanitation", case, json!({ "action": "accept" })).await, 404, "not_found");

    // The reporter: with the secret of this report alone, and what is theirs alone.
    let other = district.report("别的事").await;
    let path = format!("POST /api/v1/reports/{}/actions", receipt["tracking_code"].as_str().unwrap());
    let withdraw = json!({ "action": "withdraw" });
    for secret in [other["secret"].as_str().unwrap(), "", "x"] {
        let answer = district.ask_with("", &path, &[("tracking-secret", secret)], Some(withdraw.clone())).await;
        refused("a wrong secret", &answer, 404, "not_found");
    }
    refused("no secret", &district.tell("", &path, withdraw.clone()).await, 404, "not_found");
    let note = json!({ "action": "note", "note": "a" });
    refused("not theirs", &district.reporter_acts(&receipt, note).await, 403, "not_yours_to_do");
    district.reporter_acts(&receipt, withdraw.clone()).await.ok(201);
    refused("withdrawn twice", &district.reporter_acts(&receipt, withdraw).await, 409, "out_of_order");
}

/// Two officers who saw the same version: one acts, the other learns what happened.
#[tokio::test]
async fn of_two_at_once_one_is_told_of_the_other() {
    let district = District::new().await;
    for _ in 0..5 {
        let id = district.report("路灯不亮").await["case"].clone();
        let path = format!("POST /api/v1/cases/{}/actions", id.as_str().unwrap());
        let note = |text: &str| Some(json!({ "action": "note", "note": text }));
        let seen = [("if-match", "\"1\"")];
        let (one, two) = tokio::join!(
            district.ask_with("clerk", &path, &seen, note("一")),
            district.ask_with("leader", &path, &seen, note("二")),
        );
        let (first, second) = if one.status.as_u16() == 201 { (one, two) } else { (two, one) };
        first.ok(201);
        let problem = refused("the second", &second, 412, "changed_meanwhile");
        assert_eq!(problem["since"]["events"].as_array().unwrap().len(), 1);
        assert_eq!(district.case("clerk", &id).await["version"], 2);
    }
}
