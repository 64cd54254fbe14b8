//! The table of assignments.

use crate::{cases::CaseId, staff::OrganisationId, wall_clock::Instant};
use sea_orm::entity::prelude::*;

/// Which organisation leads a case (主办), from when to when. Ended ones stay: who held a case may read it (经办).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub organisation_path: String,
    pub from: Instant,
    pub to: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
