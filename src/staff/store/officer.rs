//! The table of officers.

use crate::{error::Result, staff::OfficerId, wall_clock::Instant};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect, entity::prelude::*};
use std::collections::{BTreeSet, HashMap};

/// Who may sign in.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "officer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OfficerId,
    #[sea_orm(unique)]
    pub login: String,
    pub name: String,
    /// Argon2id, as a PHC string.
    pub password: String,
    pub created_at: Instant,
    /// No sign-in from then on.
    pub ended_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}

/// The officer with a login.
///
/// # Errors
/// The database's.
pub async fn by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<Model>> {
    Ok(Entity::find().filter(COLUMN.login.eq(login)).one(db).await?)
}

/// The officer with an id.
///
/// # Errors
/// The database's.
pub async fn find(db: &impl ConnectionTrait, id: OfficerId) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// The officer with an id, for change.
///
/// # Errors
/// The database's.
pub async fn take(txn: &impl ConnectionTrait, id: OfficerId) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).lock_exclusive().one(txn).await?)
}

/// Up to `limit` officers after an id, in order of creation.
///
/// # Errors
/// The database's.
pub async fn page(db: &impl ConnectionTrait, after: Option<OfficerId>, limit: u64) -> Result<Vec<Model>> {
    let mut found = Entity::find().order_by_asc(COLUMN.id).limit(limit);
    if let Some(after) = after {
        found = found.filter(COLUMN.id.gt(after));
    }
    Ok(found.all(db).await?)
}

/// Writes a new row.
///
/// # Errors
/// The database's.
pub async fn insert(txn: &impl ConnectionTrait, row: Model) -> Result<Model> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(txn).await?;
    Ok(row)
}

/// Writes password and end of a row that was taken.
///
/// # Errors
/// The database's.
pub async fn save(txn: &impl ConnectionTrait, row: &Model) -> Result<()> {
    let update = Entity::update_many()
        .col_expr(Column::Password, Expr::value(row.password.clone()))
        .col_expr(Column::EndedAt, Expr::value(row.ended_at));
    update.filter(COLUMN.id.eq(row.id)).exec(txn).await?;
    Ok(())
}

/// The names of officers, for what they did.
///
/// # Errors
/// The database's.
pub async fn names(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = Uuid>) -> Result<HashMap<Uuid, String>> {
    let ids: BTreeSet<Uuid> = ids.into_iter().collect();
    let rows = Entity::find().filter(COLUMN.id.is_in(ids.into_iter().map(OfficerId))).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.0, row.name)).collect())
}
