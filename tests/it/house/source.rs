//! The repository as text: what runs, what it uses, what it cites.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What runs, by path: without comments and without the tests inside.
pub fn code() -> BTreeMap<String, String> {
    let is_code = |path: &String| {
        path.ends_with(".rs")
            && !["/tests.rs", "/tests/", "src/test_app.rs", "src/lib.rs", "src/main.rs"]
                .iter()
                .any(|it| path.contains(it))
    };
    let without_tests = |text: String| text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    let without_comments = |text: String| {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let code = files("src").into_iter().filter(is_code);
    code.map(|path| (path.clone(), without_comments(without_tests(read(&path))))).collect()
}

/// The first name after each `crate::`, also in groups.
pub fn used(text: &str) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    for (at, path) in text.match_indices("crate::") {
        let rest = &text[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(group) => used.extend(group_members(group)),
            None => used.extend(first_name(rest)),
        }
    }
    // The macro that makes ids.
    if used.remove("id") {
        used.insert("ids");
    }
    used
}

fn group_members(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut members) = (1, 0, Vec::new());
    for (at, sign) in group.char_indices() {
        depth += match sign {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 || depth == 1 && sign == ',' {
            members.extend(first_name(&group[start..at]));
            start = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    members
}

fn first_name(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let end = text.find(|sign: char| !sign.is_alphanumeric() && sign != '_').unwrap_or(text.len());
    Some(&text[..end]).filter(|name| !name.is_empty())
}

/// The ids that `text` cites: of the checklist (`X-05`), of the guardrails (`G-7`), of the standards (`standards 2.3`).
pub fn cited(text: &str) -> BTreeSet<String> {
    let mut cited = BTreeSet::new();
    for (at, _) in text.match_indices('-') {
        let before: Vec<char> = text[..at].chars().rev().take(2).collect();
        let alone = before.get(1).is_none_or(|sign| !sign.is_alphanumeric() && *sign != '-');
        let Some(letter) = before.first().filter(|letter| alone && "LXTHFG".contains(**letter)) else { continue };
        let rest = &text[at + 1..];
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let ends = rest[digits.len()..].chars().next().is_none_or(|sign| !sign.is_alphanumeric() && sign != '-');
        if ends && (digits.len() == 2 || *letter == 'G' && digits.len() == 1) {
            cited.insert(format!("{letter}-{digits}"));
        }
    }
    for (at, word) in text.match_indices("standards ") {
        let chapters = text[at + word.len()..].split(", ").map_while(chapter);
        cited.extend(chapters.map(|chapter| format!("standards {chapter}")));
    }
    cited
}

/// The chapter that `text` begins with: 2.10.
fn chapter(text: &str) -> Option<&str> {
    let end = text.find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(text.len());
    let chapter = text[..end].trim_end_matches('.');
    chapter.contains('.').then_some(chapter)
}

/// What stands between double quotes.
pub fn literals(text: &str) -> Vec<String> {
    text.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// `src/areas/tree.rs` and `src/areas.rs` belong to `areas`.
pub fn module(path: &str) -> &str {
    let name = path.trim_start_matches("src/").split('/').next().unwrap_or_default();
    name.trim_end_matches(".rs")
}

/// The pages that lie at the top.
pub fn pages() -> Vec<String> {
    let top = fs::read_dir(ROOT).expect("the checkout").map(|entry| entry.expect("an entry").file_name());
    top.filter_map(|name| name.into_string().ok())
        .filter(|name| name.ends_with(".md") || name.ends_with(".toml"))
        .collect()
}

/// All files below `folder`, as paths from the top.
pub fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(Path::new(ROOT).join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}")) {
        let entry = entry.expect("an entry");
        let path = format!("{folder}/{}", entry.file_name().display());
        match entry.file_type().expect("a type").is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found
}

pub fn read(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
