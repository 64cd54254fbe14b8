//! The table of cases.

use crate::{
    areas::AreaId,
    cases::CaseId,
    profile::{EditionId, Stage},
    staff::OrganisationId,
    wall_clock::Instant,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A case: where it stands, where it lies, who leads.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CaseId,
    /// What people call it: prefix, local day, five digits.
    #[sea_orm(unique)]
    pub number: String,
    /// The version of the profile it began with.
    pub profile_id: EditionId,
    pub category: Option<String>,
    /// Which of the category's standards, from 1.
    pub standard: Option<i32>,
    pub step: String,
    pub stage: Stage,
    pub urgent: bool,
    /// The smallest area it lies in; none as long as it stands in the pool.
    pub area_id: Option<AreaId>,
    pub area_path: Option<String>,
    /// WGS-84.
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    /// The point lies within tolerance of another grid: somebody should look.
    pub on_border: bool,
    /// The leading organisation (主办).
    pub lead_id: Option<OrganisationId>,
    pub lead_path: Option<String>,
    pub outcome: Option<Outcome>,
    pub merged_into: Option<CaseId>,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
    pub changed_at: Instant,
    /// The next deadline among the clocks that run.
    pub next_due_at: Option<Instant>,
    pub next_due_clock: Option<String>,
    /// A running clock is past its deadline.
    pub overdue: bool,
    pub returns: i32,
    pub reworks: i32,
    pub reopenings: i32,
    /// One more with each change; the ETag.
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, utoipa::ToSchema)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 办结.
    Resolved,
    /// 不予受理.
    Refused,
    /// 直接答复.
    Answered,
    /// 并案.
    Merged,
    /// 撤诉.
    Withdrawn,
    /// 作废.
    Voided,
}
