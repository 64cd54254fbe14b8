//! Reading service requests of GeoReport v2 (Open311): JSON lines, or one JSON array; packed with gzip or not.

use crate::{areas::Point, profile::Profile, wall_clock::Instant};
use anyhow::Context;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
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
    let mut reading = Reading::default();
    let mut lines: HashMap<String, usize> = HashMap::new();
    for (line, value) in values(&bytes)? {
        reading.found += 1;
        let record = value.and_then(|value| record(line, &value));
        match record {
            Err(why) => reading.unreadable.push((line, why)),
            Ok(record) if lines.contains_key(&record.id) => reading.repeated.push((line, record.id)),
            Ok(mut record) => {
                lines.insert(record.id.clone(), line);
                match category(profile, &record.service) {
                    Some(category) => {
                        record.category = category;
                        reading.records.push(record);
                    }
                    None => reading.unknown_services.entry(record.service).or_default().push(line),
                }
            }
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

fn values(bytes: &[u8]) -> anyhow::Result<Vec<Numbered>> {
    if bytes.trim_ascii_start().starts_with(b"[") {
        let array: Vec<Value> = serde_json::from_slice(bytes)
            .context("the records begin as a JSON array and are none; write one, or one JSON object a line")?;
        return Ok((1..).zip(array.into_iter().map(Ok)).collect());
    }
    let lines = (1..).zip(bytes.split(|&byte| byte == b'\n')).filter(|(_, line)| !line.trim_ascii().is_empty());
    let parsed = lines.map(|(number, line)| (number, serde_json::from_slice(line).map_err(|why| no_json(&why))));
    Ok(parsed.collect())
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
