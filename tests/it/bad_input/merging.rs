//! Cases that cannot be one.

use super::{refused, rows};
use crate::district::{District, HERE};
use chrono::Duration;
use serde_json::{Value, json};

#[tokio::test]
async fn only_an_older_open_case_can_be_joined() {
    let district = District::new().await;
    let older = district.report("先报的").await;
    let closed = district.report("已作废的").await;
    district.play(&closed["case"], &[("leader", json!({ "action": "void", "reason": "重复" }))]).await;
    district.turn(Duration::minutes(1));
    let younger = district.report("后报的").await;
    let before = rows(&district).await;
    let merge = |into: &Value| json!({ "action": "merge", "case": into });
    for (what, case, into, code) in [
        ("into itself", &younger, &younger["number"], "cannot_merge"),
        ("into a younger one", &older, &younger["number"], "cannot_merge"),
        ("into a closed one", &younger, &closed["number"], "cannot_merge"),
        ("into none", &younger, &json!("YA2026030299999"), "unknown_case"),
        ("into an id", &younger, &older["case"], "unknown_case"),
        ("into nothing", &younger, &Value::Null, "missing"),
        ("into an empty number", &younger, &json!(""), "unknown_case"),
    ] {
        let problem = refused(what, &district.act("clerk", &case["case"], merge(into)).await, 422, code);
        assert_eq!(problem["field"], "case", "{what}");
    }
    let closed_into = district.act("clerk", &closed["case"], merge(&older["number"])).await;
    refused("a closed one", &closed_into, 409, "out_of_order");
    assert_eq!(rows(&district).await, before);

    district.act("clerk", &younger["case"], merge(&older["number"])).await.ok(201);
    let again = district.act("clerk", &younger["case"], merge(&older["number"])).await;
    refused("twice", &again, 409, "out_of_order");
    let mut join = json!({ "channel": "mini_program", "text": "我也看到了", "join": older["number"] });
    let elsewhere = district.tell("", "POST /api/v1/reports", join.clone()).await;
    assert_eq!(refused("from elsewhere", &elsewhere, 422, "cannot_join")["field"], "join");
    (join["lon"], join["lat"]) = (json!(HERE.0), json!(HERE.1));
    assert_eq!(district.tell("", "POST /api/v1/reports", join).await.ok(201)["joined"], true);
}
