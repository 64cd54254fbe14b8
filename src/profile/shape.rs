//! The shape of a profile file: every table and key, once. `profiles/demo.toml` explains them by example,
//! `profiles/schema.json` is generated from here.

mod clock;
mod flow;
mod matters;
mod places;

pub use clock::{CategoryWord, Clock, ClockLimit};
pub use flow::{Action, Effect, Need, Stage, Step};
pub use matters::{Category, CategoryKind, Route, Standard};
pub use places::{Administers, Level, Named, OrganisationKind, Role, Size};

use crate::clocks::Limit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a district is, as data (区情配置). Unknown keys are refused.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Six-digit code of the district (GB/T 2260).
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    /// Grows by one with each change that is loaded; a case keeps the version it began with.
    pub version: u32,
    /// IANA name, with daylight saving. Natural days end at 24:00 there; the host's TZ is never read.
    pub time_zone: String,
    /// Which statutory calendar counts working days; none means that every day is a working day.
    pub calendar: Option<String>,
    /// Local time at which the day of a *measure* begins; never moves a clock. `00:00` if left out.
    pub day_starts_at: Option<String>,
    pub hours: Hours,
    pub report: Intake,
    #[serde(default)]
    pub numbers: Numbers,
    #[serde(default)]
    pub borders: Borders,
    #[serde(default)]
    pub duplicates: Duplicates,
    pub reopening: Option<Reopening>,
    pub rating: Option<Rating>,
    #[serde(default)]
    pub reveal: Reveal,
    pub level: Vec<Level>,
    pub organisation_kind: Vec<OrganisationKind>,
    pub role: Vec<Role>,
    pub channel: Vec<Named>,
    pub category: Vec<Category>,
    #[serde(default)]
    pub route: Vec<Route>,
    pub step: Vec<Step>,
    pub action: Vec<Action>,
    pub clock: Vec<Clock>,
    #[serde(default)]
    pub message: Vec<Message>,
}

/// Office hours on a working day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// `"HH:MM-HH:MM"`, in order, without overlap; `24:00` may end the last.
    pub windows: Vec<String>,
}

/// What happens when a report arrives and makes a case.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// The step in which a new case stands; its stage is intake.
    pub step: String,
    /// Clocks that start with the report.
    #[serde(default)]
    pub starts: Vec<String>,
    /// Shown to whoever reports something urgent, such as `110`, `119`, `120`.
    #[serde(default)]
    pub emergency_numbers: Vec<String>,
}

/// How case numbers look: prefix + YYYYMMDD + five digits of the local day.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    #[serde(default)]
    pub prefix: String,
}

/// How borders are read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Borders {
    /// Metres within which a point counts as lying on a border, so that somebody has to choose.
    pub tolerance_m: f64,
}

impl Default for Borders {
    fn default() -> Self {
        Self { tolerance_m: 5.0 }
    }
}

/// Which open cases are offered to a reporter as "perhaps the same".
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duplicates {
    /// Metres.
    pub radius_m: f64,
    /// Natural days back from now.
    pub days: u32,
}

impl Default for Duplicates {
    fn default() -> Self {
        Self { radius_m: 50.0, days: 84 }
    }
}

/// Until when a reporter may say "not solved".
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopening {
    pub within: Limit,
}

/// What a reporter may answer when asked how satisfied they are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// From best to worst.
    pub answers: Vec<String>,
}

/// Opening a masked personal field.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reveal {
    /// Minutes for which an opened field stays open.
    pub minutes: u32,
    /// Roles that may open one.
    #[serde(default)]
    pub who: Vec<String>,
}

impl Default for Reveal {
    fn default() -> Self {
        Self { minutes: 10, who: Vec::new() }
    }
}

/// What reporters are told when an effect has happened. `{number}`, `{step}`, `{organisation}`, `{reply}`,
/// `{reason}` are filled in; an effect without a message tells nobody.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    pub on: Effect,
    pub text: String,
    pub text_en: Option<String>,
}
