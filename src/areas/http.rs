//! Areas over HTTP. Who may know where the borders run: everybody.

use super::{Area, AreaName, Code, Crs, Point, Tree, borders};
use crate::{
    app::App,
    error::{Error, Problem, Refusal, Result},
    request::{Path, Query},
    secret::sha256,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_areas))
        .routes(routes!(show_borders))
        .routes(routes!(show_area))
        .routes(routes!(locate_point))
}

/// An area (区域) and where it stands in the space tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AreaView {
    pub code: String,
    pub name: String,
    /// A level of the profile.
    pub level: String,
    /// Code of the area above; the top has none.
    pub parent: Option<String>,
    /// Where its name can be written on a map.
    pub label: Option<Point>,
    /// The first day on which it exists.
    pub valid_from: NaiveDate,
    /// The first day on which it exists no more.
    pub valid_to: Option<NaiveDate>,
}

/// An area and all above it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AreaDetail {
    #[serde(flatten)]
    pub area: AreaView,
    /// From the top down to its parent.
    pub ancestors: Vec<AreaName>,
}

/// Where a point lies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LocatedView {
    /// The point in WGS-84.
    pub point: Point,
    /// The area of the deepest level around it; none outside the district.
    pub area: Option<AreaName>,
    /// From the top down to the parent of `area`.
    pub ancestors: Vec<AreaName>,
    /// Others that it may belong to, the border being so near.
    pub ties: Vec<AreaName>,
    /// Metres to the border of `area`.
    pub border_distance_m: Option<f64>,
    /// Whether somebody has to choose between `area` and `ties`.
    pub on_border: bool,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AreaQuery {
    /// The day on which they exist; left out: today.
    at: Option<NaiveDate>,
    /// A level of the profile.
    level: Option<String>,
    /// Code of the area directly above.
    parent: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BorderQuery {
    /// The day on which they exist; left out: today.
    at: Option<NaiveDate>,
    /// A level of the profile.
    level: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LocateQuery {
    lon: f64,
    lat: f64,
    /// What the point is given in; left out: WGS-84.
    #[param(inline)]
    crs: Option<Crs>,
    /// The day; left out: today.
    at: Option<NaiveDate>,
}

/// Areas by code
///
/// Those that exist on a day. Public.
#[utoipa::path(get, path = "/api/v1/areas", tag = "areas", params(AreaQuery),
    responses((status = 200, body = Vec<AreaView>), (status = 400, body = Problem)))]
async fn list_areas(State(app): State<App>, Query(query): Query<AreaQuery>) -> Result<Json<Vec<AreaView>>> {
    check_level(&app, query.level.as_deref())?;
    let at = query.at.unwrap_or_else(|| app.today());
    app.areas.with_tree(|tree| {
        let parent = query.parent.as_deref().map(|code| ever(tree, code).ok_or_else(|| no_such_parent(code)));
        let parent = parent.transpose()?.map(|area| area.id);
        let below = |area: &&Area| parent.is_none_or(|parent| area.parent == Some(parent));
        let on_level = |area: &&Area| query.level.as_ref().is_none_or(|level| area.level == *level);
        let found = tree.at(at).into_iter().filter(below).filter(on_level);
        Ok(Json(found.map(|area| view(tree, area)).collect()))
    })
}

/// Borders for a map
///
/// A GeoJSON FeatureCollection with the areas that exist on a day, each with a label point. Public; the ETag changes
/// only with the content.
#[utoipa::path(get, path = "/api/v1/areas.geojson", tag = "areas",
    params(BorderQuery, ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, content_type = "application/geo+json", body = serde_json::Value),
        (status = 304, description = "Not changed since"), (status = 400, body = Problem)))]
