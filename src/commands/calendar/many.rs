//! Many at once: every row of a CSV file is answered, its own columns first.

use super::{counts, pause};
use crate::{
    clocks::{Counts, Limit, WorkTime},
    commands::table::answer,
};
use chrono::NaiveDate;
use std::{io::Write, path::Path};

/// Adds `due` and `provisional` to rows of `start`, `limit` and, if wanted, `counts` and `pauses`.
pub fn due(work_time: &WorkTime, file: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    answer(file, &["start", "limit"], ["due", "provisional"], out, |row| {
        let start = row.read("start", |text| work_time.instant(text))?;
        let limit = row.read("limit", |text| text.parse::<Limit>())?;
        let counts = row.read("counts", |text| if text.is_empty() { Ok(Counts::default()) } else { counts(text) })?;
        let pauses = row.read("pauses", |text| {
            text.split(';')
                .filter(|text| !text.trim().is_empty())
                .map(|text| pause(work_time, text))
                .collect::<Result<Vec<_>, _>>()
        })?;
        let due =
            row.read("limit", |_| work_time.due(start, limit, counts, &pauses).map_err(|error| error.to_string()))?;
        Ok([due.at.with_timezone(&work_time.time_zone()).to_rfc3339(), due.provisional.to_string()])
    })
}

/// Adds `end_date` and `provisional` to rows of `date` and `days`.
pub fn add_days(work_time: &WorkTime, file: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    answer(file, &["date", "days"], ["end_date", "provisional"], out, |row| {
        let date = row.read("date", date)?;
        let days = row.read("days", days)?;
        let end = row.read("days", |_| work_time.add_working_days(date, days).map_err(|error| error.to_string()))?;
        Ok([end.date.to_string(), end.provisional.to_string()])
    })
}

fn date(text: &str) -> Result<NaiveDate, String> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    date.map_err(|_| format!("\"{text}\" is no date; write year, month and day, such as \"2026-02-13\""))
}

fn days(text: &str) -> Result<i32, String> {
    let days = text.parse().ok().filter(|days| (-100_000..=100_000).contains(days));
    days.ok_or_else(|| format!("\"{text}\" is no whole number from -100000 to 100000; write one such as \"15\""))
}
