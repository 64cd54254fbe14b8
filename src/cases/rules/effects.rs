//! What each effect does to a case.

use super::{CaseFile, Doer, Doing, Given, answers, permission, proof, timing};
use crate::{
    cases::store::{
        assignment,
        case::Outcome,
        request::{self, RequestKind},
        task::{self, TaskKind},
    },
    error::Refusal,
    profile::{Action, Effect, Stage},
    staff::{OfficerId, store::organisation},
};
use sea_orm::entity::prelude::Uuid;

/// Takes the action: the case as it stands afterwards.
///
/// # Errors
/// Why it may not be taken, or what is missing.
pub fn advance(before: &CaseFile, action: &Action, given: &Given, doing: Doing<'_>) -> Result<CaseFile, Refusal> {
    permission::may(before, action, doing)?;
    proof::complete(before, action, given, doing.edition)?;
    let mut file = before.clone();
    let moves = apply(&mut file, action.effect, given, doing)?;
    if moves {
        move_to(&mut file, action, doing)?;
    }
    timing::recompute(&mut file, doing.edition, doing.now)?;
    file.case.changed_at = doing.now;
    file.case.version += 1;
    Ok(file)
}

/// Leads to the action's step; stops and starts its clocks.
fn move_to(file: &mut CaseFile, action: &Action, doing: Doing<'_>) -> Result<(), Refusal> {
    let to = action.to.as_deref().and_then(|to| doing.edition.profile.step(to));
    if let Some(step) = to {
        file.case.step.clone_from(&step.id);
        file.case.stage = step.stage;
    }
    let closes = to.is_some_and(|step| step.stage == Stage::Closed) && file.case.closed_at.is_none();
    let void = matches!(file.case.outcome, Some(Outcome::Merged | Outcome::Withdrawn | Outcome::Voided));
    timing::stop(file, doing.now, void, |clock| closes || action.stops.contains(&clock.kind));
    if closes {
        file.case.closed_at = Some(doing.now);
    }
    if file.case.stage != Stage::Intake {
        // What was to be verified before has been decided without.
        close_task(file, TaskKind::VerifyBeforeRegister, None, doing);
    }
    if file.case.stage != Stage::Handling {
        timing::settle_requests(file, doing.now);
    }
    for kind in &action.starts {
        timing::start(file, kind, action.effect == Effect::Fail, doing)?;
    }
    Ok(())
}

/// Does what the effect says; whether the case moves on with it.
fn apply(file: &mut CaseFile, effect: Effect, given: &Given, doing: Doing<'_>) -> Result<bool, Refusal> {
    match effect {
        Effect::AskVerification => open_task(file, TaskKind::VerifyBeforeRegister, doing),
        Effect::AskCheck => open_task(file, TaskKind::CheckBeforeClose, doing),
        Effect::Verify => close_task(file, TaskKind::VerifyBeforeRegister, given.decision, doing),
        Effect::Pass => close_task(file, TaskKind::CheckBeforeClose, Some(true), doing),
        Effect::Fail => {
            close_task(file, TaskKind::CheckBeforeClose, Some(false), doing);
            file.case.reworks += 1;
        }
        Effect::Register => register(file, given),
        Effect::Dispatch => dispatch(file, given, doing),
        Effect::Return => {
            end_assignment(file, doing);
            file.case.returns += 1;
        }
        Effect::AskPause => ask(file, RequestKind::Pause, given, doing)?,
        Effect::AskExtension => ask(file, RequestKind::Extension, given, doing)?,
        Effect::DecidePause | Effect::DecideExtension => decide(file, effect, given, doing)?,
        Effect::Refuse => file.case.outcome = Some(Outcome::Refused),
        Effect::Answer => file.case.outcome = Some(Outcome::Answered),
        Effect::Close => file.case.outcome = Some(Outcome::Resolved),
        Effect::Void => file.case.outcome = Some(Outcome::Voided),
        Effect::Merge => merge(file, given)?,
        Effect::Withdraw => return Ok(answers::withdraw(file, doing)),
        // Nobody was reached: tried, and on record, but the clock runs on.
        Effect::Contact if given.reached == Some(false) => return Ok(false),
        Effect::CallBack => return answers::call_back(file, given, doing),
        Effect::Rate => return answers::rate(file, given, doing),
        Effect::Reopen => reopen(file, doing),
        Effect::Contact | Effect::Accept | Effect::Submit | Effect::Note => {}
    }
    Ok(true)
}

fn open_task(file: &mut CaseFile, kind: TaskKind, doing: Doing<'_>) {
    file.tasks.push(task::Model {
        id: Uuid::now_v7(),
        case_id: file.case.id,
        kind,
        area_path: file.case.area_path.clone(),
        opened_at: doing.now,
        done_at: None,
        done_by: None,
        result: None,
    });
}

/// A check may also be made without having been asked for.
fn close_task(file: &mut CaseFile, kind: TaskKind, result: Option<bool>, doing: Doing<'_>) {
    if let Some(task) = file.tasks.iter_mut().find(|task| task.kind == kind && task.done_at.is_none()) {
        task.done_at = Some(doing.now);
        task.done_by = officer(doing.by);
        task.result = result;
    }
}

