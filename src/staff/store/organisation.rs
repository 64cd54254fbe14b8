//! The tree of organisations.

use crate::staff::OrganisationId;
use sea_orm::entity::prelude::*;

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
