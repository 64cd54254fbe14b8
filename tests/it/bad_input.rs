//! What people, programs and attackers send: answered with a clear problem, never 5xx, and nothing is half saved.

mod actions;
mod bodies;
mod fields;
mod headers;
mod instants;
mod merging;
mod paths;
mod photos;

use crate::district::{Answer, District};
use axum::{body::Body, http::Request};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;

/// Everything that a request may leave behind.
const TABLES: &[&str] = &[
    "assignment",
    "case",
    "clock",
    "event",
    "file",
    "idempotency",
    "message",
    "officer",
    "organisation",
    "post",
    "remark",
    "report",
    "request",
    "reveal",
    "task",
];

/// How many rows each table has.
pub async fn rows(district: &District) -> Vec<(&'static str, i64)> {
    let db = district.app.db.read();
    let mut rows = Vec::new();
    for table in TABLES {
        let count = format!(r#"SELECT COUNT(*) AS "count" FROM "{table}""#);
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), count)).await.unwrap().unwrap();
        rows.push((*table, row.try_get::<i64>("", "count").unwrap()));
    }
    rows
}

/// Makes sure that the answer is a problem that a person can read, with this status and code.
#[track_caller]
pub fn refused(what: &str, answer: &Answer, status: u16, code: &str) -> Value {
    let text = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.status.as_u16(), status, "{what}: {text}");
    assert_eq!(answer.headers["content-type"], "application/problem+json", "{what}: {text}");
    let problem = answer.json();
    assert_eq!(problem["code"], code, "{what}: {problem}");
    assert_eq!(problem["status"], status, "{what}: {problem}");
    assert_eq!(problem["type"], format!("urn:huixiang:problem:{code}"), "{what}");
    for title in ["title", "title_en"] {
        assert!(problem[title].as_str().is_some_and(|title| title.chars().count() >= 4), "{what}: {problem}");
    }
    problem
}

/// A POST of these very bytes.
pub async fn post(district: &District, who: &str, path: &str, media: Option<&str>, body: Vec<u8>) -> Answer {
    let mut request = Request::builder().method("POST").uri(path);
    if !who.is_empty() {
        request = request.header("authorization", format!("Bearer {}", district.tokens[who]));
    }
    if let Some(media) = media {
        request = request.header("content-type", media);
    }
    district.send(request.body(Body::from(body)).unwrap()).await
}
