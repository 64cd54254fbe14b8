//! Files of the repository that are printed from the code. `REWRITE=1 cargo test --lib profile` writes them anew.

use super::{rules, schema};

#[test]
fn the_table_of_effects_is_current() {
    assert_current("docs/effects.md", &rules::table());
}

#[test]
fn the_schema_is_current() {
    let schema = serde_json::to_string_pretty(&schema()).expect("a schema is JSON");
    assert_current("profiles/schema.json", &(schema + "\n"));
}

/// Compares a file of the repository with what is printed now, or writes it anew.
pub(crate) fn assert_current(path: &str, printed: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("REWRITE").is_some() {
        std::fs::write(&file, printed).expect("the file can be written");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == printed, "{path} is out of date: run `REWRITE=1 cargo test --lib profile` and read the difference");
}
