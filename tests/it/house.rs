//! The rules of the house: what ARCHITECTURE.md says of the whole, held where it would otherwise be forgotten.

mod source;

use serde_json::Value;
use source::{cited, code, files, literals, module, pages, read, used};
use std::collections::{BTreeMap, BTreeSet};

const ARCHITECTURE: &str = include_str!("../../ARCHITECTURE.md");
const SOURCES: &str = include_str!("../../docs/sources.md");

/// Beside the graph: the state that is handed to every feature's operations, and how their requests are read.
const HANDED_DOWN: [&str; 2] = ["app", "request"];

/// Against the graph, and known: `Word` belongs to the profile.
const OWED: [(&str, &str); 1] = [("src/profile/http.rs", "cases")];

#[test]
fn files_stay_small() {
    let lines = |path: &str| read(path).lines().count();
    let long: Vec<_> = code().into_keys().map(|path| (lines(&path), path)).filter(|(lines, _)| *lines > 250).collect();
    println!("over 250 lines: {long:?}");
    let too_long: Vec<_> = long.iter().filter(|(lines, _)| *lines > 400).collect();
    assert!(too_long.is_empty(), "over 400 lines; split by noun: {too_long:?}");
}

#[test]
fn one_file_knows_that_there_are_two_databases() {
    // A migration may need a column type that only one of them has.
    let knows = |path: &str| path == "src/db.rs" || path.starts_with("src/migrations/");
    assert_absent(&["DbBackend", "Postgres", "Sqlite", "sqlx::"], knows);
}

#[test]
fn time_comes_in_through_one_door() {
    assert_absent(&["Utc::now", "Local::now", "SystemTime::now"], |path| path == "src/wall_clock.rs");
}

#[test]
fn features_know_only_what_lies_below_them() {
    let order: Vec<&str> = between(ARCHITECTURE, "<!-- graph -->").split_whitespace().collect();
    let place = |name: &str| order.iter().position(|it| *it == name);
    let mut wrong = BTreeSet::new();
    for (path, text) in code() {
        let from = module(&path);
        if HANDED_DOWN.contains(&from) {
            continue;
        }
        let Some(mine) = place(from) else {
            wrong.insert(format!("{from} is not in the graph"));
            continue;
        };
        for to in used(&text).into_iter().filter(|to| *to != from && !HANDED_DOWN.contains(to)) {
            if place(to).is_none_or(|theirs| theirs > mine) && !OWED.contains(&(path.as_str(), to)) {
                wrong.insert(format!("{path} uses {to}"));
            }
        }
    }
    assert!(wrong.is_empty(), "against the graph of ARCHITECTURE.md: {wrong:#?}");
}

#[test]
fn every_module_is_on_the_map() {
    let map = between(ARCHITECTURE, "<!-- map -->");
    let named: BTreeSet<&str> = map.split_whitespace().map(|word| word.trim_matches([',', ';'])).collect();
    let paths: Vec<String> = code().into_keys().collect();
    let modules: BTreeSet<&str> = paths.iter().map(|path| module(path)).collect();
    let is_named =
        |name: &&str| named.contains(format!("{name}.rs").as_str()) || named.contains(format!("{name}/").as_str());
    let missing: Vec<_> = modules.into_iter().filter(|name| !is_named(name)).collect();
    assert!(missing.is_empty(), "not on the map of ARCHITECTURE.md: {missing:?}");
}

/// G-8, G-9, G-10: nobody is recognised by their body, scored, ranked or followed, because there is no place to keep it.
#[test]
fn there_is_no_column_and_no_field_for_what_must_not_be_kept() {
    const NEVER: [&str; 17] = [
        "face",
        "facial",
        "fingerprint",
        "iris",
        "voiceprint",
        "biometric",
        "biometrics",
        "score",
        "scores",
        "ranking",
        "track",
        "tracks",
        "trajectory",
        "gps",
        "online",
        "checkin",
        "check_in",
    ];
    let migrations = files("src/migrations").into_iter().flat_map(|path| literals(&read(&path)));
    let (_, description) = huixiang::server::api().split_for_parts();
    let mut names: BTreeSet<String> = migrations.collect();
    assert!(names.contains("tracking_code"), "the columns were not found");
    fields(&serde_json::to_value(&description).expect("JSON"), &mut names);
    assert!(names.contains("satisfaction"), "the fields were not found");
    let padded = |name: &String| format!("_{name}_").to_lowercase();
    let kept: Vec<_> =
        names.iter().filter(|name| NEVER.iter().any(|never| padded(name).contains(&format!("_{never}_")))).collect();
    assert!(kept.is_empty(), "must not be kept (G-8, G-9, G-10): {kept:?}");
}

#[test]
fn every_id_that_is_cited_is_explained() {
    let rows = SOURCES.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    let explained: BTreeSet<&str> = rows.collect();
    let mut unexplained = BTreeMap::new();
    for path in ["src", "profiles", "calendars", "tests", "docs", "scripts"].into_iter().flat_map(files).chain(pages())
    {
        for id in cited(&read(&path)) {
            if !explained.contains(id.as_str()) {
                unexplained.insert(id, path.clone());
            }
        }
    }
    assert!(explained.len() > 20, "the rows of docs/sources.md were not found");
    assert!(unexplained.is_empty(), "not explained in docs/sources.md: {unexplained:#?}");
}

/// Fails when code outside `allowed` contains one of `words`. Comments may.
fn assert_absent(words: &[&str], allowed: impl Fn(&str) -> bool) {
    let mut found = Vec::new();
    for (path, text) in code().into_iter().filter(|(path, _)| !allowed(path)) {
        found.extend(words.iter().filter(|word| text.contains(**word)).map(|word| format!("{path}: {word}")));
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The names of all properties and parameters of the API.
fn fields(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                names.extend(properties.keys().cloned());
            }
            if let (Some(Value::String(name)), true) = (object.get("name"), object.contains_key("in")) {
                names.insert(name.clone());
            }
            object.values().for_each(|value| fields(value, names));
        }
        Value::Array(values) => values.iter().for_each(|value| fields(value, names)),
        _ => {}
    }
}

/// What a pair of markers encloses, without the fence of a code block.
fn between<'a>(text: &'a str, marker: &str) -> &'a str {
    let (_, rest) = text.split_once(marker).unwrap_or_else(|| panic!("ARCHITECTURE.md has no {marker}"));
    let (inside, _) = rest.split_once("<!--").unwrap_or_else(|| panic!("{marker} is not closed"));
    inside.trim().trim_matches('`').trim()
}
