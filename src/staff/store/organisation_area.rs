//! Which organisation works in which areas: many-to-many.

use crate::{areas::AreaId, error::Result, staff::OrganisationId};
use sea_orm::{IntoActiveModel, JoinType, QueryOrder, QuerySelect, RelationDef, entity::prelude::*};

/// A link between the two trees.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_area")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub area_id: AreaId,
}

impl ActiveModelBehavior for ActiveModel {}

/// Links an organisation to exactly these areas.
///
/// # Errors
/// The database's.
pub async fn replace(txn: &impl ConnectionTrait, id: OrganisationId, areas: &[AreaId]) -> Result<()> {
    Entity::delete_many().filter(COLUMN.organisation_id.eq(id)).exec(txn).await?;
    if areas.is_empty() {
        return Ok(());
    }
    let links = areas.iter().map(|&area_id| Model { organisation_id: id, area_id }.into_active_model());
    Entity::insert_many(links).exec_without_returning(txn).await?;
    Ok(())
}

/// All links, or those of one organisation, as the organisation and the code of the area.
///
/// # Errors
/// The database's.
pub async fn codes(db: &impl ConnectionTrait, of: Option<OrganisationId>) -> Result<Vec<(OrganisationId, String)>> {
    let mut found = Entity::find().join(JoinType::InnerJoin, to_area());
    if let Some(id) = of {
        found = found.filter(COLUMN.organisation_id.eq(id));
    }
    let codes = found.select_only().column(Column::OrganisationId).column(super::area::Column::Code);
    Ok(codes.order_by_asc(super::area::COLUMN.code).into_tuple().all(db).await?)
}

fn to_area() -> RelationDef {
    Entity::belongs_to(super::area::Entity).from(Column::AreaId).to(super::area::Column::Id).into()
}
