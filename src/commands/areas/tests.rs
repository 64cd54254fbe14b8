//! The commands on a district of the demo profile that has no areas yet.

use super::*;
use crate::{
    app::open_database,
    areas::{import::ImportRow, put, store},
    demo,
    log::{self, Actor},
    profile,
};
use clap::Parser;
use std::fs;

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: AreasCommand,
}

struct District {
    app: App,
    folder: tempfile::TempDir,
}

impl District {
    async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::load(None).unwrap();
        config.data = folder.path().to_owned();
        let now = "2026-03-02T01:00:00Z".parse().unwrap();
        let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/profiles/demo.toml")).unwrap();
        let db = open_database(&config).await.unwrap();
        profile::store::load(&db, &text, &toml::from_str(&text).unwrap(), now).await.unwrap();
        drop(db);
        Self { app: App::open(config, WallClock::turned(now)).await.unwrap(), folder }
    }

    /// With the top and two streets.
    async fn small() -> Self {
        let district = Self::empty().await;
        let table = "district,999901,永安区,,2020-01-01,,\nstreet,999901001,临江街道,,2020-01-01,,\nstreet,999901002,望山街道,,2020-01-01,,\n";
        district.file("top.csv", &format!("{HEADER}{table}"));
        assert_eq!(district.run(&["import", "top.csv"]).await, ("3 rows imported\n".to_owned(), None));
        district
    }

    fn file(&self, name: &str, content: &str) {
        fs::write(self.folder.path().join(name), content).unwrap();
    }

    /// Runs a command line; what it wrote, and its error. A word with a dot is a file of the district's folder.
    async fn run(&self, words: &[&str]) -> (String, Option<String>) {
        let path = |word: &&str| match word.contains('.') {
            true => self.folder.path().join(word).display().to_string(),
            false => (*word).to_owned(),
        };
        let cli = Cli::try_parse_from(["areas".to_owned()].into_iter().chain(words.iter().map(path))).unwrap();
        let mut out = Vec::new();
        let error = act(&self.app, &cli.command, &mut out).await.err().map(|error| format!("{error:#}"));
        (String::from_utf8(out).unwrap(), error)
    }

    async fn fine(&self, words: &[&str]) -> String {
        let (out, error) = self.run(words).await;
        assert_eq!(error, None, "{out}");
        out
    }

    async fn count(&self) -> usize {
        store::all(self.app.db.read()).await.unwrap().len()
    }
}

const HEADER: &str = "level,code,name,parent,valid_from,valid_to,boundary\n";

/// A square of a hundredth of a degree.
fn square(west: f64, south: f64) -> String {
    let (east, north) = (west + 0.01, south + 0.01);
    format!("\"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))\"")
}

#[tokio::test]
async fn the_demo_district_goes_out_and_in_again_to_the_same_bytes() {
    let [first, second, third] = [District::empty().await, District::empty().await, District::empty().await];
    let rows = demo::borders(2026).unwrap().into_iter().map(|area| ImportRow {
        row: 0,
        level: area.level.to_owned(),
        code: area.code.to_string(),
        name: area.name,
        parent_code: area.parent.map(String::from),
        validity: crate::areas::Validity::since("2026-01-01".parse().unwrap()),
        boundary: Some(area.boundary),
    });
    let edition = first.app.profiles.current();
    let app = &first.app;
    assert_eq!(put(&app.db, &edition.profile, rows.collect(), Actor::System, app.clock.now()).await.unwrap(), 277);
    app.areas.refresh(&app.db, &edition.profile).await.unwrap();

    let geojson = first.fine(&["export"]).await;
    second.file("all.geojson", &geojson);
    assert_eq!(second.fine(&["import", "all.geojson", "--dry-run"]).await, "277 rows are good; nothing was imported\n");
    assert_eq!(second.count().await, 0);
    assert_eq!(second.fine(&["import", "all.geojson"]).await, "277 rows imported\n");
    assert!(second.fine(&["export"]).await == geojson, "GeoJSON changed on its way");

    let csv = second.fine(&["export", "--format", "csv"]).await;
    third.file("all.csv", &csv);
    assert_eq!(third.fine(&["import", "all.csv"]).await, "277 rows imported\n");
    assert!(third.fine(&["export"]).await == geojson, "CSV changed something on its way");
    assert!(third.fine(&["export", "--format", "csv"]).await == csv);
    let grids = third.fine(&["export", "--level", "grid", "--format", "csv"]).await;
    assert_eq!(grids.lines().count(), 235);
}

