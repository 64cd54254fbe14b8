//! Posts over HTTP.

use super::{act, administering, made};
use crate::{
    app::App,
    error::{Problem, Result},
    profile::Administers,
    request::{Path, Posted},
    staff::{Officer, OfficerId, PostId, posts, posts::NewPost, store::post::Model},
    wall_clock::Instant,
};
use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};

/// A post that was made or ended.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PostDates {
    pub id: PostId,
    pub officer: OfficerId,
    pub role: String,
    #[schema(value_type = chrono::DateTime<chrono::Utc>)]
    pub valid_from: Instant,
    /// Exclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>)]
    pub valid_to: Option<Instant>,
}

impl From<Model> for PostDates {
    fn from(row: Model) -> Self {
        let Model { id, officer_id: officer, role, valid_from, valid_to, .. } = row;
        Self { id, officer, role, valid_from, valid_to }
    }
}

/// When a post ends.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostEnd {
    /// Now, if left out.
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>)]
    #[serde(default, deserialize_with = "crate::request::instant")]
    at: Option<Instant>,
}

/// Give an officer a post
#[utoipa::path(post, operation_id = "create_post", path = "/api/v1/officers/{id}/posts", tag = "staff", params(("id" = OfficerId, Path)),
    request_body = NewPost,
    responses((status = 201, body = PostDates), (status = 200, description = "Made before", body = PostDates),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    by: Officer,
    Path(id): Path<OfficerId>,
    Posted { body, once }: Posted<NewPost>,
) -> Result<(StatusCode, Json<PostDates>)> {
    let edition = administering(&app, &by, Administers::System)?;
    let work =
        async |txn: &_| posts::create(txn, &edition.profile, id, &body, act(&app, &by)).await.map(PostDates::from);
    Ok(made(app.write_once(&once, work).await?))
}

/// End a post, now or later
#[utoipa::path(post, operation_id = "end_post", path = "/api/v1/posts/{id}/end", tag = "staff", params(("id" = PostId, Path)),
    request_body = PostEnd,
    responses((status = 201, body = PostDates), (status = 200, description = "Done before", body = PostDates),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn end(
    State(app): State<App>,
    by: Officer,
    Path(id): Path<PostId>,
    Posted { body, once }: Posted<PostEnd>,
) -> Result<(StatusCode, Json<PostDates>)> {
    administering(&app, &by, Administers::System)?;
    let work = async |txn: &_| posts::end(txn, id, body.at, act(&app, &by)).await.map(PostDates::from);
    Ok(made(app.write_once(&once, work).await?))
}
