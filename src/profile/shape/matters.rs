//! What a case is about: categories, their standards, their routes.

use crate::clocks::Limit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A category of matters (分类): a component, an event or a request.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Dotted: `01.03` lies below `01`.
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    pub kind: CategoryKind,
    #[serde(default)]
    pub standard: Vec<Standard>,
}

/// 部件, 事件 or 诉求 (GB/T 30428.2; requests are the third, this platform's own).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CategoryKind {
    Component,
    Event,
    Request,
}

/// When a case of a category is opened, when it may be closed, and how long it may take (立案/结案条件).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    pub opens: String,
    pub closes: String,
    pub limit: Limit,
}

/// To whom a case goes unless somebody decides otherwise. The first that fits counts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// A category, or `01.*`, or `*`.
    pub category: String,
    /// The code of an area, or its beginning with `*`, or `*`.
    pub area: String,
    /// The code of an organisation.
    pub to: String,
}
