//! The demo district: made once, by playing, with cases in every step.

use crate::district::{PROFILE, fresh_postgres};
use huixiang::{app::open_database, cases::store::case, config::Config, demo, profile};
use sea_orm::{EntityTrait, QuerySelect};
use std::collections::BTreeSet;

#[tokio::test]
async fn the_demo_district_has_cases_in_every_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::load(None).unwrap();
    config.data = folder.path().to_owned();
    if let Some(url) = fresh_postgres().await {
        config.database.url = url;
        config.database.connections = 8;
    }
    // A Thursday afternoon: the last days hold office hours.
    let now = "2026-03-26T07:30:00Z".parse().unwrap();
    let made = demo::make(&config, 2026, now).await.unwrap().expect("an empty database becomes a district");
    assert_eq!((made.areas, made.organisations, made.accounts.len()), (277, 30, 60));
    let passwords: BTreeSet<&str> = made.accounts.iter().map(|account| account.password.as_str()).collect();
    assert_eq!(passwords.len(), 60, "each account has a password of its own");

    let db = open_database(&config).await.unwrap();
    let steps = case::Entity::find().select_only().column(case::Column::Step).distinct();
    let steps: BTreeSet<String> = steps.into_tuple().all(db.read()).await.unwrap().into_iter().collect();
    let profile = profile::check(PROFILE).unwrap();
    assert_eq!(steps, profile.step.iter().map(|step| step.id.clone()).collect());
    assert!(demo::make(&config, 2026, now).await.unwrap().is_none(), "the second time nothing is made");
}
