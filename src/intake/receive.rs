//! Receiving a report: it makes a case at once, or joins one.

use super::{
    check,
    join::join,
    report::{NewReport, Receipt},
};
use crate::{
    app::App,
    cases::{
        CaseId, ReportId,
        look_up::place,
        rules::{self, CaseFile, Doer, Doing, Place},
        store::{
            self,
            case::{self, Outcome},
            report,
        },
        story::proof,
    },
    db,
    error::{Error, Refusal, Result},
    files,
    log::{
        Actor, NewEvent,
        idempotency::{Answered, Once},
    },
    profile::{Edition, Stage},
    secret::salt,
    staff::{Officer, store::organisation},
    wall_clock::Instant,
};
use sea_orm::DatabaseTransaction;
use serde_json::json;

/// Receives a report: on disk when this returns.
///
/// # Errors
/// 422 naming the field that is missing, unknown or unreadable, or why the case cannot be joined; 409 when a report
/// with this id is there already.
pub async fn receive(app: &App, by: Option<&Officer>, new: &NewReport, once: &Once) -> Result<Answered<Receipt>> {
    let edition = app.profiles.current();
    check::check(new, by, &edition)?;
    let now = app.clock.now();
    let against = check::against(app.db.read(), new).await?;
    let report = report_row(new, by, against, now);
    let received = match &new.join {
        Some(number) => app.write_once(once, async |txn| join(app, txn, report, number, new, by).await).await,
        None => {
            let place = place(app, &edition.profile, new.area.as_deref(), new.lon, new.lat, now)?.unwrap_or_default();
            let day = edition.work_time.local_date(now);
            let number = app.numbers.draw(&app.db, &edition.profile.numbers.prefix, day).await?;
            let case = new_case(&report, number, &place, new, &edition, now);
            app.write_once(once, async |txn| open(app, txn, case, report, new, by, &edition).await).await
        }
    };
    let received = received.map_err(|error| match error {
        Error::Database(error) if db::is_taken(&error) => report_exists(),
        error => error,
    })?;
    app.feed.nudge();
    Ok(received)
}

fn report_exists() -> Error {
    let (zh, en) = ("此编号的诉求已提交过；请换一个编号", "A report with this id is there already; take a new id");
    Error::Conflict(Refusal::new("report_exists", zh, en))
}

fn report_row(
    new: &NewReport,
    by: Option<&Officer>,
    against: Option<organisation::Model>,
    now: Instant,
) -> report::Model {
    let reporter = new.reporter.clone().unwrap_or_default();
    let case = CaseId::new();
    report::Model {
        id: new.id.unwrap_or_else(ReportId::new),
        case_id: case,
        first_case_id: case,
        tracking_code: tracking_code(),
        kind: new.kind,
        channel: new.channel.clone(),
        text: Some(new.text.clone()),
        salt: salt(),
        category: new.category.clone(),
        address: new.address.clone(),
        lon: new.lon,
        lat: new.lat,
        reporter_name: reporter.name,
        reporter_phone: reporter.phone,
        hide_name: reporter.hide_name,
        on_behalf_of: new.on_behalf_of.clone(),
        against_organisation: against.as_ref().map(|against| against.id),
        against_path: against.map(|against| against.path),
        against_officer: new.against_officer,
        received_by: by.map(|officer| officer.id),
        outside_number: new.outside_number.clone(),
        outside_due_at: new.outside_due_at,
        received_at: now,
        solved: None,
        satisfaction: None,
        rated_at: None,
        withdrawn_at: None,
    }
}

/// Ten characters that nobody mixes up when reading them out.
fn tracking_code() -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    rand::random::<[u8; 10]>().iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

async fn open(
    app: &App,
    txn: &DatabaseTransaction,
    case: case::Model,
    report: report::Model,
    new: &NewReport,
    by: Option<&Officer>,
    edition: &Edition,
) -> Result<Receipt> {
    let reports = vec![report.clone()];
    let file = CaseFile { case, reports, assignments: vec![], tasks: vec![], requests: vec![], clocks: vec![] };
    let doer = by.map_or(Doer::Reporter(report.id), |officer| Doer::Officer(officer.clone()));
    let doing = Doing { by: &doer, now: report.received_at, edition };
    let file = rules::begin(file, doing).map_err(Error::Conflict)?;
    save(txn, None, &file, &report, new, by).await?;
    Ok(receipt(app, &file, &report, new, edition, false))
}

fn new_case(
    report: &report::Model,
    number: String,
    place: &Place,
    new: &NewReport,
    edition: &Edition,
    now: Instant,
) -> case::Model {
    let (area_id, area_path) = place.area.clone().unzip();
    case::Model {
        id: report.case_id,
        number,
        profile_id: edition.id,
        category: new.category.clone(),
        standard: None,
        step: edition.profile.report.step.clone(),
        stage: Stage::Intake,
        urgent: new.urgent,
        area_id,
        area_path,
        lon: place.lon,
        lat: place.lat,
        on_border: place.on_border,
        lead_id: None,
        lead_path: None,
        outcome: None::<Outcome>,
        merged_into: None,
        opened_at: now,
        closed_at: None,
        changed_at: now,
        next_due_at: None,
        next_due_clock: None,
        overdue: false,
        returns: 0,
        reworks: 0,
        reopenings: 0,
        version: 1,
    }
}

pub(super) async fn save(
    txn: &DatabaseTransaction,
    before: Option<&CaseFile>,
    file: &CaseFile,
    report: &report::Model,
    new: &NewReport,
    by: Option<&Officer>,
) -> Result<()> {
    let body = json!({
        "v": 1, "report": report.id, "channel": report.channel, "kind": report.kind, "step": file.case.step,
        "photos": new.photos, "text_hash": proof(&new.text, &report.salt), "joined": before.is_some(),
    });
    let actor = by.map_or(Actor::Reporter(report.id.0), |officer| Actor::Officer(officer.id.0));
    let case = Some((file.case.id.0, file.case.version));
    let event = NewEvent { at: report.received_at, actor, case, kind: "report".to_owned(), body };
    store::save(txn, before, file, event, vec![], vec![]).await?;
    files::store::file::attach(txn, &new.photos, file.case.id.0, Some(report.id.0), None).await
}

pub(super) fn receipt(
    app: &App,
    file: &CaseFile,
    report: &report::Model,
    new: &NewReport,
    edition: &Edition,
    joined: bool,
) -> Receipt {
    Receipt {
        report: report.id,
        case: file.case.id,
        number: file.case.number.clone(),
        tracking_code: report.tracking_code.clone(),
        received_at: report.received_at,
        joined,
        area: file.case.area_id.and_then(|id| app.areas.line(id).pop()),
        on_border: file.case.on_border,
        next_due_at: file.case.next_due_at,
        emergency_numbers: if new.urgent { edition.profile.report.emergency_numbers.clone() } else { vec![] },
    }
}
