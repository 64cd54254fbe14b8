//! Where work is done and by whom: levels, kinds, channels, roles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A level of the space tree, top to bottom.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    /// The level above; only the first has none.
    pub parent: Option<String>,
    /// Exactly one level is the base grid.
    #[serde(default)]
    pub base: bool,
    pub size: Option<Size>,
}

/// How large an area of a level should be (L-08, X-05); outside it is listed, never refused.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// What is counted, such as `household`.
    pub unit: String,
    pub min: u32,
    pub max: u32,
}

/// A kind of organisation (单位类别).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationKind {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    /// Whoever works for one never learns who reported, not even masked (G-7: property firms). They reach the
    /// reporters through the platform.
    #[serde(default)]
    pub hides_reporters: bool,
}

/// Anything that only has a name: a channel.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
}

/// A role that a post gives an officer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    /// The level or the kind of organisation at which its posts stand.
    pub at: String,
    /// What it may administer beyond cases. None of them lets anybody read cases.
    #[serde(default)]
    pub administers: Vec<Administers>,
}

/// The separate hats of administration (三员).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Administers {
    /// Areas, organisations, officers, posts, profile, calendars.
    System,
    /// Sessions and sign-in of others.
    Security,
    /// Reads the record of who looked at what.
    Audit,
}
