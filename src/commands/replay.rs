//! `huixiang replay`: plays real records in a district of their own and counts them twice.

use crate::{
    config::Config,
    replay::{
        Files, Replayed,
        open311::Reading,
        replay,
        tally::{Figures, Group, Tally},
    },
};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::{self, Write},
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
    let differing = print(&replayed, out)?;
    Ok(if differing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Prints what was read, what was not played and why, and the figures of both countings. Says how many differ.
fn print(replayed: &Replayed, out: &mut impl Write) -> io::Result<usize> {
    let Replayed { reading, mended, engine, file } = replayed;
    for mended in mended {
        writeln!(out, "{mended}")?;
    }
    left_out(reading, out)?;
    summary(reading, engine, file, out)?;
    let mut differing = table(engine, file, out)?;
    differing += usize::from(engine.located() != file.located());
    match differing {
        0 => writeln!(out, "\nThe district and the file agree in every figure.")?,
        _ => writeln!(out, "\n*** THE DISTRICT AND THE FILE DISAGREE in {differing} lines: see <<< above. ***")?,
    }
    Ok(differing)
}

fn left_out(reading: &Reading, out: &mut impl Write) -> io::Result<()> {
    for (line, why) in &reading.unreadable {
        writeln!(out, "line {line}: not played: {why}")?;
    }
    for (line, id) in &reading.repeated {
        writeln!(out, "line {line}: not played: an earlier line has request {id} already")?;
    }
    for (service, lines) in &reading.unknown_services {
        let first = lines.first().copied().unwrap_or_default();
        writeln!(
            out,
            "service \"{service}\": {} not played, the first in line {first}: the profile has no category of that name",
            lines.len()
        )?;
    }
    for record in reading.records.iter().filter(|record| record.ends_before_it_begins()) {
        writeln!(out, "line {}: request {} ends before it begins: closed as it begins", record.line, record.id)?;
    }
    Ok(())
}

fn summary(reading: &Reading, engine: &Tally, file: &Tally, out: &mut impl Write) -> io::Result<()> {
    let (all, all_in_file) = (engine.all(), file.all());
    writeln!(out, "\n{:<30}{:>24}{:>24}", "", "district", "file")?;
    let mut line = |what: &str, ours: (u64, u64), theirs: (u64, u64)| {
        let mark = if ours == theirs { "" } else { "  <<<" };
        writeln!(out, "{what:<30}{:>24}{:>24}{mark}", share(ours), share(theirs))
    };
    let found = reading.found as u64;
    line("received of all records", (all.received, found), (all_in_file.received, found))?;
    line("located of received", (engine.located(), all.received), (file.located(), all_in_file.received))?;
    for why in engine.names(file, Group::NotLocated) {
        let not = |tally: &Tally| (tally.of(Group::NotLocated, why).received, tally.all().received);
        line(&format!("not located: {why}"), not(engine), not(file))?;
    }
    line("closed of received", (all.closed, all.received), (all_in_file.closed, all_in_file.received))?;
    line("on time of closed", (all.on_time, all.closed), (all_in_file.on_time, all_in_file.closed))?;
    line("open of received", (all.open, all.received), (all_in_file.open, all_in_file.received))?;
    line("past the limit of received", (all.overdue, all.received), (all_in_file.overdue, all_in_file.received))
}

/// Numerator, denominator and what that is in a hundred.
fn share((some, of): (u64, u64)) -> String {
    match of {
        0 => "0 of 0".to_owned(),
        _ => format!("{some} of {of} ({:.1}%)", 100.0 * some as f64 / of as f64),
    }
}

/// Each figure twice: the district's, the file's. Says how many lines differ.
fn table(engine: &Tally, file: &Tally, out: &mut impl Write) -> io::Result<usize> {
    let groups =
        [(Group::All, "all"), (Group::Category, "by category"), (Group::Area, "by area"), (Group::NotLocated, "not located")];
    writeln!(out, "\n{:<28}{:>14}{:>14}{:>14}{:>9}{:>14}{:>14}", "", "received", "closed", "on time", "", "open", "past limit")?;
    let mut differing = 0;
    for (group, title) in groups {
        if group != Group::All {
            writeln!(out, "{title}")?;
        }
        for name in engine.names(file, group) {
            let (ours, theirs) = (engine.of(group, name), file.of(group, name));
            differing += usize::from(ours != theirs);
            row(if group == Group::All { title } else { name }, ours, theirs, out)?;
        }
    }
    Ok(differing)
}

fn row(name: &str, ours: Figures, theirs: Figures, out: &mut impl Write) -> io::Result<()> {
    let pairs = ours.in_order().into_iter().zip(theirs.in_order()).map(|(ours, theirs)| format!("{ours:>8}{theirs:>6}"));
    let pairs: Vec<String> = pairs.collect();
    let rate = if ours.closed == 0 { "-".to_owned() } else { format!("{:.1}%", 100.0 * ours.on_time as f64 / ours.closed as f64) };
    let mark = if ours == theirs { "" } else { "  <<<" };
    writeln!(out, "{:<28}{}{rate:>9}{}{mark}", format!("  {name}"), pairs[..3].concat(), pairs[3..].concat())
}
