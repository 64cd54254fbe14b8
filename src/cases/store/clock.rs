//! The table of clocks.

use crate::{cases::CaseId, wall_clock::Instant};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A clock (时限) on a case. Everything but `due_at` and `provisional` is fact; those two follow from the facts and
/// are recomputed, never moved.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "clock")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: CaseId,
    /// One of the profile's clocks.
    pub kind: String,
    pub started_at: Instant,
    /// As in the profile, such as `4 work_hours`.
    pub limit: String,
    /// `running_hours` or `day_count`.
    pub counts: String,
    /// Granted so far; each adds one original limit.
    pub extensions: i32,
    pub due_at: Instant,
    /// The calendar did not know all days yet.
    pub provisional: bool,
    pub stopped_at: Option<Instant>,
    pub verdict: Option<Verdict>,
    /// When the sweep found it past its deadline.
    pub overdue_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What became of a stopped clock. Never changes afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, utoipa::ToSchema)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    OnTime,
    Late,
    /// Counts in no rate: the case was merged, withdrawn or voided.
    Void,
}
