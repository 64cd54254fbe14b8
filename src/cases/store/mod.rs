//! Tables and queries of cases: all the SQL there is.

pub mod assignment;
pub mod case;
pub mod clock;
pub mod list;
pub mod remark;
pub mod report;
pub mod request;
pub mod reveal;
mod save;
pub mod task;
mod visible;

pub use list::{Worklist, list};
pub use save::{save, take_over};
pub use visible::visible_to;

use super::{CaseId, ReportId, rules::CaseFile};
use crate::{areas::Point, error::Result, profile::Stage, staff::Officer, wall_clock::Instant};
use sea_orm::{
    Condition, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{ExprTrait, SelectStatement},
};
use std::collections::HashSet;

/// A case within what the officer may see, with all that hangs on it, held for change until the transaction ends.
///
/// # Errors
/// The database's.
pub async fn take(txn: &impl ConnectionTrait, id: CaseId, by: &Officer) -> Result<Option<CaseFile>> {
    take_where(txn, Condition::all().add(case::COLUMN.id.eq(id)).add(visible_to(by))).await
}

/// The case that answers a report, held for change: for whoever holds the report's secret, and for what happens by
/// itself.
///
/// # Errors
/// The database's.
pub async fn take_any(txn: &impl ConnectionTrait, id: CaseId) -> Result<Option<CaseFile>> {
    take_where(txn, Condition::all().add(case::COLUMN.id.eq(id))).await
}

async fn take_where(txn: &impl ConnectionTrait, condition: Condition) -> Result<Option<CaseFile>> {
    let Some(case) = case::Entity::find().filter(condition).lock_exclusive().one(txn).await? else { return Ok(None) };
    Ok(Some(with_all(txn, case).await?))
}

/// A case within what the officer may see, with all that hangs on it, for reading.
///
/// # Errors
/// The database's.
pub async fn find(db: &impl ConnectionTrait, id: CaseId, by: &Officer) -> Result<Option<CaseFile>> {
    let found = case::Entity::find_by_id(id).filter(visible_to(by)).one(db).await?;
    match found {
        Some(case) => Ok(Some(with_all(db, case).await?)),
        None => Ok(None),
    }
}

/// A report and the case that answers it, for reading.
///
/// # Errors
/// The database's.
pub async fn find_by_tracking_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<(report::Model, CaseFile)>> {
    let Some(report) = report::Entity::find().filter(report::COLUMN.tracking_code.eq(code)).one(db).await? else {
        return Ok(None);
    };
    let case = case::Entity::find_by_id(report.case_id).one(db).await?;
    let case = case.ok_or_else(|| anyhow::anyhow!("report {} has no case", report.id))?;
    Ok(Some((report, with_all(db, case).await?)))
}

/// The case of a number, within what the officer may see.
///
/// # Errors
/// The database's.
pub async fn find_by_number(db: &impl ConnectionTrait, number: &str, by: &Officer) -> Result<Option<case::Model>> {
    Ok(case::Entity::find().filter(case::COLUMN.number.eq(number)).filter(visible_to(by)).one(db).await?)
}

async fn with_all(db: &impl ConnectionTrait, case: case::Model) -> Result<CaseFile> {
    let id = case.id;
    Ok(CaseFile {
        case,
        reports: report::Entity::find()
            .filter(report::COLUMN.case_id.eq(id))
            .order_by_asc(report::COLUMN.received_at)
            .all(db)
            .await?,
        assignments: assignment::Entity::find()
            .filter(assignment::COLUMN.case_id.eq(id))
            .order_by_asc(assignment::COLUMN.from)
            .all(db)
            .await?,
        tasks: task::Entity::find()
            .filter(task::COLUMN.case_id.eq(id))
            .order_by_asc(task::COLUMN.opened_at)
            .all(db)
            .await?,
        requests: request::Entity::find()
            .filter(request::COLUMN.case_id.eq(id))
            .order_by_asc(request::COLUMN.asked_at)
            .all(db)
            .await?,
        clocks: clock::Entity::find()
            .filter(clock::COLUMN.case_id.eq(id))
            // Ids are in order of creation; starts are not: work done again goes on from its first.
            .order_by_asc(clock::COLUMN.id)
            .all(db)
            .await?,
    })
}

