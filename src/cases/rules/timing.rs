//! The clocks of a case: started and stopped by actions, computed from the facts.

use super::{CaseFile, Doing};
use crate::{
    cases::store::{
        clock::{self, Verdict},
        request::{self, RequestKind},
    },
    clocks::{Counts, Limit, Span},
    error::Refusal,
    profile::{Clock, ClockLimit, Edition, Effect},
    wall_clock::Instant,
};
use sea_orm::entity::prelude::Uuid;

/// Starts a clock. One of its kind that runs already runs on.
///
/// `goes_on`: work that has to be done again gets no new limit, so the clock goes on from its first start, as a new
/// one, because the verdict on the old one stands.
///
/// # Errors
/// When the limit leads beyond the calendar's reach.
pub fn start(file: &mut CaseFile, kind: &str, goes_on: bool, doing: Doing<'_>) -> Result<(), Refusal> {
    let Some(clock) = doing.edition.profile.clock(kind) else { return Ok(()) };
    if file.running().any(|running| running.kind == kind) {
        return Ok(());
    }
    let Some(limit) = limit_of(clock, file, doing.edition) else { return Ok(()) };
    let earlier = file.clocks.iter().rfind(|earlier| goes_on && earlier.kind == kind);
    let (started_at, extensions) = earlier.map_or((doing.now, 0), |earlier| (earlier.started_at, earlier.extensions));
    file.clocks.push(clock::Model {
        id: Uuid::now_v7(),
        case_id: file.case.id,
        kind: kind.to_owned(),
        started_at,
        limit: limit.to_string(),
        counts: clock.counts.name().to_owned(),
        extensions,
        due_at: doing.now,
        provisional: false,
        stopped_at: None,
        verdict: None,
        overdue_at: None,
    });
    recompute(file, doing.edition, doing.now)
}

/// Stops those running clocks; in time means at or before the deadline. One that was missed has been missed, whether
/// or not the sweep has come to it.
pub fn stop(file: &mut CaseFile, now: Instant, void: bool, which: impl Fn(&clock::Model) -> bool) {
    for clock in file.clocks.iter_mut().filter(|clock| clock.stopped_at.is_none() && which(clock)) {
        let late = now > clock.due_at;
        clock.stopped_at = Some(now);
        clock.verdict = Some(match (void, late) {
            (true, _) => Verdict::Void,
            (false, false) => Verdict::OnTime,
            (false, true) => Verdict::Late,
        });
        if late && !void {
            clock.overdue_at = clock.overdue_at.or(Some(now));
        }
    }
}

/// Answers what was asked for and not decided: the work it was for is over.
pub fn settle_requests(file: &mut CaseFile, now: Instant) {
    for request in file.requests.iter_mut().filter(|request| request.granted.is_none()) {
        request.granted = Some(false);
        request.decided_at = Some(now);
    }
}

/// Computes the deadline of each running clock from the facts. A deadline that moved beyond `now` takes back the
/// finding that it was missed. Stopped clocks keep their verdict.
///
/// # Errors
/// When a limit leads beyond the calendar's reach.
pub fn recompute(file: &mut CaseFile, edition: &Edition, now: Instant) -> Result<(), Refusal> {
    let pauses = pauses(&file.requests);
    for clock in file.clocks.iter_mut().filter(|clock| clock.stopped_at.is_none()) {
        let pauses = if edition.profile.clock(&clock.kind).is_some_and(|kind| kind.pauses) { &pauses[..] } else { &[] };
        // A pause was granted for the work that was going on, not for what begins later.
        let theirs: Vec<Span> = pauses.iter().copied().filter(|pause| pause.from >= clock.started_at).collect();
        let due = due(clock, edition, &theirs)?;
        clock.due_at = due.at;
        clock.provisional = due.provisional;
        if clock.due_at > now {
            clock.overdue_at = None;
        }
    }
    refresh(file);
    Ok(())
}

