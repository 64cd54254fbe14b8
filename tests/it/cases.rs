//! The turns a case can take.

use crate::district::{CATEGORY, District, HERE, NOWHERE};
use chrono::Duration;
use futures::future::join_all;
use serde_json::{Value, json};

#[tokio::test]
async fn what_is_not_ours_is_refused_with_reason_and_words() {
    let district = District::new().await;
    let receipt = district.report("邻居家的狗太吵").await;
    let no = json!({ "action": "refuse", "reason": "属于公安机关职责" });
    district.act("clerk", &receipt["case"], no.clone()).await.refuses(422, "missing");
    let mut with_reply = no;
    with_reply["reply"] = json!("请拨打派出所电话。");
    let refused = district.act("clerk", &receipt["case"], with_reply).await.ok(201);
    assert_eq!(refused["outcome"], "refused");
    let mine = district.follow(&receipt).await;
    assert_eq!(mine["stage"], "closed");
    assert!(mine["messages"][0]["text"].as_str().unwrap().contains("派出所"), "{mine}");
}

#[tokio::test]
async fn a_question_is_answered_at_the_desk() {
    let district = District::new().await;
    let receipt = district.report_with(json!({ "kind": "question", "text": "高龄津贴怎么办" })).await;
    let reply = json!({ "action": "answer", "reply": "带身份证到社区办理。" });
    assert_eq!(district.act("clerk", &receipt["case"], reply).await.ok(201)["outcome"], "answered");
    let yes = json!({ "action": "rate", "solved": true, "satisfaction": "满意" });
    district.reporter_acts(&receipt, yes).await.ok(201);
}

#[tokio::test]
async fn a_return_keeps_number_and_clock_and_goes_to_somebody_else() {
    let district = District::new().await;
    let receipt = district.dispatched("护栏倒了").await;
    let case = &receipt["case"];
    let before = clock(&district.case("dispatcher", case).await, "handling").clone();
    district.turn(Duration::minutes(20));
    let no_reason = json!({ "action": "return", "suggestion": "环卫中心" });
    district.act("handler", case, no_reason).await.refuses(422, "missing");
    let back = json!({ "action": "return", "reason": "不在辖区", "suggestion": "环卫中心" });
    district.act("handler", case, back).await.ok(201);

    // Who held it may read it, and no more (经办).
    let seen = district.case("handler", case).await;
    assert!(seen["lead"].is_null() && seen["actions"].as_array().unwrap().is_empty(), "{seen}");
    district.act("handler", case, json!({ "action": "accept" })).await.refuses(409, "out_of_order");
    // After a return nobody can push it to closing.
    let offered = ids(&district.case("clerk", case).await["actions"]);
    assert!(!offered.contains(&"refuse".to_owned()) && !offered.contains(&"answer".to_owned()), "{offered:?}");

    district.play(case, &[("dispatcher", json!({ "action": "dispatch", "organisation": "sanitation_centre" }))]).await;
    let seen = district.case("sanitation", case).await;
    assert_eq!(seen["number"], receipt["number"]);
    assert_eq!(seen["returns"], 1);
    assert_eq!(clock(&seen, "handling")["due_at"], before["due_at"]);
}

#[tokio::test]
async fn routing_rules_choose_unless_somebody_decides_otherwise() {
    let district = District::new().await;
    let receipt = district.report_with(json!({ "category": "11.01" })).await;
    let case = &receipt["case"];
    district.play(case, &[("clerk", json!({ "action": "register" }))]).await;
    assert_eq!(district.case("dispatcher", case).await["suggested_organisation"], "sanitation_centre");
    district.play(case, &[("dispatcher", json!({ "action": "dispatch" }))]).await;
    assert_eq!(district.case("dispatcher", case).await["lead"]["code"], "sanitation_centre");
}

