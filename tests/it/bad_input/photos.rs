//! Photos that are none, or somebody else's.

use super::{refused, rows};
use crate::district::{Answer, CATEGORY, District};
use axum::{body::Body, http::Request};
use serde_json::json;

async fn put(district: &District, id: &str, bytes: Vec<u8>) -> Answer {
    let request = Request::builder().method("PUT").uri(format!("/api/v1/files/{id}"));
    district.send(request.body(Body::from(bytes)).unwrap()).await
}

fn png(side: u32, colour: u8) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(side, side, image::Rgb([colour; 3]));
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

#[tokio::test]
async fn what_is_no_photo_is_not_kept() {
    let district = District::new().await;
    let before = rows(&district).await;
    let whole = png(8, 1);
    let cases: &[(&str, Vec<u8>, u16)] = &[
        ("nothing", vec![], 422),
        ("text", b"hello".to_vec(), 422),
        ("a page", b"<html><script>alert(1)</script>".to_vec(), 422),
        ("an SVG", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), 422),
        ("a GIF", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;".to_vec(), 422),
        ("half a PNG", whole[..whole.len() / 2].to_vec(), 422),
        ("a JPEG of its first bytes", b"\xff\xd8\xff\xe0".to_vec(), 422),
        ("too many bytes", vec![0; district.app.config.files.max_bytes + 1], 413),
    ];
    for (what, bytes, status) in cases {
        let answer = put(&district, &uuid::Uuid::now_v7().to_string(), bytes.clone()).await;
        let code = answer.json()["code"].as_str().unwrap_or_default().to_owned();
        refused(what, &answer, *status, &code);
    }
    assert_eq!(rows(&district).await, before);

    let id = uuid::Uuid::now_v7().to_string();
    let kept = put(&district, &id, whole.clone()).await.ok(201);
    assert_eq!(put(&district, &id, whole).await.ok(200), kept);
    let other = put(&district, &id, png(8, 2)).await;
    assert_eq!(other.status.as_u16(), 409, "the id names another photo");
}

#[tokio::test]
async fn a_photo_belongs_to_one_place() {
    let district = District::new().await;
    let photo = district.photo().await;
    let receipt = district.report_with(json!({ "photos": [photo] })).await;
    let own = district.photo().await;
    let before = rows(&district).await;
    let twice = json!({ "channel": "mini_program", "text": "路灯不亮", "photos": [photo] });
    let answer = district.tell("", "POST /api/v1/reports", twice).await;
    assert_eq!(refused("another's photo", &answer, 422, "photo_in_use")["field"], "photos");
    let same = json!({ "channel": "mini_program", "text": "路灯不亮", "photos": [own, own] });
    refused("the same twice", &district.tell("", "POST /api/v1/reports", same).await, 422, "photo_in_use");

    let register = json!({ "action": "register", "category": CATEGORY, "standard": 1, "photos": [photo] });
    refused("of the report", &district.act("clerk", &receipt["case"], register).await, 422, "photo_in_use");
    let register =
        json!({ "action": "register", "category": CATEGORY, "standard": 1, "photos": [uuid::Uuid::now_v7()] });
    refused("unknown", &district.act("clerk", &receipt["case"], register).await, 422, "unknown_photo");
    assert_eq!(rows(&district).await, before, "what was refused is not half attached");
    assert_eq!(district.case("clerk", &receipt["case"]).await["step"]["id"], "reported");
    district.report_with(json!({ "photos": [own] })).await;

    // Seen through its own case only.
    let case = |receipt: &serde_json::Value| format!("/api/v1/cases/{}", receipt["case"].as_str().unwrap());
    let other = district.report("别的事").await;
    let seen = district.ask("clerk", &format!("GET {}/photos/{photo}", case(&receipt))).await;
    assert_eq!((seen.status.as_u16(), &seen.headers["content-type"]), (200, &"image/jpeg".parse().unwrap()));
    let elsewhere = district.ask("clerk", &format!("GET {}/photos/{photo}", case(&other))).await;
    refused("through another case", &elsewhere, 404, "not_found");
    let size = district.ask("clerk", &format!("GET {}/photos/{photo}?size=huge", case(&receipt))).await;
    refused("a size nobody makes", &size, 400, "bad_query");
}
