//! Clocks and where their limits come from.

use crate::clocks::{Counts, Limit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A clock (时限).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    /// A limit, or `category`: the one of the case's standard.
    pub limit: ClockLimit,
    /// For `category`, where the category gives none.
    pub otherwise: Option<Limit>,
    /// Instead of the limit when the case is urgent.
    pub urgent: Option<Limit>,
    #[serde(default)]
    pub counts: Counts,
    /// Whether a granted pause (挂账) makes it stand still: clocks of handling and checking.
    #[serde(default)]
    pub pauses: bool,
    /// How often it may be extended (延期).
    #[serde(default)]
    pub extensions: u32,
}

/// Where a clock's limit comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ClockLimit {
    Category(CategoryWord),
    Fixed(Limit),
}

/// The word `category`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CategoryWord {
    Category,
}
