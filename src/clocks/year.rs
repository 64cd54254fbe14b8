//! A year of a calendar, as its notice says it: `calendars/2026.toml`.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;
use std::{collections::BTreeMap, fmt, ops::Range, sync::Arc};
use toml::Spanned;

/// One year's notice (国务院办公厅关于…年部分节假日安排的通知): which days differ from Monday to Friday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// The calendar it belongs to, such as `cn`.
    pub calendar: String,
    pub year: i32,
    /// Title of the notice.
    pub notice: String,
    /// Its number (文号).
    pub number: String,
    pub issued: NaiveDate,
    /// Every day the notice names; a few may lie in the December before or the January after.
    pub days: BTreeMap<NaiveDate, Listed>,
}

/// What a notice says about a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Off for the holiday of this name (放假).
    Off(Arc<str>),
    /// Worked in exchange for a day off of the holiday of this name (调休上班).
    Work(Arc<str>),
}

/// A mistake in a year's file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Mistake {
    /// From 1.
    pub line: usize,
    /// What is wrong and what to write instead.
    pub text: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.text)
    }
}

impl Year {
    /// Reads a year's file. Answers with all its mistakes, in order of their lines; one that keeps it from being
    /// read at all is the only one.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            vec![Mistake { line: line_of(text, at), text: one_sentence(error.message()) }]
        })?;
        let mut reading = Reading { text, year: *file.year.get_ref(), days: BTreeMap::new(), mistakes: Vec::new() };
        reading.head(&file);
        let issued = reading.date(file.issued.span(), file.issued.get_ref());
        for holiday in &file.holiday {
            reading.holiday(holiday);
        }
        let Reading { days, mut mistakes, year, .. } = reading;
        mistakes.sort_by_key(|mistake| mistake.line);
        let days = days.into_iter().map(|(date, (listed, _))| (date, listed)).collect();
        match issued {
            Some(issued) if mistakes.is_empty() => Ok(Self {
                calendar: file.calendar.into_inner(),
                year,
                notice: file.notice,
                number: file.number,
                issued,
                days,
            }),
            _ => Err(mistakes),
        }
    }

    /// How many days of this year are worked, by this notice alone.
    pub fn working_days(&self) -> usize {
        let first = NaiveDate::from_ymd_opt(self.year, 1, 1);
        let days = first.into_iter().flat_map(|first| first.iter_days().take_while(|day| day.year() == self.year));
        days.filter(|day| match self.days.get(day) {
            Some(Listed::Work(_)) => true,
            Some(Listed::Off(_)) => false,
            None => !is_weekend(*day),
        })
        .count()
    }
}

/// Saturday or Sunday.
pub(super) fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    calendar: Spanned<String>,
    year: Spanned<i32>,
    notice: String,
    number: String,
    issued: Spanned<String>,
    #[serde(default)]
    holiday: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    off: Vec<Spanned<String>>,
    #[serde(default)]
    work: Vec<Spanned<String>>,
}

/// The years that can be written as a date of four digits and lie in this republic.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=9999;

/// The longest stretch of days off that is believed; a longer one is a slip of the pen.
const LONGEST: i64 = 31;

struct Reading<'t> {
    text: &'t str,
    year: i32,
    days: BTreeMap<NaiveDate, (Listed, usize)>,
    mistakes: Vec<Mistake>,
}

impl Reading<'_> {
    fn head(&mut self, file: &File) {
        if !YEARS.contains(&self.year) {
            self.mistake(
                file.year.span(),
                format!("year = {} lies outside 1949 to 9999; write the notice's year", self.year),
            );
        }
        let name = file.calendar.get_ref();
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            self.mistake(
                file.calendar.span(),
                format!("calendar = \"{name}\" is no name; write small letters, digits and hyphens, such as \"cn\""),
            );
        }
    }

    fn holiday(&mut self, holiday: &Holiday) {
        let name: Arc<str> = holiday.name.as_str().into();
        for entry in &holiday.off {
            for date in self.stretch(entry) {
                self.list(entry.span(), date, Listed::Off(name.clone()));
            }
        }
        for entry in &holiday.work {
            let Some(date) = self.date(entry.span(), entry.get_ref()) else { continue };
            if is_weekend(date) {
                self.list(entry.span(), date, Listed::Work(name.clone()));
            } else {
                let text = format!(
                    "{date} is a {} and worked anyway; write the Saturday or Sunday that is worked",
                    date.format("%A")
                );
                self.mistake(entry.span(), text);
            }
        }
    }

    /// The days of `"2026-02-15"` or `"2026-02-15/2026-02-23"`, first and last included.
    fn stretch(&mut self, entry: &Spanned<String>) -> Vec<NaiveDate> {
        let (first, last) = entry.get_ref().split_once('/').unwrap_or((entry.get_ref(), entry.get_ref()));
        let Some(first) = self.date(entry.span(), first) else { return Vec::new() };
        let Some(last) = self.date(entry.span(), last) else { return Vec::new() };
        let length = (last - first).num_days() + 1;
        if !(1..=LONGEST).contains(&length) {
            let text = format!(
                "{first}/{last} is no stretch of 1 to {LONGEST} days; write the first day off, \"/\" and the last"
            );
            self.mistake(entry.span(), text);
            return Vec::new();
        }
        (0..length.unsigned_abs()).filter_map(|n| first.checked_add_days(Days::new(n))).collect()
    }

    fn date(&mut self, span: Range<usize>, text: &str) -> Option<NaiveDate> {
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let date = date.filter(|date| date.format("%Y-%m-%d").to_string() == text);
        if date.is_none() {
            self.mistake(
                span,
                format!("\"{text}\" is no date; write year, month and day, such as \"{}-10-01\"", self.year),
            );
        }
        date
    }

    fn list(&mut self, span: Range<usize>, date: NaiveDate, listed: Listed) {
        if !self.may_name(date) {
            let text = format!(
                "{date} does not belong to {year}; write a date of {year}, of December {} or of January {}",
                self.year - 1,
                self.year + 1,
                year = self.year
            );
            return self.mistake(span, text);
        }
        let line = line_of(self.text, span.start);
        if let Some((_, before)) = self.days.get(&date) {
            let text = format!("{date} stands in line {before} already; name each day once");
            return self.mistake(span, text);
        }
        self.days.insert(date, (listed, line));
    }

    /// A notice may begin in the December before its year and end in the January after it.
    fn may_name(&self, date: NaiveDate) -> bool {
        match date.year() - self.year {
            0 => true,
            -1 => date.month() == 12,
            1 => date.month() == 1,
            _ => false,
        }
    }

    fn mistake(&mut self, span: Range<usize>, text: String) {
        let line = line_of(self.text, span.start);
        self.mistakes.push(Mistake { line, text });
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

fn one_sentence(message: &str) -> String {
    message.trim().replace('\n', "; ")
}
