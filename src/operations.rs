//! What operators ask: is it alive, is it ready, what did it do by itself.

use crate::{
    app::App,
    background::LastRun,
    error::{Error, Problem, Result},
    profile::Administers,
    staff::{self, Officer},
};
use axum::{Json, extract::State};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_health)).routes(routes!(show_readiness)).routes(routes!(show_background))
}

/// What runs.
#[derive(Debug, Serialize, ToSchema)]
struct Readiness {
    version: &'static str,
    district: String,
    profile_version: u32,
}

/// The process is alive
#[utoipa::path(get, path = "/healthz", tag = "operations", responses((status = 200, body = String)))]
async fn show_health() -> &'static str {
    "ok"
}

/// The database answers
#[utoipa::path(get, path = "/readyz", tag = "operations", responses((status = 200, body = Readiness), (status = 503, body = Problem)))]
async fn show_readiness(State(app): State<App>) -> Result<Json<Readiness>> {
    app.db.read().execute_unprepared("SELECT 1").await.map_err(Error::NotReady)?;
    let edition = app.profiles.current();
    Ok(Json(Readiness {
        version: env!("CARGO_PKG_VERSION"),
        district: edition.profile.name.clone(),
        profile_version: edition.profile.version,
    }))
}

/// What happened by itself
///
/// The last run of each background job, for administrators.
#[utoipa::path(get, path = "/api/v1/background", tag = "operations",
    responses((status = 200, body = BTreeMap<String, LastRun>), (status = 403, body = Problem)))]
async fn show_background(State(app): State<App>, by: Officer) -> Result<Json<BTreeMap<&'static str, LastRun>>> {
    staff::administering(&app, &by, Administers::System)?;
    Ok(Json(app.runs.all()))
}
