//! What the staff needs to know of an area.

use crate::{areas::AreaId, error::Result};
use sea_orm::entity::prelude::*;

/// The columns of the table of areas that a post or a link names.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "area")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AreaId,
    pub level: String,
    #[sea_orm(unique)]
    pub code: String,
    pub name: String,
    pub path: String,
}

impl ActiveModelBehavior for ActiveModel {}

/// The area with a code.
///
/// # Errors
/// The database's.
pub async fn by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Model>> {
    Ok(Entity::find().filter(COLUMN.code.eq(code)).one(db).await?)
}
