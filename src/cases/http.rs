//! Routes of cases.

use super::{
    CaseId,
    act::{self, NewAction, Taken},
    reveal::{NewReveal, Revealed},
    store::{self, Worklist},
    timeline::{self, Entry},
    view::{self, CaseItem, CaseView},
};
use crate::{
    app::App,
    error::{Error, Problem, Result},
    files::{self, FileId},
    request::{IfMatch, Path, Posted, Query, created},
    staff::Officer,
};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_cases))
        .routes(routes!(show_case))
        .routes(routes!(take_action))
        .routes(routes!(show_timeline))
        .routes(routes!(reveal_reporter))
        .routes(routes!(show_photo))
}

/// Which cases.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CaseQuery {
    /// `all` unless given.
    #[serde(default)]
    #[param(inline)]
    worklist: Worklist,
    /// `next` of the page before.
    after: Option<CaseId>,
    /// 1 to 200; 50 unless given.
    limit: Option<u64>,
}

/// A page of cases.
#[derive(Debug, Serialize, ToSchema)]
pub struct CasePage {
    pub items: Vec<CaseItem>,
    /// Give it as `after` for the next page; none on the last.
    pub next: Option<CaseId>,
}

/// The cases of a worklist
///
/// Within what the officer's posts let them see.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", params(CaseQuery),
    responses((status = 200, body = CasePage), (status = 401, body = Problem)))]
async fn list_cases(State(app): State<App>, by: Officer, Query(query): Query<CaseQuery>) -> Result<Json<CasePage>> {
    let limit = query.limit.unwrap_or(50).clamp(1, 200);
    let mut cases =
        store::list(app.db.read(), query.worklist, &by, &app.profiles.all(), query.after, limit + 1).await?;
    let more = cases.len() as u64 > limit;
    cases.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = cases.last().filter(|_| more).map(|case| case.id);
    Ok(Json(CasePage { items: view::items(&app, &cases).await?, next }))
}

/// One case
///
/// With its reports, clocks and the actions this officer may take now. The ETag is its version.
#[utoipa::path(get, path = "/api/v1/cases/{id}", tag = "cases", params(("id" = CaseId, Path)),
    responses((status = 200, body = CaseView), (status = 404, body = Problem)))]
async fn show_case(State(app): State<App>, by: Officer, Path(id): Path<CaseId>) -> Result<Response> {
    let file = store::find(app.db.read(), id, &by).await?.ok_or(Error::NotFound)?;
    let etag = [(header::ETAG, format!("\"{}\"", file.case.version))];
    Ok((etag, Json(view::case_view(&app, &file, &by).await?)).into_response())
}

/// Take an action on a case
///
/// The actions that come with the case say which are possible and what each needs. If-Match carries the ETag of
/// the version the officer saw.
#[utoipa::path(post, path = "/api/v1/cases/{id}/actions", tag = "cases",
    params(("id" = CaseId, Path), ("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    request_body = NewAction,
    responses((status = 201, body = Taken), (status = 200, description = "Taken before", body = Taken),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn take_action(
    State(app): State<App>,
    by: Officer,
    IfMatch(seen): IfMatch,
    Path(id): Path<CaseId>,
    Posted { body, once }: Posted<NewAction>,
) -> Result<(StatusCode, Json<Taken>)> {
    Ok(created(act::act(&app, &by, id, seen, &body, &once).await?))
}

/// What happened to a case
#[utoipa::path(get, path = "/api/v1/cases/{id}/timeline", tag = "cases", params(("id" = CaseId, Path)),
    responses((status = 200, body = Vec<Entry>), (status = 404, body = Problem)))]
async fn show_timeline(State(app): State<App>, by: Officer, Path(id): Path<CaseId>) -> Result<Json<Vec<Entry>>> {
    let file = store::find(app.db.read(), id, &by).await?.ok_or(Error::NotFound)?;
    Ok(Json(timeline::of(&app, &file, &by).await?))
}

/// Open a reporter's name and phone
///
/// For a reason, for some minutes, on record; the reporter can read that record.
#[utoipa::path(post, path = "/api/v1/cases/{id}/reveals", tag = "cases",
    params(("id" = CaseId, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewReveal,
    responses((status = 201, body = Revealed), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
async fn reveal_reporter(
    State(app): State<App>,
    by: Officer,
    Path(id): Path<CaseId>,
    Posted { body, once }: Posted<NewReveal>,
) -> Result<(StatusCode, Json<Revealed>)> {
    super::reveal::reveal(&app, &by, id, &body, &once).await.map(|revealed| (StatusCode::CREATED, Json(revealed)))
}

/// A photo of a case
#[utoipa::path(get, path = "/api/v1/cases/{id}/photos/{photo}", tag = "cases",
    params(("id" = CaseId, Path), ("photo" = FileId, Path), files::PhotoQuery),
    responses((status = 200, content_type = "image/jpeg"), (status = 404, body = Problem)))]
async fn show_photo(
    State(app): State<App>,
    by: Officer,
    Path((id, photo)): Path<(CaseId, FileId)>,
    Query(query): Query<files::PhotoQuery>,
) -> Result<Response> {
    let file = store::find(app.db.read(), id, &by).await?.ok_or(Error::NotFound)?;
    let shown = view::case_view(&app, &file, &by).await?;
    let of_reports = shown.reports.iter().flat_map(|report| &report.photos);
    if !of_reports.chain(shown.photos.iter().map(|photo| &photo.id)).any(|id| *id == photo) {
        return Err(Error::NotFound);
    }
    files::response(&app, photo, &query).await
}
