//! The table of opened fields.

use crate::{cases::ReportId, staff::OfficerId, wall_clock::Instant};
use sea_orm::entity::prelude::*;

/// An officer opened the reporter's name and phone, for a reason and a few minutes. The reporter can read this.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reveal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub report_id: ReportId,
    pub officer_id: OfficerId,
    pub role: String,
    pub reason: String,
    pub at: Instant,
    pub until: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
