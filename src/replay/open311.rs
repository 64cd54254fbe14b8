//! Reading service requests of GeoReport v2 (Open311): JSON lines, or one JSON array; packed with gzip or not.

use crate::{areas::Point, profile::Profile, wall_clock::Instant};
use anyhow::Context;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
    io::Read,
};

/// A service request that can be played.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its line, or its place in the array; from 1.
    pub line: usize,
    pub id: String,
    pub service: String,
    /// The profile's category that bears the service's name.
    pub category: String,
    pub requested_at: Instant,
    /// When the record says that it was closed; an open one never.
    pub closed_at: Option<Instant>,
    pub point: Option<Point>,
    pub address: Option<String>,
}

impl Record {
    /// When it is closed in the replay: never before it began.
    pub fn ends_at(&self) -> Option<Instant> {
        self.closed_at.map(|closed| closed.max(self.requested_at))
    }

    /// The record says that it was closed before anybody asked.
    pub fn ends_before_it_begins(&self) -> bool {
        self.closed_at.is_some_and(|closed| closed < self.requested_at)
    }
}

/// What a file says, and what of it cannot be played. Nothing is guessed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// What a number of this reading counts: `line` or, in an array, `record`.
    pub place: &'static str,
    /// How many records there are, readable or not.
    pub found: usize,
    pub records: Vec<Record>,
    /// Line and why.
    pub unreadable: Vec<(usize, String)>,
    /// Line, and the id that an earlier line had.
    pub repeated: Vec<(usize, String)>,
    /// Services that no category of the profile bears the name of, with their lines.
    pub unknown_services: BTreeMap<String, Vec<usize>>,
}

/// Reads a file. The first record with an id counts.
///
/// # Errors
/// When the file as a whole cannot be unpacked, or begins as an array and is none.
pub fn read(bytes: &[u8], profile: &Profile) -> anyhow::Result<Reading> {
    let bytes = unpacked(bytes)?;
    let array = bytes.trim_ascii_start().starts_with(b"[");
    let values = if array { elements(&bytes)? } else { lines(&bytes) };
    let place = if array { "record" } else { "line" };
    let mut reading = Reading { place, found: values.len(), ..Reading::default() };
    let mut ids = HashSet::new();
    for (line, value) in values {
        match value.and_then(|value| record(line, &value)) {
            Err(why) => reading.unreadable.push((line, why)),
            Ok(record) if !ids.insert(record.id.clone()) => reading.repeated.push((line, record.id)),
            Ok(record) => match category(profile, &record.service) {
                Some(category) => reading.records.push(Record { category, ..record }),
                None => reading.unknown_services.entry(record.service).or_default().push(line),
            },
        }
    }
    Ok(reading)
}

fn unpacked(bytes: &[u8]) -> anyhow::Result<Cow<'_, [u8]>> {
    const GZIP: &[u8] = &[0x1f, 0x8b];
    if !bytes.starts_with(GZIP) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut plain = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut plain);
    read.context("the records cannot be unpacked; fetch the file again, it is not whole")?;
    Ok(Cow::Owned(plain))
}

type Numbered = (usize, Result<Value, String>);

fn elements(bytes: &[u8]) -> anyhow::Result<Vec<Numbered>> {
    let array: Vec<Value> = serde_json::from_slice(bytes)
        .context("the records begin as a JSON array and are none; write one, or one JSON object a line")?;
    Ok((1..).zip(array.into_iter().map(Ok)).collect())
}

fn lines(bytes: &[u8]) -> Vec<Numbered> {
    let lines = (1..).zip(bytes.split(|&byte| byte == b'\n')).filter(|(_, line)| !line.trim_ascii().is_empty());
    lines.map(|(number, line)| (number, serde_json::from_slice(line).map_err(|why| no_json(&why)))).collect()
}

fn no_json(why: &serde_json::Error) -> String {
    format!("it is no JSON ({why}); write one object a line")
}

fn record(line: usize, value: &Value) -> Result<Record, String> {
    let requested_at = instant(value, "requested_datetime")?;
    let closed_at = match text(value, "status")?.as_str() {
        "open" => None,
        "closed" => Some(instant(value, "updated_datetime")?),
        other => return Err(format!("status is \"{other}\"; write open or closed")),
    };
    Ok(Record {
        line,
        id: text(value, "service_request_id")?,
        service: text(value, "service_name")?,
        category: String::new(),
        requested_at,
        closed_at,
        point: point(value)?,
        address: Some(text(value, "address").unwrap_or_default()).filter(|address| !address.is_empty()),
    })
}

