//! The table of messages to reporters (outbox): written with the change they tell of.

use crate::{error::Result, wall_clock::Instant};
use sea_orm::{QueryOrder, entity::prelude::*};

/// What a reporter is told. Shown on the tracking page at once; `sent_at` stays empty ("not sent outside") until a
/// sender for the reporter's channel is configured and has sent it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub report_id: Uuid,
    pub case_id: Uuid,
    /// The effect it tells of.
    pub kind: String,
    pub text: String,
    pub text_en: String,
    pub created_at: Instant,
    pub sent_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a reporter was told, in order.
///
/// # Errors
/// The database's.
pub async fn to_report(db: &impl ConnectionTrait, report: Uuid) -> Result<Vec<Model>> {
    let found =
        Entity::find().filter(COLUMN.report_id.eq(report)).order_by_asc(COLUMN.created_at).order_by_asc(COLUMN.id);
    Ok(found.all(db).await?)
}
