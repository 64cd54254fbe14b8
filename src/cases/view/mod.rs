//! What an officer is shown of a case. Separate from the tables, because the API must not change when a column does.

mod report;

pub use report::{ReportView, mask_name, mask_phone};

use super::{
    CaseId,
    rules::{self, Allowed, CaseFile, Doer, Doing},
    store::{
        case::{self, Outcome},
        clock::{self, Verdict},
        request::RequestKind,
        task::TaskKind,
    },
};
use crate::{
    app::App,
    areas::AreaName,
    error::Result,
    files::{self, FileId},
    profile::{Edition, Need, Stage, Word, word},
    staff::{Officer, store::organisation},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// A case in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseItem {
    pub id: CaseId,
    pub number: String,
    pub category: Option<Word>,
    pub step: Word,
    pub stage: Stage,
    pub urgent: bool,
    /// From the district down to the smallest area it lies in; empty in the pool.
    pub areas: Vec<AreaName>,
    /// WGS-84 degrees.
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub on_border: bool,
    pub lead: Option<Unit>,
    pub outcome: Option<Outcome>,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub changed_at: DateTime<Utc>,
    pub next_due_at: Option<DateTime<Utc>>,
    pub next_due_clock: Option<Word>,
    pub overdue: bool,
    /// The ETag.
    pub version: i32,
}

/// An organisation as it is shown beside a case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Unit {
    pub code: String,
    pub name: String,
    pub phone: Option<String>,
}

/// A case with all that hangs on it, as far as this officer may see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseView {
    #[serde(flatten)]
    pub item: CaseItem,
    /// Which of the category's standards, from 1.
    pub standard: Option<i32>,
    pub merged_into: Option<CaseId>,
    pub returns: i32,
    pub reworks: i32,
    pub reopenings: i32,
    pub reports: Vec<ReportView>,
    pub clocks: Vec<ClockView>,
    pub requests: Vec<RequestView>,
    pub tasks: Vec<TaskView>,
    /// Photos of the work, by what they prove.
    pub photos: Vec<PhotoView>,
    /// What this officer may do now, each with what it needs.
    pub actions: Vec<ActionView>,
    /// Whom the routing rules would choose.
    pub suggested_organisation: Option<String>,
}

/// A clock of a case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClockView {
    pub clock: Word,
    pub started_at: DateTime<Utc>,
    /// Such as `4 work_hours`.
    pub limit: String,
    pub counts: String,
    pub extensions: i32,
    pub due_at: DateTime<Utc>,
    /// The calendar does not know all days yet.
    pub provisional: bool,
    pub stopped_at: Option<DateTime<Utc>>,
    pub verdict: Option<Verdict>,
    pub overdue: bool,
}

/// A request for more time.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequestView {
    pub kind: RequestKind,
    pub asked_at: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
    /// None as long as nobody has decided.
    pub granted: Option<bool>,
    pub decided_at: Option<DateTime<Utc>>,
}

/// Somebody was asked to look.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskView {
    pub kind: TaskKind,
    pub opened_at: DateTime<Utc>,
    pub done_at: Option<DateTime<Utc>>,
    pub result: Option<bool>,
}

/// A photo of the work.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PhotoView {
    pub id: FileId,
    /// The effect it was given with.
    pub effect: String,
}

/// An action that may be taken now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActionView {
    #[serde(flatten)]
    pub action: Word,
    pub effect: crate::profile::Effect,
    pub needs: Vec<Need>,
}

