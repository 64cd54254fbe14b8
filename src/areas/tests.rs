//! Taking over rows, and asking for them over HTTP.

use super::{
    Boundary, Crs, Validity,
    http::{AreaDetail, AreaView, LocatedView},
    import::ImportRow,
    put, store,
};
use crate::{
    error::{Error, Result},
    log::{self, Actor},
    test_app::{Answer, TestApp, request},
};
use axum::{body::Body, http::StatusCode};
use serde_json::{Value, json};

/// A grid of a hundredth of a degree, `place` hundredths east of 113.
fn grid(code: &str, place: f64, from: &str, to: Option<&str>) -> ImportRow {
    let (west, east) = (113.0 + place / 100.0, 113.01 + place / 100.0);
    let wkt = format!("POLYGON(({west} 30,{east} 30,{east} 30.01,{west} 30.01,{west} 30))");
    ImportRow {
        row: 1,
        level: "grid".to_owned(),
        code: code.to_owned(),
        name: format!("网格{code}"),
        parent_code: Some("999901".to_owned()),
        validity: Validity { from: from.parse().unwrap(), to: to.map(|to| to.parse().unwrap()) },
        boundary: Some(Boundary::from_wkt(&wkt, Crs::Wgs84).unwrap()),
    }
}

/// Two grids side by side, the second of which took the place of a third in July 2026.
async fn mapped() -> TestApp {
    let world = TestApp::new().await;
    let rows = vec![
        grid("G-1", 0.0, "2026-01-01", None),
        grid("G-2", 1.0, "2026-01-01", Some("2026-07-01")),
        grid("G-3", 1.0, "2026-07-01", None),
    ];
    assert_eq!(take_over(&world, rows).await.unwrap(), 3);
    world
}

async fn take_over(world: &TestApp, rows: Vec<ImportRow>) -> Result<usize> {
    let count = put(&world.app.db, &world.profile, rows, Actor::System, world.now()).await?;
    world.app.areas.refresh(&world.app.db, &world.profile).await?;
    Ok(count)
}

async fn get(world: &TestApp, path: &str) -> Answer {
    world.send(request(&format!("GET {path}"), "").body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn rows_are_taken_over_below_their_parents_with_one_event() {
    let world = mapped().await;
    let rows = store::all(world.app.db.read()).await.unwrap();
    let made: Vec<_> = rows.iter().filter(|row| row.code.starts_with('G')).collect();
    assert!(made.iter().all(|row| row.path == format!("r/{}/", row.id) && row.parent_id.is_some()));
    assert_eq!((made[0].label_lon, made[0].label_lat), (Some(113.005), Some(30.005)));
    let events = log::event::after(world.app.db.read(), log::event::Cursor::default(), 10).await.unwrap();
    let [event] = &events[..] else { panic!("one event, not {events:?}") };
    assert_eq!((event.kind.as_str(), &event.body["count"]), ("areas_imported", &json!(3)));
    let ids: Vec<String> = made.iter().map(|row| row.id.to_string()).collect();
    assert_eq!(event.body["areas"], json!(ids));
    assert_eq!(event.body.as_object().unwrap().len(), 2);
}

#[tokio::test]
async fn a_taken_code_or_a_missing_parent_turns_everything_back() {
    let world = TestApp::new().await;
    let new = grid("G-1", 0.0, "2026-01-01", None);
    let taken = grid("999901001", 1.0, "2026-01-01", None);
    let orphan = ImportRow { parent_code: Some("999902".to_owned()), ..grid("G-2", 1.0, "2026-01-01", None) };
    let refused = take_over(&world, vec![new.clone(), taken]).await.unwrap_err();
    assert!(matches!(&refused, Error::Conflict(why) if why.en.contains("999901001")), "{refused}");
    let refused = take_over(&world, vec![new, orphan]).await.unwrap_err();
    assert!(matches!(&refused, Error::Unprocessable(why) if why.field.as_deref() == Some("parent")), "{refused}");
    assert_eq!(store::all(world.app.db.read()).await.unwrap().len(), 2);
    assert_eq!(log::event::newest(world.app.db.read()).await.unwrap(), 0);
}

#[tokio::test]
async fn more_rows_than_a_statement_has_parameters_for() {
    let world = TestApp::new().await;
    let rows = (0..1201).map(|n| ImportRow { boundary: None, ..grid(&format!("G-{n}"), 0.0, "2026-01-01", None) });
    assert_eq!(take_over(&world, rows.collect()).await.unwrap(), 1201);
    assert_eq!(store::all(world.app.db.read()).await.unwrap().len(), 1203);
}

#[tokio::test]
async fn areas_are_listed_by_day_level_and_parent() {
    let world = mapped().await;
    let codes = async |query: &str| {
        let areas = get(&world, &format!("/api/v1/areas{query}")).await.json::<Vec<AreaView>>();
        areas.into_iter().map(|area| area.code).collect::<Vec<_>>()
    };
    assert_eq!(codes("").await, ["999901", "999901001", "G-1", "G-2"]);
    assert_eq!(codes("?at=2026-07-01&parent=999901").await, ["G-1", "G-3"]);
    assert_eq!(codes("?level=district").await, ["999901"]);
    for (query, code, field) in [("level=town", "unknown_level", "level"), ("parent=999907", "unknown_code", "parent")]
    {
        let refused = get(&world, &format!("/api/v1/areas?{query}")).await;
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::BAD_REQUEST, code));
        assert_eq!(refused.json::<Value>()["field"], field);
    }
    assert_eq!(get(&world, "/api/v1/areas?at=yesterday").await.code(), "bad_query");
    assert_eq!(get(&world, "/api/v1/areas?form=short").await.code(), "bad_query");
}