async fn show_borders(
    State(app): State<App>,
    headers: HeaderMap,
    Query(query): Query<BorderQuery>,
) -> Result<Response> {
    check_level(&app, query.level.as_deref())?;
    let at = query.at.unwrap_or_else(|| app.today());
    let mut collection = Vec::new();
    app.areas
        .with_borders(Some(at), query.level.as_deref(), |borders| borders::write_geojson(borders, &mut collection))
        .map_err(anyhow::Error::from)?;
    let etag = format!("\"{}\"", sha256(&collection));
    let known = knows(&headers, &etag);
    let caching = [(header::ETAG, etag), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, [(header::CONTENT_TYPE, "application/geo+json")], collection).into_response())
}

/// One area
///
/// With all above it; a closed one too, because a code is never used twice. Public.
#[utoipa::path(get, path = "/api/v1/areas/{code}", tag = "areas", params(("code" = String, Path)),
    responses((status = 200, body = AreaDetail), (status = 404, body = Problem)))]
async fn show_area(State(app): State<App>, Path(code): Path<String>) -> Result<Json<AreaDetail>> {
    app.areas.with_tree(|tree| {
        let area = ever(tree, &code).ok_or(Error::NotFound)?;
        let mut ancestors: Vec<AreaName> = tree.ancestors(area.id).skip(1).map(AreaName::of).collect();
        ancestors.reverse();
        Ok(Json(AreaDetail { area: view(tree, area), ancestors }))
    })
}

/// Where a point lies
///
/// The grid around it, or the deepest area that has a border there, with all above. Public.
#[utoipa::path(get, path = "/api/v1/locate", tag = "areas", params(LocateQuery),
    responses((status = 200, body = LocatedView), (status = 400, body = Problem)))]
async fn locate_point(State(app): State<App>, Query(query): Query<LocateQuery>) -> Result<Json<LocatedView>> {
    let point = Point::new(query.lon, query.lat).map_err(|why| {
        let refusal = Refusal::new("bad_point", format!("坐标有误：{why}"), format!("No point: {why}"));
        Error::BadRequest(refusal.at(why.field()))
    })?;
    let point = point.convert(query.crs.unwrap_or_default(), Crs::Wgs84);
    let at = query.at.unwrap_or_else(|| app.today());
    let place = app.areas.locate(point, at, app.profiles.current().profile.borders.tolerance_m);
    let on_border = place.on_border();
    let mut line = place.area.map(|(id, _)| app.areas.line(id)).unwrap_or_default();
    let area = line.pop();
    let border_distance_m = place.border_distance_m.map(|metres| (metres * 100.0).round() / 100.0);
    Ok(Json(LocatedView { point, area, ancestors: line, ties: place.ties, border_distance_m, on_border }))
}

fn view(tree: &Tree, area: &Area) -> AreaView {
    AreaView {
        code: area.code.to_string(),
        name: area.name.clone(),
        level: area.level.clone(),
        parent: area.parent.and_then(|id| tree.get(id)).map(|above| above.code.to_string()),
        label: area.label,
        valid_from: area.validity.from,
        valid_to: area.validity.to,
    }
}

fn ever<'t>(tree: &'t Tree, code: &str) -> Option<&'t Area> {
    tree.ever(&Code::new(code).ok()?).last()
}

/// Whether the client has this version already (RFC 9110, 13.1.2).
fn knows(headers: &HeaderMap, etag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

fn check_level(app: &App, level: Option<&str>) -> Result<()> {
    let edition = app.profiles.current();
    let levels = &edition.profile.level;
    let Some(level) = level.filter(|level| levels.iter().all(|known| known.id != *level)) else { return Ok(()) };
    let known = levels.iter().map(|known| known.id.as_str()).collect::<Vec<_>>().join(", ");
    let (zh, en) =
        (format!("没有层级“{level}”，可用：{known}"), format!("There is no level \"{level}\"; write one of {known}"));
    Err(Error::BadRequest(Refusal::new("unknown_level", zh, en).at("level")))
}

fn no_such_parent(code: &str) -> Error {
    let (zh, en) = (
        format!("没有代码为“{code}”的区域，请写现有区域的代码"),
        format!("No area has the code \"{code}\"; write the code of one that exists"),
    );
    Error::BadRequest(Refusal::new("unknown_code", zh, en).at("parent"))
}
