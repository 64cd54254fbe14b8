//! Many at once: every row of a CSV file is answered, its own columns first.

use super::{counts, pause};
use crate::clocks::{Counts, Limit, WorkTime};
use anyhow::{Context, bail};
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

/// A row of the file.
struct Row<'r> {
    /// As a spreadsheet counts: the header is row 1.
    number: usize,
    header: &'r csv::StringRecord,
    cells: &'r csv::StringRecord,
}

impl Row<'_> {
    /// Reads a cell, empty where its column is missing. Errors name row and column.
    fn read<T>(&self, column: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<T, String> {
        let place = self.header.iter().position(|name| name == column);
        let cell = place.and_then(|place| self.cells.get(place)).unwrap_or_default();
        read(cell).map_err(|text| format!("row {}, column {column}: {text}", self.number))
    }
}

/// Answers row by row; what a row has wrong stands in its column `mistake`. Errors when there was such a row.
fn answer<const N: usize>(
    file: &Path,
    needed: &[&str],
    added: [&str; N],
    out: &mut impl Write,
    answer: impl Fn(&Row) -> Result<[String; N], String>,
) -> anyhow::Result<()> {
    let name = file.display();
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_path(file);
    let reader = reader.as_mut().map_err(|error| anyhow::anyhow!("{name} cannot be read: {error}"))?;
    let header = reader.headers().with_context(|| format!("{name} has no header row"))?.clone();
    for column in needed {
        if !header.iter().any(|name| name == *column) {
            bail!("{name} has no column \"{column}\"; write a header row with {}", needed.join(" and "));
        }
    }
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    writer.write_record(header.iter().chain(added).chain(["mistake"]))?;
    let (mut rows, mut wrong) = (0, Vec::new());
    for (place, cells) in reader.records().enumerate() {
        let number = place + 2;
        let (cells, answer) = match cells {
            Ok(cells) => {
                let answer = answer(&Row { number, header: &header, cells: &cells });
                (cells, answer)
            }
            Err(error) => (csv::StringRecord::new(), Err(format!("row {number} cannot be read: {error}"))),
        };
        let (answers, mistake) = match answer {
            Ok(answers) => (answers, String::new()),
            Err(mistake) => {
                wrong.push(number.to_string());
                (std::array::from_fn(|_| String::new()), mistake)
            }
        };
        let own = (0..header.len()).map(|column| cells.get(column).unwrap_or_default());
        writer.write_record(own.chain(answers.iter().map(String::as_str)).chain([mistake.as_str()]))?;
        rows += 1;
    }
    writer.flush()?;
    if !wrong.is_empty() {
        bail!(
            "{name}: {} of {rows} rows have no answer (row {}); the column mistake says why",
            wrong.len(),
            wrong.join(", ")
        );
    }
    Ok(())
}