#[tokio::test]
async fn a_dirty_file_is_listed_in_full_and_imports_nothing() {
    let district = District::empty().await;
    let table = [
        "district,999901,永安区,,,,",
        "street,999901001,,,,,",
        "town,999901002,望山街道,999901,,,",
        "community,999901001001,江畔社区,,1.7.2026,,\"POLYGON((1 2,3 4))\"",
        "street,999901003,城南街道,,,,",
    ];
    district.file("dirty.csv", &format!("{HEADER}{}\n", table.join("\n")));
    for words in [&["import", "dirty.csv"][..], &["import", "dirty.csv", "--dry-run"]] {
        let (out, error) = district.run(words).await;
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 4, "{out}");
        assert_eq!(lines[0], "row 3, name: the name is missing; write what people call it");
        assert!(lines[1].starts_with("row 4, level: `town` is not a level of this district; write one of district,"));
        assert!(lines[2].starts_with("row 5, boundary: ") && lines[3].starts_with("row 5, valid_from: "), "{out}");
        assert!(error.unwrap().starts_with("3 of 5 rows are bad; nothing was imported."));
    }
    assert_eq!(district.count().await, 0);
    assert_eq!(log::event::newest(district.app.db.read()).await.unwrap(), 0);

    let out = district.fine(&["import", "dirty.csv", "--skip-bad"]).await;
    assert!(out.ends_with("2 rows imported, 3 left out\n"), "{out}");
    assert_eq!(district.fine(&["list"]).await, "999901 永安区 (district)\n  999901003 城南街道 (street)\n");
}

#[tokio::test]
async fn a_grid_that_was_replaced_answers_for_its_own_days() {
    let district = District::small().await;
    let here = square(113.0, 30.0);
    let table = [
        "community,999901001001,江畔社区,,2020-01-01,,".to_owned(),
        format!("grid,999901001001001,旧网格,,2020-01-01,2026-07-01,{here}"),
        format!("grid,999901001001002,新网格,,2026-07-01,,{here}"),
    ];
    district.file("grids.csv", &format!("{HEADER}{}\n", table.join("\n")));
    district.fine(&["import", "grids.csv"]).await;
    district.file("points.csv", "id,lon,lat\na,113.005,30.005\nb,113.00002,30.005\nc,114,30\n");
    let header = "id,lon,lat,code,name,level,ancestor_codes,ancestor_names,tie_codes,border_distance_m,mistake";
    for (at, code, name) in [("2026-06-30", "999901001001001", "旧网格"), ("2026-07-01", "999901001001002", "新网格")]
    {
        let out = district.fine(&["locate", "--csv", "points.csv", "--at", at]).await;
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines[0], header);
        let above = "999901;999901001;999901001001,永安区;临江街道;江畔社区";
        let begin = format!("a,113.005,30.005,{code},{name},grid,{above},,48");
        assert!(lines[1].starts_with(&begin) && lines[1].ends_with(','), "{out}");
        assert_eq!(lines[3], "c,114,30,,,,,,,,");
        let listed = district.fine(&["list", "--at", at]).await;
        assert!(listed.contains(&format!("      {code} {name} (grid)\n")) && listed.lines().count() == 5, "{listed}");
        let exported = district.fine(&["export", "--at", at, "--level", "grid", "--format", "csv"]).await;
        assert!(exported.lines().count() == 2 && exported.contains(name), "{exported}");
    }
}

