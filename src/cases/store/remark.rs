//! The table of words.

use crate::{cases::CaseId, wall_clock::Instant};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What an officer or a reporter wrote while acting on a case. Erasable: the event keeps only a salted hash.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "remark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: CaseId,
    /// The event it belongs to.
    pub event_no: i64,
    pub kind: RemarkKind,
    /// Reaches the reporters (答复口径: 公开 or 内部).
    pub public: bool,
    /// None once erased.
    #[sea_orm(column_type = "Text", nullable)]
    pub text: Option<String>,
    pub salt: String,
    pub at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, utoipa::ToSchema)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    Reason,
    Suggestion,
    Note,
    Reply,
}
