//! Who may do what, and who may see whom.

use super::{CaseFile, Doer, Doing};
use crate::{
    cases::{
        ReportId,
        store::{report, task::TaskKind},
    },
    error::Refusal,
    profile::{Action, Effect, Need, Stage},
    staff::{Officer, Post},
};

/// The word in an action's `who` for whoever holds the tracking secret.
const REPORTER: &str = "reporter";

/// An action that may be taken now, and what it has to be given.
#[derive(Clone, Debug)]
pub struct Allowed<'a> {
    pub action: &'a Action,
    pub needs: Vec<Need>,
}

/// The actions that may be taken on the case by this person now. What comes with a case is exactly this, so that no
/// client has to know a rule.
pub fn allowed<'a>(file: &CaseFile, doing: Doing<'a>) -> Vec<Allowed<'a>> {
    let actions = doing.edition.profile.action.iter().filter(|action| may(file, action, doing).is_ok());
    actions.map(|action| Allowed { action, needs: open_needs(file, action) }).collect()
}

/// Whether the person may take the action on the case now.
///
/// # Errors
/// Says why not.
pub fn may(file: &CaseFile, action: &Action, doing: Doing<'_>) -> Result<(), Refusal> {
    if !action.from.contains(&file.case.step) {
        return Err(out_of_order(file, action, doing));
    }
    let entitled = match doing.by {
        Doer::Reporter(id) => {
            still_waits(file, *id)?;
            action.who.iter().any(|who| who == REPORTER)
        }
        Doer::Officer(officer) => officer.posts.iter().any(|post| post_may(file, action, post)),
    };
    if !entitled {
        return Err(Refusal::new(
            "not_yours_to_do",
            format!("您的岗位不能对此案卷执行“{}”", action.name),
            format!("None of your posts may take the action \"{}\" on this case", action.id),
        ));
    }
    timely(file, action.effect, doing)
}

fn still_waits(file: &CaseFile, id: ReportId) -> Result<(), Refusal> {
    if file.standing_reports().any(|report| report.id == id) {
        return Ok(());
    }
    Err(Refusal::new("withdrawn", "您已撤回该诉求", "You have taken this report back"))
}

/// Whether the person may learn who reported and what they wrote (G-7): nobody of the organisation complained of.
///
/// A case is judged as a whole: who joins a complaint without naming the organisation again is protected with it.
pub fn sees_reporters<'a>(reports: impl IntoIterator<Item = &'a report::Model>, officer: &Officer) -> bool {
    reports.into_iter().all(|report| !is_against(report, officer))
}

fn is_against(report: &report::Model, officer: &Officer) -> bool {
    let against_theirs = report.against_path.as_deref().is_some_and(|against| {
        // A post inside the subtree complained of, and one above it that answers for it, alike.
        officer.organisation_paths().any(|path| path.starts_with(against) || against.starts_with(path))
    });
    against_theirs || report.against_officer == Some(officer.id)
}

/// A post may act where its subtree holds the case: by place, or by the organisation that leads.
fn post_may(file: &CaseFile, action: &Action, post: &Post) -> bool {
    let by_place = || post.reaches_area(file.case.area_path.as_deref());
    let by_lead = || file.case.lead_path.as_deref().is_some_and(|lead| post.reaches_organisation(lead));
    action.who.contains(&post.role) && (by_place() || by_lead())
}

/// What is possible only at its time, whoever asks.
fn timely(file: &CaseFile, effect: Effect, doing: Doing<'_>) -> Result<(), Refusal> {
    match effect {
        Effect::Reopen => reopen_window(file, doing),
        Effect::AskVerification if file.case.area_id.is_none() => {
            let (zh, en) =
                ("请先确定所在网格，再派人核实", "Place the case in an area first; nobody could go and look");
            Err(Refusal::new("no_area", zh, en))
        }
        Effect::AskVerification if open_task(file, TaskKind::VerifyBeforeRegister) => Err(already_asked()),
        Effect::AskCheck if open_task(file, TaskKind::CheckBeforeClose) => Err(already_asked()),
        Effect::Verify if !open_task(file, TaskKind::VerifyBeforeRegister) => {
            Err(Refusal::new("nobody_asked", "没有待完成的核实任务", "Nobody has been asked to verify this case"))
        }
        Effect::AskPause | Effect::AskExtension if open_request(file) => {
            Err(Refusal::new("request_open", "已有一项申请待审批", "A request is waiting for a decision already"))
        }
        Effect::AskPause if missed(file, doing) => Err(Refusal::new(
            "already_overdue",
            "已超时的案卷不能申请挂账",
            "A pause has to be asked for before the case is overdue",
        )),
        Effect::DecidePause | Effect::DecideExtension => super::timing::open_request_for(file, effect).map(|_| ()),
        Effect::Rate => not_rated(file, doing.by),
        _ => Ok(()),
    }
}

fn reopen_window(file: &CaseFile, doing: Doing<'_>) -> Result<(), Refusal> {
    let profile = &doing.edition.profile;
    let until = match (&profile.reopening, file.case.closed_at) {
        (Some(reopening), Some(closed_at)) => doing.edition.reopen_until(closed_at, reopening.within),
        _ => None,
    };
    match until {
        Some(until) if doing.now <= until => Ok(()),
        _ => Err(Refusal::new(
            "reopening_over",
            "已超过重办期限，请另行反映",
            "The time for reopening is over; please report anew",
        )),
    }
}

fn not_rated(file: &CaseFile, by: &Doer) -> Result<(), Refusal> {
    let rated = |id| file.reports.iter().any(|report| report.id == id && report.rated_at.is_some());
    match by {
        Doer::Reporter(id) if rated(*id) => {
            Err(Refusal::new("already_rated", "您已评价过，感谢反馈", "You have rated this already; thank you"))
        }
        _ => Ok(()),
    }
}

/// Whether a clock that a pause would stop is past its deadline already.
fn missed(file: &CaseFile, doing: Doing<'_>) -> bool {
    let pauses = |kind: &str| doing.edition.profile.clock(kind).is_some_and(|clock| clock.pauses);
    file.running().any(|clock| clock.due_at < doing.now && pauses(&clock.kind))
}

fn open_task(file: &CaseFile, kind: TaskKind) -> bool {
    file.tasks.iter().any(|task| task.kind == kind && task.done_at.is_none())
}

fn open_request(file: &CaseFile) -> bool {
    file.requests.iter().any(|request| request.granted.is_none())
}

fn already_asked() -> Refusal {
    Refusal::new("already_asked", "已有一项任务待完成", "Somebody has been asked to look already")
}

/// What still has to be given: a category or a place that the case has needs no second naming.
fn open_needs(file: &CaseFile, action: &Action) -> Vec<Need> {
    let known = |need: &Need| match need {
        Need::Category => file.case.category.is_some(),
        Need::Area => file.case.area_id.is_some(),
        _ => false,
    };
    action.needs.iter().copied().filter(|need| !known(need)).collect()
}

fn out_of_order(file: &CaseFile, action: &Action, doing: Doing<'_>) -> Refusal {
    let profile = &doing.edition.profile;
    let here = profile.step(&file.case.step).map_or(file.case.step.as_str(), |step| step.name.as_str());
    let closed = if file.case.stage == Stage::Closed { "（已结束）" } else { "" };
    let from = action.from.join(", ");
    Refusal::new(
        "out_of_order",
        format!("案卷现处于“{here}”环节{closed}，不能执行“{}”", action.name),
        format!("The case stands in step \"{}\"; the action \"{}\" starts from: {from}", file.case.step, action.id),
    )
}