#[tokio::test]
async fn several_reports_of_one_thing_become_one_case_and_each_is_answered() {
    let district = District::new().await;
    let first = district.report_with(json!({ "category": CATEGORY })).await;
    district.turn(Duration::minutes(2));

    // Offered before submitting, joined by number; nothing that anybody wrote is shown.
    let near = format!("GET /api/v1/duplicates?lon={}&lat={}&category={CATEGORY}", HERE.0 + 0.0002, HERE.1);
    let offered = district.ask("", &near).await.ok(200);
    assert_eq!(offered[0]["number"], first["number"]);
    assert!(offered[0]["distance_m"].is_null(), "three distances would give the place away");
    assert!(!offered.to_string().contains("路灯不亮"));
    let second = district.report_with(json!({ "join": first["number"], "text": "我也看到了" })).await;
    assert_eq!((&second["joined"], &second["case"]), (&json!(true), &first["case"]));

    // A third made a case of its own; the clerk merges it into the older one.
    district.turn(Duration::minutes(2));
    let third = district.report("同一个井盖").await;
    let merge = json!({ "action": "merge", "case": first["number"] });
    let merged = district.act("clerk", &third["case"], merge).await.ok(201);
    assert_eq!(merged["outcome"], "merged");
    assert_eq!(clock(&district.case("clerk", &third["case"]).await, "registration")["verdict"], "void");

    district.play(&first["case"], &district.until_dispatched()).await;
    district.play(&first["case"], &district.until_closed().await).await;
    for receipt in [&first, &second, &third] {
        let mine = district.follow(receipt).await;
        assert_eq!(mine["number"], first["number"]);
        let told = mine["messages"].as_array().unwrap().last().unwrap()["text"].as_str().unwrap().to_owned();
        assert!(told.contains("路灯已修好"), "{told}");
    }
    // One of the three says "not solved": that reopens it for all.
    let no = json!({ "action": "rate", "solved": false, "satisfaction": "不满意" });
    assert_eq!(district.reporter_acts(&third, no).await.ok(201)["case"], first["case"]);
    assert_eq!(district.follow(&first).await["stage"], "handling");
}

#[tokio::test]
async fn a_merge_leads_to_an_older_open_case_only() {
    let district = District::new().await;
    let older = district.report("一").await;
    district.turn(Duration::minutes(1));
    let younger = district.report("二").await;
    let into = |number: &Value| json!({ "action": "merge", "case": number });
    let case = &younger["case"];
    district.act("clerk", case, into(&younger["number"])).await.refuses(422, "cannot_merge");
    district.act("clerk", &older["case"], into(&younger["number"])).await.refuses(422, "cannot_merge");
    district.act("clerk", case, into(&json!("YA2020010100001"))).await.refuses(422, "unknown_case");
    let answer = json!({ "action": "answer", "reply": "已答复" });
    district.act("clerk", &older["case"], answer).await.ok(201);
    district.act("clerk", case, into(&older["number"])).await.refuses(422, "cannot_merge");
}

#[tokio::test]
async fn who_takes_back_leaves_the_case_to_the_others() {
    let district = District::new().await;
    let first = district.report("一").await;
    let second = district.report_with(json!({ "join": first["number"] })).await;
    let back = json!({ "action": "withdraw" });
    assert_eq!(district.reporter_acts(&first, back.clone()).await.ok(201)["stage"], "intake");
    assert_eq!(district.follow(&first).await["withdrawn"], true);
    let ended = district.reporter_acts(&second, back).await.ok(201);
    assert_eq!(ended["outcome"], "withdrawn");
    assert_eq!(clock(&district.case("clerk", &first["case"]).await, "registration")["verdict"], "void");
}

#[tokio::test]
async fn who_was_not_reached_was_not_called_back() {
    let district = District::new().await;
    let receipt = district.dispatched("路灯").await;
    district.play(&receipt["case"], &district.until_closed().await).await;
    let tried = json!({ "action": "call_back", "reached": false, "note": "无人接听" });
    district.act("caller", &receipt["case"], tried).await.ok(201);
    assert!(clock(&district.case("caller", &receipt["case"]).await, "call_back")["stopped_at"].is_null());
    let spoken =
        json!({ "action": "call_back", "reached": true, "note": "满意", "solved": true, "satisfaction": "满意" });
    district.act("caller", &receipt["case"], spoken).await.ok(201);
    let seen = district.case("caller", &receipt["case"]).await;
    assert_eq!(clock(&seen, "call_back")["verdict"], "on_time");
    assert_eq!(seen["reports"][0]["satisfaction"], "满意");
}

