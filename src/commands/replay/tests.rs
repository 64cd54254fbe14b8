//! The whole path on the records of an invented town, Saltmere in the middle of the ocean.

use super::*;
use crate::{
    cases::store::{clock, report},
    db::Db,
};
use chrono::TimeDelta;
use sea_orm::{EntityTrait, PaginatorTrait};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn args(data: &Path) -> ReplayArgs {
    ReplayArgs {
        format: Format::Open311,
        file: file("tests/data/open311/saltmere.ndjson"),
        areas: file("tests/data/open311/saltmere.geojson"),
        profile: file("profiles/trial-open311.toml"),
        data: Some(data.to_owned()),
    }
}

async fn ran(args: &ReplayArgs) -> anyhow::Result<(ExitCode, String)> {
    let mut out = Vec::new();
    let code = run(Config::load(None)?, args, &mut out).await?;
    Ok((code, String::from_utf8(out)?))
}

#[tokio::test]
async fn every_figure_is_counted_twice_and_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let (code, printed) = ran(&args(folder.path())).await.unwrap();
    assert_eq!(printed, include_str!("../../../tests/data/open311/saltmere.txt"));
    assert_eq!(code, ExitCode::SUCCESS);

    let db = Db::connect(&format!("sqlite://{}/huixiang.db", folder.path().display()), 1).await.unwrap();
    assert_eq!(report::Entity::find().count(db.read()).await.unwrap(), 34);
    let overdue: Vec<_> = clock::Entity::find().all(db.read()).await.unwrap();
    let overdue: Vec<_> = overdue.into_iter().filter_map(|it| Some(it.overdue_at? - it.due_at)).collect();
    assert_eq!(overdue, [TimeDelta::microseconds(1); 13], "the sweep finds each at once");
    db.close().await.unwrap();

    let again = ran(&args(folder.path())).await.unwrap_err().to_string();
    assert!(again.ends_with("holds a district already; name a new folder"), "{again}");
}

#[tokio::test]
async fn a_profile_that_a_replay_cannot_go_by_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile.toml");
    let trial = std::fs::read_to_string(file("profiles/trial-open311.toml")).unwrap();
    for (change, to, why) in [
        (
            "limit = \"category\"\notherwise = \"720 natural_hours\"",
            "limit = \"9 natural_hours\"",
            "no clock has limit = \"category\"",
        ),
        ("version = 1", "version = 0", "the profile has mistakes:\n"),
        ("48 natural_hours", "5 work_hours", "the independent count cannot count \"5 work_hours\""),
    ] {
        assert!(trial.contains(change));
        std::fs::write(&profile, trial.replacen(change, to, 1)).unwrap();
        let args = ReplayArgs { profile: profile.clone(), ..args(&folder.path().join("data")) };
        let refused = format!("{:#}", ran(&args).await.unwrap_err());
        assert!(refused.contains(why), "{refused}");
    }
}
