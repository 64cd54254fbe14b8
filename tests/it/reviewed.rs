//! Files that the code writes and people review: a test compares, `REWRITE=1` writes.

use std::path::PathBuf;

/// Where a file of the checkout lies.
pub fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Whether somebody asked for the files to be written anew.
pub fn rewriting() -> bool {
    std::env::var_os("REWRITE").is_some_and(|value| value == "1")
}

/// Makes sure that the file says exactly this, or writes it where that was asked for.
#[track_caller]
pub fn compare(file: &str, now: &str) {
    if rewriting() {
        std::fs::write(path(file), now).unwrap();
        return;
    }
    let reviewed = std::fs::read_to_string(path(file)).unwrap_or_default();
    if reviewed == now {
        return;
    }
    let gone = reviewed.lines().filter(|line| !now.lines().any(|other| other == *line));
    let new = now.lines().filter(|line| !reviewed.lines().any(|other| other == *line));
    let changes: Vec<String> =
        gone.map(|line| format!("- {line}")).chain(new.map(|line| format!("+ {line}"))).collect();
    panic!(
        "{file} is not what the code does now; run the test with REWRITE=1 and review the difference:\n{}",
        changes.join("\n")
    );
}
