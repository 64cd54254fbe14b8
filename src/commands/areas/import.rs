//! `huixiang areas import`.

use super::{check_level, crs};
use crate::{
    app::App,
    areas::{
        self, Code, Crs,
        import::{self, FieldNames, ImportRow, Options, Problem, Reading},
    },
    log::Actor,
};
use anyhow::{Context, bail};
use chrono::NaiveDate;
use std::{collections::HashSet, io::Write, path::PathBuf};

#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// GeoJSON (a FeatureCollection) or CSV with a header line, borders as well-known text.
    file: PathBuf,
    /// List every bad row and import nothing.
    #[arg(long)]
    dry_run: bool,
    /// Leave out bad rows, and what lies below them, and import the others.
    #[arg(long)]
    skip_bad: bool,
    /// Redraw borders that cross themselves; each is listed.
    #[arg(long)]
    mend: bool,
    /// The coordinate system of the file: wgs84, cgcs2000, gcj02 or bd09.
    #[arg(long, value_parser = crs, default_value_t)]
    crs: Crs,
    /// The first day of rows that name none, such as 2026-07-01; left out: today.
    #[arg(long, value_name = "DATE")]
    valid_from: Option<NaiveDate>,
    /// The level of rows that name none.
    #[arg(long)]
    level: Option<String>,
    /// The code of the parent of rows that name none.
    #[arg(long, value_name = "CODE")]
    parent: Option<Code>,
    /// Where codes come from; `sequence` gives rows without one the next that was never used below --parent.
    #[arg(long, value_enum, default_value_t)]
    code_from: CodeFrom,
    /// What a field is called in the file, such as level=LEVEL,code=CODE_FIELD.
    #[arg(long = "map", value_name = "FIELD=NAME", value_delimiter = ',', value_parser = mapping)]
    maps: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum CodeFrom {
    #[default]
    File,
    Sequence,
}

/// Lists what is wrong and imports what is clean, or nothing.
pub async fn import(app: &App, args: &ImportArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let edition = app.profiles.current();
    let levels = &edition.profile.level;
    let reading = read(app, args)?;
    let count = reading.rows.len();
    for problem in &reading.mended {
        writeln!(out, "{problem}")?;
    }
    let (rows, problems) = app.areas.with_tree(|tree| match args.skip_bad {
        true => import::sift(reading, tree, levels),
        false => {
            let checked = import::check(&reading.rows, tree, levels);
            (reading.rows, in_order(reading.problems.into_iter().chain(checked)))
        }
    });
    for problem in &problems {
        writeln!(out, "{problem}")?;
    }
    let bad = problems.iter().map(|problem| problem.row).collect::<HashSet<_>>().len();
    if bad > 0 && !args.skip_bad {
        bail!("{bad} of {count} rows are bad; nothing was imported. Correct them, or leave them out with --skip-bad");
    }
    let left_out = if bad > 0 { format!(", {bad} left out") } else { String::new() };
    if args.dry_run {
        writeln!(out, "{} rows are good{left_out}; nothing was imported", rows.len())?;
        return Ok(());
    }
    let imported = put(app, rows).await?;
    writeln!(out, "{imported} rows imported{left_out}")?;
    Ok(())
}

async fn put(app: &App, rows: Vec<ImportRow>) -> anyhow::Result<usize> {
    let edition = app.profiles.current();
    let imported = areas::put(&app.db, &edition.profile, rows, Actor::System, app.clock.now()).await?;
    app.areas.refresh(&app.db, &edition.profile).await?;
    Ok(imported)
}

fn read(app: &App, args: &ImportArgs) -> anyhow::Result<Reading> {
    let file = args.file.display();
    let options = options(app, args)?;
    let bytes = std::fs::read(&args.file).with_context(|| format!("cannot read {file}"))?;
    let named = args.file.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase);
    let reading = match named.as_deref() {
        Some("csv") => import::read_csv(&bytes, &options),
        Some("geojson" | "json") => import::read_geojson(&bytes, &options),
        _ => import::read(&bytes, &options),
    };
    let mut reading = reading.with_context(|| file.to_string())?;
    if args.code_from == CodeFrom::Sequence {
        let parent = args.parent.as_ref().context("--code-from sequence counts below a parent; write --parent CODE")?;
        app.areas.with_tree(|tree| import::number_in_sequence(&mut reading.rows, parent, tree))?;
    }
    Ok(reading)
}

fn options(app: &App, args: &ImportArgs) -> anyhow::Result<Options> {
    args.level.as_deref().map_or(Ok(()), |level| check_level(app, level))?;
    let mut names = FieldNames::default();
    for (field, name) in &args.maps {
        if !names.rename(field, name) {
            bail!(
                "--map {field}={name}: \"{field}\" is no field of an area; write level, code, name, parent, valid_from, valid_to or boundary"
            );
        }
    }
    let valid_from = args.valid_from.unwrap_or_else(|| app.today());
    let (level, parent) = (args.level.clone(), args.parent.clone());
    Ok(Options { crs: args.crs, names, valid_from, level, parent, mend: args.mend })
}

fn mapping(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').filter(|(field, name)| !field.is_empty() && !name.is_empty());
    let parts = parts.ok_or_else(|| format!("\"{text}\" names no field; write FIELD=NAME such as code=CODE_FIELD"));
    parts.map(|(field, name)| (field.trim().to_owned(), name.trim().to_owned()))
}

fn in_order(problems: impl Iterator<Item = Problem>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = problems.collect();
    problems.sort_by_key(|problem| problem.row);
    problems
}
