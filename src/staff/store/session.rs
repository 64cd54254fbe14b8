//! The table of sessions.

use super::officer;
use crate::{error::Result, staff::OfficerId, wall_clock::Instant};
use sea_orm::{IntoActiveModel, JoinType, QueryOrder, QuerySelect, RelationDef, entity::prelude::*};

/// A sign-in. The token itself is only with the officer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the token, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub officer_id: OfficerId,
    pub began_at: Instant,
    pub seen_at: Instant,
    pub ended_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}

/// A session and whose it is.
///
/// # Errors
/// The database's.
pub async fn with_officer(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<(Model, officer::Model)>> {
    let found = Entity::find_by_id(token_hash).join(JoinType::InnerJoin, to_officer()).select_also(officer::Entity);
    Ok(found.one(db).await?.and_then(|(session, officer)| Some((session, officer?))))
}

/// The session with a token's hash.
///
/// # Errors
/// The database's.
pub async fn find(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(token_hash).one(db).await?)
}

/// The sessions of an officer that nobody ended, latest first; at most 100.
///
/// # Errors
/// The database's.
pub async fn of_officer(db: &impl ConnectionTrait, officer: OfficerId) -> Result<Vec<Model>> {
    let open = Entity::find().filter(COLUMN.officer_id.eq(officer)).filter(COLUMN.ended_at.is_null());
    Ok(open.order_by_desc(COLUMN.began_at).limit(100).all(db).await?)
}

/// Writes a new row.
///
/// # Errors
/// The database's.
pub async fn insert(txn: &impl ConnectionTrait, row: Model) -> Result<()> {
    Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
    Ok(())
}

/// Notes that something was heard of the officer.
///
/// # Errors
/// The database's.
pub async fn seen(txn: &impl ConnectionTrait, token_hash: &str, at: Instant) -> Result<()> {
    let update = Entity::update_many().col_expr(Column::SeenAt, Expr::value(at));
    update.filter(COLUMN.token_hash.eq(token_hash)).filter(COLUMN.seen_at.lt(at)).exec(txn).await?;
    Ok(())
}

/// Ends a session; whether it was open.
///
/// # Errors
/// The database's.
pub async fn end(txn: &impl ConnectionTrait, token_hash: &str, at: Instant) -> Result<bool> {
    let update = Entity::update_many().col_expr(Column::EndedAt, Expr::value(at));
    let ended = update.filter(COLUMN.token_hash.eq(token_hash)).filter(COLUMN.ended_at.is_null());
    Ok(ended.exec(txn).await?.rows_affected == 1)
}

/// Ends all sessions of an officer.
///
/// # Errors
/// The database's.
pub async fn end_all(txn: &impl ConnectionTrait, officer: OfficerId, at: Instant) -> Result<()> {
    let update = Entity::update_many().col_expr(Column::EndedAt, Expr::value(at));
    update.filter(COLUMN.officer_id.eq(officer)).filter(COLUMN.ended_at.is_null()).exec(txn).await?;
    Ok(())
}

/// Forgets sessions that began before an instant: none of them can be open any more.
///
/// # Errors
/// The database's.
pub async fn forget(txn: &impl ConnectionTrait, before: Instant) -> Result<u64> {
    Ok(Entity::delete_many().filter(COLUMN.began_at.lt(before)).exec(txn).await?.rows_affected)
}

fn to_officer() -> RelationDef {
    Entity::belongs_to(officer::Entity).from(Column::OfficerId).to(officer::Column::Id).into()
}
