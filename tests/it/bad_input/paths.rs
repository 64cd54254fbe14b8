//! Paths and queries that lead nowhere.

use super::{refused, rows};
use crate::district::District;
use crate::openapi::operations;
use axum::{body::Body, http::Request};
use serde_json::json;

/// Whatever stands for a place of a path, nothing is found, and said so; who may ask is asked first.
#[tokio::test]
async fn a_name_that_cannot_be_one_is_nothing_that_is_there() {
    let district = District::new().await;
    let before = rows(&district).await;
    let nobody = uuid::Uuid::now_v7().to_string();
    let names = ["x", "1", "%00", "..%2F..", "%ff", "%E2%82", "'", "00000000-0000-0000-0000-00000000000g", &nobody];
    let mut count = 0;
    for operation in operations().iter().filter(|operation| operation.path.contains('{')) {
        // A photo is put under a name that nobody has: there it is the body that is refused.
        let put = operation.method == "PUT";
        for name in names.iter().filter(|name| !put || **name != nobody) {
            let path = operation.fill(|_| (*name).to_owned());
            for who in ["clerk", "admin", "security"] {
                let mut request = Request::builder().method(operation.method.clone()).uri(&path);
                request = request.header("authorization", format!("Bearer {}", district.tokens[who]));
                request = request.header("content-type", "application/json").header("if-match", "\"1\"");
                request = request.header("tracking-secret", "x");
                let body = if operation.path.ends_with("/actions") {
                    json!({ "action": "note", "note": "a" })
                } else if operation.path.ends_with("/reveals") {
                    json!({ "report": nobody, "reason": "核对地点" })
                } else if operation.path.ends_with("/posts") {
                    json!({ "role": "auditor", "at": "999901" })
                } else {
                    json!({})
                };
                let answer = district.send(request.body(Body::from(body.to_string())).unwrap()).await;
                let what = format!("{who} {} {path}", operation.method);
                if answer.status.as_u16() == 403 {
                    refused(&what, &answer, 403, "not_your_hat");
                } else {
                    refused(&what, &answer, 404, "not_found");
                    count += 1;
                }
            }
        }
    }
    assert!(count > 100, "{count}");
    assert_eq!(rows(&district).await, before);
}

#[tokio::test]
async fn a_query_that_nobody_knows_is_refused() {
    let district = District::new().await;
    for (path, code) in [
        ("/api/v1/cases?worklits=todo", "bad_query"),
        ("/api/v1/cases?worklist=mine", "bad_query"),
        ("/api/v1/cases?limit=-1", "bad_query"),
        ("/api/v1/cases?limit=ten", "bad_query"),
        ("/api/v1/cases?limit=99999999999999999999", "bad_query"),
        ("/api/v1/cases?after=1", "bad_query"),
        ("/api/v1/cases?limit=1&limit=2", "bad_query"),
        ("/api/v1/officers?page=2", "bad_query"),
        ("/api/v1/areas?at=2026-02-30", "bad_query"),
        ("/api/v1/areas?at=99999-01-01", "bad_query"),
        ("/api/v1/areas?level=galaxy", "unknown_level"),
        ("/api/v1/areas?parent=1", "unknown_code"),
        ("/api/v1/areas?parent=%00", "nul_character"),
        ("/api/v1/areas.geojson?colour=red", "bad_query"),
        ("/api/v1/areas.geojson?level=%00", "nul_character"),
        ("/api/v1/locate", "bad_query"),
        ("/api/v1/locate?lon=113", "bad_query"),
        ("/api/v1/locate?lon=NaN&lat=30", "bad_point"),
        ("/api/v1/locate?lon=inf&lat=30", "bad_point"),
        ("/api/v1/locate?lon=30&lat=113", "bad_point"),
        ("/api/v1/locate?lon=113&lat=30&crs=mars", "bad_query"),
        ("/api/v1/duplicates?lon=113", "bad_query"),
        ("/api/v1/duplicates?lon=113&lat=30&radius=9", "bad_query"),
        ("/api/v1/duplicates?lon=113&lat=30&category=%00", "nul_character"),
    ] {
        refused(path, &district.ask("clerk", &format!("GET {path}")).await, 400, code);
    }
    for lon in ["NaN", "-inf", "1e300", "200"] {
        let path = format!("GET /api/v1/duplicates?lon={lon}&lat=30");
        assert_eq!(refused(&path, &district.ask("", &path).await, 422, "bad_point")["field"], "lon");
    }
    // Values that are only far off find nothing.
    for path in [
        "/api/v1/cases?limit=0",
        "/api/v1/cases?limit=18446744073709551615",
        "/api/v1/areas?at=0000-01-01",
        "/api/v1/areas.geojson?at=9999-12-31",
        "/api/v1/locate?lon=0&lat=0&at=0000-01-01",
        "/api/v1/duplicates?lon=180&lat=-90&category=%25",
    ] {
        district.ask("clerk", &format!("GET {path}")).await.ok(200);
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems_too() {
    let district = District::new().await;
    for path in ["/api/v1", "/api/v1/", "/api/v2/cases", "/api/v1/case", "/nothing", "/api/v1/cases/1/2/3/4", "/.env"] {
        refused(path, &district.ask("clerk", &format!("GET {path}")).await, 404, "not_found");
    }
    for what in [
        "DELETE /api/v1/cases",
        "PUT /api/v1/reports",
        "POST /api/v1/feed",
        "PATCH /api/v1/session",
        "GET /api/v1/reports",
        "DELETE /api/v1/files/0198d8a0-0000-7000-8000-000000000000",
        "BREW /api/v1/cases",
        "POST /healthz",
        "POST /",
    ] {
        let answer = district.ask("clerk", what).await;
        refused(what, &answer, 405, "method_not_allowed");
        assert!(answer.headers.contains_key("allow"), "{what}: RFC 9110, 15.5.6: says what is allowed");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{what}");
    }
    // HEAD is GET without a body.
    assert_eq!(district.ask("", "HEAD /api/v1/profile").await.status.as_u16(), 200);
}
