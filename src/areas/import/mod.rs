//! Areas from a file: read into rows, check all of them, take over only what is clean.

mod check;
mod csv;
mod geojson;
#[cfg(test)]
mod tests;

pub use check::{check, sift};
pub use csv::read_csv;
pub use geojson::read_geojson;

use super::code::CodeError;
use super::mend;
use super::rings::{BoundaryError, RawPolygons};
use super::{Boundary, Code, Crs, Tree, Validity};
use crate::profile::Level;
use chrono::NaiveDate;
use serde::Serialize;
use thiserror::Error;

/// A row of a file, as far as it could be read. Nothing about it has been compared with anything else.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportRow {
    /// A feature's number, counted from 1, or a line of a table.
    pub row: usize,
    pub level: String,
    pub code: String,
    pub name: String,
    pub parent_code: Option<String>,
    pub validity: Validity,
    pub boundary: Option<Boundary>,
}

/// Something wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ImportProblem)]
pub struct Problem {
    pub row: usize,
    /// Which field, under the name it has in [`ImportRow`]'s file: `level`, `code`, `boundary` ...
    pub field: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub instead: String,
}

/// What was read, and what could not be. A row with a problem stays among the rows, so that those below it are not
/// blamed for its absence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub rows: Vec<ImportRow>,
    pub problems: Vec<Problem>,
    /// What was wrong with borders that were redrawn, because [`Options::mend`] asked for it.
    pub mended: Vec<Problem>,
}

/// How a file is to be understood.
#[derive(Clone, Debug)]
pub struct Options {
    pub crs: Crs,
    pub names: FieldNames,
    /// First day of a row that names none.
    pub valid_from: NaiveDate,
    /// Level of a row that names none.
    pub level: Option<String>,
    /// Parent of a row that names none.
    pub parent: Option<Code>,
    /// Whether to redraw borders that cross themselves ([`mend::mended`]).
    pub mend: bool,
}

/// What the properties or columns are called in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldNames {
    pub level: String,
    pub code: String,
    pub name: String,
    pub parent: String,
    pub valid_from: String,
    pub valid_to: String,
    /// Well-known text, in a table.
    pub boundary: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { row, field, message, instead } = self;
        write!(f, "row {row}, {field}: {message}; {instead}")
    }
}

/// Why a file as a whole cannot be read.
#[derive(Debug, Error)]
pub enum ImportError {
    #[error("the file is not JSON ({0}); export it again as GeoJSON")]
    NotJson(serde_json::Error),
    #[error("the file is a {0}; write a GeoJSON FeatureCollection")]
    NotACollection(String),
    #[error("the table cannot be read ({0}); write comma-separated UTF-8 with one header line")]
    Table(::csv::Error),
}

impl Problem {
    fn new(row: usize, field: &'static str, message: String, instead: impl Into<String>) -> Self {
        Self { row, field, message, instead: instead.into() }
    }

    /// From an error of this feature: they all read "what is wrong; what to do instead".
    fn of(row: usize, field: &'static str, error: &dyn std::fmt::Display) -> Self {
        let text = error.to_string();
        let (message, instead) = text.rsplit_once("; ").unwrap_or((&text, ""));
        Self::new(row, field, message.to_owned(), instead)
    }
}

impl Options {
    /// CGCS2000 and the usual names.
    pub fn valid_from(valid_from: NaiveDate) -> Self {
        Self { crs: Crs::default(), names: FieldNames::default(), valid_from, level: None, parent: None, mend: false }
    }
}

impl FieldNames {
    /// Says how `field` is called in the file. False when there is no such field.
    pub fn rename(&mut self, field: &str, name: &str) -> bool {
        let named = match field {
            "level" => &mut self.level,
            "code" => &mut self.code,
            "name" => &mut self.name,
            "parent" => &mut self.parent,
            "valid_from" => &mut self.valid_from,
            "valid_to" => &mut self.valid_to,
            "boundary" => &mut self.boundary,
            _ => return false,
        };
        name.clone_into(named);
        true
    }
}

