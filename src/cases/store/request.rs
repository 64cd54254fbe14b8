//! The table of requests for more time.

use crate::{cases::CaseId, staff::OfficerId, wall_clock::Instant};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A pause (挂账) or an extension (延期) that was asked for; the clock runs on until it is granted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: CaseId,
    pub kind: RequestKind,
    pub asked_by: OfficerId,
    /// From here a granted pause counts.
    pub asked_at: Instant,
    /// Until here.
    pub until: Option<Instant>,
    pub granted: Option<bool>,
    pub decided_by: Option<OfficerId>,
    pub decided_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, utoipa::ToSchema)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    Pause,
    Extension,
}