/// The case as this officer may see it, with what they may do.
///
/// # Errors
/// The database's.
pub async fn case_view(app: &App, file: &CaseFile, by: &Officer) -> Result<CaseView> {
    app.profiles.ensure(&app.db, [file.case.profile_id]).await?;
    let edition = app.profiles.of(file.case.profile_id)?;
    let doer = Doer::Officer(by.clone());
    let doing = Doing { by: &doer, now: app.clock.now(), edition: &edition };
    let hidden = !rules::sees_reporters(&file.reports, by);
    let attached = files::store::file::of_case(app.db.read(), file.case.id.0).await?;
    let mut items = items(app, std::slice::from_ref(&file.case)).await?;
    let item = items.pop().ok_or_else(|| anyhow::anyhow!("one case makes one item"))?;
    Ok(CaseView {
        item,
        standard: file.case.standard,
        merged_into: file.case.merged_into,
        returns: file.case.returns,
        reworks: file.case.reworks,
        reopenings: file.case.reopenings,
        reports: file
            .reports
            .iter()
            .map(|report| report::report_view(report, hidden, by.is_shielded(), &edition, &attached))
            .collect(),
        clocks: file.clocks.iter().map(|clock| clock_view(clock, &edition)).collect(),
        requests: file.requests.iter().map(request_view).collect(),
        tasks: file.tasks.iter().map(task_view).collect(),
        photos: attached.iter().filter_map(photo_view).collect(),
        actions: rules::allowed(file, doing).into_iter().map(ActionView::from).collect(),
        suggested_organisation: super::look_up::route(app.db.read(), file, doing).await?,
    })
}

/// Cases as they stand in a list.
///
/// # Errors
/// The database's.
pub async fn items(app: &App, cases: &[case::Model]) -> Result<Vec<CaseItem>> {
    app.profiles.ensure(&app.db, cases.iter().map(|case| case.profile_id)).await?;
    let leads = cases.iter().filter_map(|case| case.lead_id);
    let units: HashMap<_, _> =
        organisation::by_ids(app.db.read(), leads).await?.into_iter().map(|unit| (unit.id, unit)).collect();
    let item = |case: &case::Model| {
        let edition = app.profiles.of(case.profile_id)?;
        let profile = &edition.profile;
        Ok(CaseItem {
            id: case.id,
            number: case.number.clone(),
            category: case
                .category
                .as_deref()
                .map(|id| word(id, profile.category(id).map(|it| (&it.name, &it.name_en)))),
            step: word(&case.step, profile.step(&case.step).map(|it| (&it.name, &it.name_en))),
            stage: case.stage,
            urgent: case.urgent,
            areas: case.area_id.map(|id| app.areas.line(id)).unwrap_or_default(),
            lon: case.lon,
            lat: case.lat,
            on_border: case.on_border,
            lead: case.lead_id.and_then(|id| units.get(&id)).map(unit),
            outcome: case.outcome,
            opened_at: case.opened_at,
            closed_at: case.closed_at,
            changed_at: case.changed_at,
            next_due_at: case.next_due_at,
            next_due_clock: case.next_due_clock.as_deref().map(|id| clock_word(id, &edition)),
            overdue: case.overdue,
            version: case.version,
        })
    };
    cases.iter().map(item).collect()
}

pub fn unit(unit: &organisation::Model) -> Unit {
    Unit { code: unit.code.clone(), name: unit.name.clone(), phone: unit.phone.clone() }
}

pub fn clock_word(id: &str, edition: &Edition) -> Word {
    word(id, edition.profile.clock(id).map(|it| (&it.name, &it.name_en)))
}

fn clock_view(clock: &clock::Model, edition: &Edition) -> ClockView {
    ClockView {
        clock: clock_word(&clock.kind, edition),
        started_at: clock.started_at,
        limit: clock.limit.clone(),
        counts: clock.counts.clone(),
        extensions: clock.extensions,
        due_at: clock.due_at,
        provisional: clock.provisional,
        stopped_at: clock.stopped_at,
        verdict: clock.verdict,
        overdue: clock.overdue_at.is_some(),
    }
}

fn request_view(request: &super::store::request::Model) -> RequestView {
    RequestView {
        kind: request.kind,
        asked_at: request.asked_at,
        until: request.until,
        granted: request.granted,
        decided_at: request.decided_at,
    }
}

fn task_view(task: &super::store::task::Model) -> TaskView {
    TaskView { kind: task.kind, opened_at: task.opened_at, done_at: task.done_at, result: task.result }
}

fn photo_view(file: &files::store::file::Model) -> Option<PhotoView> {
    Some(PhotoView { id: file.id, effect: file.effect.clone()? }).filter(|_| file.report_id.is_none())
}

impl From<Allowed<'_>> for ActionView {
    fn from(Allowed { action, needs }: Allowed<'_>) -> Self {
        let name = Word { id: action.id.clone(), name: action.name.clone(), name_en: action.name_en.clone() };
        Self { action: name, effect: action.effect, needs }
    }
}