#[tokio::test]
async fn what_lies_in_no_grid_waits_in_the_pool_until_somebody_places_it() {
    let district = District::new().await;
    let receipt = district.report_with(json!({ "lon": NOWHERE.0, "lat": NOWHERE.1 })).await;
    let pool = district.ask("clerk", "GET /api/v1/cases?worklist=pool").await.ok(200);
    assert_eq!(pool["items"][0]["number"], receipt["number"]);
    assert_eq!(district.ask("worker", "GET /api/v1/cases?worklist=pool").await.ok(200)["items"], json!([]));
    let register = json!({ "action": "register", "category": CATEGORY, "standard": 1, "area": "999901001001002" });
    district.act("clerk", &receipt["case"], register).await.ok(201);
    let seen = district.case("neighbour", &receipt["case"]).await;
    assert_eq!(seen["areas"][3]["code"], "999901001001002");
}

#[tokio::test]
async fn a_point_beside_a_border_says_so() {
    let district = District::new().await;
    let on_it = district.report_with(json!({ "lon": 113.00999, "lat": 30.005 })).await;
    assert_eq!(on_it["on_border"], true);
    let clear_of_it = district.report("一").await;
    assert_eq!(clear_of_it["on_border"], false);
}

#[tokio::test]
async fn two_writers_race_for_one_case_and_one_wins() {
    let district = District::new().await;
    let receipt = district.dispatched("井盖").await;
    let path = format!("/api/v1/cases/{}", receipt["case"].as_str().unwrap());
    let etag = district.ask("handler", &format!("GET {path}")).await.headers["etag"].to_str().unwrap().to_owned();
    let try_it = |who: &'static str| {
        let (path, etag) = (format!("POST {path}/actions"), etag.clone());
        let district = &district;
        async move { district.ask_with(who, &path, &[("if-match", &etag)], Some(json!({ "action": "accept" }))).await }
    };
    let answers = join_all((0..12).map(|n| try_it(if n % 2 == 0 { "handler" } else { "colleague" }))).await;
    let won = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(won, 1);
    for lost in answers.iter().filter(|answer| answer.status != 201) {
        let problem = lost.refuses(412, "changed_meanwhile");
        assert_eq!(problem["since"]["events"][0]["kind"], "accept");
    }
}

#[tokio::test]
async fn many_report_at_once_and_each_has_a_number_of_its_own() {
    let district = District::new().await;
    let receipts = join_all((0..40).map(|n| {
        let district = &district;
        async move { district.report(&format!("第{n}件")).await }
    }))
    .await;
    let numbers: std::collections::BTreeSet<_> = receipts.iter().map(|it| it["number"].to_string()).collect();
    assert_eq!(numbers.len(), 40);
    let first = district.ask("clerk", "GET /api/v1/cases?worklist=todo&limit=25").await.ok(200);
    let next = format!("GET /api/v1/cases?worklist=todo&limit=25&after={}", first["next"].as_str().unwrap());
    let rest = district.ask("clerk", &next).await.ok(200);
    assert_eq!(first["items"].as_array().unwrap().len() + rest["items"].as_array().unwrap().len(), 40);
    assert!(rest["next"].is_null());
}

/// The last clock of a kind.
pub fn clock<'a>(case: &'a Value, kind: &str) -> &'a Value {
    let clocks = case["clocks"].as_array().unwrap();
    clocks.iter().rfind(|clock| clock["clock"]["id"] == kind).unwrap_or_else(|| panic!("no clock {kind}: {case}"))
}

fn ids(of: &Value) -> Vec<String> {
    of.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}
