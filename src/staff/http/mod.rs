//! Signing in, who is there, and the routes of the staff.

mod credentials;
pub mod officers;
pub mod organisations;
pub mod posts;
pub mod sessions;

use super::{Act, Officer, may_administer, sessions::officer_of};
use crate::{
    app::App,
    error::{Error, Refusal, Result},
    log::{Actor, idempotency::Answered},
    profile::{Administers, Edition},
};
use axum::{
    Json,
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{StatusCode, request::Parts},
};
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Everything under `/api/v1` that is about the staff.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sessions::begin, sessions::show, sessions::end))
        .routes(routes!(sessions::change_password))
        .routes(routes!(sessions::of_officer))
        .routes(routes!(sessions::revoke))
        .routes(routes!(organisations::list, organisations::create))
        .routes(routes!(organisations::change))
        .routes(routes!(officers::list, officers::create))
        .routes(routes!(officers::end))
        .routes(routes!(officers::reset_password))
        .routes(routes!(posts::create))
        .routes(routes!(posts::end))
}

impl FromRequestParts<App> for Officer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let found = <Self as OptionalFromRequestParts<App>>::from_request_parts(parts, app).await?;
        found.ok_or(Error::NotSignedIn)
    }
}

/// Without credentials there is nobody; with credentials that do not hold (any more) it is 401 and not nobody, so
/// that an officer's work is never taken for a stranger's.
impl OptionalFromRequestParts<App> for Officer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>> {
        // Several extractors of one request may ask.
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(Some(known.clone()));
        }
        let Some(token) = credentials::token(parts)? else { return Ok(None) };
        let officer = officer_of(app, &token).await?;
        parts.extensions.insert(officer.clone());
        Ok(Some(officer))
    }
}

/// The profile in force, for officers who may administer `what`.
pub fn administering(app: &App, officer: &Officer, what: Administers) -> Result<Arc<Edition>> {
    let edition = app.profiles.current();
    if may_administer(officer, &edition.profile, what) {
        return Ok(edition);
    }
    let (zh, en) = match what {
        Administers::System => ("此操作由系统管理员办理", "This is for officers who administer the system"),
        Administers::Security => ("此操作由安全保密管理员办理", "This is for officers who administer security"),
        Administers::Audit => ("此操作由安全审计员办理", "This is for officers who audit"),
    };
    Err(Error::Forbidden(Refusal::new("not_your_hat", zh, en)))
}

fn act(app: &App, officer: &Officer) -> Act {
    Act { by: Actor::Officer(officer.id.0), at: app.clock.now() }
}

/// 201 the first time, 200 when repeated.
fn made<T>(done: Answered<T>) -> (StatusCode, Json<T>) {
    (if done.repeated { StatusCode::OK } else { StatusCode::CREATED }, Json(done.answer))
}

#[cfg(test)]
mod tests;
