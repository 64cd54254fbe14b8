//! Officers over HTTP.

use super::{act, administering, made};
use crate::{
    app::App,
    error::{Problem, Result},
    log::idempotency::Answered,
    profile::{Administers, Profile},
    request::{Path, Posted, Query},
    staff::{Officer, OfficerId, PostId, may_administer, officers, officers::NewOfficer, password, store},
    wall_clock::Instant,
};
use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};

/// An officer with their posts that are not over.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OfficerView {
    pub id: OfficerId,
    pub name: String,
    /// For the officer and for those who administer the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>)]
    pub ended_at: Option<Instant>,
    pub posts: Vec<PostView>,
}

/// A post: what, where, when.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PostView {
    pub id: PostId,
    pub role: String,
    pub role_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<PostPlace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<PostPlace>,
    #[schema(value_type = chrono::DateTime<chrono::Utc>)]
    pub valid_from: Instant,
    /// Exclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>)]
    pub valid_to: Option<Instant>,
}

/// The area or organisation where a post stands.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PostPlace {
    #[schema(value_type = uuid::Uuid)]
    pub id: uuid::Uuid,
    pub code: String,
    pub name: String,
}

/// A password that was just made. It is shown this once; whoever lost it asks for another.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OfficerPassword {
    pub officer: OfficerId,
    pub login: String,
    /// Missing when the request is repeated: it is stored nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OfficerPage {
    /// The last officer of the page before.
    after: Option<OfficerId>,
    /// 1 to 200; 100 if left out.
    limit: Option<u64>,
}

/// Officers, page by page
///
/// In order of creation.
#[utoipa::path(get, operation_id = "list_officers", path = "/api/v1/officers", tag = "staff", params(OfficerPage),
    responses((status = 200, body = Vec<OfficerView>), (status = 401, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    by: Officer,
    Query(page): Query<OfficerPage>,
) -> Result<Json<Vec<OfficerView>>> {
    let limit = page.limit.unwrap_or(100).clamp(1, 200);
    let rows = store::officer::page(app.db.read(), page.after, limit).await?;
    let with_login = may_administer(&by, &app.profiles.current().profile, Administers::System);
    view(&app, rows, with_login, false).await.map(Json)
}

/// Make an officer
///
/// The password is in the first answer only.
#[utoipa::path(post, operation_id = "create_officer", path = "/api/v1/officers", tag = "staff", request_body = NewOfficer,
    responses((status = 201, body = OfficerPassword), (status = 200, description = "Made before", body = OfficerPassword),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    by: Officer,
    Posted { body, once }: Posted<NewOfficer>,
) -> Result<(StatusCode, Json<OfficerPassword>)> {
    administering(&app, &by, Administers::System)?;
    let plain = password::readable();
    let stored = password::hash(plain.clone()).await?;
    let work =
        async |txn: &_| officers::create(txn, &body, stored, act(&app, &by)).await.map(OfficerPassword::withheld);
    Ok(made(reveal(app.write_once(&once, work).await?, plain)))
}

/// Give an officer a new password
///
/// And end their sessions. The password is in the first answer only.
#[utoipa::path(post, path = "/api/v1/officers/{id}/password", tag = "staff", params(("id" = OfficerId, Path)),
    request_body = NoDetails,
    responses((status = 201, body = OfficerPassword), (status = 200, description = "Done before", body = OfficerPassword),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn reset_password(
    State(app): State<App>,
    by: Officer,
    Path(id): Path<OfficerId>,
    Posted { once, .. }: Posted<NoDetails>,
) -> Result<(StatusCode, Json<OfficerPassword>)> {
    administering(&app, &by, Administers::System)?;
    let plain = password::readable();
    let stored = password::hash(plain.clone()).await?;
    let work =
        async |txn: &_| officers::reset_password(txn, id, stored, act(&app, &by)).await.map(OfficerPassword::withheld);
    Ok(made(reveal(app.write_once(&once, work).await?, plain)))
}

/// End an officer
///
/// No sign-in, posts and sessions over.
#[utoipa::path(post, operation_id = "end_officer", path = "/api/v1/officers/{id}/end", tag = "staff", params(("id" = OfficerId, Path)),
    request_body = NoDetails,
    responses((status = 201, body = OfficerView), (status = 200, description = "Done before", body = OfficerView),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn end(
    State(app): State<App>,
    by: Officer,
    Path(id): Path<OfficerId>,
    Posted { once, .. }: Posted<NoDetails>,
) -> Result<(StatusCode, Json<OfficerView>)> {
    administering(&app, &by, Administers::System)?;
    let work = async |txn: &_| {
        let row = officers::end(txn, id, act(&app, &by)).await?;
        let store::officer::Model { id, name, login, ended_at, .. } = row;
        Ok(OfficerView { id, name, login: Some(login), ended_at, posts: Vec::new() })
    };
    Ok(made(app.write_once(&once, work).await?))
}

/// `{}`: the address says it all.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoDetails {}

/// Officers with their posts, in three queries however many they are; `now_only` leaves out posts still to begin.
pub(super) async fn view(
    app: &App,
    rows: Vec<store::officer::Model>,
    with_login: bool,
    now_only: bool,
) -> Result<Vec<OfficerView>> {
    let edition = app.profiles.current();
    let ids = rows.iter().map(|row| row.id);
    let posts = store::post::of_officers(app.db.read(), ids, app.clock.now(), now_only).await?;
    let of =
        |id| posts.iter().filter(move |post| post.officer_id == id).map(|post| PostView::of(post, &edition.profile));
    let shown = |row: store::officer::Model| OfficerView {
        id: row.id,
        name: row.name,
        login: with_login.then_some(row.login),
        ended_at: row.ended_at,
        posts: of(row.id).collect(),
    };
    Ok(rows.into_iter().map(shown).collect())
}

impl PostView {
    fn of(post: &store::post::Placed, profile: &Profile) -> Self {
        let role = profile.role.iter().find(|role| role.id == post.role);
        let area = post.area_id.map(|id| (id.0, post.area_code.clone(), post.area_name.clone()));
        let organisation =
            post.organisation_id.map(|id| (id.0, post.organisation_code.clone(), post.organisation_name.clone()));
        Self {
            id: post.id,
            role: post.role.clone(),
            // A post may outlive its role's name in the profile.
            role_name: role.map_or_else(|| post.role.clone(), |role| role.name.clone()),
            area: area.and_then(PostPlace::of),
            organisation: organisation.and_then(PostPlace::of),
            valid_from: post.valid_from,
            valid_to: post.valid_to,
        }
    }
}

impl PostPlace {
    fn of((id, code, name): (uuid::Uuid, Option<String>, Option<String>)) -> Option<Self> {
        Some(Self { id, code: code?, name: name? })
    }
}

impl OfficerPassword {
    /// As the answer is stored.
    fn withheld(row: store::officer::Model) -> Self {
        Self { officer: row.id, login: row.login, password: None }
    }
}

fn reveal(mut done: Answered<OfficerPassword>, password: String) -> Answered<OfficerPassword> {
    done.answer.password = (!done.repeated).then_some(password);
    done
}
