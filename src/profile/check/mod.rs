//! `profile check`: every mistake of a profile file in one run, each where it stands and with what to write
//! instead.
//!
//! Three readings follow each other: is it TOML; has it the shape; does it mean something. A part whose shape is
//! broken is not read for its meaning, and what only the whole can tell (can every step be reached?) is not told
//! while one of its parts is broken or names something unknown: one slip is one mistake, not twenty.

mod categories;
mod clocks;
mod findings;
mod flow;
mod grammar;
mod place;
mod places;
mod replies;
mod settings;
mod spelling;
mod structure;
#[cfg(test)]
pub(crate) mod tests;

use super::Profile;
use findings::Findings;
use place::Place;
use std::fmt;
use toml::de::DeTable;

/// One mistake in a profile file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The key, such as `action[3].from[1]`, counted from 0; empty where the file is no TOML.
    pub path: String,
    /// What is wrong, as one clause.
    pub message: String,
    /// What to write instead, as one clause.
    pub instead: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, path, message, instead } = self;
        let colon = if path.is_empty() { "" } else { ": " };
        write!(f, "{line}:{column}: {path}{colon}{message}; {instead}.")
    }
}

/// Reads a profile.
///
/// # Errors
/// All mistakes, in the order of the file.
pub fn check(text: &str) -> Result<Profile, Vec<Mistake>> {
    let place = Place::of(text);
    let (tree, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().map(|error| place.syntax(error)).collect());
    }
    let (value, slips) = structure::read(&tree, &super::schema());
    let mut mistakes: Vec<Mistake> = slips.iter().map(|slip| place.mistake_at(slip.at, &slip.finding)).collect();
    let profile: Profile = serde_json::from_value(value).map_err(|error| vec![place.unreadable(&error)])?;
    let findings = meaning(&profile, slips.iter().map(|slip| slip.finding.path.as_str()));
    mistakes.extend(findings.iter().map(|finding| place.mistake_at(place::offset(&tree, &finding.path), finding)));
    mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    if mistakes.is_empty() { Ok(profile) } else { Err(mistakes) }
}

/// What a profile of the right shape says that cannot be.
fn meaning<'a>(profile: &Profile, broken: impl Iterator<Item = &'a str>) -> Vec<findings::Finding> {
    let mut findings = Findings::beside(broken);
    settings::check(profile, &mut findings);
    places::check(profile, &mut findings);
    categories::check(profile, &mut findings);
    flow::check(profile, &mut findings);
    clocks::check(profile, &mut findings);
    replies::check(profile, &mut findings);
    findings.list
}
