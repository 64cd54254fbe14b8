//! Bodies that cannot be read.

use super::{post, refused, rows};
use crate::district::District;

const JSON: Option<&str> = Some("application/json");

/// What is sent, how it is declared, the answer's status and code, and what the problem has to speak of.
type Row<'a> = (&'a [u8], Option<&'a str>, u16, &'a str, &'a str);

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused() {
    let district = District::new().await;
    let case = district.report("路灯不亮").await["case"].as_str().unwrap().to_owned();
    let before = rows(&district).await;
    let large = format!(r#"{{"channel":"mini_program","text":"{}"}}"#, "长".repeat(100_000));
    let cases: &[Row] = &[
        (b"", JSON, 400, "bad_json", "EOF"),
        (b"{", JSON, 400, "bad_json", "EOF"),
        (b"null", JSON, 400, "bad_json", "null"),
        (b"[]", JSON, 400, "bad_json", ""),
        (b"\"text\"", JSON, 400, "bad_json", "string"),
        (br#"{"channel":"mini_program","text":"a"} and more"#, JSON, 400, "bad_json", "trailing"),
        (br#"{"channel":"mini_program","text":5}"#, JSON, 400, "bad_json", "integer `5`"),
        (br#"{"channel":"mini_program","text":"a","urgent":"yes"}"#, JSON, 400, "bad_json", "yes"),
        (br#"{"channel":"mini_program","text":"a","kind":"gossip"}"#, JSON, 400, "bad_json", "gossip"),
        (br#"{"channel":"mini_program","text":"a","texts":"b"}"#, JSON, 400, "bad_json", "texts"),
        (br#"{"channel":"mini_program","text":"a","reporter":{"nmae":"b"}}"#, JSON, 400, "bad_json", "nmae"),
        (br#"{"channel":"mini_program","text":"a","text":"b"}"#, JSON, 400, "bad_json", "text"),
        (br#"{"text":"a"}"#, JSON, 400, "bad_json", "channel"),
        (br#"{"channel":"mini_program","text":"a","lon":NaN,"lat":1}"#, JSON, 400, "bad_json", ""),
        (br#"{"channel":"mini_program","text":"a","lon":"NaN","lat":1}"#, JSON, 400, "bad_json", "NaN"),
        (br#"{"channel":"mini_program","text":"a","lon":1e999,"lat":1}"#, JSON, 400, "bad_json", "range"),
        (br#"{"channel":"mini_program","text":"a","id":"1"}"#, JSON, 400, "bad_json", "1"),
        (br#"{"channel":"mini_program","text":"a","photos":["../../etc/passwd"]}"#, JSON, 400, "bad_json", ""),
        (br#"{"channel":"mini_program","text":"a","outside_due_at":"tomorrow"}"#, JSON, 400, "bad_json", ""),
        (b"{\"channel\":\"mini_program\",\"text\":\"\xff\xfe\"}", JSON, 400, "bad_json", ""),
        (b"{\"channel\":\"mini_program\",\"text\":\"\x00\"}", JSON, 400, "bad_json", "control"),
        (br#"{"channel":"mini_program","text":"\ud800"}"#, JSON, 400, "bad_json", ""),
        (br#"{"channel":"mini_program","text":"a\u0000"}"#, JSON, 400, "nul_character", "U+0000"),
        (br#"{"channel":"mini_program","text":"a","join":"\u0000"}"#, JSON, 400, "nul_character", "U+0000"),
        (br#"{"channel":"mini_program","text":"a","against":"\\\u0000"}"#, JSON, 400, "nul_character", "U+0000"),
        (br#"{"\u0000":1}"#, JSON, 400, "nul_character", "U+0000"),
        (br#"{"channel":"mini_program","text":"a"}"#, None, 400, "not_json", "application/json"),
        (br#"{"channel":"mini_program","text":"a"}"#, Some("text/plain"), 400, "not_json", "application/json"),
        (b"channel=mini_program", Some("application/x-www-form-urlencoded"), 400, "not_json", "application/json"),
        (large.as_bytes(), JSON, 413, "too_large", ""),
    ];
    for (body, media, status, code, speaks_of) in cases {
        let start = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
        let answer = post(&district, "", "/api/v1/reports", *media, body.to_vec()).await;
        let problem = refused(&start, &answer, *status, code);
        assert!(problem["title_en"].as_str().unwrap().contains(speaks_of), "{start}: {problem}");
    }
    // Deeply nested: refused before the stack ends.
    let deep = format!(r#"{{"channel":{}"#, "[".repeat(100_000));
    refused("deep", &post(&district, "", "/api/v1/reports", JSON, deep.into_bytes()).await, 400, "bad_json");
    // The same reading stands before every operation.
    for (who, path) in [
        ("clerk", format!("/api/v1/cases/{case}/reveals")),
        ("admin", "/api/v1/organisations".to_owned()),
        ("admin", "/api/v1/officers".to_owned()),
        ("", "/api/v1/session".to_owned()),
    ] {
        let nul = post(&district, who, &path, JSON, br#"{"login":"\u0000"}"#.to_vec()).await;
        refused(&path, &nul, 400, "nul_character");
        for body in [&b"{"[..], b"{\"no_such_field\":1}", b"\xff"] {
            refused(&path, &post(&district, who, &path, JSON, body.to_vec()).await, 400, "bad_json");
        }
        let wrong_type = post(&district, who, &path, Some("text/plain"), b"{}".to_vec()).await;
        refused(&path, &wrong_type, 400, "not_json");
        let large = vec![b' '; 300 * 1024];
        refused(&path, &post(&district, who, &path, JSON, large).await, 413, "too_large");
    }
    assert_eq!(rows(&district).await, before);
}