fn register(file: &mut CaseFile, given: &Given) {
    if let Some(category) = &given.category {
        file.case.category = Some(category.clone());
    }
    file.case.standard = given.standard.or(Some(1));
    if let Some(place) = &given.place {
        file.case.lon = place.lon.or(file.case.lon);
        file.case.lat = place.lat.or(file.case.lat);
        // A point in no area does not take away the area that somebody chose.
        if let Some((id, path)) = place.area.clone() {
            (file.case.area_id, file.case.area_path) = (Some(id), Some(path));
            file.case.on_border = place.on_border;
        }
    }
}

fn dispatch(file: &mut CaseFile, given: &Given, doing: Doing<'_>) {
    if let Some(organisation) = &given.organisation {
        end_assignment(file, doing);
        assign(file, organisation, doing);
    }
}

fn assign(file: &mut CaseFile, organisation: &organisation::Model, doing: Doing<'_>) {
    file.case.lead_id = Some(organisation.id);
    file.case.lead_path = Some(organisation.path.clone());
    file.assignments.push(assignment::Model {
        id: Uuid::now_v7(),
        case_id: file.case.id,
        organisation_id: organisation.id,
        organisation_path: organisation.path.clone(),
        from: doing.now,
        to: None,
    });
}

fn end_assignment(file: &mut CaseFile, doing: Doing<'_>) {
    for assignment in file.assignments.iter_mut().filter(|assignment| assignment.to.is_none()) {
        assignment.to = Some(doing.now);
    }
    (file.case.lead_id, file.case.lead_path) = (None, None);
}

fn ask(file: &mut CaseFile, kind: RequestKind, given: &Given, doing: Doing<'_>) -> Result<(), Refusal> {
    if kind == RequestKind::Extension {
        timing::extensible(file, doing.edition)?;
    }
    let year = chrono::Duration::days(366);
    if given.until.is_some_and(|until| until <= doing.now || until > doing.now + year) {
        let (zh, en) = ("截止时间须在此刻之后、一年之内", "The end has to lie after now and within a year");
        return Err(Refusal::new("until_out_of_range", zh, en).at("until"));
    }
    let Some(asked_by) = officer(doing.by) else { return Ok(()) };
    file.requests.push(request::Model {
        id: Uuid::now_v7(),
        case_id: file.case.id,
        kind,
        asked_by,
        asked_at: doing.now,
        until: given.until,
        granted: None,
        decided_by: None,
        decided_at: None,
    });
    Ok(())
}

fn decide(file: &mut CaseFile, effect: Effect, given: &Given, doing: Doing<'_>) -> Result<(), Refusal> {
    let open = timing::open_request_for(file, effect)?;
    let request = &mut file.requests[open];
    if officer(doing.by) == Some(request.asked_by) {
        return Err(Refusal::new("second_person", "不能审批自己的申请", "Nobody decides on their own request"));
    }
    request.granted = given.decision;
    request.decided_by = officer(doing.by);
    request.decided_at = Some(doing.now);
    if effect == Effect::DecideExtension && given.decision == Some(true) {
        timing::extend(file, doing.edition)?;
    }
    Ok(())
}

/// The older case keeps step, unit and clocks and takes over the reports (the store moves them).
fn merge(file: &mut CaseFile, given: &Given) -> Result<(), Refusal> {
    let Some(older) = &given.older else { return Ok(()) };
    let refused = |zh: &str, en: &str| Err(Refusal::new("cannot_merge", zh, en).at("case"));
    if older.id == file.case.id {
        return refused("案卷不能并入自身", "A case cannot join itself");
    }
    if older.stage == Stage::Closed {
        return refused("只能并入未结案的案卷", "Only an open case can be joined");
    }
    if (older.opened_at, older.id) > (file.case.opened_at, file.case.id) {
        return refused("只能并入更早的案卷", "Only an older case can be joined; merge the other way round");
    }
    file.case.outcome = Some(Outcome::Merged);
    file.case.merged_into = Some(older.id);
    for report in &mut file.reports {
        report.case_id = older.id;
    }
    Ok(())
}

/// To the same organisation, with new clocks; the facts of the first time stay.
fn reopen(file: &mut CaseFile, doing: Doing<'_>) {
    file.case.outcome = None;
    file.case.closed_at = None;
    file.case.reopenings += 1;
    // The ratings so far are on record; each reporter is asked again.
    for report in &mut file.reports {
        (report.solved, report.satisfaction, report.rated_at) = (None, None, None);
    }
    // Clocks that began with the closing, such as that of the call-back, have nothing left to wait for; what was
    // missed before stays missed.
    timing::stop(file, doing.now, false, |clock| clock.due_at < doing.now);
    timing::stop(file, doing.now, true, |_| true);
}

fn officer(by: &Doer) -> Option<OfficerId> {
    match by {
        Doer::Officer(officer) => Some(officer.id),
        Doer::Reporter(_) => None,
    }
}

/// A case begins: its first clocks start.
///
/// # Errors
/// When a limit leads beyond the calendar's reach.
pub fn begin(mut file: CaseFile, doing: Doing<'_>) -> Result<CaseFile, Refusal> {
    for kind in &doing.edition.profile.report.starts {
        timing::start(&mut file, kind, false, doing)?;
    }
    Ok(file)
}
