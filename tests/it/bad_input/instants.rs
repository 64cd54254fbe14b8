//! Times at the ends of what can be written.

use super::{refused, rows};
use crate::district::District;
use serde_json::json;

/// What SQLite could not compare as text, PostgreSQL could not store, or nobody means.
const TOO_FAR: &[&str] = &[
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "1899-12-31T23:59:59Z",
    "+10000-01-01T00:00:00Z",
    "-4800-01-01T00:00:00Z",
    "+262142-12-31T23:59:59Z",
    "-262143-01-01T00:00:00Z",
];

#[tokio::test]
async fn a_time_too_far_off_is_refused() {
    let district = District::new().await;
    let me = district.ask("admin", "GET /api/v1/session").await.ok(200);
    let posts = format!("POST /api/v1/officers/{}/posts", me["id"].as_str().unwrap());
    let end = format!("POST /api/v1/posts/{}/end", me["posts"][0]["id"].as_str().unwrap());
    let before = rows(&district).await;
    for time in TOO_FAR {
        for (who, path, body) in [
            (
                "clerk",
                "POST /api/v1/reports",
                json!({ "channel": "phone", "text": "路灯不亮", "outside_due_at": time }),
            ),
            ("admin", &posts, json!({ "role": "auditor", "at": "999901", "valid_from": time })),
            ("admin", &posts, json!({ "role": "auditor", "at": "999901", "valid_to": time })),
            ("admin", &end, json!({ "at": time })),
        ] {
            let problem = refused(path, &district.tell(who, path, body).await, 400, "bad_json");
            let title = problem["title_en"].as_str().unwrap();
            assert!(title.contains("write a year from 1900 to 9999"), "{time}: {title}");
        }
    }
    assert_eq!(rows(&district).await, before);
}

/// The end of what can be written is still after now, on both databases.
#[tokio::test]
async fn the_last_instant_counts() {
    let district = District::new().await;
    const LAST: &str = "9999-12-31T23:59:59.999999Z";
    let report = json!({ "channel": "phone", "text": "路灯不亮", "outside_due_at": LAST });
    let case = district.tell("clerk", "POST /api/v1/reports", report).await.ok(201)["case"].clone();
    assert_eq!(district.case("clerk", &case).await["reports"][0]["outside_due_at"], LAST);
    let me = district.ask("auditor", "GET /api/v1/session").await.ok(200);
    let end = format!("POST /api/v1/posts/{}/end", me["posts"][0]["id"].as_str().unwrap());
    district.tell("admin", &end, json!({ "at": LAST })).await.ok(201);
    let me = district.ask("auditor", "GET /api/v1/session").await.ok(200);
    assert_eq!(me["posts"][0]["valid_to"], LAST, "the post goes on: {me}");
}
