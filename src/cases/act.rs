//! Taking an action on a case: take, decide, save, commit, tell.

use super::{
    CaseId,
    look_up::look_up,
    rules::{self, CaseFile, Doer, Doing},
    store::{self, case::Outcome},
    story, timeline,
};
use crate::{
    app::App,
    error::{Error, Refusal, Result},
    files,
    log::idempotency::{Answered, Once},
    profile::{Action, Effect, Stage},
    staff::Officer,
};
use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};

/// What a client sends to take an action: its name in the profile and what it needs.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAction {
    /// One of the case's allowed actions.
    pub action: String,
    pub category: Option<String>,
    /// Which of the category's standards, from 1.
    pub standard: Option<i32>,
    /// The code of an area; or give a point.
    pub area: Option<String>,
    /// WGS-84 degrees.
    pub lon: Option<f64>,
    /// WGS-84 degrees.
    pub lat: Option<f64>,
    /// The code of an organisation; left out, the routing rules choose.
    pub organisation: Option<String>,
    pub reason: Option<String>,
    pub suggestion: Option<String>,
    pub note: Option<String>,
    pub reply: Option<String>,
    /// Whether the words reach the reporters; replies always do.
    #[serde(default)]
    pub public: bool,
    /// Ids of photos that were put before.
    #[serde(default)]
    pub photos: Vec<files::FileId>,
    #[serde(default, deserialize_with = "crate::request::instant")]
    pub until: Option<DateTime<Utc>>,
    pub decision: Option<bool>,
    pub reached: Option<bool>,
    pub solved: Option<bool>,
    pub satisfaction: Option<String>,
    /// The number of the older case to join.
    pub case: Option<String>,
    /// Whose answer an officer writes down, where several reports wait for one.
    pub report: Option<super::ReportId>,
}

/// What taking an action made of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Taken {
    /// The number of the event.
    pub event: i64,
    pub case: CaseId,
    pub number: String,
    /// The ETag of the case from now on.
    pub version: i32,
    pub step: String,
    pub stage: Stage,
    pub outcome: Option<Outcome>,
}

/// An officer takes an action on a case they may see.
///
/// # Errors
/// 404 outside what they may see, 403 what is not theirs to do, 409 out of order, 412 when `seen` is not the
/// version the case has, 422 when something is missing.
pub async fn act(
    app: &App,
    by: &Officer,
    id: CaseId,
    seen: i32,
    new: &NewAction,
    once: &Once,
) -> Result<Answered<Taken>> {
    let taken = app.write_once(once, async |txn| {
        let file = store::take(txn, id, by).await?.ok_or(Error::NotFound)?;
        if file.case.version != seen {
            return Err(Error::ChangedMeanwhile(serde_json::Value::Null));
        }
        step_and_follow(app, txn, file, &Doer::Officer(by.clone()), new).await
    });
    let taken = match taken.await {
        Err(Error::ChangedMeanwhile(_)) => return Err(changed_meanwhile(app, by, id, seen).await?),
        taken => taken?,
    };
    app.feed.nudge();
    Ok(taken)
}

/// Whoever holds the secret of a report takes an action on the case that answers it.
///
/// # Errors
/// 404 when code and secret do not belong together; otherwise as [`act`].
pub async fn act_as_reporter(
    app: &App,
    code: &str,
    secret: &str,
    new: &NewAction,
    once: &Once,
) -> Result<Answered<Taken>> {
    // Before anything is repeated or locked: a key alone opens nothing.
    let found = store::find_by_tracking_code(app.db.read(), code).await?;
    let (report, _) = found.filter(|(report, _)| report.opens_with(secret, &app.secret)).ok_or(Error::NotFound)?;
    let once = Once { actor: format!("report {}", report.id), ..once.clone() };
    let taken = app.write_once(&once, async |txn| {
        // Read again inside: a merge may have moved it meanwhile.
        let report = store::find_report(txn, report.id).await?.ok_or(Error::NotFound)?;
        let file = store::take_any(txn, report.case_id).await?.ok_or(Error::NotFound)?;
        step_and_follow(app, txn, file, &Doer::Reporter(report.id), new).await
    });
    let taken = taken.await?;
    app.feed.nudge();
    Ok(taken)
}

