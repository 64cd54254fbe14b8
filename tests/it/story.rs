//! One report from first word to rating: read this first.

use crate::district::{CATEGORY, District};
use chrono::Duration;
use serde_json::json;

#[tokio::test]
async fn one_report_from_first_word_to_rating() {
    let district = District::new().await;

    // Monday, nine o'clock: a resident reports from a phone, with a photo, and gets a number and a secret at once.
    let photo = district.photo().await;
    let receipt = district
        .report_with(json!({
            "text": "小区门口井盖破了", "photos": [photo],
            "reporter": { "name": "张三丰", "phone": "13812345678" },
        }))
        .await;
    assert_eq!(receipt["number"], "YA2026030200001");
    assert_eq!(receipt["joined"], false);
    let case = &receipt["case"];

    // The clerk finds it waiting, located to its grid, with name and phone masked, and a clock that runs.
    let todo = district.ask("clerk", "GET /api/v1/cases?worklist=todo").await.ok(200);
    assert_eq!(todo["items"][0]["id"], *case);
    let seen = district.case("clerk", case).await;
    assert_eq!(seen["areas"][3]["code"], "999901001001001");
    assert_eq!(seen["reports"][0]["reporter_name"], "张**");
    assert_eq!(seen["reports"][0]["reporter_phone"], "138****5678");
    assert_eq!(seen["reports"][0]["photos"][0], photo);
    assert_eq!(seen["next_due_clock"]["id"], "registration");
    assert_eq!(seen["next_due_at"], "2026-03-02T01:30:00Z");

    // Not sure that it is ours: the grid worker looks first, and only the one of that grid may.
    district.turn(Duration::minutes(5));
    district.act("clerk", case, json!({ "action": "ask_verification" })).await.ok(201);
    district.ask("neighbour", &format!("GET /api/v1/cases/{}", case.as_str().unwrap())).await.refuses(404, "not_found");
    let look = json!({ "action": "verify", "decision": true, "note": "属实，井盖缺一角" });
    district.act("worker", case, look).await.ok(201);

    // Registered under a standard, dispatched, accepted: each by whom the profile names, nobody else.
    district
        .act("dispatcher", case, json!({ "action": "register", "category": CATEGORY, "standard": 1 }))
        .await
        .refuses(403, "not_yours_to_do");
    district.act("clerk", case, json!({ "action": "register" })).await.refuses(422, "missing");
    district.play(case, &district.until_dispatched()).await;
    let seen = district.case("handler", case).await;
    assert_eq!(seen["lead"]["code"], "urban_management");
    assert_eq!(seen["step"]["name"], "派遣");
    let offered: Vec<_> = seen["actions"].as_array().unwrap().iter().map(|action| action["id"].clone()).collect();
    assert!(offered.contains(&json!("accept")) && !offered.contains(&json!("dispatch")), "{offered:?}");
    district
        .ask("sanitation", &format!("GET /api/v1/cases/{}", case.as_str().unwrap()))
        .await
        .refuses(404, "not_found");

    // Worked on, proven, checked, closed with an answer.
    district.turn(Duration::minutes(30));
    district.play(case, &district.until_closed().await).await;

    // The reporter has been told at each stage, sees who answers for it, and is asked.
    let mine = district.follow(&receipt).await;
    let told: Vec<_> = mine["messages"].as_array().unwrap().iter().map(|message| message["kind"].clone()).collect();
    assert!(told.contains(&json!("register")) && told.contains(&json!("dispatch")), "{told:?}");
    let last = &mine["messages"].as_array().unwrap().last().unwrap();
    assert!(last["text"].as_str().unwrap().contains("路灯已修好"));
    assert!(last["sent_at"].is_null(), "no sender is configured, and it says so");
    assert_eq!(mine["responsible"]["phone"], "0000-12345");

    // Not solved: it goes back to the same organisation, with a clock of its own; the first facts stay.
    let no = json!({ "action": "rate", "solved": false, "satisfaction": "不满意", "note": "还是会响" });
    let reopened = district.reporter_acts(&receipt, no).await.ok(201);
    assert_eq!(reopened["step"], "rework");
    let seen = district.case("handler", case).await;
    assert_eq!(seen["reopenings"], 1);
    assert_eq!(seen["lead"]["code"], "urban_management");
    let handling: Vec<_> =
        seen["clocks"].as_array().unwrap().iter().filter(|clock| clock["clock"]["id"] == "handling").collect();
    assert_eq!(handling.len(), 2);
    assert_eq!(handling[0]["verdict"], "on_time");
    assert!(handling[1]["verdict"].is_null());

    // Done again; five stars.
    let proof = district.photo().await;
    district
        .play(
            case,
            &[
                ("handler", json!({ "action": "submit", "note": "已加胶垫", "photos": [proof] })),
                ("checker", json!({ "action": "pass", "note": "不再响" })),
                ("checker", json!({ "action": "close", "reply": "已加装胶垫。" })),
            ],
        )
        .await;
    let yes = json!({ "action": "rate", "solved": true, "satisfaction": "满意" });
    assert_eq!(district.reporter_acts(&receipt, yes.clone()).await.ok(201)["outcome"], "resolved");
    district.reporter_acts(&receipt, yes).await.refuses(409, "already_rated");

    // All of it is on record, with who did it; the resident is not named anywhere in the log.
    let story = district.ask("clerk", &format!("GET /api/v1/cases/{}/timeline", case.as_str().unwrap())).await.ok(200);
    let kinds: Vec<&str> = story.as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "report",
            "ask_verification",
            "verify",
            "register",
            "dispatch",
            "accept",
            "contact",
            "submit",
            "pass",
            "close",
            "rate",
            "reopen",
            "submit",
            "pass",
            "close",
            "rate",
        ]
    );
    assert!(!story.to_string().contains("张三丰") && !story.to_string().contains("13812345678"));
}