impl Default for FieldNames {
    fn default() -> Self {
        let [level, code, name, parent, valid_from, valid_to, boundary] =
            ["level", "code", "name", "parent", "valid_from", "valid_to", "boundary"].map(str::to_owned);
        Self { level, code, name, parent, valid_from, valid_to, boundary }
    }
}

/// Reads a file by what it is: GeoJSON where it begins with a brace or a bracket, else a table.
///
/// # Errors
/// When the file as a whole is neither.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, ImportError> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    if text.starts_with(b"{") || text.starts_with(b"[") {
        read_geojson(bytes, options)
    } else {
        read_csv(bytes, options)
    }
}

/// Gives rows without a code the next free ones below `parent`, in the order of the file.
///
/// # Errors
/// When all 999 have been used.
pub fn number_in_sequence(rows: &mut [ImportRow], parent: &Code, tree: &Tree) -> Result<(), CodeError> {
    let written = rows.iter().filter_map(|row| Code::new(&row.code).ok());
    let mut used: Vec<Code> = tree.codes().cloned().chain(written).collect();
    for row in rows.iter_mut().filter(|row| row.code.is_empty()) {
        let next = parent.next_below(&used)?;
        row.code = next.to_string();
        // Only the highest counts.
        used = vec![next];
    }
    Ok(())
}

/// Puts parents before children, and otherwise leaves the order of the file.
pub fn parents_first(rows: &mut [ImportRow], levels: &[Level]) {
    rows.sort_by_key(|row| levels.iter().position(|level| level.id == row.level));
}

/// The texts of a row's fields; empty where there is none.
#[derive(Default)]
struct Fields {
    level: String,
    code: String,
    name: String,
    parent: String,
    valid_from: String,
    valid_to: String,
}

impl Reading {
    /// Completes a row by the options: what it does not say they say, and a division code names its own parent.
    fn push(&mut self, row: usize, fields: Fields, boundary: Option<Boundary>, options: &Options) {
        let Fields { level, code, name, parent, valid_from, valid_to } = fields;
        let from = self.date(row, "valid_from", &valid_from).unwrap_or(options.valid_from);
        let to = self.date(row, "valid_to", &valid_to);
        let level = Some(level).filter(|level| !level.is_empty()).or_else(|| options.level.clone());
        let parent_code = Some(parent).filter(|parent| !parent.is_empty()).or_else(|| {
            let above = || Code::new(&code).ok()?.parent();
            options.parent.clone().or_else(above).map(String::from)
        });
        let (level, validity) = (level.unwrap_or_default(), Validity { from, to });
        self.rows.push(ImportRow { row, level, code, name, parent_code, validity, boundary });
    }

    /// The border of a row; one that cannot be used is a problem, or is redrawn where that was asked for.
    fn border(&mut self, row: usize, raw: Result<RawPolygons, BoundaryError>, options: &Options) -> Option<Boundary> {
        let sound = |raw: &RawPolygons| Boundary::from_rings(raw, options.crs);
        let (error, redrawn) = match raw {
            Err(error) => (error, None),
            Ok(raw) => match sound(&raw) {
                Ok(boundary) => return Some(boundary),
                Err(error) => (error, mend::mended(&raw, options.crs).ok()),
            },
        };
        let mut problem = Problem::of(row, "boundary", &error);
        match redrawn {
            Some(redrawn) if options.mend => {
                problem.instead = "it was redrawn without this; compare it on a map".to_owned();
                self.mended.push(problem);
                return Some(redrawn);
            }
            Some(_) => problem.instead.push_str(", or have it mended"),
            None => {}
        }
        self.problems.push(problem);
        None
    }

    fn date(&mut self, row: usize, field: &'static str, text: &str) -> Option<NaiveDate> {
        if text.is_empty() {
            return None;
        }
        let date = text.parse().ok();
        if date.is_none() {
            let message = format!("`{text}` is not a date");
            self.problems.push(Problem::new(row, field, message, "write a day such as 2026-07-01"));
        }
        date
    }
}
