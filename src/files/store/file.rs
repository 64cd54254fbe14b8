//! The table of photos.

use crate::{
    error::{Error, Refusal, Result},
    files::FileId,
    staff::OfficerId,
    wall_clock::Instant,
};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect, entity::prelude::*};

/// A photo that is kept. What was received is known by its hash only.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    /// Of what is kept.
    pub media_type: String,
    /// Of the full picture.
    pub bytes: i64,
    /// In pixels.
    pub width: i32,
    pub height: i32,
    /// SHA-256 of the bytes received, so that sending them again is the same.
    pub received_hash: String,
    pub stored_at: Instant,
    /// Who put it; none for a stranger.
    pub officer_id: Option<OfficerId>,
    /// Empty until a report or a step names it.
    pub case_id: Option<Uuid>,
    /// The report it came with.
    pub report_id: Option<Uuid>,
    /// The step it proves.
    pub effect: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// The photo with an id.
///
/// # Errors
/// The database's.
pub async fn find(db: &impl ConnectionTrait, id: FileId) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// The photos of a case, oldest first.
///
/// # Errors
/// The database's.
pub async fn of_case(db: &impl ConnectionTrait, case_id: Uuid) -> Result<Vec<Model>> {
    let found = Entity::find().filter(COLUMN.case_id.eq(case_id));
    Ok(found.order_by_asc(COLUMN.stored_at).order_by_asc(COLUMN.id).all(db).await?)
}

/// Writes a new row.
///
/// # Errors
/// The database's.
pub async fn insert(txn: &impl ConnectionTrait, row: &Model) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(txn).await?;
    Ok(())
}

/// Gives photos to a case: with the report they came with, or the effect of the step they prove.
///
/// # Errors
/// 422 naming the first that is unknown or belongs somewhere already.
pub async fn attach(
    txn: &impl ConnectionTrait,
    ids: &[FileId],
    case_id: Uuid,
    report_id: Option<Uuid>,
    effect: Option<&str>,
) -> Result<()> {
    for &id in ids {
        let update = Entity::update_many()
            .col_expr(Column::CaseId, Expr::value(case_id))
            .col_expr(Column::ReportId, Expr::value(report_id))
            .col_expr(Column::Effect, Expr::value(effect));
        let free = update.filter(COLUMN.id.eq(id)).filter(COLUMN.case_id.is_null());
        if free.exec(txn).await?.rows_affected == 0 {
            return Err(not_free(txn, id).await?);
        }
    }
    Ok(())
}

async fn not_free(txn: &impl ConnectionTrait, id: FileId) -> Result<Error> {
    let refusal = match find(txn, id).await? {
        Some(_) => Refusal::new(
            "photo_in_use",
            format!("照片 {id} 已用于别处，请重新上传"),
            format!("The photo {id} belongs somewhere already; put it again under a new id"),
        ),
        None => Refusal::new(
            "unknown_photo",
            format!("没有照片 {id}，请先上传（未提交的照片保留 24 小时）"),
            format!("There is no photo {id}; put it first (one that nobody names is kept for 24 hours)"),
        ),
    };
    Ok(Error::Unprocessable(refusal.at("photos")))
}

/// Photos stored before an instant that nobody has named, oldest first.
///
/// # Errors
/// The database's.
pub async fn unattached(db: &impl ConnectionTrait, before: Instant, limit: u64) -> Result<Vec<FileId>> {
    let found = Entity::find().filter(COLUMN.case_id.is_null()).filter(COLUMN.stored_at.lt(before));
    let oldest = found.select_only().column(Column::Id).order_by_asc(COLUMN.stored_at).limit(limit);
    Ok(oldest.into_tuple().all(db).await?)
}

/// Deletes a row that is still unattached; whether it was.
///
/// # Errors
/// The database's.
pub async fn delete_unattached(txn: &impl ConnectionTrait, id: FileId) -> Result<bool> {
    let unattached = Entity::delete_many().filter(COLUMN.id.eq(id)).filter(COLUMN.case_id.is_null());
    Ok(unattached.exec(txn).await?.rows_affected == 1)
}

/// Photos go with the reports they came with.
///
/// # Errors
/// The database's.
pub async fn move_to(txn: &impl ConnectionTrait, reports: impl Iterator<Item = Uuid>, case_id: Uuid) -> Result<()> {
    let update = Entity::update_many().col_expr(Column::CaseId, Expr::value(case_id));
    update.filter(COLUMN.report_id.is_in(reports)).exec(txn).await?;
    Ok(())
}
