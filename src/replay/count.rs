//! The independent count: the figures of a replay straight from its files, by somebody who has never seen the engine.
//! Nothing is shared with it but the shape of the result: records, borders and limits are read here a second time, and
//! a limit is so many hours of sixty minutes.

use super::tally::{Figures, Located, Tally};
use anyhow::{Context, bail};
use chrono::{DateTime, FixedOffset, TimeDelta};
use geo::{Coord, Intersects, LineString, MultiPolygon, Point, Polygon};
use serde_json::Value;
use std::{
    collections::{HashMap, HashSet},
    io::Read,
};

/// Counts records by the names and limits of a profile and the borders of areas.
///
/// # Errors
/// When a file is not what it should be, or a limit is not in natural_hours.
pub fn count(records: &[u8], areas: &[u8], profile: &str) -> anyhow::Result<Tally> {
    let limits = limits(&profile.parse()?)?;
    let areas = borders(&serde_json::from_slice(areas)?).context("the borders are no polygons")?;
    let mut ids = HashSet::new();
    let requests = values(records)?.into_iter().filter_map(|value| request(&value));
    let once = requests.filter(|request| ids.insert(request.id.clone()));
    let known: Vec<_> = once.filter_map(|it| Some((limits.get(&it.service)?, it))).collect();
    let last = known.iter().map(|(_, request)| request.closed.unwrap_or(request.asked).max(request.asked)).max();
    let mut tally = Tally::default();
    for ((service, hours), request) in &known {
        let due = request.asked + *hours;
        let late = request.closed.or(last).is_some_and(|until| until > due);
        let closed = request.closed.is_some();
        let figures = Figures {
            received: 1,
            closed: closed.into(),
            on_time: (closed && !late).into(),
            open: (!closed).into(),
            overdue: late.into(),
        };
        tally.add(service, locate(&areas, request.place), figures);
    }
    Ok(tally)
}

struct Request {
    id: String,
    /// In small letters.
    service: String,
    asked: DateTime<FixedOffset>,
    closed: Option<DateTime<FixedOffset>>,
    place: Option<(f64, f64)>,
}

/// None for what cannot be read.
fn request(value: &Value) -> Option<Request> {
    let word = |key: &str| match value.get(key)? {
        Value::Number(number) => Some(number.to_string()),
        other => other.as_str().map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned),
    };
    let time = |key: &str| DateTime::parse_from_rfc3339(&word(key)?).ok();
    let degrees = |key: &str| word(key).map(|word| word.parse::<f64>());
    let place = match (degrees("long"), degrees("lat")) {
        (None, None) => None,
        (Some(Ok(x)), Some(Ok(y))) if x.abs() <= 180.0 && y.abs() <= 90.0 => Some((x, y)),
        _ => return None,
    };
    let closed = match word("status")?.as_str() {
        "closed" => Some(time("updated_datetime")?),
        "open" => None,
        _ => return None,
    };
    let (id, service) = (word("service_request_id")?, word("service_name")?.to_ascii_lowercase());
    Some(Request { id, service, asked: time("requested_datetime")?, closed, place })
}

fn values(bytes: &[u8]) -> anyhow::Result<Vec<Value>> {
    let mut plain = Vec::new();
    match bytes {
        [0x1f, 0x8b, ..] => flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut plain)?,
        mut bytes => bytes.read_to_end(&mut plain)?,
    };
    if plain.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Ok(serde_json::from_slice(&plain)?);
    }
    Ok(plain.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect())
}

/// The name of each category, and how long a case of it may take; by its names in small letters.
fn limits(profile: &toml::Table) -> anyhow::Result<HashMap<String, (String, TimeDelta)>> {
    let mut limits = HashMap::new();
    for category in tables(profile, "category") {
        let own = tables(category, "standard").first().and_then(|standard| standard.get("limit"));
        let limit = own.or_else(|| otherwise(profile)).and_then(toml::Value::as_str).unwrap_or_default();
        let hours = match limit.split_once(' ') {
            Some((number, "natural_hour" | "natural_hours")) => number.parse().ok(),
            _ => None,
        };
        let Some(hours) = hours else {
            bail!("the independent count cannot count \"{limit}\"; write natural_hours into the profile of a replay");
        };
        let named = |key: &str| category.get(key).and_then(toml::Value::as_str);
        let name = named("name").unwrap_or_default();
        for key in [Some(name), named("name_en")].into_iter().flatten() {
            limits.entry(key.to_ascii_lowercase()).or_insert((name.to_owned(), TimeDelta::hours(hours)));
        }
    }
    Ok(limits)
}

fn otherwise(profile: &toml::Table) -> Option<&toml::Value> {
    let by_category = |clock: &&&toml::Table| clock.get("limit").and_then(toml::Value::as_str) == Some("category");
    tables(profile, "clock").iter().find(by_category)?.get("otherwise")
}

fn tables<'a>(table: &'a toml::Table, key: &str) -> Vec<&'a toml::Table> {
    let array = table.get(key).and_then(toml::Value::as_array);
    array.into_iter().flatten().filter_map(toml::Value::as_table).collect()
}

/// The first area of the file that has the point, on its border or inside.
fn locate(areas: &[(String, MultiPolygon)], place: Option<(f64, f64)>) -> Located<'_> {
    let Some((x, y)) = place else { return Located::NoPoint };
    let found = areas.iter().find(|(_, border)| border.intersects(&Point::new(x, y)));
    found.map_or(Located::Outside, |(name, _)| Located::In(name))
}

fn borders(file: &Value) -> Option<Vec<(String, MultiPolygon)>> {
    let features = file["features"].as_array()?;
    let border = |feature: &Value| {
        let (geometry, name) = (&feature["geometry"], feature["properties"]["name"].as_str()?);
        let polygons = match geometry["type"].as_str()? {
            "Polygon" => vec![polygon(&geometry["coordinates"])?],
            _ => geometry["coordinates"].as_array()?.iter().map(polygon).collect::<Option<_>>()?,
        };
        Some((name.trim().to_owned(), MultiPolygon(polygons)))
    };
    features.iter().map(border).collect()
}

fn polygon(rings: &Value) -> Option<Polygon> {
    let corner = |at: &Value| Some(Coord { x: at[0].as_f64()?, y: at[1].as_f64()? });
    let ring = |ring: &Value| Some(LineString(ring.as_array()?.iter().map(corner).collect::<Option<_>>()?));
    let mut rings = rings.as_array()?.iter().map(ring).collect::<Option<Vec<_>>>()?.into_iter();
    Some(Polygon::new(rings.next()?, rings.collect()))
}
