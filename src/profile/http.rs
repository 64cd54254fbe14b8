//! The profile as everybody may read it: the district's words, so that no client has its own.

use super::{Category, Clock, Named, Profile, Stage, Step, Word};
use crate::app::App;
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_profile))
}

/// The district's words.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileView {
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    pub version: u32,
    pub time_zone: String,
    pub levels: Vec<Word>,
    pub organisation_kinds: Vec<Word>,
    pub roles: Vec<Word>,
    pub channels: Vec<Word>,
    pub categories: Vec<CategoryView>,
    pub steps: Vec<StepView>,
    pub clocks: Vec<Word>,
    pub answers: Vec<String>,
    pub emergency_numbers: Vec<String>,
}

/// A category with its standards.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryView {
    #[serde(flatten)]
    pub word: Word,
    pub kind: super::CategoryKind,
    pub standards: Vec<StandardView>,
}

/// When a case is opened and may be closed, and how long it may take.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandardView {
    pub opens: String,
    pub closes: String,
    /// Such as `4 work_hours`.
    pub limit: String,
}

/// A step and its stage.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepView {
    #[serde(flatten)]
    pub word: Word,
    pub stage: Stage,
}

/// The district's words
///
/// Levels, roles, channels, categories with their standards, steps. Public.
#[utoipa::path(get, path = "/api/v1/profile", tag = "profile", responses((status = 200, body = ProfileView)))]
async fn show_profile(State(app): State<App>) -> Json<ProfileView> {
    Json(view(&app.profiles.current().profile))
}

fn view(profile: &Profile) -> ProfileView {
    let named = |it: &Named| words(&it.id, &it.name, &it.name_en);
    ProfileView {
        code: profile.code.clone(),
        name: profile.name.clone(),
        name_en: profile.name_en.clone(),
        version: profile.version,
        time_zone: profile.time_zone.clone(),
        levels: profile.level.iter().map(|it| words(&it.id, &it.name, &it.name_en)).collect(),
        organisation_kinds: profile.organisation_kind.iter().map(|it| words(&it.id, &it.name, &it.name_en)).collect(),
        roles: profile.role.iter().map(|it| words(&it.id, &it.name, &it.name_en)).collect(),
        channels: profile.channel.iter().map(named).collect(),
        categories: profile.category.iter().map(category).collect(),
        steps: profile.step.iter().map(step).collect(),
        clocks: profile.clock.iter().map(clock).collect(),
        answers: profile.rating.as_ref().map(|rating| rating.answers.clone()).unwrap_or_default(),
        emergency_numbers: profile.report.emergency_numbers.clone(),
    }
}

fn words(id: &str, name: &str, name_en: &Option<String>) -> Word {
    Word { id: id.to_owned(), name: name.to_owned(), name_en: name_en.clone() }
}

fn category(it: &Category) -> CategoryView {
    let standard = |it: &super::Standard| StandardView {
        opens: it.opens.clone(),
        closes: it.closes.clone(),
        limit: it.limit.to_string(),
    };
    CategoryView {
        word: words(&it.id, &it.name, &it.name_en),
        kind: it.kind,
        standards: it.standard.iter().map(standard).collect(),
    }
}

fn step(it: &Step) -> StepView {
    StepView { word: words(&it.id, &it.name, &it.name_en), stage: it.stage }
}

fn clock(it: &Clock) -> Word {
    words(&it.id, &it.name, &it.name_en)
}
