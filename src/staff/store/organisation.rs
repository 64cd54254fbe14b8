//! The tree of organisations.

use crate::{error::Result, staff::OrganisationId};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect, entity::prelude::*};
use std::collections::BTreeSet;

/// An organisation (单位): a department, a street office, a community, a property firm … Never merged with the
/// space tree; linked to areas many-to-many.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
    #[sea_orm(unique)]
    pub code: String,
    pub name: String,
    /// One of the profile's kinds.
    pub kind: String,
    pub parent_id: Option<OrganisationId>,
    pub path: String,
    /// May be shown to reporters.
    pub phone: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// The organisation with a code.
///
/// # Errors
/// The database's.
pub async fn by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Model>> {
    Ok(Entity::find().filter(COLUMN.code.eq(code)).one(db).await?)
}

/// The organisation with an id.
///
/// # Errors
/// The database's.
pub async fn find(db: &impl ConnectionTrait, id: OrganisationId) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// The organisation with an id, for change.
///
/// # Errors
/// The database's.
pub async fn take(txn: &impl ConnectionTrait, id: OrganisationId) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).lock_exclusive().one(txn).await?)
}

/// The whole tree, by code.
///
/// # Errors
/// The database's.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>> {
    Ok(Entity::find().order_by_asc(COLUMN.code).all(db).await?)
}

/// Writes a new row.
///
/// # Errors
/// The database's.
pub async fn insert(txn: &impl ConnectionTrait, row: Model) -> Result<Model> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(txn).await?;
    Ok(row)
}

/// Writes name and phone of a row that was taken.
///
/// # Errors
/// The database's.
pub async fn save(txn: &impl ConnectionTrait, row: &Model) -> Result<()> {
    let update = Entity::update_many()
        .col_expr(Column::Name, Expr::value(row.name.clone()))
        .col_expr(Column::Phone, Expr::value(row.phone.clone()));
    update.filter(COLUMN.id.eq(row.id)).exec(txn).await?;
    Ok(())
}

/// The organisations with these ids, in no order.
///
/// # Errors
/// The database's.
pub async fn by_ids(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = OrganisationId>) -> Result<Vec<Model>> {
    let ids: BTreeSet<OrganisationId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Entity::find().filter(COLUMN.id.is_in(ids)).all(db).await?)
}
