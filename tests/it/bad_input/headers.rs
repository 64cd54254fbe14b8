//! Idempotency-Key and If-Match.

use super::{refused, rows};
use crate::district::{CATEGORY, District};
use serde_json::{Value, json};

const KEY: (&str, &str) = ("idempotency-key", "0198d8a0-0000-7000-8000-000000000001");

#[tokio::test]
async fn an_idempotency_key_makes_it_happen_once() {
    let district = District::new().await;
    let report = json!({ "channel": "mini_program", "text": "路灯不亮" });
    let send = async |who: &str, key: &str, body: &Value| {
        district.ask_with(who, "POST /api/v1/reports", &[("idempotency-key", key)], Some(body.clone())).await
    };
    let before = rows(&district).await;
    for key in ["", "1234567", &"x".repeat(65), "一二三四五六七八"] {
        refused(key, &send("clerk", key, &report).await, 400, "bad_idempotency_key");
        refused(key, &send("", key, &report).await, 400, "bad_idempotency_key");
    }
    assert_eq!(rows(&district).await, before);

    let first = send("", KEY.1, &report).await.ok(201);
    let once = rows(&district).await;
    assert_eq!(send("", KEY.1, &report).await.ok(200), first, "the same body, the secret too");
    let other = json!({ "channel": "mini_program", "text": "另一件事" });
    refused("another body", &send("", KEY.1, &other).await, 422, "idempotency_key_reused");
    assert_eq!(rows(&district).await, once);
    // Somebody else's key is another key.
    assert_ne!(send("clerk", KEY.1, &report).await.ok(201)["case"], first["case"]);

    // A refusal uses no key up.
    let empty = json!({ "channel": "mini_program", "text": "" });
    let second = "0198d8a0-0000-7000-8000-000000000002";
    refused("empty", &send("", second, &empty).await, 422, "nothing_said");
    send("", second, &report).await.ok(201);
}

#[tokio::test]
async fn an_action_needs_the_version_that_was_seen() {
    let district = District::new().await;
    let receipt = district.report("路灯不亮").await;
    let path = format!("POST /api/v1/cases/{}/actions", receipt["case"].as_str().unwrap());
    let register = json!({ "action": "register", "category": CATEGORY, "standard": 1 });
    let before = rows(&district).await;
    refused("none", &district.tell("clerk", &path, register.clone()).await, 428, "if_match_required");
    for etag in ["", "*", "seven", "\"\"", "\"1\", \"2\"", "W/\"1\"", "1.0", "99999999999", "一"] {
        let answer = district.ask_with("clerk", &path, &[("if-match", etag)], Some(register.clone())).await;
        refused(etag, &answer, 400, "bad_if_match");
    }
    for stale in ["\"0\"", "\"-1\"", "\"2\""] {
        let answer = district.ask_with("clerk", &path, &[("if-match", stale)], Some(register.clone())).await;
        refused(stale, &answer, 412, "changed_meanwhile");
    }
    assert_eq!(rows(&district).await, before);

    // Stale: it says who did what since.
    let look = json!({ "action": "ask_verification" });
    district.ask_with("clerk", &path, &[("if-match", "\"1\"")], Some(look)).await.ok(201);
    let note = json!({ "action": "note", "note": "我也看过" });
    let answer = district.ask_with("leader", &path, &[("if-match", "\"1\"")], Some(note)).await;
    let problem = refused("stale", &answer, 412, "changed_meanwhile");
    assert_eq!(problem["since"]["version"], 2);
    let events = problem["since"]["events"].as_array().unwrap();
    assert_eq!(events.len(), 1, "{problem}");
    assert_eq!(events[0]["kind"], "ask_verification");
    assert_eq!(events[0]["actor_kind"], "officer");
    let clerk = district.ask("clerk", "GET /api/v1/session").await.ok(200);
    assert_eq!(events[0]["actor"], clerk["name"]);

    // An action repeated under its key is answered as before, though the version has moved on.
    let seen = [("if-match", "\"2\""), KEY];
    let verify = json!({ "action": "verify", "decision": true, "note": "属实" });
    let first = district.ask_with("worker", &path, &seen, Some(verify.clone())).await.ok(201);
    let once = rows(&district).await;
    assert_eq!(district.ask_with("worker", &path, &seen, Some(verify)).await.ok(200), first);
    let other = json!({ "action": "verify", "decision": false, "note": "不属实" });
    let answer = district.ask_with("worker", &path, &seen, Some(other)).await;
    refused("another body", &answer, 422, "idempotency_key_reused");
    assert_eq!(rows(&district).await, once);
}

/// Credentials that do not hold are no stranger's.
#[tokio::test]
async fn bad_credentials_are_said() {
    let district = District::new().await;
    for token in ["Bearer x", "Bearer ", "bearer \u{7f}", "Bearer 0000000000000000000000000000000000000000000000000000"]
    {
        let asked = [("authorization", token)];
        let report = json!({ "channel": "mini_program", "text": "路灯不亮" });
        for (what, body) in [("GET /api/v1/cases", None), ("POST /api/v1/reports", Some(report))] {
            if token.chars().all(|c| !c.is_control()) {
                refused(token, &district.ask_with("", what, &asked, body).await, 401, "not_signed_in");
            }
        }
    }
    for (login, password) in [("clerk", "wrong"), ("nobody", "wrong"), ("", "")] {
        let body = json!({ "login": login, "password": password });
        let answer = district.tell("", "POST /api/v1/session", body).await;
        assert_eq!(answer.status.as_u16(), 403, "{login}: {}", String::from_utf8_lossy(&answer.body));
        assert!(answer.headers.get("set-cookie").is_none());
    }
}
