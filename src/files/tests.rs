//! Photos over HTTP, in the store, and gone again.

use super::{FileId, PhotoSize, read, store, sweep};
use crate::{
    error::Error,
    test_app::{Answer, TestApp, request},
};
use axum::{body::Body, http::StatusCode};
use chrono::TimeDelta;
use image::{RgbImage, codecs::png::PngEncoder};
use serde_json::Value;
use uuid::Uuid;

fn png(side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    RgbImage::new(side, side).write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    bytes
}

async fn put(world: &TestApp, id: FileId, token: &str, bytes: Vec<u8>) -> Answer {
    world.send(request(&format!("PUT /api/v1/files/{id}"), token).body(Body::from(bytes)).unwrap()).await
}

fn objects(world: &TestApp) -> usize {
    let folders = std::fs::read_dir(world.app.config.data.join("files")).unwrap();
    folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}

#[tokio::test]
async fn a_photo_is_kept_once() {
    let world = TestApp::new().await;
    let id = FileId::new();
    let first = put(&world, id, "", png(600)).await;
    assert_eq!(first.status, StatusCode::CREATED);
    let again = put(&world, id, "", png(600)).await;
    assert_eq!((again.status, again.json::<Value>()), (StatusCode::OK, first.json::<Value>()));
    let other = put(&world, id, "", png(601)).await;
    assert_eq!((other.status, other.code()), (StatusCode::CONFLICT, "file_id_taken".to_owned()));
    for (size, side) in [(PhotoSize::Full, 600), (PhotoSize::Small, 480)] {
        let kept = image::load_from_memory(&read(&world.app, &id, size).await.unwrap()).unwrap();
        assert_eq!(kept.width(), side);
    }
    assert!(matches!(read(&world.app, &FileId::new(), PhotoSize::Full).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn the_same_photo_twice_at_once_is_one() {
    let world = TestApp::new().await;
    let id = FileId::new();
    let (one, other) = tokio::join!(put(&world, id, "", png(50)), put(&world, id, "", png(50)));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201]);
}

#[tokio::test]
async fn a_photo_remembers_the_officer_who_put_it() {
    let world = TestApp::new().await;
    let li = world.officer("li", "worker", "999901001").await;
    let (id, token) = (FileId::new(), world.sign_in("li").await);
    put(&world, id, &token, png(5)).await;
    assert_eq!(store::find(world.app.db.read(), id).await.unwrap().unwrap().officer_id, Some(li));
    assert_eq!(put(&world, FileId::new(), "made-up", png(5)).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_is_no_photo_leaves_nothing_behind() {
    let world = TestApp::new().await;
    let text = put(&world, FileId::new(), "", b"photo.jpg".to_vec()).await;
    assert_eq!((text.status, text.code()), (StatusCode::UNPROCESSABLE_ENTITY, "not_a_photo".to_owned()));
    let long = put(&world, FileId::new(), "", vec![0; world.app.config.files.max_bytes + 1]).await;
    assert_eq!((long.status, long.code()), (StatusCode::PAYLOAD_TOO_LARGE, "photo_too_large".to_owned()));
    assert_eq!(objects(&world), 0);
}

#[tokio::test]
async fn a_photo_belongs_to_one_case() {
    let world = TestApp::new().await;
    let (id, unknown, case) = (FileId::new(), FileId::new(), Uuid::now_v7());
    put(&world, id, "", png(5)).await;
    let attach = async |ids: &[FileId]| {
        let work = async |txn: &_| store::attach(txn, ids, case, None, Some("submit")).await;
        world.app.db.write(work).await
    };
    let Err(Error::Unprocessable(refusal)) = attach(&[id, unknown]).await else { panic!("an unknown photo was taken") };
    assert_eq!(refusal.code, "unknown_photo");
    assert!(refusal.en.contains(&unknown.to_string()));
    attach(&[id]).await.unwrap();
    let Err(Error::Unprocessable(refusal)) = attach(&[id]).await else { panic!("a photo was taken twice") };
    assert_eq!(refusal.code, "photo_in_use");
    let kept = store::of_case(world.app.db.read(), case).await.unwrap();
    assert_eq!((kept.len(), kept[0].effect.as_deref()), (1, Some("submit")));
}

#[tokio::test]
async fn a_photo_that_nobody_names_goes_after_a_day() {
    let world = TestApp::new().await;
    let (named, unnamed) = (FileId::new(), FileId::new());
    put(&world, named, "", png(5)).await;
    put(&world, unnamed, "", png(6)).await;
    let work = async |txn: &_| store::attach(txn, &[named], Uuid::now_v7(), None, None).await;
    world.app.db.write(work).await.unwrap();

    world.app.clock.turn_by(TimeDelta::hours(24));
    assert_eq!(sweep(&world.app).await.unwrap(), "0 photos unnamed for a day, 0 of 0 deleted");
    assert_eq!(objects(&world), 4);
    world.app.clock.turn_by(TimeDelta::seconds(1));
    assert_eq!(sweep(&world.app).await.unwrap(), "1 photos unnamed for a day, 1 of 1 deleted");
    assert_eq!(sweep(&world.app).await.unwrap(), "0 photos unnamed for a day, 0 of 0 deleted");
    assert_eq!(objects(&world), 2);
    assert!(store::find(world.app.db.read(), unnamed).await.unwrap().is_none());
    assert!(read(&world.app, &named, PhotoSize::Full).await.is_ok());
}

#[tokio::test]
async fn an_id_whose_object_still_has_to_go_is_not_taken() {
    let world = TestApp::new().await;
    let id = FileId::new();
    world.app.db.write(async |txn| store::deletion::ask(txn, id, world.now()).await).await.unwrap();
    assert_eq!(put(&world, id, "", png(5)).await.status, StatusCode::CONFLICT);
    sweep(&world.app).await.unwrap();
    assert_eq!(put(&world, id, "", png(5)).await.status, StatusCode::CREATED);
}
