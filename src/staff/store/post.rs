//! The table of posts.

use crate::{
    areas::AreaId,
    staff::{OfficerId, OrganisationId, PostId},
    wall_clock::Instant,
};
use sea_orm::entity::prelude::*;

/// Officer × role × (area or organisation) × from-to. 一格多员, 一员多职: many-to-many, dated (L-06, F-12).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PostId,
    pub officer_id: OfficerId,
    pub role: String,
    pub area_id: Option<AreaId>,
    pub organisation_id: Option<OrganisationId>,
    pub valid_from: Instant,
    /// Exclusive.
    pub valid_to: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
