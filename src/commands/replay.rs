//! `huixiang replay`: plays real records in a district of their own and counts them twice.

use crate::{
    config::Config,
    replay::{Files, replay},
};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Clone, Debug, clap::Args)]
pub struct ReplayArgs {
    /// How the records are written.
    #[arg(long, value_enum)]
    pub format: Format,
    /// The records: JSON lines or one array, packed with gzip or not.
    pub file: PathBuf,
    /// The areas they lie in: GeoJSON features with a `name`. Of areas that overlap the first counts; borders that
    /// cross themselves are redrawn, and listed.
    #[arg(long, value_name = "GEOJSON")]
    pub areas: PathBuf,
    /// The profile of the district: profiles/trial-open311.toml shows what it takes.
    #[arg(long, value_name = "PROFILE")]
    pub profile: PathBuf,
    /// A new folder that keeps the district; left out, nothing is kept.
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Format {
    /// Service requests of GeoReport v2.
    Open311,
}

/// Replays and prints the table; fails when the district and the file disagree.
///
/// # Errors
/// As [`replay`], and when a file cannot be read.
pub async fn run(mut config: Config, args: &ReplayArgs, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let Format::Open311 = args.format;
    let (records, areas, profile) = (read(&args.file)?, read(&args.areas)?, read(&args.profile)?);
    let profile = String::from_utf8(profile).context("the profile is no UTF-8; save it as UTF-8")?;
    let thrown_away = tempfile::tempdir().context("cannot make a temporary folder; name one with --data")?;
    config.data = args.data.clone().unwrap_or_else(|| thrown_away.path().to_owned());
    config.database.url = "sqlite://{data}/huixiang.db?mode=rwc".to_owned();
    let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template("{bar:40} {percent}% {eta} left")?);
    let moved = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let files = Files { records: &records, areas: &areas, profile: &profile };
    let replayed = replay(config, &files, moved).await?;
    bar.finish_and_clear();
    let differing = replayed.print(out)?;
    Ok(if differing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

#[cfg(test)]
mod tests;
