//! What a reporter sees with tracking code and secret: their report, its story in plain words, who answers for it,
//! what they may do, and who looked at their name.

use crate::{
    app::App,
    cases::{
        rules::{self, CaseFile, Doer, Doing},
        store::{
            self,
            case::Outcome,
            remark::{self, RemarkKind},
            report,
        },
        view::{ActionView, Unit, unit},
    },
    error::{Error, Result},
    files::{self, FileId},
    log::message,
    profile::{Stage, Word, word},
    staff::store::organisation,
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// A report as the person who made it sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrackedReport {
    pub number: String,
    pub received_at: DateTime<Utc>,
    pub text: Option<String>,
    pub photos: Vec<FileId>,
    pub step: Word,
    pub stage: Stage,
    pub outcome: Option<Outcome>,
    pub area: Vec<crate::areas::AreaName>,
    /// Who answers for it now.
    pub responsible: Option<Unit>,
    /// The next deadline that runs for it.
    pub next_due_at: Option<DateTime<Utc>>,
    pub overdue: bool,
    pub messages: Vec<MessageView>,
    /// What officers wrote to the reporters beside the messages.
    pub notes: Vec<NoteView>,
    pub solved: Option<bool>,
    pub satisfaction: Option<String>,
    pub withdrawn: bool,
    /// What the reporter may do now.
    pub actions: Vec<ActionView>,
    /// What may be answered when asked how satisfied one is, best first.
    pub answers: Vec<String>,
    /// Who opened the reporter's name or phone, when and why.
    pub opened: Vec<OpenedView>,
}

/// What the reporter was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageView {
    pub at: DateTime<Utc>,
    /// The effect it tells of.
    pub kind: String,
    pub text: String,
    pub text_en: String,
    /// None: not sent outside; it stands here only.
    pub sent_at: Option<DateTime<Utc>>,
}

/// What an officer wrote to the reporters.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteView {
    pub at: DateTime<Utc>,
    pub text: String,
}

/// A look at the reporter's fields.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedView {
    pub at: DateTime<Utc>,
    /// Staff are named by role.
    pub role: String,
    pub reason: String,
}

/// The report and its case, for whoever holds the secret.
///
/// # Errors
/// 404 when code and secret do not belong together.
pub async fn find(app: &App, code: &str, secret: &str) -> Result<(report::Model, CaseFile)> {
    let found = store::find_by_tracking_code(app.db.read(), code).await?;
    found.filter(|(report, _)| report.opens_with(secret, &app.secret)).ok_or(Error::NotFound)
}

/// All that the reporter sees.
///
/// # Errors
/// The database's.
pub async fn view(app: &App, report: &report::Model, file: &CaseFile) -> Result<TrackedReport> {
    let db = app.db.read();
    let edition = app.profiles.of(file.case.profile_id)?;
    let profile = &edition.profile;
    let doer = Doer::Reporter(report.id);
    let doing = Doing { by: &doer, now: app.clock.now(), edition: &edition };
    let photos = files::store::file::of_case(db, file.case.id.0).await?;
    let lead = organisation::by_ids(db, file.case.lead_id).await?.pop();
    let opened = store::reveals(db, &[report.id]).await?;
    Ok(TrackedReport {
        number: file.case.number.clone(),
        received_at: report.received_at,
        text: report.text.clone(),
        photos: photos.iter().filter(|file| file.report_id == Some(report.id.0)).map(|file| file.id).collect(),
        step: word(&file.case.step, profile.step(&file.case.step).map(|it| (&it.name, &it.name_en))),
        stage: file.case.stage,
        outcome: file.case.outcome,
        area: file.case.area_id.map(|id| app.areas.line(id)).unwrap_or_default(),
        responsible: lead.as_ref().map(unit),
        // What runs after closing is the desk's own.
        next_due_at: file.case.next_due_at.filter(|_| file.case.closed_at.is_none()),
        overdue: file.case.overdue && file.case.closed_at.is_none(),
        messages: message::to_report(db, report.id.0).await?.into_iter().map(message_view).collect(),
        notes: store::remarks(db, file.case.id).await?.into_iter().filter_map(note_view).collect(),
        solved: report.solved,
        satisfaction: report.satisfaction.clone(),
        withdrawn: report.withdrawn_at.is_some(),
        actions: rules::allowed(file, doing).into_iter().map(ActionView::from).collect(),
        answers: profile.rating.as_ref().map(|rating| rating.answers.clone()).unwrap_or_default(),
        opened: opened
            .into_iter()
            .map(|it| OpenedView { at: it.at, role: role_name(profile, &it.role), reason: it.reason })
            .collect(),
    })
}

/// Replies reach the reporters as messages.
fn note_view(remark: remark::Model) -> Option<NoteView> {
    let shown = remark.public && remark.kind == RemarkKind::Note;
    Some(NoteView { at: remark.at, text: remark.text? }).filter(|_| shown)
}

fn role_name(profile: &crate::profile::Profile, id: &str) -> String {
    profile.role(id).map_or_else(|| id.to_owned(), |role| role.name.clone())
}

fn message_view(message: message::Model) -> MessageView {
    MessageView {
        at: message.created_at,
        kind: message.kind,
        text: message.text,
        text_en: message.text_en,
        sent_at: message.sent_at,
    }
}