/// One action, and what follows from it by itself.
async fn step_and_follow(
    app: &App,
    txn: &DatabaseTransaction,
    file: CaseFile,
    by: &Doer,
    new: &NewAction,
) -> Result<Taken> {
    let taken = step(app, txn, file, by, new).await?;
    Ok(reopening(app, txn, &taken, by, new).await?.unwrap_or(taken))
}

/// Decides and saves one action.
async fn step(app: &App, txn: &DatabaseTransaction, file: CaseFile, by: &Doer, new: &NewAction) -> Result<Taken> {
    let edition = app.profiles.of(file.case.profile_id)?;
    let doing = Doing { by, now: app.clock.now(), edition: &edition };
    let action = edition.profile.action(&new.action).ok_or_else(|| unknown_action(new, &file, doing))?;
    rules::may(&file, action, doing).map_err(refused)?;
    let given = look_up(app, txn, new, action, &file, doing).await?;
    let after = rules::advance(&file, action, &given, doing).map_err(refused)?;
    let (of_report, effect) = match by {
        Doer::Reporter(report) => (Some(report.0), None),
        Doer::Officer(_) => (None, Some(action.effect.name())),
    };
    files::store::file::attach(txn, &given.photos, after.case.id.0, of_report, effect).await?;
    let told = story::tell(&file, &after, action, &given, new.public, doing);
    let event = store::save(txn, Some(&file), &after, told.event, told.remarks, told.messages).await?;
    if let Some(older) = &given.older {
        store::take_over(txn, older.id, &after, event, doing).await?;
    }
    Ok(Taken {
        event,
        case: after.case.id,
        number: after.case.number,
        version: after.case.version,
        step: after.case.step,
        stage: after.case.stage,
        outcome: after.case.outcome,
    })
}

/// Who says "not solved" need not ask twice: where the profile lets the reporter reopen, it follows at once.
async fn reopening(
    app: &App,
    txn: &DatabaseTransaction,
    taken: &Taken,
    by: &Doer,
    new: &NewAction,
) -> Result<Option<Taken>> {
    let Some(file) = store::take_any(txn, taken.case).await? else { return Ok(None) };
    let edition = app.profiles.of(file.case.profile_id)?;
    let asked = |action: &Action| matches!(action.effect, Effect::Rate | Effect::CallBack);
    if !edition.profile.action(&new.action).is_some_and(asked) || new.solved != Some(false) {
        return Ok(None);
    }
    let doing = Doing { by, now: app.clock.now(), edition: &edition };
    let reopens = |action: &&Action| action.effect == Effect::Reopen && rules::may(&file, action, doing).is_ok();
    let Some(action) = edition.profile.action.iter().find(reopens) else { return Ok(None) };
    let words = new.note.clone().or(new.reason.clone()).unwrap_or_else(|| "反映人表示未解决".to_owned());
    let reopen = NewAction { action: action.id.clone(), reason: Some(words), ..NewAction::default() };
    step(app, txn, file, by, &reopen).await.map(Some)
}

fn unknown_action(new: &NewAction, file: &CaseFile, doing: Doing<'_>) -> Error {
    let allowed = rules::allowed(file, doing);
    let names = allowed.iter().map(|allowed| allowed.action.id.as_str()).collect::<Vec<_>>().join(", ");
    let zh = format!("没有操作“{}”；此刻可用：{names}", new.action);
    let en = format!("There is no action \"{}\"; possible now: {names}", new.action);
    Error::Unprocessable(Refusal::new("unknown_action", zh, en).at("action"))
}

/// Says who changed what since, as far as this officer may read it.
async fn changed_meanwhile(app: &App, by: &Officer, id: CaseId, seen: i32) -> Result<Error> {
    let file = store::find(app.db.read(), id, by).await?.ok_or(Error::NotFound)?;
    let mut since = timeline::of(app, &file, by).await?;
    since.retain(|entry| entry.version > Some(seen));
    let events = serde_json::to_value(since).map_err(anyhow::Error::from)?;
    Ok(Error::ChangedMeanwhile(serde_json::json!({ "version": file.case.version, "events": events })))
}

/// A refusal about a field is 422, one about the person 403, any other is the state of the case: 409.
pub(super) fn refused(refusal: Refusal) -> Error {
    match refusal {
        refusal if refusal.field.is_some() => Error::Unprocessable(refusal),
        refusal if matches!(refusal.code, "not_yours_to_do" | "second_person") => Error::Forbidden(refusal),
        refusal => Error::Conflict(refusal),
    }
}