/// Writes on the case what its clocks say: the next deadline, and whether one was missed.
pub fn refresh(file: &mut CaseFile) {
    let next = next_due(&file.clocks).map(|clock| (clock.due_at, clock.kind.clone()));
    (file.case.next_due_at, file.case.next_due_clock) = next.unzip();
    let overdue = file.running().any(|clock| clock.overdue_at.is_some());
    file.case.overdue = overdue;
}

/// The running clock that is due first.
pub fn next_due(clocks: &[clock::Model]) -> Option<&clock::Model> {
    clocks.iter().filter(|clock| clock.stopped_at.is_none()).min_by_key(|clock| (clock.due_at, clock.id))
}

/// The request that a decision is about.
///
/// # Errors
/// When nobody asked.
pub fn open_request_for(file: &CaseFile, effect: Effect) -> Result<usize, Refusal> {
    let kind = if effect == Effect::DecidePause { RequestKind::Pause } else { RequestKind::Extension };
    let open = file.requests.iter().position(|request| request.kind == kind && request.granted.is_none());
    open.ok_or_else(|| Refusal::new("nothing_asked", "没有待审批的申请", "No such request is waiting for a decision"))
}

/// Adds one original limit to each running clock that may still be extended.
///
/// # Errors
/// When none may.
pub fn extend(file: &mut CaseFile, edition: &Edition) -> Result<(), Refusal> {
    let mut extended = false;
    for clock in file.clocks.iter_mut().filter(|clock| clock.stopped_at.is_none()) {
        let allowed = edition.profile.clock(&clock.kind).map_or(0, |kind| kind.extensions);
        if u32::try_from(clock.extensions).is_ok_and(|had| had < allowed) {
            clock.extensions += 1;
            extended = true;
        }
    }
    if extended { Ok(()) } else { Err(used_up()) }
}

/// Whether any running clock may still be extended.
pub fn extensible(file: &CaseFile, edition: &Edition) -> Result<(), Refusal> {
    let mut copy = file.clone();
    extend(&mut copy, edition)
}

fn used_up() -> Refusal {
    Refusal::new("extensions_used_up", "没有可以延期的时限", "No running clock may be extended (again)")
}

fn pauses(requests: &[request::Model]) -> Vec<Span> {
    let granted = requests.iter().filter(|request| request.kind == RequestKind::Pause && request.granted == Some(true));
    granted.map(|request| Span { from: request.asked_at, until: request.until }).collect()
}

fn due(clock: &clock::Model, edition: &Edition, pauses: &[Span]) -> Result<crate::clocks::Due, Refusal> {
    let unreadable = |what: String| Refusal::new("clock_unreadable", what.clone(), what);
    let limit: Limit = clock.limit.parse().map_err(unreadable)?;
    let counts =
        Counts::named(&clock.counts).ok_or_else(|| unreadable(format!("\"{}\" counts nothing", clock.counts)))?;
    let times = 1 + u32::try_from(clock.extensions).unwrap_or(0);
    let due = edition.work_time.due(clock.started_at, limit.times(times), counts, pauses);
    due.map_err(|error| {
        Refusal::new("deadline_out_of_reach", format!("时限超出可计算范围：{error}"), format!("Deadline: {error}"))
    })
}

fn limit_of(clock: &Clock, file: &CaseFile, edition: &Edition) -> Option<Limit> {
    if let (true, Some(urgent)) = (file.case.urgent, clock.urgent) {
        return Some(urgent);
    }
    match clock.limit {
        ClockLimit::Fixed(limit) => Some(limit),
        ClockLimit::Category(_) => standard_limit(file, edition).or(clock.otherwise),
    }
}

fn standard_limit(file: &CaseFile, edition: &Edition) -> Option<Limit> {
    let category = edition.profile.category(file.case.category.as_deref()?)?;
    let nth = usize::try_from(file.case.standard.unwrap_or(1)).ok()?.checked_sub(1)?;
    category.standard.get(nth).map(|standard| standard.limit)
}
