//! The description hangs together, and holds nothing that must not be.

use super::{description, operations};
use serde_json::Value;
use std::collections::BTreeSet;

/// G-8, G-9, G-10: no faces and bodies, no measure of a person, no watching of staff. Whole words of a name.
const NEVER: &[&str] = &[
    "face",
    "biometric",
    "biometrics",
    "fingerprint",
    "iris",
    "voiceprint",
    "track",
    "trajectory",
    "score",
    "credit",
    "rank",
    "check_in",
    "checkin",
    "clock_in",
    "online_time",
    "online_minutes",
    "app_usage",
    "position",
];

#[test]
fn every_operation_has_a_name_of_its_own_a_summary_and_a_tag() {
    let mut names = BTreeSet::new();
    for operation in operations() {
        let described = &operation.description;
        let name = described["operationId"].as_str().unwrap_or_default().to_owned();
        assert!(
            !name.is_empty() && names.insert(name.clone()),
            "{operation}: operationId \"{name}\" is taken or empty"
        );
        let summary = described["summary"].as_str().unwrap_or_default();
        assert!(!summary.is_empty() && !summary.ends_with('.'), "{operation}: summary \"{summary}\"");
        assert_eq!(described["tags"].as_array().map_or(0, Vec::len), 1, "{operation}: one tag");
    }
    assert!(names.len() > 30, "{names:?}");
}

#[test]
fn every_reference_leads_somewhere() {
    let description = description();
    let mut count = 0;
    walk(&description, &mut |key, value| {
        if key == "$ref" {
            let reference = value.as_str().unwrap();
            assert!(description.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
            count += 1;
        }
    });
    assert!(count > 100, "{count}");
}

/// Two Rust types of one name would overwrite each other silently.
#[test]
fn every_schema_is_one_type() {
    let mut names: Vec<(String, String)> = Vec::new();
    for file in sources(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
        let text = std::fs::read_to_string(&file).unwrap();
        // Whether the type that comes next is described, and under which name if not its own.
        let (mut described, mut renamed) = (false, None);
        for line in text.lines() {
            described |= line.starts_with("#[derive(") && line.contains("ToSchema");
            if let Some(name) = line.strip_prefix("#[schema(as = ") {
                renamed = Some(name.trim_end_matches(")]").to_owned());
            }
            let begins = line.trim_start_matches("pub ");
            let Some(rest) = begins.strip_prefix("struct ").or(begins.strip_prefix("enum ")) else { continue };
            let own: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            let name = renamed.take().unwrap_or(own);
            if std::mem::take(&mut described) {
                names.push((name, file.display().to_string()));
            }
        }
    }
    assert!(names.len() > 50, "{names:?}");
    names.sort();
    for two in names.windows(2) {
        assert_ne!(two[0].0, two[1].0, "two schemas of one name: {two:?}");
    }
}

fn sources(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let below = folders.iter().flat_map(|folder| sources(folder));
    files.into_iter().filter(|file| file.extension().is_some_and(|it| it == "rs")).chain(below).collect()
}

#[test]
fn nothing_measures_or_watches_people() {
    let description = description();
    let mut names = BTreeSet::new();
    walk(&description, &mut |key, value| match (key, value) {
        ("properties", Value::Object(properties)) => names.extend(properties.keys().cloned()),
        ("name", Value::String(parameter)) => drop(names.insert(parameter.clone())),
        _ => {}
    });
    assert!(names.len() > 100, "{names:?}");
    for name in names {
        let words = format!("_{}_", name.to_lowercase().replace('-', "_"));
        let found = NEVER.iter().find(|never| words.contains(&format!("_{never}_")));
        assert!(found.is_none(), "\"{name}\" says \"{}\": guardrails G-8 to G-10", found.unwrap());
    }
}

fn walk(value: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                visit(key, value);
                walk(value, visit);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, visit)),
        _ => {}
    }
}
