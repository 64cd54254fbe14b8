//! `huixiang coords …`: coordinates from one system to another.

use super::{
    areas::crs,
    table::{self, Row},
};
use crate::areas::{Crs, Point};
use std::{io::Write, path::PathBuf, process::ExitCode};

#[derive(Debug, clap::Subcommand)]
pub enum CoordsCommand {
    /// Add the converted coordinates to a table.
    Convert(ConvertArgs),
}

#[derive(Debug, clap::Args)]
pub struct ConvertArgs {
    /// wgs84, cgcs2000, gcj02 or bd09.
    #[arg(long, value_parser = crs)]
    from: Crs,
    /// wgs84, cgcs2000, gcj02 or bd09.
    #[arg(long, value_parser = crs)]
    to: Crs,
    /// A table with columns lon and lat; all its columns are kept.
    #[arg(long, value_name = "FILE")]
    csv: PathBuf,
}

/// Does what was typed.
///
/// # Errors
/// When the file cannot be read, or after all rows when some have no answer.
pub fn run(command: &CoordsCommand, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let CoordsCommand::Convert(ConvertArgs { from, to, csv }) = command;
    let [lon, lat] = ["lon", "lat"].map(|axis| format!("{axis}_{to}"));
    table::answer(csv, &["lon", "lat"], [&lon, &lat], out, |row| {
        let Point { lon, lat } = point(row)?.convert(*from, *to);
        Ok([lon, lat].map(|degrees| format!("{degrees:.10}")))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The point of a row, from its columns lon and lat.
pub(super) fn point(row: &Row) -> Result<Point, String> {
    let (lon, lat) = (row.read("lon", degrees)?, row.read("lat", degrees)?);
    Point::new(lon, lat).or_else(|error| row.read(error.field(), |_| Err(error.to_string())))
}

fn degrees(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| format!("\"{text}\" is no number of degrees; write one such as \"121.15\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Cli {
        #[command(subcommand)]
        command: CoordsCommand,
    }

    fn convert(from: &str, to: &str, table: &str) -> (String, Option<String>) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(table.as_bytes()).unwrap();
        let path = file.path().to_str().unwrap();
        let cli = Cli::try_parse_from(["coords", "convert", "--from", from, "--to", to, "--csv", path]).unwrap();
        let mut out = Vec::new();
        let error = run(&cli.command, &mut out).err().map(|error| error.to_string());
        (String::from_utf8(out).unwrap(), error)
    }

    #[test]
    fn a_table_comes_back_with_two_more_columns() {
        let (out, error) = convert("WGS-84", "gcj02", "\u{feff}place,lon,lat\n凌河,121.15,41.117\n远方,-71.06,42.36\n");
        assert_eq!(error, None);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines[0], "place,lon,lat,lon_gcj02,lat_gcj02,mistake");
        // Standards 2.10: 121.155606, 41.119034.
        assert_eq!(lines[1], "凌河,121.15,41.117,121.1556063566,41.1190339868,");
        assert_eq!(lines[2], "远方,-71.06,42.36,-71.0600000000,42.3600000000,");
    }

    #[test]
    fn bad_rows_are_named_after_the_good_ones_were_answered() {
        let (out, error) = convert("gcj02", "wgs84", "lon,lat\n41.117,121.15\n113,\n113,30\n");
        let lines: Vec<&str> = out.lines().collect();
        assert!(lines[1].contains("row 2, column lat: lat 121.15 is outside ±90; longitude comes first"), "{out}");
        assert!(lines[2].contains(r#"row 3, column lat: """" is no number of degrees"#), "{out}");
        assert!(lines[3].starts_with("113,30,112.99") && lines[3].ends_with(','), "{out}");
        assert!(error.unwrap().contains("2 of 3 rows have no answer (row 2, 3)"));
    }
}
