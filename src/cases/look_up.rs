//! Looks up everything that an action names.

use super::{
    act::NewAction,
    rules::{CaseFile, Doer, Doing, Given, Place},
    store,
};
use crate::{
    app::App,
    areas::coordinates::Point,
    error::{Error, Refusal, Result},
    profile::{Action, Effect, Profile},
    staff::store::organisation,
};
use sea_orm::ConnectionTrait;

/// Turns names into the things named.
///
/// # Errors
/// 422 naming the field that leads nowhere.
pub async fn look_up(
    app: &App,
    db: &impl ConnectionTrait,
    new: &NewAction,
    action: &Action,
    file: &CaseFile,
    doing: Doing<'_>,
) -> Result<Given> {
    for (field, text) in
        [("reason", &new.reason), ("suggestion", &new.suggestion), ("note", &new.note), ("reply", &new.reply)]
    {
        plain_text(field, text.as_deref(), 5_000)?;
    }
    Ok(Given {
        category: new.category.clone(),
        standard: new.standard,
        place: place(app, &doing.edition.profile, new.area.as_deref(), new.lon, new.lat, doing.now)?,
        organisation: organisation_of(db, new, action, file, doing).await?,
        reason: new.reason.clone(),
        suggestion: new.suggestion.clone(),
        note: new.note.clone(),
        reply: new.reply.clone(),
        photos: new.photos.clone(),
        until: new.until,
        decision: new.decision,
        reached: new.reached,
        solved: new.solved,
        satisfaction: new.satisfaction.clone(),
        report: new.report,
        older: older(db, new, doing.by).await?,
    })
}

/// Words that people can read: no control characters, not longer than `most` characters.
///
/// # Errors
/// 422 naming the field.
pub fn plain_text(field: &str, text: Option<&str>, most: usize) -> Result<()> {
    let Some(text) = text else { return Ok(()) };
    let count = text.chars().count();
    if count > most {
        let (zh, en) = (format!("最多 {most} 字，现为 {count} 字"), format!("{count} characters; at most {most}"));
        return Err(Error::Unprocessable(Refusal::new("too_long", zh, en).at(field)));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        let (zh, en) = ("含有无法显示的控制字符，请删除后重试", "Contains control characters; remove them");
        return Err(Error::Unprocessable(Refusal::new("control_characters", zh, en).at(field)));
    }
    Ok(())
}

/// A place from the code of an area, or from a point; a point decides the area unless both are given (somebody chose
/// at a border). Nothing is guessed: a point in no area stays without one.
///
/// # Errors
/// 422 for an unknown code or half a point.
pub fn place(
    app: &App,
    profile: &Profile,
    area: Option<&str>,
    lon: Option<f64>,
    lat: Option<f64>,
    now: crate::wall_clock::Instant,
) -> Result<Option<Place>> {
    let point = match (lon, lat) {
        (Some(lon), Some(lat)) => Some(Point::new(lon, lat).map_err(|why| bad_point(&why.to_string(), why.field()))?),
        (None, None) => None,
        (Some(_), None) => return Err(bad_point("lon and lat belong together", "lat")),
        (None, Some(_)) => return Err(bad_point("lon and lat belong together", "lon")),
    };
    let today = app.profiles.current().work_time.local_date(now);
    let chosen = match area {
        Some(code) => Some(app.areas.by_code(code, today).ok_or_else(|| unknown_area(code))?),
        None => None,
    };
    let located = point.map(|point| app.areas.locate(point, today, profile.borders.tolerance_m));
    if chosen.is_none() && located.is_none() {
        return Ok(None);
    }
    let on_border = chosen.is_none() && located.as_ref().is_some_and(|located| located.on_border());
    let area = chosen.or_else(|| located.and_then(|located| located.area));
    Ok(Some(Place { area, lon, lat, on_border }))
}

fn bad_point(why: &str, field: &str) -> Error {
    let (zh, en) = (format!("坐标有误：{why}"), format!("The point is wrong: {why}"));
    Error::Unprocessable(Refusal::new("bad_point", zh, en).at(field))
}

fn unknown_area(code: &str) -> Error {
    let (zh, en) = (format!("没有编码为“{code}”的有效区域"), format!("There is no area with code \"{code}\" today"));
    Error::Unprocessable(Refusal::new("unknown_area", zh, en).at("area"))
}

/// The organisation that was named; for a dispatch without one, the routing rules choose.
async fn organisation_of(
    db: &impl ConnectionTrait,
    new: &NewAction,
    action: &Action,
    file: &CaseFile,
    doing: Doing<'_>,
) -> Result<Option<organisation::Model>> {
    let code = match &new.organisation {
        Some(code) => code,
        None if action.effect == Effect::Dispatch => match route(db, file, doing).await? {
            Some(code) => return organisation::by_code(db, &code).await,
            None => return Ok(None),
        },
        None => return Ok(None),
    };
    let found = organisation::by_code(db, code).await?;
    let (zh, en) = (format!("没有编码为“{code}”的单位"), format!("There is no organisation with code \"{code}\""));
    let unknown = Error::Unprocessable(Refusal::new("unknown_organisation", zh, en).at("organisation"));
    found.map(Some).ok_or(unknown)
}

/// The code of the organisation that the first fitting rule names.
///
/// # Errors
/// The database's.
pub async fn route(db: &impl ConnectionTrait, file: &CaseFile, doing: Doing<'_>) -> Result<Option<String>> {
    let Some(category) = &file.case.category else { return Ok(None) };
    let code = match file.case.area_id {
        Some(id) => crate::areas::store::code_of(db, id).await?.unwrap_or_default(),
        None => String::new(),
    };
    Ok(doing.edition.profile.route(category, &code).map(|route| route.to.clone()))
}

async fn older(db: &impl ConnectionTrait, new: &NewAction, by: &Doer) -> Result<Option<store::case::Model>> {
    let (Some(number), Doer::Officer(officer)) = (&new.case, by) else { return Ok(None) };
    let found = store::find_by_number(db, number, officer).await?;
    let (zh, en) =
        (format!("没有编号为“{number}”的案卷"), format!("There is no case with number \"{number}\" that you can see"));
    found.map(Some).ok_or_else(|| Error::Unprocessable(Refusal::new("unknown_case", zh, en).at("case")))
}
