//! "Me too": a report hangs itself on a case that is open (L-69).

use super::{
    duplicates::{DuplicateQuery, nearby},
    receive::{receipt, save},
    report::{NewReport, Receipt},
};
use crate::{
    app::App,
    cases::{
        rules::CaseFile,
        store::{self, report},
    },
    error::{Error, Refusal, Result},
    profile::Stage,
    staff::Officer,
};
use sea_orm::DatabaseTransaction;

/// Joins the open case of a number. An officer joins what they see; a stranger only what is offered at the point of
/// their own report, because who joins may follow the case and say "not solved".
///
/// # Errors
/// 422 when there is no such case, or the report is urgent and the case is not.
pub async fn join(
    app: &App,
    txn: &DatabaseTransaction,
    report: report::Model,
    number: &str,
    new: &NewReport,
    by: Option<&Officer>,
) -> Result<Receipt> {
    let before = take_open(txn, number).await?;
    let may_join = match by {
        Some(officer) => !store::seen_of(txn, [before.case.id], officer).await?.is_empty(),
        None => is_offered(app, txn, &before, new).await?,
    };
    if !may_join {
        return Err(cannot_join(number));
    }
    if new.urgent && !before.case.urgent {
        let (zh, en) =
            ("紧急诉求请单独提交，以便按紧急时限办理", "Report something urgent on its own: it has clocks of its own");
        return Err(Error::Unprocessable(Refusal::new("urgent_alone", zh, en).at("join")));
    }
    let mut file = before.clone();
    let report = report::Model { case_id: file.case.id, first_case_id: file.case.id, ..report };
    file.reports.push(report.clone());
    file.case.version += 1;
    file.case.changed_at = report.received_at;
    save(txn, Some(&before), &file, &report, new, by).await?;
    let edition = app.profiles.of(file.case.profile_id)?;
    Ok(receipt(app, &file, &report, new, &edition, true))
}

/// The open case of a number; the number of a merged case leads on to the one that it joined.
async fn take_open(txn: &DatabaseTransaction, number: &str) -> Result<CaseFile> {
    let mut file = store::take_any_by_number(txn, number).await?;
    while let Some(older) = file.as_ref().and_then(|file| file.case.merged_into) {
        file = store::take_any(txn, older).await?;
    }
    file.filter(|file| file.case.stage != Stage::Closed).ok_or_else(|| cannot_join(number))
}

async fn is_offered(app: &App, txn: &DatabaseTransaction, file: &CaseFile, new: &NewReport) -> Result<bool> {
    let (Some(lon), Some(lat)) = (new.lon, new.lat) else { return Ok(false) };
    let offered = nearby(app, txn, &DuplicateQuery { lon, lat, category: None }).await?;
    Ok(offered.iter().any(|case| case.number == file.case.number))
}

fn cannot_join(number: &str) -> Error {
    let zh = format!("案卷“{number}”不存在、已结束或不在附近，请单独提交");
    let en = format!("There is no open case \"{number}\" here; report on its own");
    Error::Unprocessable(Refusal::new("cannot_join", zh, en).at("join"))
}
