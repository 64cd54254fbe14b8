//! Deadlines on cases: found once, moved only by facts.

use crate::{cases::clock, district::District};
use chrono::Duration;
use futures::future::join_all;
use huixiang::{clocks::Year, deadlines, profile::store::calendar_year};
use serde_json::json;

#[tokio::test]
async fn the_sweep_finds_what_is_overdue_exactly_once() {
    let district = District::new().await;
    let receipt = district.report("井盖").await;
    let due = "2026-03-02T01:30:00Z";
    district.turn_to(due);
    deadlines::sweep(&district.app).await.unwrap();
    assert_eq!(district.case("clerk", &receipt["case"]).await["overdue"], false, "at the deadline it is still in time");

    district.turn(Duration::seconds(1));
    let sweeps = join_all((0..4).map(|_| deadlines::sweep(&district.app))).await;
    assert_eq!(sweeps.into_iter().filter(|result| result.as_deref().unwrap() == "1 overdue").count(), 1);
    assert_eq!(kinds(&district, &receipt).await, ["report", "overdue"]);
    let late = district.ask("clerk", "GET /api/v1/cases?worklist=overdue").await.ok(200);
    assert_eq!(late["items"][0]["number"], receipt["number"]);

    let register = json!({ "action": "register", "category": "11.01" });
    district.act("clerk", &receipt["case"], register).await.ok(201);
    let seen = district.case("clerk", &receipt["case"]).await;
    assert_eq!(clock(&seen, "registration")["verdict"], "late");
    assert_eq!(seen["overdue"], false, "what is over waits for nobody");
}

#[tokio::test]
async fn a_granted_pause_counts_from_the_asking_and_takes_back_the_finding() {
    let district = District::new().await;
    let receipt = district.dispatched("井盖").await;
    let case = &receipt["case"];
    let contact = json!({ "action": "contact", "reached": true, "note": "已联系" });
    district.play(case, &[("handler", json!({ "action": "accept" })), ("handler", contact)]).await;
    assert_eq!(clock(&district.case("handler", case).await, "handling")["due_at"], "2026-03-02T03:00:00Z");

    // Asked after an hour, decided when the clock had run out meanwhile.
    district.turn(Duration::hours(1));
    let ask = json!({ "action": "ask_pause", "reason": "等待管线图", "until": "2026-03-03T02:00:00Z" });
    district.act("handler", case, ask.clone()).await.ok(201);
    district.act("handler", case, ask).await.refuses(409, "request_open");
    district.turn(Duration::hours(2));
    deadlines::sweep(&district.app).await.unwrap();
    assert_eq!(district.case("handler", case).await["overdue"], true);
    district.act("leader", case, json!({ "action": "decide_pause", "decision": true, "reason": "属实" })).await.ok(201);

    let seen = district.case("handler", case).await;
    assert_eq!(
        clock(&seen, "handling")["due_at"],
        "2026-03-03T03:00:00Z",
        "the second of two hours runs after the pause"
    );
    assert_eq!(seen["overdue"], false);
    assert!(kinds(&district, &receipt).await.contains(&"overdue_withdrawn".to_owned()));
}

#[tokio::test]
async fn a_pause_is_asked_for_in_time_and_for_no_longer_than_a_year() {
    let district = District::new().await;
    let receipt = district.dispatched("井盖").await;
    let case = &receipt["case"];
    district.play(case, &[("handler", json!({ "action": "accept" }))]).await;
    for until in ["2026-03-01T00:00:00Z", "2027-06-01T00:00:00Z"] {
        let ask = json!({ "action": "ask_pause", "reason": "等待", "until": until });
        district.act("handler", case, ask).await.refuses(422, "until_out_of_range");
    }
    district.turn(Duration::hours(3));
    deadlines::sweep(&district.app).await.unwrap();
    let late = json!({ "action": "ask_pause", "reason": "等待", "until": "2026-03-03T00:00:00Z" });
    district.act("handler", case, late).await.refuses(409, "already_overdue");
}

