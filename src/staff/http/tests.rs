//! The routes.

use super::officers::{OfficerPassword, OfficerView};
use crate::{
    staff::sessions,
    test_app::{TestApp, request},
};
use axum::{body::Body, http::StatusCode};
use serde_json::{Value, json};

#[tokio::test]
async fn a_browser_signs_in_with_a_cookie_and_out() {
    let world = TestApp::new().await;
    world.officer("li", "worker", "999901001").await;
    let wrong = world.call("POST /api/v1/session", "", json!({ "login": "li", "password": "guess" })).await;
    let nobody = world.call("POST /api/v1/session", "", json!({ "login": "nobody", "password": "guess" })).await;
    assert_eq!((wrong.status, wrong.code()), (StatusCode::FORBIDDEN, "wrong_login".to_owned()));
    assert_eq!(wrong.json::<Value>(), nobody.json::<Value>());

    let there = world.call("POST /api/v1/session", "", json!({ "login": " LI", "password": "password" })).await;
    assert_eq!(there.status, StatusCode::CREATED);
    let cookie = there.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.ends_with("; Secure"), "{cookie}");
    let view = there.json::<Value>();
    assert_eq!(view["token"], Value::Null);
    assert_eq!(view["officer"]["posts"][0]["role_name"], "网格员");
    assert_eq!(view["officer"]["posts"][0]["area"]["name"], "一格");

    let cookie = cookie.split(';').next().unwrap();
    let send = async |what: &str, site: &str| {
        let request = request(what, "").header("cookie", cookie).header("sec-fetch-site", site);
        world.send(request.body(Body::empty()).unwrap()).await
    };
    assert_eq!(send("GET /api/v1/session", "cross-site").await.status, StatusCode::OK);
    let from_elsewhere = send("DELETE /api/v1/session", "cross-site").await;
    assert_eq!((from_elsewhere.status, from_elsewhere.code()), (StatusCode::FORBIDDEN, "other_origin".to_owned()));
    let out = send("DELETE /api/v1/session", "same-origin").await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(send("GET /api/v1/session", "same-origin").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_program_signs_in_with_a_bearer_token() {
    let world = TestApp::new().await;
    world.officer("li", "worker", "999901001").await;
    let body = json!({ "login": "li", "password": "password", "bearer": true });
    let there = world.call("POST /api/v1/session", "", body).await;
    assert!(!there.headers.contains_key("set-cookie"));
    let token = there.json::<Value>()["token"].as_str().unwrap().to_owned();
    assert_eq!(world.call("GET /api/v1/session", &token, Value::Null).await.status, StatusCode::OK);
    assert_eq!(world.call("GET /api/v1/session", "made-up", Value::Null).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(world.call("GET /api/v1/session", "", Value::Null).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_officer_chooses_a_password() {
    let world = TestApp::new().await;
    world.officer("li", "worker", "999901001").await;
    let token = world.sign_in("li").await;
    let change = async |old: &str, new: &str| {
        world.call("PUT /api/v1/session/password", &token, json!({ "old": old, "new": new })).await
    };
    assert_eq!(change("password", "short").await.code(), "bad_password");
    assert_eq!(change("guess", "春眠不觉晓处处闻啼鸟").await.code(), "wrong_login");
    assert_eq!(change("password", "春眠不觉晓处处闻啼鸟").await.status, StatusCode::NO_CONTENT);
    assert_eq!(world.call("GET /api/v1/session", &token, Value::Null).await.status, StatusCode::UNAUTHORIZED);
    sessions::sign_in(&world.app, "li", "春眠不觉晓处处闻啼鸟".to_owned()).await.unwrap();
}

#[tokio::test]
async fn hats_are_separate() {
    let world = TestApp::new().await;
    let li = world.officer("li", "worker", "999901001").await;
    world.officer("root", "admin", "999901").await;
    world.officer("guard", "security", "999901").await;
    let tokens = [world.sign_in("li").await, world.sign_in("root").await, world.sign_in("guard").await];
    let new = json!({ "code": "A", "name": "甲", "kind": "office" });
    let change = json!({ "name": "乙" });
    let nothing = uuid::Uuid::now_v7();
    let system = [
        ("POST /api/v1/organisations".to_owned(), new),
        (format!("PATCH /api/v1/organisations/{nothing}"), change),
        ("POST /api/v1/officers".to_owned(), json!({ "login": "zhao", "name": "赵" })),
        (format!("POST /api/v1/officers/{nothing}/end"), json!({})),
        (format!("POST /api/v1/officers/{nothing}/password"), json!({})),
        (format!("POST /api/v1/officers/{nothing}/posts"), json!({ "role": "admin", "at": "999901" })),
        (format!("POST /api/v1/posts/{nothing}/end"), json!({})),
    ];
    for (what, body) in system {
        let [worker, admin, guard] = &tokens;
        assert_eq!(world.call(&what, "", body.clone()).await.status, StatusCode::UNAUTHORIZED, "{what}");
        for token in [worker, guard] {
            assert_eq!(world.call(&what, token, body.clone()).await.code(), "not_your_hat", "{what}");
        }
        let status = world.call(&what, admin, body).await.status;
        assert!(matches!(status, StatusCode::CREATED | StatusCode::NOT_FOUND), "{what}: {status}");
    }
    let what = format!("GET /api/v1/officers/{li}/sessions");
    for (token, status) in tokens.iter().zip([403, 403, 200]) {
        assert_eq!(world.call(&what, token, Value::Null).await.status, status);
    }
}

#[tokio::test]
async fn a_session_is_revoked_by_those_who_administer_security() {
    let world = TestApp::new().await;
    let li = world.officer("li", "worker", "999901001").await;
    world.officer("guard", "security", "999901").await;
    let (mine, guard) = (world.sign_in("li").await, world.sign_in("guard").await);
    let listed = world.call(&format!("GET /api/v1/officers/{li}/sessions"), &guard, Value::Null).await.json::<Value>();
    let id = listed[0]["id"].as_str().unwrap();
    assert!(!id.contains(&mine));
    let revoke = format!("DELETE /api/v1/sessions/{id}");
    assert_eq!(world.call(&revoke, &mine, Value::Null).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.call(&revoke, &guard, Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(world.call("GET /api/v1/session", &mine, Value::Null).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(world.call("DELETE /api/v1/sessions/none", &guard, Value::Null).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_repeated_request_makes_one_officer_and_stores_no_password() {
    let world = TestApp::new().await;
    world.officer("root", "admin", "999901").await;
    let token = world.sign_in("root").await;
    let send = async || {
        let request = request("POST /api/v1/officers", &token).header("idempotency-key", "key-of-zhao");
        world.send(request.body(Body::from(json!({ "login": "zhao", "name": "赵" }).to_string())).unwrap()).await
    };
    let (first, second) = (send().await, send().await);
    assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::OK));
    let (made, repeated) = (first.json::<OfficerPassword>(), second.json::<OfficerPassword>());
    assert_eq!((made.officer, repeated.password), (repeated.officer, None));
    let plain = made.password.unwrap();
    sessions::sign_in(&world.app, "zhao", plain.clone()).await.unwrap();

    let reset = world.call(&format!("POST /api/v1/officers/{}/password", made.officer), &token, json!({})).await;
    let fresh = reset.json::<OfficerPassword>().password.unwrap();
    assert!(sessions::sign_in(&world.app, "zhao", plain).await.is_err());
    sessions::sign_in(&world.app, "zhao", fresh).await.unwrap();
}

#[tokio::test]
async fn logins_are_for_those_who_administer_the_system() {
    let world = TestApp::new().await;
    world.officer("li", "worker", "999901001").await;
    world.officer("root", "admin", "999901").await;
    for (login, sees) in [("li", false), ("root", true)] {
        let token = world.sign_in(login).await;
        let listed = world.call("GET /api/v1/officers?limit=1", &token, Value::Null).await.json::<Vec<OfficerView>>();
        assert_eq!(listed.iter().map(|officer| officer.login.is_some()).collect::<Vec<_>>(), [sees]);
        let next = format!("GET /api/v1/officers?after={}", listed[0].id);
        assert_eq!(world.call(&next, &token, Value::Null).await.json::<Vec<OfficerView>>().len(), 1);
    }
}

#[tokio::test]
async fn organisations_are_listed_made_and_changed() {
    let world = TestApp::new().await;
    world.officer("root", "admin", "999901").await;
    let token = world.sign_in("root").await;
    let new = json!({ "code": "A", "name": "甲", "kind": "office", "phone": "12345", "areas": ["999901001"] });
    let made = world.call("POST /api/v1/organisations", &token, new).await.json::<Value>();
    let what = format!("PATCH /api/v1/organisations/{}", made["id"].as_str().unwrap());
    let changed = world.call(&what, &token, json!({ "phone": null })).await.json::<Value>();
    assert_eq!(
        (&changed["name"], &changed["phone"], &changed["areas"]),
        (&json!("甲"), &Value::Null, &json!(["999901001"]))
    );
    let moved = world.call(&what, &token, json!({ "parent": "B" })).await;
    assert_eq!((moved.status, moved.code()), (StatusCode::BAD_REQUEST, "bad_json".to_owned()));
    let listed = world.call("GET /api/v1/organisations", &token, Value::Null).await.json::<Value>();
    assert_eq!(listed, json!([changed]));
}
