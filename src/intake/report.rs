//! What is said, and what is given for it at once.

use crate::{
    areas::AreaName,
    cases::{CaseId, ReportId, store::report::Kind},
    files::FileId,
    staff::OfficerId,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody says. Everything may be typed instead of tapped; only words or a photo are indispensable.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// Made on the device that wrote it (UUID).
    pub id: Option<ReportId>,
    /// `help` unless given.
    #[serde(default)]
    pub kind: Kind,
    /// At most 5,000 characters.
    #[serde(default)]
    pub text: String,
    /// One of the profile's categories; left out means "don't know".
    pub category: Option<String>,
    /// One of the profile's channels.
    pub channel: String,
    /// WGS-84 degrees.
    pub lon: Option<f64>,
    /// WGS-84 degrees.
    pub lat: Option<f64>,
    /// The code of an area, such as the grid code on a board.
    pub area: Option<String>,
    /// In words.
    pub address: Option<String>,
    /// Ids of photos that were put before.
    #[serde(default)]
    pub photos: Vec<FileId>,
    pub reporter: Option<NewReporter>,
    /// For whom, when somebody speaks for another.
    pub on_behalf_of: Option<String>,
    /// The code of the organisation that the report complains of. It will not learn who complained.
    pub against: Option<String>,
    /// Officers only: the officer that the report complains of. They will not learn who complained.
    pub against_officer: Option<OfficerId>,
    /// Danger to life, limb or property: round-the-clock clocks.
    #[serde(default)]
    pub urgent: bool,
    /// The number of an open case that this is about too.
    pub join: Option<String>,
    /// Officers only: the number another system gave it.
    pub outside_number: Option<String>,
    /// Officers only: the deadline another system set.
    #[serde(default, deserialize_with = "crate::request::instant")]
    pub outside_due_at: Option<DateTime<Utc>>,
}

/// Who speaks, as far as they wish to say.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReporter {
    pub name: Option<String>,
    pub phone: Option<String>,
    /// Nobody may open the name, for whatever reason.
    #[serde(default)]
    pub hide_name: bool,
}

/// What the reporter is given at once. The secret is added when it is sent: it is never stored.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Receipt {
    pub report: ReportId,
    pub case: CaseId,
    pub number: String,
    pub tracking_code: String,
    pub received_at: DateTime<Utc>,
    /// It joined a case that was there.
    pub joined: bool,
    /// The area it was located in; none means that the desk will look.
    pub area: Option<AreaName>,
    pub on_border: bool,
    /// The first deadline that runs for it.
    pub next_due_at: Option<DateTime<Utc>>,
    /// With an urgent report: numbers to call now.
    #[serde(default)]
    pub emergency_numbers: Vec<String>,
}
