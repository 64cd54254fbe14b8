//! Organisations over HTTP.

use super::{act, administering, made};
use crate::{
    app::App,
    error::{Problem, Result},
    profile::Administers,
    request::{Path, Posted},
    staff::{
        Officer, OrganisationId, organisations,
        organisations::{NewOrganisation, OrganisationChange},
        store,
    },
};
use axum::{Json, extract::State, http::StatusCode};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{organisation::Model, organisation_area};

/// An organisation (单位) and where it stands in its tree.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OrganisationView {
    pub id: OrganisationId,
    pub code: String,
    pub name: String,
    /// One of the profile's kinds.
    pub kind: String,
    /// The organisation above; a root has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<OrganisationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Codes of the areas it works in.
    pub areas: Vec<String>,
}

impl OrganisationView {
    fn of(row: Model, areas: Vec<String>) -> Self {
        let Model { id, code, name, kind, parent_id: parent, phone, .. } = row;
        Self { id, code, name, kind, parent, phone, areas }
    }
}

/// All organisations
///
/// The whole tree, by code; `parent` says what hangs where.
#[utoipa::path(get, operation_id = "list_organisations", path = "/api/v1/organisations", tag = "staff",
    responses((status = 200, body = Vec<OrganisationView>), (status = 401, body = Problem)))]
pub async fn list(State(app): State<App>, _: Officer) -> Result<Json<Vec<OrganisationView>>> {
    let rows = store::organisation::all(app.db.read()).await?;
    let mut areas = HashMap::<_, Vec<_>>::new();
    for (id, code) in organisation_area::codes(app.db.read(), None).await? {
        areas.entry(id).or_default().push(code);
    }
    let shown = |row: Model| {
        let areas = areas.remove(&row.id).unwrap_or_default();
        OrganisationView::of(row, areas)
    };
    Ok(Json(rows.into_iter().map(shown).collect()))
}

/// Make an organisation
#[utoipa::path(post, operation_id = "create_organisation", path = "/api/v1/organisations", tag = "staff", request_body = NewOrganisation,
    responses((status = 201, body = OrganisationView), (status = 200, description = "Made before", body = OrganisationView),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    by: Officer,
    Posted { body, once }: Posted<NewOrganisation>,
) -> Result<(StatusCode, Json<OrganisationView>)> {
    let edition = administering(&app, &by, Administers::System)?;
    let work = async |txn: &_| {
        let row = organisations::create(txn, &edition.profile, &body, act(&app, &by)).await?;
        view(txn, row).await
    };
    Ok(made(app.write_once(&once, work).await?))
}

/// Change name, phone or areas of an organisation
#[utoipa::path(patch, operation_id = "change_organisation", path = "/api/v1/organisations/{id}", tag = "staff", params(("id" = OrganisationId, Path)),
    request_body = OrganisationChange,
    responses((status = 200, body = OrganisationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn change(
    State(app): State<App>,
    by: Officer,
    Path(id): Path<OrganisationId>,
    Posted { body, once }: Posted<OrganisationChange>,
) -> Result<Json<OrganisationView>> {
    administering(&app, &by, Administers::System)?;
    let work = async |txn: &_| {
        let row = organisations::change(txn, id, &body, act(&app, &by)).await?;
        view(txn, row).await
    };
    Ok(Json(app.write_once(&once, work).await?.answer))
}

async fn view(db: &impl ConnectionTrait, row: Model) -> Result<OrganisationView> {
    let areas = organisation_area::codes(db, Some(row.id)).await?;
    Ok(OrganisationView::of(row, areas.into_iter().map(|(_, code)| code).collect()))
}
