//! The rights of those a case is about: guardrails that hold from the first day.

use crate::district::{CATEGORY, District};
use chrono::Duration;
use huixiang::{cases::store::report, cases::story::proof, log::event};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

const WORDS: &str = "城管收了钱不办事";

async fn complaint(district: &District) -> (Value, String) {
    let photo = district.photo().await;
    let receipt = district
        .report_with(json!({
            "kind": "complaint", "text": WORDS, "against": "urban_management", "address": "望江路三号", "photos": [photo],
            "reporter": { "name": "李四维", "phone": "13900001111" },
        }))
        .await;
    (receipt, photo)
}

/// G-7: whichever way they come to the case.
#[tokio::test]
async fn who_is_complained_of_learns_neither_who_nor_what() {
    let district = District::new().await;
    let (receipt, photo) = complaint(&district).await;
    let case = &receipt["case"];
    // The case is dispatched to the very organisation it complains of.
    district.play(case, &district.until_dispatched()).await;
    district.play(case, &[("handler", json!({ "action": "accept" }))]).await;
    let seen = district.case("handler", case).await;
    let hidden = &seen["reports"][0];
    assert_eq!(hidden["hidden"], true);
    for field in ["text", "reporter_name", "reporter_phone", "address"] {
        assert!(hidden[field].is_null(), "{field}: {hidden}");
    }
    assert_eq!(hidden["photos"], json!([]));
    let path = format!("GET /api/v1/cases/{}", case.as_str().unwrap());
    district.ask("handler", &format!("{path}/photos/{photo}")).await.refuses(404, "not_found");
    let reveal = json!({ "report": receipt["report"], "reason": "需要联系反映人" });
    let reveals = format!("POST /api/v1/cases/{}/reveals", case.as_str().unwrap());
    district.tell("handler", &reveals, reveal).await.refuses(403, "not_yours_to_open");

    // What the reporter says later stays hidden too.
    district.play(case, &district.until_closed().await[1..]).await;
    let no = json!({ "action": "rate", "solved": false, "satisfaction": "不满意", "note": "他们还来威胁我" });
    district.reporter_acts(&receipt, no).await.ok(201);
    let all_they_can_read =
        [district.ask("handler", &path).await, district.ask("handler", &format!("{path}/timeline")).await];
    for answer in all_they_can_read {
        let text = answer.ok(200).to_string();
        for secret in [WORDS, "威胁", "李四维", "李**", "13900001111", "1111", "望江路"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    // The desk reads it, and sees the photo.
    let desk = district.case("clerk", case).await;
    assert_eq!(desk["reports"][0]["text"], WORDS);
    assert_eq!(district.ask("clerk", &format!("{path}/photos/{photo}")).await.status, 200);
}

#[tokio::test]
async fn opening_a_name_needs_a_reason_lasts_minutes_and_the_reporter_reads_it() {
    let district = District::new().await;
    let reporter = json!({ "name": "张三丰", "phone": "13812345678" });
    let receipt = district.report_with(json!({ "reporter": reporter })).await;
    let path = format!("POST /api/v1/cases/{}/reveals", receipt["case"].as_str().unwrap());
    let reveal = |reason: &str| json!({ "report": receipt["report"], "reason": reason });
    district.tell("clerk", &path, reveal("看")).await.refuses(422, "reason_needed");
    district.tell("worker", &path, reveal("想看一下")).await.refuses(403, "not_yours_to_open");
    let key = [("idempotency-key", "reveal-once-0001")];
    let opened = district.ask_with("clerk", &path, &key, Some(reveal("核对地址门牌"))).await.ok(201);
    assert_eq!((&opened["reporter_name"], &opened["reporter_phone"]), (&json!("张三丰"), &json!("13812345678")));
    assert_eq!(opened["until"], "2026-03-02T01:10:00Z");
    let mine = district.follow(&receipt).await;
    assert_eq!(mine["opened"][0]["reason"], "核对地址门牌");
    assert_eq!(mine["opened"][0]["role"], "受理员");
    // The same request later is not another look.
    district.turn(Duration::minutes(11));
    district.ask_with("clerk", &path, &key, Some(reveal("核对地址门牌"))).await.refuses(403, "not_yours_to_open");
    assert_eq!(district.follow(&receipt).await["opened"].as_array().unwrap().len(), 1);
}

/// G-7 names property firms: they do the work and never learn who asked for it.
#[tokio::test]
async fn a_property_firm_works_without_knowing_who_asked() {
    let district = District::new().await;
    let receipt = district.report_with(json!({ "reporter": { "name": "张三丰", "phone": "13812345678" } })).await;
    let case = &receipt["case"];
    let there = json!({ "action": "dispatch", "organisation": "east_lake_park" });
    district.play(case, &[district.until_dispatched()[0].clone(), ("dispatcher", there)]).await;
    let seen = district.case("property", case).await;
    assert_eq!(seen["reports"][0]["text"], "路灯不亮");
    assert!(seen["reports"][0]["reporter_name"].is_null() && seen["reports"][0]["reporter_phone"].is_null());
    // They write to the reporter through the platform.
    let note = json!({ "action": "note", "note": "请问是哪一栋？", "public": true });
    district.act("property", case, note).await.ok(201);
    assert_eq!(district.follow(&receipt).await["notes"][0]["text"], "请问是哪一栋？");
}

#[tokio::test]
async fn a_hidden_name_is_opened_for_nobody() {
    let district = District::new().await;
    let reporter = json!({ "name": "张三丰", "hide_name": true });
    let receipt = district.report_with(json!({ "reporter": reporter })).await;
    let path = format!("POST /api/v1/cases/{}/reveals", receipt["case"].as_str().unwrap());
    let reveal = json!({ "report": receipt["report"], "reason": "核对地址门牌" });
    district.tell("clerk", &path, reveal).await.refuses(403, "not_yours_to_open");
}

/// Events carry hashes, so that erasing the words breaks nothing and proves them as long as they are there.
#[tokio::test]
async fn the_log_holds_nothing_personal_and_survives_erasure() {
    let district = District::new().await;
    let (receipt, _) = complaint(&district).await;
    let case = &receipt["case"];
    district.play(case, &district.until_dispatched()).await;
    district.play(case, &district.until_closed().await).await;
    let log = event::Entity::find().all(district.app.db.read()).await.unwrap();
    let text: String = log.iter().map(|event| event.body.to_string()).collect();
    for personal in [WORDS, "李四维", "13900001111", "望江路", "113.005", "路灯已修好", "已电话联系"] {
        assert!(!text.contains(personal), "{personal} stands in the log");
    }

    let id: uuid::Uuid = receipt["report"].as_str().unwrap().parse().unwrap();
    let row =
        report::Entity::find_by_id(huixiang::cases::ReportId(id)).one(district.app.db.read()).await.unwrap().unwrap();
    let event = log.iter().find(|event| event.kind == "report").unwrap();
    assert_eq!(event.body["text_hash"], proof(row.text.as_deref().unwrap(), &row.salt));
    let mut erased = row.into_active_model();
    (erased.text, erased.reporter_name, erased.reporter_phone) = (Set(None), Set(None), Set(None));
    erased.update(district.app.db.read()).await.unwrap();
    let seen = district.case("clerk", case).await;
    assert!(seen["reports"][0]["text"].is_null() && seen["reports"][0]["hidden"] == false);
    assert_eq!(district.follow(&receipt).await["number"], receipt["number"]);
}

/// G-14: what the app can, paper, phone and counter can: an officer writes it down for somebody.
#[tokio::test]
async fn nothing_is_for_the_app_alone() {
    let district = District::new().await;
    for channel in ["counter", "phone", "paper_box"] {
        let report = json!({
            "channel": channel, "text": "楼道灯不亮", "on_behalf_of": "王奶奶", "area": "999901001001001",
            "address": "三号楼二单元", "outside_number": "12345-88",
        });
        let receipt = district.tell("clerk", "POST /api/v1/reports", report).await.ok(201);
        let seen = district.case("clerk", &receipt["case"]).await;
        assert_eq!(seen["areas"][3]["code"], "999901001001001");
        assert_eq!(seen["reports"][0]["outside_number"], "12345-88");
        assert_eq!(district.follow(&receipt).await["received_at"], "2026-03-02T01:00:00Z");
    }
}

#[tokio::test]
async fn code_and_secret_belong_together() {
    let district = District::new().await;
    let (one, other) = (district.report("一").await, district.report("二").await);
    let path = |receipt: &Value| format!("GET /api/v1/reports/{}", receipt["tracking_code"].as_str().unwrap());
    let secret = other["secret"].as_str().unwrap();
    district.ask_with("", &path(&one), &[("tracking-secret", secret)], None).await.refuses(404, "not_found");
    district.ask("", &path(&one)).await.refuses(404, "not_found");
    district.ask("clerk", &path(&one)).await.refuses(404, "not_found");
    let category = json!({ "action": "register", "category": CATEGORY });
    district.reporter_acts(&one, category).await.refuses(403, "not_yours_to_do");
}