#[tokio::test]
async fn an_area_is_shown_with_all_above_it_even_when_closed() {
    let world = mapped().await;
    let area = get(&world, "/api/v1/areas/G-2").await.json::<AreaDetail>();
    assert_eq!(area.area.parent.as_deref(), Some("999901"));
    assert_eq!(area.area.valid_to, "2026-07-01".parse().ok());
    assert_eq!(area.ancestors.iter().map(|above| above.name.as_str()).collect::<Vec<_>>(), ["试区"]);
    assert_eq!(get(&world, "/api/v1/areas/G-9").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn borders_are_sent_again_only_when_they_changed() {
    let world = mapped().await;
    let path = "/api/v1/areas.geojson?level=grid";
    let first = get(&world, path).await;
    assert_eq!(first.headers["content-type"], "application/geo+json");
    assert_eq!(first.headers["cache-control"], "no-cache");
    let features = first.json::<Value>()["features"].clone();
    assert_eq!(features.as_array().unwrap().len(), 3);
    assert_eq!(features[1]["properties"]["label"], json!([113.005, 30.005]));
    let etag = first.headers["etag"].to_str().unwrap();
    assert!(etag.starts_with('"') && etag.len() == 66, "{etag}");

    let ask = async |tags: &str| {
        world.send(request(&format!("GET {path}"), "").header("if-none-match", tags).body(Body::empty()).unwrap()).await
    };
    for tags in [etag.to_owned(), format!("\"other\", W/{etag}"), "*".to_owned()] {
        let again = ask(&tags).await;
        assert_eq!((again.status, again.text()), (StatusCode::NOT_MODIFIED, ""));
        assert_eq!(again.headers["etag"], etag);
    }
    take_over(&world, vec![grid("G-4", 2.0, "2026-01-01", None)]).await.unwrap();
    let changed = ask(etag).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.headers["etag"], etag);
    assert_eq!(get(&world, "/api/v1/areas.geojson?level=town").await.code(), "unknown_level");
}

#[tokio::test]
async fn a_point_is_located_on_its_day_in_its_system_and_near_a_border() {
    let world = mapped().await;
    let locate = async |query: &str| get(&world, &format!("/api/v1/locate?{query}")).await.json::<LocatedView>();
    let here = locate("lon=113.005&lat=30.005").await;
    assert_eq!(here.area.as_ref().map(|area| area.code.as_str()), Some("G-1"));
    assert_eq!(here.ancestors.iter().map(|area| area.code.as_str()).collect::<Vec<_>>(), ["999901"]);
    assert!(!here.on_border && here.border_distance_m.unwrap() > 400.0);

    let after = locate("lon=113.015&lat=30.005&at=2026-07-01").await;
    assert_eq!(after.area.unwrap().code, "G-3");
    // Three metres east of the line between the two.
    let near = locate("lon=113.00003&lat=30.005").await;
    assert!(!near.on_border, "outside there is nothing to choose: {near:?}");
    let near = locate("lon=113.01003&lat=30.005").await;
    assert_eq!((near.area.unwrap().code.as_str(), near.on_border), ("G-2", true));
    assert_eq!(near.ties.iter().map(|area| area.code.as_str()).collect::<Vec<_>>(), ["G-1"]);
    // The same numbers are another place where a provider has shifted them.
    let shifted = locate("lon=113.01003&lat=30.005&crs=gcj02").await;
    assert_eq!(shifted.area.unwrap().code, "G-1");
    let nowhere = locate("lon=0&lat=0").await;
    assert_eq!((nowhere.area, nowhere.ancestors.len(), nowhere.border_distance_m), (None, 0, None));

    let swapped = get(&world, "/api/v1/locate?lon=30&lat=113").await;
    assert_eq!((swapped.status, swapped.code().as_str()), (StatusCode::BAD_REQUEST, "bad_point"));
    assert_eq!(swapped.json::<Value>()["field"], "lat");
    for query in ["lon=113", "lon=east&lat=30", "lon=113&lat=30&crs=mars"] {
        assert_eq!(get(&world, &format!("/api/v1/locate?{query}")).await.code(), "bad_query", "{query}");
    }
}
