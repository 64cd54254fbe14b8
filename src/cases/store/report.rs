//! The table of reports.

use crate::{
    cases::{CaseId, ReportId},
    secret::Secret,
    staff::{OfficerId, OrganisationId},
    wall_clock::Instant,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What somebody said, through a channel (诉求). Everything personal of a case stands here and can be erased.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportId,
    /// The case that answers it.
    pub case_id: CaseId,
    /// The case it made; another one after a merge.
    pub first_case_id: CaseId,
    #[sea_orm(unique)]
    pub tracking_code: String,
    pub kind: Kind,
    /// One of the profile's channels.
    pub channel: String,
    /// None once erased.
    #[sea_orm(column_type = "Text", nullable)]
    pub text: Option<String>,
    pub salt: String,
    /// What the reporter chose; the case's category is decided by the desk.
    pub category: Option<String>,
    pub address: Option<String>,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub reporter_name: Option<String>,
    pub reporter_phone: Option<String>,
    /// The reporter asks to stay unnamed even where names may be opened.
    pub hide_name: bool,
    pub on_behalf_of: Option<String>,
    pub against_organisation: Option<OrganisationId>,
    pub against_path: Option<String>,
    pub against_officer: Option<OfficerId>,
    /// The officer who wrote it down, or found it.
    pub received_by: Option<OfficerId>,
    /// The number another system gave it.
    pub outside_number: Option<String>,
    /// The deadline another system set: shown beside ours, never instead.
    pub outside_due_at: Option<Instant>,
    pub received_at: Instant,
    /// 是否解决, as the reporter says.
    pub solved: Option<bool>,
    pub satisfaction: Option<String>,
    pub rated_at: Option<Instant>,
    /// The reporter took it back.
    pub withdrawn_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What kind of thing was said (诉求类型, 12345).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, utoipa::ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 咨询.
    Question,
    /// 求助.
    #[default]
    Help,
    /// 投诉.
    Complaint,
    /// 举报.
    Disclosure,
    /// 建议.
    Suggestion,
    /// 表扬.
    Praise,
}

impl Model {
    /// Whether this is the secret that was given with the receipt.
    pub fn opens_with(&self, claimed: &str, key: &Secret) -> bool {
        key.verifies(PURPOSE, self.id.0.as_bytes(), claimed)
    }
}

const PURPOSE: &str = "tracking";

/// The secret of a report: an HMAC of its id, so that it can be said again without being stored.
pub fn secret(report: ReportId, key: &Secret) -> String {
    key.sign(PURPOSE, report.0.as_bytes())
}
