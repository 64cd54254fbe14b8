//! Tables that are answered row by row: a CSV file comes back with its own columns first.

use anyhow::{Context, bail};
use std::{io::Write, path::Path};

/// A row of the file.
pub struct Row<'r> {
    /// As a spreadsheet counts: the header is row 1.
    number: usize,
    header: &'r csv::StringRecord,
    cells: &'r csv::StringRecord,
}

impl Row<'_> {
    /// Reads a cell, empty where its column is missing. Errors name row and column.
    pub fn read<T>(&self, column: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<T, String> {
        let place = self.header.iter().position(|name| name == column);
        let cell = place.and_then(|place| self.cells.get(place)).unwrap_or_default();
        read(cell).map_err(|text| format!("row {}, column {column}: {text}", self.number))
    }
}

/// Answers row by row; what a row has wrong stands in its column `mistake`. Errors when there was such a row.
pub fn answer<const N: usize>(
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
