//! `huixiang areas locate`.

use super::crs;
use crate::{
    app::App,
    areas::{AreaName, Crs},
    commands::{coords, table},
};
use chrono::NaiveDate;
use std::{io::Write, path::PathBuf};

#[derive(Debug, clap::Args)]
pub struct LocateArgs {
    /// A table with columns lon and lat; all its columns are kept.
    #[arg(long, value_name = "FILE")]
    csv: PathBuf,
    /// The coordinate system of the points: wgs84, cgcs2000, gcj02 or bd09.
    #[arg(long, value_parser = crs, default_value_t)]
    crs: Crs,
    /// The day, such as 2026-07-01; left out: today.
    #[arg(long, value_name = "DATE")]
    at: Option<NaiveDate>,
}

const ADDED: [&str; 7] =
    ["code", "name", "level", "ancestor_codes", "ancestor_names", "tie_codes", "border_distance_m"];

/// Adds to every row the area around its point, all above it from the top, others that it may belong to, and the metres
/// to the border; lists have semicolons between. A point outside all areas gets empty cells.
pub fn locate(app: &App, args: &LocateArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let at = args.at.unwrap_or_else(|| app.today());
    let tolerance_m = app.profiles.current().profile.borders.tolerance_m;
    table::answer(&args.csv, &["lon", "lat"], ADDED, out, |row| {
        let point = coords::point(row)?.convert(args.crs, Crs::Wgs84);
        let place = app.areas.locate(point, at, tolerance_m);
        let mut line = place.area.map(|(id, _)| app.areas.line(id)).unwrap_or_default();
        let AreaName { code, name, level } = line.pop().unwrap_or_default();
        let distance = place.border_distance_m.map(|metres| format!("{metres:.2}")).unwrap_or_default();
        Ok([code, name, level, codes(&line), names(&line), codes(&place.ties), distance])
    })
}

fn codes(areas: &[AreaName]) -> String {
    areas.iter().map(|area| area.code.as_str()).collect::<Vec<_>>().join(";")
}

fn names(areas: &[AreaName]) -> String {
    areas.iter().map(|area| area.name.as_str()).collect::<Vec<_>>().join(";")
}
