//! Reports that can be read and make no sense.

use super::{refused, rows};
use crate::district::{District, HERE};
use serde_json::{Value, json};

#[tokio::test]
async fn a_report_that_makes_no_sense_is_refused_by_field() {
    let district = District::new().await;
    let closed = district.report("要作废的").await;
    district.play(&closed["case"], &[("leader", json!({ "action": "void", "reason": "重复" }))]).await;
    let before = rows(&district).await;
    let unknown = uuid::Uuid::now_v7();
    // What is added to a good report; code; field.
    let cases: Vec<(Value, &str, &str)> = vec![
        (json!({ "text": "" }), "nothing_said", "text"),
        (json!({ "text": " \n\t　" }), "nothing_said", "text"),
        (json!({ "text": "长".repeat(5_001) }), "too_long", "text"),
        (json!({ "text": "a\u{1}b" }), "control_characters", "text"),
        (json!({ "address": "a\u{7f}" }), "control_characters", "address"),
        (json!({ "on_behalf_of": "a\u{8}" }), "control_characters", "on_behalf_of"),
        (json!({ "reporter": { "name": "\u{1}" } }), "control_characters", "reporter.name"),
        (json!({ "text": "a\u{1b}[31mb" }), "control_characters", "text"),
        (json!({ "text": "a\u{85}b" }), "control_characters", "text"),
        (json!({ "address": "路".repeat(301) }), "too_long", "address"),
        (json!({ "reporter": { "name": "张".repeat(61) } }), "too_long", "reporter.name"),
        (json!({ "reporter": { "phone": "1" } }), "bad_phone", "reporter.phone"),
        (json!({ "reporter": { "phone": "１３８１２３４５６７８" } }), "bad_phone", "reporter.phone"),
        (json!({ "reporter": { "phone": "1".repeat(21) } }), "bad_phone", "reporter.phone"),
        (json!({ "reporter": { "phone": format!("12345{}", " ".repeat(1000)) } }), "bad_phone", "reporter.phone"),
        (json!({ "channel": "telepathy" }), "unknown_channel", "channel"),
        (json!({ "category": "99.99" }), "unknown_category", "category"),
        (json!({ "area": "999999" }), "unknown_area", "area"),
        (json!({ "against": "nobody" }), "unknown_organisation", "against"),
        (json!({ "join": "YA0000" }), "cannot_join", "join"),
        (json!({ "join": closed["number"] }), "cannot_join", "join"),
        (json!({ "lat": null }), "bad_point", "lat"),
        (json!({ "lon": null }), "bad_point", "lon"),
        (json!({ "lon": HERE.1, "lat": HERE.0 }), "bad_point", "lat"),
        (json!({ "lon": 181, "lat": 0 }), "bad_point", "lon"),
        (json!({ "lon": 0, "lat": -90.0001 }), "bad_point", "lat"),
        (json!({ "lon": 1e300, "lat": 0 }), "bad_point", "lon"),
        (json!({ "outside_number": "12345-1" }), "officers_only", "outside_number"),
        (json!({ "photos": [unknown] }), "unknown_photo", "photos"),
        (json!({ "photos": vec![unknown; 10] }), "too_many_photos", "photos"),
    ];
    for (more, code, field) in cases {
        let mut report = json!({ "channel": "mini_program", "lon": HERE.0, "lat": HERE.1, "text": "路灯不亮" });
        for (key, value) in more.as_object().unwrap() {
            report[key] = value.clone();
        }
        let what = more.to_string().chars().take(100).collect::<String>();
        let problem = refused(&what, &district.tell("", "POST /api/v1/reports", report).await, 422, code);
        assert_eq!(problem["field"], field, "{what}: {problem}");
    }
    assert_eq!(rows(&district).await, before);
}

/// What looks odd and is fine.
#[tokio::test]
async fn what_is_only_unusual_is_taken() {
    let district = District::new().await;
    for more in [
        json!({ "text": "长".repeat(5_000) }),
        json!({ "text": "第一行\r\n第二行\t👩‍👩‍👧‍👦 𠮷" }),
        json!({ "text": r"C:\u0000 is a path and no escape" }),
        json!({ "text": "'; DROP TABLE \"case\"; -- %s {} <script>" }),
        json!({ "lon": 0, "lat": 0 }),
        json!({ "lon": -180, "lat": 90 }),
        json!({ "lon": null, "lat": null }),
        json!({ "reporter": { "phone": "+86 138-1234-5678" } }),
    ] {
        let receipt = district.report_with(more.clone()).await;
        let text = &district.case("clerk", &receipt["case"]).await["reports"][0]["text"];
        assert_eq!(text, more.get("text").unwrap_or(&json!("路灯不亮")), "kept to the letter");
    }
}