/// Ids are written as texts or as numbers.
fn text(value: &Value, field: &str) -> Result<String, String> {
    match &value[field] {
        Value::String(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(format!("{field} is missing; write it as a text")),
    }
}

fn instant(value: &Value, field: &str) -> Result<Instant, String> {
    let text = text(value, field)?;
    let read = DateTime::parse_from_rfc3339(&text).map(|at| at.with_timezone(&Utc));
    read.map_err(|_| format!("{field} is \"{text}\"; write a time with its offset, such as 2019-03-10T09:30:00-04:00"))
}

/// None when neither half is there.
fn point(value: &Value) -> Result<Option<Point>, String> {
    match (degrees(value, "long")?, degrees(value, "lat")?) {
        (None, None) => Ok(None),
        (Some(lon), Some(lat)) => Point::new(lon, lat).map(Some).map_err(|why| why.to_string()),
        _ => Err("lat or long is missing; write both or neither".to_owned()),
    }
}

/// Degrees are written as numbers or as texts.
fn degrees(value: &Value, field: &str) -> Result<Option<f64>, String> {
    match &value[field] {
        Value::Null => Ok(None),
        Value::Number(number) => Ok(number.as_f64()),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => match text.trim().parse() {
            Ok(degrees) => Ok(Some(degrees)),
            Err(_) => Err(format!("{field} is \"{text}\"; write degrees")),
        },
        other => Err(format!("{field} is {other}; write degrees")),
    }
}

fn category(profile: &Profile, service: &str) -> Option<String> {
    let named = |name: &str| name.eq_ignore_ascii_case(service);
    let found = profile.category.iter().find(|it| named(&it.name) || it.name_en.as_deref().is_some_and(named));
    found.map(|category| category.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const PROFILE: &str = include_str!("../../profiles/trial-open311.toml");

    fn reading(bytes: &[u8]) -> Reading {
        read(bytes, &crate::profile::check(PROFILE).unwrap()).unwrap()
    }

    fn request(change: &str, to: &str) -> String {
        let line = concat!(
            r#"{"service_request_id": 7, "status": "closed", "service_name": "illegal parking", "address": " ","#,
            r#" "requested_datetime": "2019-03-10T09:30:00-04:00", "updated_datetime": "2019-03-09T09:30:00-05:00","#,
            r#" "lat": "40.5", "long": -30.25, "media_url": null}"#
        );
        assert!(line.contains(change));
        line.replacen(change, to, 1)
    }

    #[test]
    fn lines_and_arrays_packed_or_not_say_the_same() {
        let (one, other) = (request("7", "\"a\""), request("closed", "open"));
        let lines = reading(format!("{one}\r\n\n{other}\n").as_bytes());
        let (first, second) = (&lines.records[0], &lines.records[1]);
        assert_eq!((lines.place, lines.found, first.line, second.line), ("line", 2, 1, 3));
        assert_eq!((first.id.as_str(), second.id.as_str(), first.category.as_str()), ("a", "7", "01"));
        assert_eq!((first.point, &first.address), (Point::new(-30.25, 40.5).ok(), &None));
        assert!(first.ends_before_it_begins() && first.ends_at() == Some(first.requested_at));
        assert_eq!((second.closed_at, second.ends_at()), (None, None));

        let array = format!(" [{one}, {other}]");
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(array.as_bytes()).unwrap();
        let array = reading(&packer.finish().unwrap());
        assert_eq!((array.place, array.records[1].line), ("record", 2));
        assert_eq!(array.records[0], *first);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let table = [
            (r#""closed""#, r#""new""#, "status is \"new\"; write open or closed"),
            ("updated_datetime", "updated", "updated_datetime is missing"),
            ("-04:00", "", "requested_datetime is \"2019-03-10T09:30:00\"; write a time with its offset"),
            (r#""long": -30.25"#, r#""long": null"#, "lat or long is missing; write both or neither"),
            (r#""40.5""#, r#""north""#, "lat is \"north\"; write degrees"),
            (r#""40.5""#, "140.5", "lat 140.5 is outside"),
            (r#""40.5""#, r#"" ""#, "lat or long is missing"),
            ("7,", ",", "it is no JSON"),
            ("service_name", "service", "service_name is missing"),
        ];
        for (change, to, why) in table {
            let reading = reading(request(change, to).as_bytes());
            assert!(reading.records.is_empty(), "{why}");
            assert!(reading.unreadable[0].0 == 1 && reading.unreadable[0].1.contains(why), "{:?}", reading.unreadable);
        }
    }
}
