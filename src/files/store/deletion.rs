//! The table of photos whose row is gone and whose object still has to go.

use crate::{error::Result, files::FileId, wall_clock::Instant};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "file_deletion")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    pub asked_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}

/// Writes that an object has to go.
///
/// # Errors
/// The database's.
pub async fn ask(txn: &impl ConnectionTrait, id: FileId, at: Instant) -> Result<()> {
    Entity::insert(Model { id, asked_at: at }.into_active_model()).exec_without_returning(txn).await?;
    Ok(())
}

/// Whether an object has still to go.
///
/// # Errors
/// The database's.
pub async fn is_asked(db: &impl ConnectionTrait, id: FileId) -> Result<bool> {
    Ok(Entity::find_by_id(id).one(db).await?.is_some())
}

/// What has still to go, oldest first.
///
/// # Errors
/// The database's.
pub async fn due(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<FileId>> {
    let due = Entity::find().select_only().column(Column::Id).order_by_asc(COLUMN.asked_at).limit(limit);
    Ok(due.into_tuple().all(db).await?)
}

/// Forgets what has gone.
///
/// # Errors
/// The database's.
pub async fn done(txn: &impl ConnectionTrait, ids: &[FileId]) -> Result<()> {
    Entity::delete_many().filter(COLUMN.id.is_in(ids.iter().copied())).exec(txn).await?;
    Ok(())
}
