//! What those say who asked: that it is solved or not, how satisfied they are, that they take it back.

use super::{CaseFile, Doer, Doing, Given};
use crate::{
    cases::{
        ReportId,
        store::{case::Outcome, report},
    },
    error::Refusal,
};

/// One reporter takes back; the case ends when nobody is left who asked. An officer takes back for all.
pub(super) fn withdraw(file: &mut CaseFile, doing: Doing<'_>) -> bool {
    let own = if let Doer::Reporter(id) = doing.by { Some(*id) } else { None };
    let takes_back =
        |report: &&mut report::Model| own.is_none_or(|id| report.id == id) && report.withdrawn_at.is_none();
    for report in file.reports.iter_mut().filter(takes_back) {
        report.withdrawn_at = Some(doing.now);
    }
    let ends = file.standing_reports().next().is_none();
    if ends {
        file.case.outcome = Some(Outcome::Withdrawn);
    }
    ends
}

/// Somebody not reached has not been called back: on record, but the clock runs on, as it does while others wait.
pub(super) fn call_back(file: &mut CaseFile, given: &Given, doing: Doing<'_>) -> Result<bool, Refusal> {
    if given.reached != Some(true) {
        return Ok(false);
    }
    if given.solved.is_some() || given.satisfaction.is_some() {
        return rate(file, given, doing);
    }
    Ok(true)
}

/// Whether everybody has been asked now.
pub(super) fn rate(file: &mut CaseFile, given: &Given, doing: Doing<'_>) -> Result<bool, Refusal> {
    let whose = whose_answer(file, given, doing.by)?;
    for report in file.reports.iter_mut().filter(|report| report.id == whose) {
        report.solved = given.solved.or(report.solved);
        report.satisfaction = given.satisfaction.clone().or(report.satisfaction.take());
        report.rated_at = Some(doing.now);
    }
    Ok(file.standing_reports().all(|report| report.rated_at.is_some()))
}

/// A reporter speaks for themselves; an officer says whose answer they write down, unless only one is missing. What a
/// reporter has said is not said over by anybody.
fn whose_answer(file: &CaseFile, given: &Given, by: &Doer) -> Result<ReportId, Refusal> {
    if let Doer::Reporter(id) = by {
        return Ok(*id);
    }
    let mut unrated = file.standing_reports().filter(|report| report.rated_at.is_none()).map(|report| report.id);
    let (first, second) = (unrated.next(), unrated.next());
    let fits = |id: &ReportId| file.standing_reports().any(|report| report.id == *id && report.rated_at.is_none());
    match (given.report.filter(fits), first, second) {
        (Some(named), ..) => Ok(named),
        (None, Some(only), None) if given.report.is_none() => Ok(only),
        _ => {
            let (zh, en) =
                ("请指明是哪一位反映人的评价（尚未评价者）", "Say whose answer it is: a report that has none yet");
            Err(Refusal::new("whose_answer", zh, en).at("report"))
        }
    }
}
