//! `huixiang areas …`: the space tree from the command line.

mod import;
mod locate;
#[cfg(test)]
mod tests;

use crate::{
    app::App,
    areas::{Area, Crs, Tree, borders},
    config::Config,
    wall_clock::WallClock,
};
use anyhow::bail;
use chrono::NaiveDate;
pub use import::ImportArgs;
pub use locate::LocateArgs;
use std::{
    io::{self, Write},
    process::ExitCode,
};

#[derive(Debug, clap::Subcommand)]
pub enum AreasCommand {
    /// Import areas from GeoJSON or CSV: level, code, name, parent, valid_from, valid_to and a border. Lists every bad
    /// row and imports nothing until the file is clean, or told to skip.
    Import(ImportArgs),
    /// Write areas as a file that an import reads again.
    Export(ExportArgs),
    /// Find in which area each point of a file lies.
    Locate(LocateArgs),
    /// Print the tree.
    List(ListArgs),
}

#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// Only this level of the profile.
    #[arg(long)]
    level: Option<String>,
    /// Only what exists on this day, such as 2026-07-01; left out: all that ever was.
    #[arg(long, value_name = "DATE")]
    at: Option<NaiveDate>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    #[default]
    Geojson,
    Csv,
}

#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// The day, such as 2026-07-01; left out: today.
    #[arg(long, value_name = "DATE")]
    at: Option<NaiveDate>,
}

/// Does one of the commands and writes what came of it.
///
/// # Errors
/// When rows are bad, a value does not fit, or a file cannot be read.
pub async fn run(config: Config, command: AreasCommand, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let app = App::open(config, WallClock::System).await?;
    act(&app, &command, out).await?;
    Ok(ExitCode::SUCCESS)
}

async fn act(app: &App, command: &AreasCommand, out: &mut impl Write) -> anyhow::Result<()> {
    match command {
        AreasCommand::Import(args) => import::import(app, args, out).await,
        AreasCommand::Export(args) => export(app, args, out),
        AreasCommand::Locate(args) => locate::locate(app, args, out),
        AreasCommand::List(args) => {
            let at = args.at.unwrap_or_else(|| app.today());
            Ok(app.areas.with_tree(|tree| list(tree, at, out))?)
        }
    }
}

fn export(app: &App, args: &ExportArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let level = args.level.as_deref();
    level.map_or(Ok(()), |level| check_level(app, level))?;
    app.areas.with_borders(args.at, level, |found| match args.format {
        Format::Geojson => Ok(borders::write_geojson(found, out)?),
        Format::Csv => Ok(borders::write_csv(found, out)?),
    })
}

/// Children stand below their parent, two blanks further in.
fn list(tree: &Tree, at: NaiveDate, out: &mut impl Write) -> io::Result<()> {
    let mut roots: Vec<&Area> = tree.roots().collect();
    roots.sort_by_key(|area| &area.code);
    for area in roots.into_iter().flat_map(|root| tree.subtree(root.id)).filter(|area| area.validity.holds_on(at)) {
        let indent = 2 * (tree.ancestors(area.id).count() - 1);
        writeln!(out, "{:indent$}{} {} ({})", "", area.code, area.name, area.level)?;
    }
    Ok(())
}

fn check_level(app: &App, level: &str) -> anyhow::Result<()> {
    let edition = app.profiles.current();
    let known: Vec<&str> = edition.profile.level.iter().map(|known| known.id.as_str()).collect();
    if known.contains(&level) {
        return Ok(());
    }
    bail!("\"{level}\" is no level of this district; write one of {}", known.join(", "))
}

/// Reads a coordinate system, for clap.
pub(super) fn crs(text: &str) -> Result<Crs, String> {
    text.parse().map_err(|error: crate::areas::coordinates::CoordinateError| error.to_string())
}
