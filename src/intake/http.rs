//! Routes of intake: all of them answer strangers.

use super::{
    duplicates::{self, Duplicate, DuplicateQuery},
    receive::receive,
    report::{NewReport, Receipt},
    tracking::{self, TrackedReport},
};
use crate::{
    app::App,
    cases::{
        act::{self, NewAction, Taken},
        store::report,
    },
    error::{Error, Problem, Result},
    files::{self, FileId},
    request::{Path, Posted, Query, created},
    staff::Officer,
};
use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::{StatusCode, request::Parts},
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(post_report))
        .routes(routes!(show_report))
        .routes(routes!(act_on_report))
        .routes(routes!(show_report_photo))
        .routes(routes!(find_duplicates))
}

/// The receipt with the secret that opens the report again.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecretReceipt {
    #[serde(flatten)]
    pub receipt: Receipt,
    /// Send it as `Tracking-Secret`. Not stored anywhere: keep it.
    pub secret: String,
}

/// Report something
///
/// Open to everybody; an officer who is signed in is recorded as having written it down. With an Idempotency-Key
/// made on the device it can be sent again without being taken twice.
#[utoipa::path(post, path = "/api/v1/reports", tag = "reports",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewReport,
    responses((status = 201, body = SecretReceipt), (status = 200, description = "Received before", body = SecretReceipt),
        (status = 400, body = Problem), (status = 422, body = Problem)))]
async fn post_report(
    State(app): State<App>,
    by: Option<Officer>,
    Posted { body, once }: Posted<NewReport>,
) -> Result<(StatusCode, Json<SecretReceipt>)> {
    let received = receive(&app, by.as_ref(), &body, &once.for_report()).await?;
    let (status, Json(receipt)) = created(received);
    let secret = report::secret(receipt.report, &app.secret);
    Ok((status, Json(SecretReceipt { receipt, secret })))
}

/// Follow a report
#[utoipa::path(get, path = "/api/v1/reports/{code}", tag = "reports",
    params(("code" = String, Path), ("Tracking-Secret" = String, Header)),
    responses((status = 200, body = TrackedReport), (status = 404, body = Problem)))]
async fn show_report(
    State(app): State<App>,
    Path(code): Path<String>,
    TrackingSecret(secret): TrackingSecret,
) -> Result<Json<TrackedReport>> {
    let (report, file) = tracking::find(&app, &code, &secret).await?;
    Ok(Json(tracking::view(&app, &report, &file).await?))
}

/// Rate, reopen or withdraw
///
/// The actions that come with the report say which are possible. "Not solved" reopens the case by itself while the
/// profile's time for it lasts.
#[utoipa::path(post, path = "/api/v1/reports/{code}/actions", tag = "reports",
    params(("code" = String, Path), ("Tracking-Secret" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    request_body = NewAction,
    responses((status = 201, body = Taken), (status = 200, description = "Taken before", body = Taken),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn act_on_report(
    State(app): State<App>,
    Path(code): Path<String>,
    TrackingSecret(secret): TrackingSecret,
    Posted { body, once }: Posted<NewAction>,
) -> Result<(StatusCode, Json<Taken>)> {
    Ok(created(act::act_as_reporter(&app, &code, &secret, &body, &once).await?))
}

/// A photo of one's own report
#[utoipa::path(get, path = "/api/v1/reports/{code}/photos/{photo}", tag = "reports",
    params(("code" = String, Path), ("photo" = FileId, Path), ("Tracking-Secret" = String, Header), files::PhotoQuery),
    responses((status = 200, content_type = "image/jpeg"), (status = 404, body = Problem)))]
async fn show_report_photo(
    State(app): State<App>,
    Path((code, photo)): Path<(String, FileId)>,
    TrackingSecret(secret): TrackingSecret,
    Query(query): Query<files::PhotoQuery>,
) -> Result<Response> {
    let (report, file) = tracking::find(&app, &code, &secret).await?;
    if !tracking::view(&app, &report, &file).await?.photos.contains(&photo) {
        return Err(Error::NotFound);
    }
    files::response(&app, photo, &query).await
}

/// Open cases nearby that may be about the same
#[utoipa::path(get, path = "/api/v1/duplicates", tag = "reports", params(DuplicateQuery),
    responses((status = 200, body = Vec<Duplicate>), (status = 422, body = Problem)))]
async fn find_duplicates(State(app): State<App>, Query(query): Query<DuplicateQuery>) -> Result<Json<Vec<Duplicate>>> {
    Ok(Json(duplicates::nearby(&app, app.db.read(), &query).await?))
}

/// The secret that belongs to a tracking code; without it there is nothing to be found.
struct TrackingSecret(String);

impl<S: Sync> FromRequestParts<S> for TrackingSecret {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let value = parts.headers.get("tracking-secret").and_then(|value| value.to_str().ok());
        value.map(|secret| Self(secret.to_owned())).ok_or(Error::NotFound)
    }
}