/// The words written on a case, in order.
///
/// # Errors
/// The database's.
pub async fn remarks(db: &impl ConnectionTrait, case: CaseId) -> Result<Vec<remark::Model>> {
    let found = remark::Entity::find().filter(remark::COLUMN.case_id.eq(case)).order_by_asc(remark::COLUMN.event_no);
    Ok(found.all(db).await?)
}

/// Who opened a report's personal fields, in order.
///
/// # Errors
/// The database's.
pub async fn reveals(db: &impl ConnectionTrait, reports: &[ReportId]) -> Result<Vec<reveal::Model>> {
    let found = reveal::Entity::find().filter(reveal::COLUMN.report_id.is_in(reports.iter().copied()));
    Ok(found.order_by_asc(reveal::COLUMN.at).all(db).await?)
}

/// The case of a number whoever asks, held for change: for joining it.
///
/// # Errors
/// The database's.
pub async fn take_any_by_number(txn: &impl ConnectionTrait, number: &str) -> Result<Option<CaseFile>> {
    take_where(txn, Condition::all().add(case::COLUMN.number.eq(number))).await
}

/// Cases with a complaint of somebody, or a disclosure.
fn confidential() -> SelectStatement {
    let against = Condition::any()
        .add(report::COLUMN.against_path.is_not_null())
        .add(report::COLUMN.against_officer.is_not_null())
        .add(report::COLUMN.kind.eq(report::Kind::Disclosure));
    report::Entity::find().select_only().column(report::Column::CaseId).filter(against).into_query()
}

/// Open cases in the square around a point, opened since; of a category, where one is given.
///
/// # Errors
/// The database's.
pub async fn open_near(
    db: &impl ConnectionTrait,
    here: Point,
    radius_m: f64,
    category: Option<&str>,
    since: Instant,
) -> Result<Vec<case::Model>> {
    const METRES_A_DEGREE: f64 = 111_000.0;
    let north = radius_m / METRES_A_DEGREE;
    let east = north / here.lat.to_radians().cos().max(0.01);
    let near = Condition::all()
        .add(case::COLUMN.stage.ne(Stage::Closed))
        .add(case::COLUMN.opened_at.gte(since))
        .add(case::COLUMN.lat.between(here.lat - north, here.lat + north))
        .add(case::COLUMN.lon.between(here.lon - east, here.lon + east))
        .add_option(category.map(|category| case::COLUMN.category.eq(category)))
        .add(Expr::col((case::Entity, case::Column::Id)).not_in_subquery(confidential()));
    let found = case::Entity::find().filter(near);
    Ok(found.limit(200).all(db).await?)
}

/// Those of some cases that the officer may see.
///
/// # Errors
/// The database's.
pub async fn seen_of(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = CaseId>,
    by: &Officer,
) -> Result<HashSet<CaseId>> {
    let ids: HashSet<CaseId> = ids.into_iter().collect();
    let found = case::Entity::find().select_only().column(case::Column::Id).filter(case::COLUMN.id.is_in(ids));
    Ok(found.filter(visible_to(by)).into_tuple().all(db).await?.into_iter().collect())
}

/// The row of a case, whoever asks, for reading.
///
/// # Errors
/// The database's.
pub async fn find_any(db: &impl ConnectionTrait, id: CaseId) -> Result<Option<case::Model>> {
    Ok(case::Entity::find_by_id(id).one(db).await?)
}

/// A report.
///
/// # Errors
/// The database's.
pub async fn find_report(db: &impl ConnectionTrait, id: ReportId) -> Result<Option<report::Model>> {
    Ok(report::Entity::find_by_id(id).one(db).await?)
}

/// The reports that made or joined a case first, wherever they are answered now.
///
/// # Errors
/// The database's.
pub async fn reports_that_began(db: &impl ConnectionTrait, case: CaseId) -> Result<Vec<report::Model>> {
    Ok(report::Entity::find().filter(report::COLUMN.first_case_id.eq(case)).all(db).await?)
}