#[tokio::test]
async fn points_on_a_border_and_bad_rows_are_said() {
    let district = District::small().await;
    let (west, east) = (square(113.0, 30.0), square(113.01, 30.0));
    district.file(
        "grids.csv",
        &format!(
            "{HEADER}community,999901001001,江畔社区,,,,\ngrid,999901001001001,一格,,,,{west}\ngrid,999901001001002,二格,,,,{east}\n"
        ),
    );
    district.fine(&["import", "grids.csv"]).await;
    district.file("points.csv", "lon,lat\n113.01001,30.005\n30.005,113.005\nwest,30\n113.005,30.005\n");
    let (out, error) = district.run(&["locate", "--csv", "points.csv"]).await;
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[1].contains("999901001001002,二格,grid,") && lines[1].ends_with(",999901001001001,0.96,"), "{out}");
    assert!(lines[2].contains("row 3, column lat: lat 113.005 is outside ±90"), "{out}");
    assert!(lines[3].contains("row 4, column lon: "), "{out}");
    assert!(lines[4].contains(",999901001001001,一格,"), "{out}");
    assert!(error.unwrap().contains("2 of 4 rows have no answer (row 3, 4)"));

    // 113.005, 30.005 as a provider shows it.
    district.file("shifted.csv", "lon,lat\n113.010569,30.002421\n");
    assert!(district.fine(&["locate", "--csv", "shifted.csv"]).await.contains("二格"));
    assert!(district.fine(&["locate", "--csv", "shifted.csv", "--crs", "gcj02"]).await.contains("一格"));
}

#[tokio::test]
async fn features_with_names_of_their_own_get_level_parent_and_codes_in_sequence() {
    let district = District::small().await;
    let feature = |name: &str, west: f64| {
        let ring = [[west, 30.0], [west + 0.01, 30.01], [west + 0.01, 30.0], [west, 30.01], [west, 30.0]];
        serde_json::json!({"type": "Feature", "properties": {"title": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    };
    let file =
        serde_json::json!({"type": "FeatureCollection", "features": [feature("甲", 113.0), feature("乙", 113.1)]});
    // Known by its content.
    district.file("named.txt", &file.to_string());
    let words = [
        &["import", "named.txt", "--level", "street", "--parent", "999901", "--code-from", "sequence"][..],
        &["--map", "name=title,code=CODE", "--valid-from", "2026-05-01", "--crs", "GCJ-02"],
    ]
    .concat();
    let (out, error) = district.run(&words).await;
    assert!(out.contains("row 1, boundary: ") && out.contains("or have it mended") && error.is_some(), "{out}");
    let out = district.fine(&[&words[..], &["--mend"]].concat()).await;
    assert!(out.contains("row 2, boundary: ") && out.ends_with("2 rows imported\n"), "{out}");
    let csv = district.fine(&["export", "--format", "csv"]).await;
    assert!(csv.contains("street,999901003,甲,999901,2026-05-01,,\"MULTIPOLYGON(((112.99"), "{csv}");
    assert!(csv.contains("street,999901004,乙,999901,2026-05-01,,"), "{csv}");
}

#[tokio::test]
async fn what_does_not_fit_is_refused_in_one_sentence() {
    let district = District::small().await;
    district.file("empty.csv", HEADER);
    district.file("other.geojson", "{\"type\": \"Feature\"}");
    let table: [(&[&str], &str); 6] = [
        (&["import", "empty.csv", "--level", "town"], "\"town\" is no level of this district; write one of district,"),
        (&["import", "empty.csv", "--map", "kind=KIND"], "\"kind\" is no field of an area; write level,"),
        (&["import", "empty.csv", "--code-from", "sequence"], "write --parent CODE"),
        (&["import", "missing.csv"], "cannot read "),
        (&["import", "other.geojson"], "the file is a Feature; write a GeoJSON FeatureCollection"),
        (&["export", "--level", "town"], "write one of district,"),
    ];
    for (words, part) in table {
        let (_, error) = district.run(words).await;
        assert!(error.as_ref().is_some_and(|error| error.contains(part)), "{words:?}: {error:?}");
    }
    assert_eq!(district.fine(&["import", "empty.csv"]).await, "0 rows imported\n");
    assert_eq!(district.count().await, 3);
}
