//! From the wall clock of a time zone to instants, also on the days when it is set.

use crate::wall_clock::Instant;
use chrono::{DateTime, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// The first instant at which the wall clock shows this minute of this day or a later one: the moment of the jump for
/// a time that daylight saving skips, the first of two for a time that comes twice. Minute 1440 is 24:00.
pub(super) fn first_instant(tz: Tz, date: NaiveDate, minute: u32) -> Option<Instant> {
    let wall = date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(minute.into()))?;
    match tz.from_local_datetime(&wall).earliest() {
        Some(at) => Some(at.to_utc()),
        None => jump_over(tz, wall),
    }
}

/// No zone is further from UTC than this, in seconds.
const FURTHEST: i64 = 16 * 3600;

fn jump_over(tz: Tz, wall: NaiveDateTime) -> Option<Instant> {
    let middle = wall.and_utc().timestamp();
    let (mut before, mut after) = (middle - FURTHEST, middle + FURTHEST);
    while after - before > 1 {
        let between = before + (after - before) / 2;
        let shown = DateTime::from_timestamp(between, 0)?.with_timezone(&tz).naive_local();
        if shown < wall { before = between } else { after = between }
    }
    DateTime::from_timestamp(after, 0)
}

/// Reads `2026-02-13T17:30` as local time, or an instant with an offset such as `2026-02-13T17:30:00+08:00`.
pub(super) fn instant(tz: Tz, text: &str) -> Result<Instant, String> {
    let tidy = text.trim().replacen(' ', "T", 1);
    if let Some(at) = with_offset(&tidy) {
        return Ok(at);
    }
    let wall =
        ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%.f"].iter().find_map(|f| NaiveDateTime::parse_from_str(&tidy, f).ok());
    let wall = wall.ok_or_else(|| {
        format!("\"{text}\" is no time; write a local one such as \"2026-02-13T17:30\", or one with its offset")
    })?;
    match tz.from_local_datetime(&wall.trunc_subsecs(6)) {
        MappedLocalTime::Single(at) => Ok(at.to_utc()),
        MappedLocalTime::Ambiguous(first, second) => {
            let (first, second) = (first.to_rfc3339(), second.to_rfc3339());
            Err(format!("\"{text}\" comes twice in {tz}, when the clocks go back; write {first} or {second}"))
        }
        MappedLocalTime::None => {
            Err(format!("\"{text}\" does not exist in {tz}, where the clocks go forward; write another time"))
        }
    }
}

fn with_offset(text: &str) -> Option<Instant> {
    let short = text.strip_suffix('Z').map_or_else(|| text.into(), |front| format!("{front}+00:00"));
    let formats = ["%Y-%m-%dT%H:%M%:z", "%Y-%m-%dT%H:%M:%S%.f%:z"];
    let at = formats.iter().find_map(|format| DateTime::parse_from_str(&short, format).ok())?;
    Some(at.to_utc().trunc_subsecs(6))
}
