//! What has been found so far, and the two things that are looked for everywhere: ids that are not there, and
//! ids that are there twice.

use super::spelling::nearest;
use std::collections::{BTreeMap, BTreeSet};

/// A mistake before its line is known.
pub(super) struct Finding {
    pub path: String,
    pub message: String,
    pub instead: String,
}

pub(super) struct Findings {
    pub list: Vec<Finding>,
    /// Parts whose shape is broken, such as `action[3]`: their meaning is not read.
    broken: BTreeSet<String>,
    /// Kinds of parts, such as `action`, of which one is broken or names something unknown.
    unsound: BTreeSet<String>,
}

impl Findings {
    /// Beside mistakes of shape at the paths `broken`.
    pub fn beside<'a>(broken: impl Iterator<Item = &'a str>) -> Self {
        let broken: BTreeSet<String> = broken.map(|path| part(path).to_owned()).collect();
        let unsound = broken.iter().map(|part| kind(part).to_owned()).collect();
        Self { list: Vec::new(), broken, unsound }
    }

    pub fn add(&mut self, path: impl Into<String>, message: impl Into<String>, instead: impl Into<String>) {
        let path = path.into();
        if !self.broken.contains(part(&path)) {
            self.list.push(Finding { path, message: message.into(), instead: instead.into() });
        }
    }

    /// What can be told of a whole with parts of this kind would only repeat what is wrong with the part.
    pub fn unsound(&mut self, kind: &str) {
        self.unsound.insert(kind.to_owned());
    }

    /// Whether these kinds of parts can be judged as a whole.
    pub fn sound(&self, kinds: &[&str]) -> bool {
        !kinds.iter().any(|kind| self.unsound.contains(*kind))
    }

    /// `id` at `path` names one of `ids`. Where there are none, or one whose own id is missing (a blank stands for
    /// it), that alone is the mistake.
    pub fn known(&mut self, path: impl Into<String>, what: &str, id: &str, ids: &[&str]) {
        if ids.is_empty() || ids.contains(&id) || ids.contains(&"") {
            return;
        }
        let path = path.into();
        self.unsound(kind(&path));
        self.add(path, format!("there is no {what} \"{id}\""), meant(id, ids));
    }

    /// Every one of the ids that stand at `path[i]` names one of `ids`, and none stands there twice.
    pub fn all_known(&mut self, path: &str, what: &str, named: &[String], ids: &[&str]) {
        for (i, id) in named.iter().enumerate() {
            self.known(format!("{path}[{i}]"), what, id, ids);
            if named[..i].contains(id) {
                self.add(format!("{path}[{i}]"), format!("\"{id}\" stands here twice"), "remove one of them");
            }
        }
    }

    /// The parts `[[kind]]` have ids of the right form, no two the same, and there is one at least.
    pub fn ids<'a>(&mut self, kind: &str, ids: impl Iterator<Item = &'a str>) {
        let mut first = BTreeMap::new();
        for (i, id) in ids.enumerate() {
            let path = format!("{kind}[{i}].id");
            if !id.starts_with(|c: char| c.is_ascii_lowercase()) || !id.chars().all(is_id_character) {
                let instead = "write small letters, digits and _, beginning with a letter, such as \"grid_worker\"";
                self.add(&path, format!("\"{id}\" is no id"), instead);
            }
            self.once(&mut first, path, kind, id);
        }
        if first.is_empty() {
            self.none(kind);
        }
    }

    /// Tells when `id` has been met before, which `first` remembers.
    pub fn once<'a>(&mut self, first: &mut BTreeMap<&'a str, String>, path: String, what: &str, id: &'a str) {
        if let Some(before) = first.get(id) {
            let message = format!("the {what} \"{id}\" is already there at {before}");
            self.add(path, message, "write another one, or remove one of them");
        } else {
            first.insert(id, path);
        }
    }

    /// There is no part of a kind of which one is needed.
    pub fn none(&mut self, kind: &str) {
        self.unsound(kind);
        self.add(kind, format!("there is no {kind}"), format!("write at least one [[{kind}]]"));
    }
}

fn is_id_character(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}

/// What to write for something misspelt.
pub(super) fn meant(word: &str, words: &[&str]) -> String {
    match nearest(word, words.iter().copied()) {
        Some(near) => format!("write \"{near}\""),
        None => format!("write one of {}", words.join(", ")),
    }
}

/// The part of the file in which a path lies: `action[3].from[1]` lies in `action[3]`.
fn part(path: &str) -> &str {
    path.split('.').next().unwrap_or_default()
}

/// The kind of a part: `action[3]` is an `action`.
fn kind(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or_default()
}
