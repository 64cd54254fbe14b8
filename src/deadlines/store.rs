//! What is due.

use crate::{
    cases::{CaseId, store::clock},
    error::Result,
    wall_clock::Instant,
};
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

/// Running clocks past their deadline that nobody has marked, oldest deadline first.
///
/// # Errors
/// The database's.
pub async fn due(db: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<clock::Model>> {
    let found = clock::Entity::find()
        .filter(clock::COLUMN.stopped_at.is_null())
        .filter(clock::COLUMN.overdue_at.is_null())
        .filter(clock::COLUMN.due_at.lt(now));
    Ok(found.order_by_asc(clock::COLUMN.due_at).limit(limit).all(db).await?)
}

/// Cases on which a clock runs.
///
/// # Errors
/// The database's.
pub async fn with_running_clocks(db: &impl ConnectionTrait) -> Result<Vec<CaseId>> {
    let found = clock::Entity::find().select_only().column(clock::Column::CaseId).distinct();
    Ok(found.filter(clock::COLUMN.stopped_at.is_null()).into_tuple().all(db).await?)
}
