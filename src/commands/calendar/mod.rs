//! `huixiang calendar`: asks the clocks from the command line.

mod many;
mod one;
#[cfg(test)]
mod tests;

use crate::{
    app::App,
    clocks::{Calendar, Counts, Limit, Span, WorkTime, Year},
    config::Config,
    deadlines,
    profile::Profile,
    profile::store::calendar_year,
    wall_clock::WallClock,
};
use anyhow::{Context, bail};
use serde::{Deserialize, de::IntoDeserializer};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

#[derive(clap::Subcommand, Debug)]
pub enum CalendarCommand {
    /// When a limit ends, and how it was counted.
    Due(DueArgs),
    /// The n-th working day after each date of a file.
    AddDays(AddDaysArgs),
    /// Reads the file of a new year and says all that is wrong with it.
    Check {
        /// Such as calendars/2026.toml.
        file: PathBuf,
    },
    /// Loads a new year into the district and counts all running clocks anew.
    Load {
        /// Such as calendars/2026.toml.
        file: PathBuf,
    },
}

#[derive(clap::Args, Debug)]
pub struct DueArgs {
    #[command(flatten)]
    district: District,
    /// Answers a whole file: columns start and limit and, if wanted, counts and pauses (FROM/UNTIL;FROM/UNTIL).
    #[arg(long, value_name = "FILE", conflicts_with_all = ["start", "limit", "counts", "pauses"])]
    csv: Option<PathBuf>,
    /// Local time such as 2026-02-13T17:30, or one with its offset.
    #[arg(required_unless_present = "csv")]
    start: Option<String>,
    /// Such as "2 work_hours".
    #[arg(required_unless_present = "csv")]
    limit: Option<Limit>,
    /// running_hours or day_count.
    #[arg(long, value_parser = counts, default_value = "running_hours")]
    counts: Counts,
    /// A time during which the clock stands still; may be given several times.
    #[arg(long = "pause", value_name = "FROM/UNTIL")]
    pauses: Vec<String>,
}

#[derive(clap::Args, Debug)]
pub struct AddDaysArgs {
    #[command(flatten)]
    district: District,
    /// Columns date and days; days below zero are counted back.
    #[arg(long, value_name = "FILE")]
    csv: PathBuf,
}

#[derive(clap::Args, Debug)]
struct District {
    /// The profile that names time zone, office hours and calendar; left out: Asia/Shanghai, 08:00-12:00 and
    /// 14:00-18:00, calendar cn.
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
}

/// Runs the command and writes its answer to `out`. Errors when something could not be answered.
pub async fn run(
    command: &CalendarCommand,
    config: impl FnOnce() -> anyhow::Result<Config>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    match command {
        CalendarCommand::Load { file } => load(config()?, file, out).await,
        CalendarCommand::Due(args) => due(args, out),
        CalendarCommand::AddDays(args) => many::add_days(&args.district.work_time()?, &args.csv, out),
        CalendarCommand::Check { file } => check(file, out),
    }
}

async fn load(config: Config, file: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    let year = year(file)?;
    let source = read(file)?;
    let app = App::open(config, WallClock::System).await?;
    app.db.write(async |txn| calendar_year::put(txn, &year, &source, app.clock.now()).await).await?;
    app.profiles.refresh(&app.db).await?;
    let moved = deadlines::recount(&app).await?;
    writeln!(
        out,
        "{} {}: {} working days; {moved} cases have other deadlines now.",
        year.calendar,
        year.year,
        year.working_days()
    )?;
    Ok(())
}

fn due(args: &DueArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let work_time = args.district.work_time()?;
    if let Some(file) = &args.csv {
        return many::due(&work_time, file, out);
    }
    let (Some(start), Some(limit)) = (&args.start, args.limit) else {
        bail!("there is nothing to count; write START and LIMIT, or --csv FILE");
    };
    let start = work_time.instant(start).map_err(anyhow::Error::msg).context("START")?;
    let pauses = args.pauses.iter().map(|text| pause(&work_time, text)).collect::<Result<Vec<_>, _>>();
    let pauses = pauses.map_err(anyhow::Error::msg).context("--pause")?;
    let due = work_time.due(start, limit, args.counts, &pauses)?;
    one::explain(&work_time, start, limit, args.counts, &due, out)
}

fn check(file: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    let year = year(file)?;
    let (title, number) = (&year.notice, &year.number);
    writeln!(out, "{}: {title} ({number}, {}) is well formed.", file.display(), year.issued)?;
    writeln!(out, "Calendar {}, {}: {} working days.", year.calendar, year.year, year.working_days())?;
    Ok(())
}

/// Reads the file of a year. Errors name all mistakes with their lines.
pub fn year(file: &Path) -> anyhow::Result<Year> {
    Year::parse(&read(file)?).map_err(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(|mistake| format!("{}: {mistake}", file.display())).collect();
        anyhow::Error::msg(lines.join("\n"))
    })
}

impl District {
    fn work_time(&self) -> anyhow::Result<WorkTime> {
        let Some(file) = &self.profile else { return default_work_time() };
        let profile: Profile =
            toml::from_str(&read(file)?).with_context(|| format!("{} is no profile", file.display()))?;
        profile.work_time(&[]).map_err(|flaws| {
            let lines: Vec<String> = flaws.iter().map(|flaw| format!("{}: {flaw}", file.display())).collect();
            anyhow::Error::msg(lines.join("\n"))
        })
    }
}

fn default_work_time() -> anyhow::Result<WorkTime> {
    let windows = ["08:00-12:00", "14:00-18:00"].map(String::from);
    WorkTime::new("Asia/Shanghai", &windows, Calendar::built_in("cn"))
        .map_err(|_| anyhow::anyhow!("the default working time is wrong"))
}

fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

/// Reads `FROM/UNTIL`.
fn pause(work_time: &WorkTime, text: &str) -> Result<Span, String> {
    let (from, until) = text.split_once('/').ok_or_else(|| {
        format!("\"{text}\" is no pause; write when it began, \"/\" and when it ended, such as \"2026-02-13T09:00/2026-02-14T09:00\"")
    })?;
    let (from, until) = (work_time.instant(from)?, work_time.instant(until)?);
    if until < from {
        return Err(format!("\"{text}\" ends before it begins; write the earlier time first"));
    }
    Ok(Span { from, until: Some(until) })
}

/// Reads `running_hours` or `day_count`.
fn counts(text: &str) -> Result<Counts, String> {
    let read: Result<Counts, serde::de::value::Error> = Counts::deserialize(text.into_deserializer());
    read.map_err(|_| format!("\"{text}\" is no way of counting; write running_hours or day_count"))
}
