//! One due date, told day by day.

use crate::{
    clocks::{Counted, Counts, Due, Limit, Share, WorkTime},
    wall_clock::Instant,
};
use chrono::TimeDelta;
use std::io::{self, Write};

/// At most so many lines tell how a limit was counted; a longer story is cut in the middle.
const LINES: usize = 60;

pub fn explain(
    work_time: &WorkTime,
    start: Instant,
    limit: Limit,
    counts: Counts,
    due: &Due,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let tz = work_time.time_zone();
    let (from, end) = (start.with_timezone(&tz), due.at.with_timezone(&tz));
    let way = match counts {
        Counts::RunningHours => "running_hours",
        Counts::DayCount => "day_count",
    };
    writeln!(out, "start  {} {}", from.to_rfc3339(), from.format("%a"))?;
    writeln!(out, "limit  {limit}, {way}, {tz}")?;
    writeln!(
        out,
        "due    {} {}{}",
        end.to_rfc3339(),
        end.format("%a"),
        if due.provisional { ", provisional" } else { "" }
    )?;
    writeln!(out)?;
    days(&due.counted, out)?;
    if due.provisional {
        writeln!(out, "\nProvisional: {}", why_provisional(work_time))?;
    }
    Ok(())
}

fn days(rows: &[Counted], out: &mut impl Write) -> io::Result<()> {
    let groups: Vec<&[Counted]> = rows.chunk_by(alike).collect();
    let left_out = groups.len().saturating_sub(LINES);
    let (head, tail) = if left_out == 0 { (groups.len(), groups.len()) } else { (LINES / 2, LINES / 2 + left_out) };
    for group in &groups[..head] {
        line(group, out)?;
    }
    if left_out > 0 {
        writeln!(out, "... {left_out} more lines ...")?;
    }
    for group in &groups[tail..] {
        line(group, out)?;
    }
    Ok(())
}

/// Days in a row that gave nothing for one reason are told in one line.
fn alike(one: &Counted, next: &Counted) -> bool {
    let nothing = Share::Time { ran: TimeDelta::zero(), paused: TimeDelta::zero() };
    one.day == next.day && one.share == next.share && (one.share == nothing || one.share == Share::NoDay)
}

fn line(group: &[Counted], out: &mut impl Write) -> io::Result<()> {
    let [first, ..] = group else { return Ok(()) };
    let dates = match group {
        [.., last] if last.date != first.date => {
            format!("{} to {}", first.date.format("%F %a"), last.date.format("%F %a"))
        }
        _ => first.date.format("%F %a").to_string(),
    };
    let provisional = if first.day.provisional { ", provisional" } else { "" };
    writeln!(out, "{dates:<34}{:<28}{}{provisional}", share(first.share), first.day.kind)
}

fn share(share: Share) -> String {
    match share {
        Share::Time { ran, paused } if paused.is_zero() => time(ran),
        Share::Time { ran, paused } => format!("{}, paused {}", time(ran), time(paused)),
        Share::Day => "1 day".into(),
        Share::FirstDay => "first day, left out".into(),
        Share::NoDay => "-".into(),
        Share::PausedDay => "paused at its end".into(),
    }
}

/// `1 h 30 min`, with seconds only where there are some.
fn time(length: TimeDelta) -> String {
    let (minutes, micros) =
        (length.num_minutes(), (length - TimeDelta::minutes(length.num_minutes())).num_microseconds().unwrap_or(0));
    let parts = [
        (minutes >= 60).then(|| format!("{} h", minutes / 60)),
        (minutes % 60 > 0).then(|| format!("{} min", minutes % 60)),
        (micros > 0).then(|| format!("{} s", micros as f64 / 1e6)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "-".into() } else { parts.join(" ") }
}

fn why_provisional(work_time: &WorkTime) -> String {
    let years: Vec<i32> =
        work_time.calendar().into_iter().flat_map(|calendar| calendar.years()).map(|year| year.year).collect();
    let known = match years[..] {
        [] => "no year of its calendar is known".into(),
        [only] => format!("its calendar knows {only} only"),
        [first, .., last] => format!("its calendar knows the years {first} to {last}"),
    };
    format!("{known}; other days count as worked from Monday to Friday until their year is loaded.")
}
