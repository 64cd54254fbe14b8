//! The profile in force, read from where its versions are stored.

use crate::{error::Result, profile::Profile};
use anyhow::{Context, anyhow};
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "profile")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub source: String,
}

impl ActiveModelBehavior for ActiveModel {}

/// The latest version.
///
/// # Errors
/// When none is loaded, or the database's.
pub async fn in_force(db: &impl ConnectionTrait) -> Result<Profile> {
    let latest = Entity::find().order_by_desc(COLUMN.version).limit(1).one(db).await?;
    let latest = latest.ok_or_else(|| anyhow!("no profile is loaded; load one: huixiang profile load FILE"))?;
    Ok(toml::from_str(&latest.source).context("the stored profile cannot be read")?)
}
