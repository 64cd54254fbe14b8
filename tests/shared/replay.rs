//! A city's real records, replayed: the district's figures are the file's.

use flate2::read::GzDecoder;
use huixiang::{
    config::Config,
    profile,
    replay::{Files, count::count, open311, replay},
};
use std::io::{BufRead, BufReader};

const PROFILE: &str = include_str!("../../profiles/trial-open311.toml");

/// All years take minutes; these, a few seconds.
const FEW_YEARS: [&str; 4] = ["2008", "2009", "2010", "2011"];
const ALL_YEARS: &str = "HUIXIANG_REPLAY_ALL";

#[test]
fn every_record_is_read_and_counted() {
    let (records, areas) =
        (crate::bytes("boston311/requests.ndjson.gz"), crate::bytes("boston311/neighborhoods.geojson"));
    let reading = open311::read(&records, &profile::check(PROFILE).expect("a profile")).expect("records");
    assert_eq!((reading.found, reading.records.len()), (20_063, 20_063));
    assert_eq!(reading.records.iter().filter(|record| record.closed_at.is_some()).count(), 18_108);
    assert_eq!(reading.records.iter().filter(|record| record.ends_before_it_begins()).count(), 1);
    let all = count(&records, &areas, PROFILE).expect("figures").all();
    assert_eq!((all.received, all.closed, all.open), (20_063, 18_108, 1_955));
}

#[tokio::test]
async fn the_district_and_the_file_agree() {
    let all_years = std::env::var_os(ALL_YEARS).is_some();
    let records = if all_years { crate::bytes("boston311/requests.ndjson.gz") } else { few_years() };
    let areas = crate::bytes("boston311/neighborhoods.geojson");
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::load(None).expect("the defaults");
    config.data = folder.path().to_owned();
    let files = Files { records: &records, areas: &areas, profile: PROFILE };
    let replayed = replay(config, &files, |_, _| ()).await.expect("a replay");
    let played = replayed.engine.all();
    let years =
        if all_years { "all years".to_owned() } else { format!("of {FEW_YEARS:?} only; {ALL_YEARS}=1 plays all") };
    println!("{} of 20063 records replayed, {years}", played.received);
    assert_eq!(played.received, if all_years { 20_063 } else { 653 });
    assert_eq!(replayed.mended.len(), 4);
    assert_eq!(replayed.print(&mut std::io::stdout()).expect("printed"), 0, "figures that differ");
    assert_eq!(replayed.engine, replayed.file);
}

fn few_years() -> Vec<u8> {
    let packed = crate::bytes("boston311/requests.ndjson.gz");
    let lines = BufReader::new(GzDecoder::new(&packed[..])).lines().map(|line| line.expect("UTF-8"));
    let asked =
        |line: &String| FEW_YEARS.iter().any(|year| line.contains(&format!(r#""requested_datetime": "{year}-"#)));
    lines.filter(asked).collect::<Vec<_>>().join("\n").into_bytes()
}
