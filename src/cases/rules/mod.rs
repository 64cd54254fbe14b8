//! What is allowed on a case, and what follows: pure.

mod answers;
mod effects;
mod permission;
mod proof;
#[cfg(test)]
mod tests;
mod timing;

pub use effects::{advance, begin};
pub use permission::{Allowed, allowed, may, sees_reporters};
pub use timing::{next_due, recompute};

use super::{
    ReportId,
    store::{assignment, case, clock, report, request, task},
};
use crate::{
    areas::AreaId,
    files::FileId,
    profile::{Edition, Step},
    staff::{Officer, store::organisation},
    wall_clock::Instant,
};

/// A case with all that hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFile {
    pub case: case::Model,
    pub reports: Vec<report::Model>,
    pub assignments: Vec<assignment::Model>,
    pub tasks: Vec<task::Model>,
    pub requests: Vec<request::Model>,
    pub clocks: Vec<clock::Model>,
}

/// Who acts on a case.
#[derive(Clone, Debug)]
pub enum Doer {
    Officer(Officer),
    /// Whoever holds the tracking secret of this report of the case.
    Reporter(ReportId),
}

/// Who acts, when, and by the words of which version of the profile.
#[derive(Clone, Copy)]
pub struct Doing<'a> {
    pub by: &'a Doer,
    pub now: Instant,
    pub edition: &'a Edition,
}

/// What an action was given, with everything it names looked up.
#[derive(Clone, Debug, Default)]
pub struct Given {
    pub category: Option<String>,
    /// From 1.
    pub standard: Option<i32>,
    pub place: Option<Place>,
    pub organisation: Option<organisation::Model>,
    pub reason: Option<String>,
    pub suggestion: Option<String>,
    pub note: Option<String>,
    pub reply: Option<String>,
    pub photos: Vec<FileId>,
    pub until: Option<Instant>,
    pub decision: Option<bool>,
    pub reached: Option<bool>,
    pub solved: Option<bool>,
    pub satisfaction: Option<String>,
    /// Whose answer is written down.
    pub report: Option<ReportId>,
    /// The older case that this one joins.
    pub older: Option<case::Model>,
}

/// A place as far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    pub area: Option<(AreaId, String)>,
    /// WGS-84.
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub on_border: bool,
}

impl CaseFile {
    /// The clocks that run.
    pub fn running(&self) -> impl Iterator<Item = &clock::Model> {
        self.clocks.iter().filter(|clock| clock.stopped_at.is_none())
    }

    /// Reports that still wait for an answer from this case.
    pub fn standing_reports(&self) -> impl Iterator<Item = &report::Model> {
        self.reports.iter().filter(|report| report.withdrawn_at.is_none())
    }

    /// The step it stands in, in the words of its profile.
    pub fn step<'a>(&self, edition: &'a Edition) -> Option<&'a Step> {
        edition.profile.step(&self.case.step)
    }
}
