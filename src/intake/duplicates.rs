//! Open cases that may be about the same (L-69): offered before somebody reports.

use crate::{
    app::App,
    areas::coordinates::Point,
    cases::store::{self, case},
    error::{Error, Refusal, Result},
    profile::{Word, word},
};
use chrono::{DateTime, Duration, Utc};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Where, and what about.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DuplicateQuery {
    /// WGS-84 degrees.
    pub lon: f64,
    /// WGS-84 degrees.
    pub lat: f64,
    pub category: Option<String>,
}

/// An open case nearby. Nothing that a reporter wrote or photographed, and no distance: three of them would give the
/// exact place away.
#[derive(Debug, Serialize, ToSchema)]
pub struct Duplicate {
    /// Give it as `join` to add a report to it.
    pub number: String,
    pub category: Option<Word>,
    pub step: Word,
    pub opened_at: DateTime<Utc>,
}

/// Open cases within the profile's radius and days, nearest first; at most ten. Complaints of somebody and disclosures
/// are nobody's to find.
///
/// # Errors
/// 422 for a point that is none.
pub async fn nearby(app: &App, db: &impl ConnectionTrait, query: &DuplicateQuery) -> Result<Vec<Duplicate>> {
    let here = Point::new(query.lon, query.lat).map_err(|why| {
        Error::Unprocessable(Refusal::new("bad_point", format!("坐标有误：{why}"), why.to_string()).at(why.field()))
    })?;
    let edition = app.profiles.current();
    let rule = &edition.profile.duplicates;
    let since = app.clock.now() - Duration::days(i64::from(rule.days));
    let found = store::open_near(db, here, rule.radius_m, query.category.as_deref(), since).await?;
    let mut near: Vec<(f64, case::Model)> = found
        .into_iter()
        .filter_map(|case| Some((here.distance_m(&Point::new(case.lon?, case.lat?).ok()?), case)))
        .filter(|(distance, _)| *distance <= rule.radius_m)
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    let duplicate = |(_, case): (f64, case::Model)| {
        let edition = app.profiles.of(case.profile_id)?;
        let profile = &edition.profile;
        Ok(Duplicate {
            number: case.number,
            category: case.category.map(|id| word(&id, profile.category(&id).map(|it| (&it.name, &it.name_en)))),
            step: word(&case.step, profile.step(&case.step).map(|it| (&it.name, &it.name_en))),
            opened_at: case.opened_at,
        })
    };
    near.into_iter().take(10).map(duplicate).collect()
}
