//! The table of tasks.

use crate::{cases::CaseId, staff::OfficerId, wall_clock::Instant};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody in an area is asked to look. While it is open it opens the case to those who may do it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: CaseId,
    pub kind: TaskKind,
    pub area_path: Option<String>,
    pub opened_at: Instant,
    pub done_at: Option<Instant>,
    pub done_by: Option<OfficerId>,
    pub result: Option<bool>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Named by function, because usage swaps the Chinese words 核实 and 核查.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, utoipa::ToSchema)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    VerifyBeforeRegister,
    CheckBeforeClose,
}
