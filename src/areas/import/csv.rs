//! Areas as lines of a table.

use super::{Fields, ImportError, Options, Reading};
use crate::areas::wkt;
use ::csv::{ReaderBuilder, StringRecord, Trim};

/// Reads a comma-separated table in UTF-8 with a header line; columns may stand in any order, be left out, or be
/// others, which are not read. A border is well-known text. Rows are numbered by the line on which they begin.
///
/// # Errors
/// When the file as a whole is something else.
pub fn read_csv(bytes: &[u8], options: &Options) -> Result<Reading, ImportError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut table = ReaderBuilder::new().trim(Trim::All).from_reader(bytes);
    let header = table.headers().map_err(ImportError::Table)?.clone();
    let mut reading = Reading::default();
    for record in table.records() {
        let record = record.map_err(ImportError::Table)?;
        let row = record.position().map_or(0, |position| position.line() as usize);
        let text = |name: &str| cell(&header, &record, name);
        let names = &options.names;
        let fields = Fields {
            level: text(&names.level).to_owned(),
            code: text(&names.code).to_owned(),
            name: text(&names.name).to_owned(),
            parent: text(&names.parent).to_owned(),
            valid_from: text(&names.valid_from).to_owned(),
            valid_to: text(&names.valid_to).to_owned(),
        };
        let border = text(&names.boundary);
        let written = (!border.is_empty()).then(|| wkt::read(border));
        let boundary = written.and_then(|raw| reading.border(row, raw, options));
        reading.push(row, fields, boundary, options);
    }
    Ok(reading)
}

fn cell<'a>(header: &StringRecord, record: &'a StringRecord, name: &str) -> &'a str {
    let column = header.iter().position(|column| column == name);
    column.and_then(|column| record.get(column)).unwrap_or_default()
}