#[tokio::test]
async fn an_extension_adds_one_original_limit_and_is_limited_in_number() {
    let district = District::new().await;
    let receipt = district.dispatched("井盖").await;
    let case = &receipt["case"];
    district.play(case, &[("handler", json!({ "action": "accept" }))]).await;
    let ask = json!({ "action": "ask_extension", "reason": "配件缺货" });
    let granted = json!({ "action": "decide_extension", "decision": true, "reason": "属实" });
    let refused = json!({ "action": "decide_extension", "decision": false, "reason": "不同意" });
    district.play(case, &[("handler", ask.clone()), ("leader", refused)]).await;
    assert_eq!(clock(&district.case("handler", case).await, "handling")["due_at"], "2026-03-02T03:00:00Z");
    let allowed = district.app.profiles.current().profile.clock("handling").unwrap().extensions;
    for _ in 0..allowed {
        district.play(case, &[("handler", ask.clone()), ("leader", granted.clone())]).await;
    }
    let seen = district.case("handler", case).await;
    assert_eq!(clock(&seen, "handling")["extensions"], allowed);
    let hours = 2 * (1 + i64::from(allowed));
    let due: chrono::DateTime<chrono::Utc> = clock(&seen, "handling")["due_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(due, "2026-03-02T01:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap() + Duration::hours(hours));
    district.act("handler", case, ask).await.refuses(409, "extensions_used_up");
}

#[tokio::test]
async fn work_to_be_done_again_goes_on_from_its_first_start() {
    let district = District::new().await;
    let receipt = district.dispatched("井盖").await;
    let case = &receipt["case"];
    let first = clock(&district.case("handler", case).await, "handling").clone();
    district.turn(Duration::minutes(30));
    let proof = district.photo().await;
    district
        .play(
            case,
            &[
                ("handler", json!({ "action": "accept" })),
                ("handler", json!({ "action": "submit", "note": "已处理", "photos": [proof] })),
                ("checker", json!({ "action": "fail", "reason": "仍有残留" })),
            ],
        )
        .await;
    let seen = district.case("handler", case).await;
    assert_eq!(seen["reworks"], 1);
    assert_eq!(clock(&seen, "handling")["started_at"], first["started_at"]);
    assert_eq!(clock(&seen, "handling")["due_at"], first["due_at"]);
    let verdicts: Vec<_> =
        seen["clocks"].as_array().unwrap().iter().filter(|it| it["clock"]["id"] == "handling").collect();
    assert_eq!(verdicts[0]["verdict"], "on_time", "the verdict that was given stands");
}

#[tokio::test]
async fn an_urgent_report_has_clocks_of_its_own_and_shows_whom_to_call() {
    let district = District::new().await;
    let receipt = district.report_with(json!({ "urgent": true, "text": "燃气味很重" })).await;
    assert_eq!(receipt["emergency_numbers"], json!(["110", "119", "120"]));
    assert_eq!(receipt["next_due_at"], "2026-03-02T01:10:00Z");
}

#[tokio::test]
async fn a_year_that_is_loaded_later_moves_what_was_provisional() {
    let district = District::new().await;
    // 31 December 2026, 16:30: the limit of one working day runs into a year that nobody has announced.
    district.turn_to("2026-12-31T08:30:00Z");
    let receipt = district.report("暴露垃圾").await;
    let case = &receipt["case"];
    district.play(case, &[("clerk", json!({ "action": "register", "category": "11.01" }))]).await;
    district.play(case, &[("dispatcher", json!({ "action": "dispatch", "organisation": "urban_management" }))]).await;
    let before = clock(&district.case("handler", case).await, "handling").clone();
    assert_eq!((&before["due_at"], &before["provisional"]), (&json!("2027-01-01T02:30:00Z"), &json!(true)));

    let notice = "calendar = \"cn\"\nyear = 2027\nnotice = \"a notice of the tests\"\nnumber = \"1\"\nissued = \"2026-11-01\"\n\n\
                  [[holiday]]\nname = \"元旦\"\noff = [\"2027-01-01/2027-01-03\"]\nwork = []\n";
    let year = Year::parse(notice).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    let now = district.app.clock.now();
    district.app.db.write(async |txn| calendar_year::put(txn, &year, notice, now).await).await.unwrap();
    district.app.profiles.refresh(&district.app.db).await.unwrap();
    assert_eq!(deadlines::recount(&district.app).await.unwrap(), 1);
    assert_eq!(deadlines::recount(&district.app).await.unwrap(), 0, "counting again changes nothing");
    let after = clock(&district.case("handler", case).await, "handling").clone();
    assert_eq!((&after["due_at"], &after["provisional"]), (&json!("2027-01-04T02:30:00Z"), &json!(false)));
}

async fn kinds(district: &District, receipt: &serde_json::Value) -> Vec<String> {
    let path = format!("GET /api/v1/cases/{}/timeline", receipt["case"].as_str().unwrap());
    let story = district.ask("clerk", &path).await.ok(200);
    story.as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap().to_owned()).collect()
}
