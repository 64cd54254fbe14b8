//! Sign-ins over HTTP.

use super::{
    administering, credentials,
    officers::{OfficerView, view},
};
use crate::{
    app::App,
    error::{Error, Problem, Result},
    profile::Administers,
    request::{Path, Sent},
    staff::{Officer, OfficerId, sessions, store},
    wall_clock::Instant,
};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header::SET_COOKIE, request::Parts},
    response::{AppendHeaders, IntoResponse},
};
use serde::{Deserialize, Serialize};

/// Who wants to come in.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    login: String,
    password: String,
    /// For programs: the token comes in the answer, to be sent as `Authorization: Bearer`, and no cookie is set.
    #[serde(default)]
    bearer: bool,
}

/// An officer's own choice of a password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    old: String,
    /// 10 to 200 characters.
    new: String,
}

/// Who came in.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SignedIn {
    officer: OfficerView,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

/// An open sign-in.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionView {
    /// Names the session; cannot be used to sign in.
    id: String,
    #[schema(value_type = chrono::DateTime<chrono::Utc>)]
    began_at: Instant,
    /// To the minute.
    #[schema(value_type = chrono::DateTime<chrono::Utc>)]
    seen_at: Instant,
}

/// Sign in
///
/// Never repeated from memory: an Idempotency-Key has no meaning here, each sign-in is a new session.
#[utoipa::path(post, operation_id = "sign_in", path = "/api/v1/session", tag = "staff", request_body = SignIn,
    responses((status = 201, body = SignedIn), (status = 403, description = "Login or password is wrong", body = Problem)))]
pub async fn begin(State(app): State<App>, Sent(new): Sent<SignIn>) -> Result<impl IntoResponse> {
    let SignIn { login, password, bearer } = new;
    let token = sessions::sign_in(&app, &login, password).await?;
    let officer = show_officer(&app, sessions::officer_of(&app, &token).await?.id).await?;
    let cookie = (!bearer).then(|| (SET_COOKIE, credentials::keep(&token, &app.config.session)));
    let signed_in = SignedIn { officer, token: bearer.then_some(token) };
    Ok((StatusCode::CREATED, AppendHeaders(cookie), Json(signed_in)))
}

/// Who is signed in
#[utoipa::path(get, operation_id = "show_session", path = "/api/v1/session", tag = "staff",
    responses((status = 200, body = OfficerView), (status = 401, body = Problem)))]
pub async fn show(State(app): State<App>, officer: Officer) -> Result<Json<OfficerView>> {
    show_officer(&app, officer.id).await.map(Json)
}

/// Sign out
#[utoipa::path(delete, operation_id = "sign_out", path = "/api/v1/session", tag = "staff",
    responses((status = 204, description = "Nobody is signed in any more"), (status = 403, body = Problem)))]
pub async fn end(State(app): State<App>, parts: Parts) -> Result<impl IntoResponse> {
    if let Some(token) = credentials::token(&parts)? {
        sessions::sign_out(&app, &token).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, credentials::remove(&app.config.session))]))
}

/// Choose a new password
///
/// All sessions of the officer end, this one too. Not kept under an Idempotency-Key, for nothing of a password is kept.
#[utoipa::path(put, path = "/api/v1/session/password", tag = "staff", request_body = PasswordChange,
    responses((status = 204, description = "Changed; sign in again"), (status = 401, body = Problem),
        (status = 403, description = "The old password is wrong", body = Problem), (status = 422, body = Problem)))]
pub async fn change_password(
    State(app): State<App>,
    officer: Officer,
    Sent(change): Sent<PasswordChange>,
) -> Result<impl IntoResponse> {
    let PasswordChange { old, new } = change;
    sessions::change_password(&app, officer.id, old, new).await?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, credentials::remove(&app.config.session))]))
}

/// The open sessions of an officer
#[utoipa::path(get, operation_id = "list_sessions", path = "/api/v1/officers/{id}/sessions", tag = "staff", params(("id" = OfficerId, Path)),
    responses((status = 200, body = Vec<SessionView>), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn of_officer(
    State(app): State<App>,
    by: Officer,
    Path(id): Path<OfficerId>,
) -> Result<Json<Vec<SessionView>>> {
    administering(&app, &by, Administers::Security)?;
    store::officer::find(app.db.read(), id).await?.ok_or(Error::NotFound)?;
    let shown = |session: store::session::Model| SessionView {
        id: session.token_hash,
        began_at: session.began_at,
        seen_at: session.seen_at,
    };
    Ok(Json(sessions::open_sessions(&app, id).await?.into_iter().map(shown).collect()))
}

/// End somebody's session
#[utoipa::path(delete, operation_id = "revoke_session", path = "/api/v1/sessions/{id}", tag = "staff", params(("id" = String, Path)),
    responses((status = 204, description = "Ended"), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn revoke(State(app): State<App>, by: Officer, Path(id): Path<String>) -> Result<StatusCode> {
    administering(&app, &by, Administers::Security)?;
    sessions::revoke(&app, &id, by.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn show_officer(app: &App, id: OfficerId) -> Result<OfficerView> {
    let row = store::officer::find(app.db.read(), id).await?.ok_or(Error::NotSignedIn)?;
    Ok(view(app, vec![row], true, true).await?.remove(0))
}
