//! What a replay prints: what was not played and why, then every figure twice, the district's and the file's.

use super::{
    Replayed,
    open311::Reading,
    tally::{Figures, Group, Tally},
};
use std::io::{self, Write};

impl Replayed {
    /// Prints everything. Says how many figures differ, loudly if any does.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn print(&self, out: &mut impl Write) -> io::Result<usize> {
        let Self { reading, mended, engine, file } = self;
        for border in mended {
            writeln!(out, "{border}")?;
        }
        left_out(reading, out)?;
        let differing = summary(reading.found, engine, file, out)? + table(engine, file, out)?;
        match differing {
            0 => writeln!(out, "\nThe district and the file agree in every figure.")?,
            _ => writeln!(out, "\n*** THE DISTRICT AND THE FILE DISAGREE in {differing} lines, marked <<< above. ***")?,
        }
        Ok(differing)
    }
}

fn left_out(reading: &Reading, out: &mut impl Write) -> io::Result<()> {
    let place = reading.place;
    for (line, why) in &reading.unreadable {
        writeln!(out, "{place} {line}: not played: {why}")?;
    }
    for (line, id) in &reading.repeated {
        writeln!(out, "{place} {line}: not played: request {id} stands further up already")?;
    }
    for (service, lines) in &reading.unknown_services {
        let (count, first) = (lines.len(), lines.first().copied().unwrap_or_default());
        write!(out, "service \"{service}\": not played: {count} requests, the first in {place} {first}; ")?;
        writeln!(out, "the profile has no category of that name")?;
    }
    for record in reading.records.iter().filter(|record| record.ends_before_it_begins()) {
        writeln!(out, "{place} {}: request {} ends before it begins: closed as it begins", record.line, record.id)?;
    }
    Ok(())
}

/// A numerator and its denominator, of the district and of the file.
type Shares = [(u64, u64); 2];

fn summary(found: usize, engine: &Tally, file: &Tally, out: &mut impl Write) -> io::Result<usize> {
    writeln!(out, "\n{:<32}{:>26}{:>26}", "", "district", "file")?;
    let mut differing = 0;
    for (what, [ours, theirs]) in shares(found as u64, engine, file) {
        differing += usize::from(ours != theirs);
        writeln!(out, "{what:<32}{:>26}{:>26}{}", share(ours), share(theirs), mark(ours == theirs))?;
    }
    Ok(differing)
}

fn shares(found: u64, engine: &Tally, file: &Tally) -> Vec<(String, Shares)> {
    let both = |of: &dyn Fn(&Tally, Figures) -> (u64, u64)| [engine, file].map(|tally| of(tally, tally.all()));
    let mut shares = vec![
        ("received of all records".to_owned(), both(&|_, all| (all.received, found))),
        ("located of received".to_owned(), both(&|tally, all| (tally.located(), all.received))),
    ];
    for why in engine.names(file, Group::NotLocated) {
        let not = both(&|tally, all| (tally.of(Group::NotLocated, why).received, all.received));
        shares.push((format!("not located: {why}"), not));
    }
    shares.extend([
        ("closed of received".to_owned(), both(&|_, all| (all.closed, all.received))),
        ("on time of closed".to_owned(), both(&|_, all| (all.on_time, all.closed))),
        ("open of received".to_owned(), both(&|_, all| (all.open, all.received))),
        ("past the limit of received".to_owned(), both(&|_, all| (all.overdue, all.received))),
    ]);
    shares
}

fn share((some, of): (u64, u64)) -> String {
    format!("{some} of {of} {:>8}", format!("({})", percent(some, of)))
}

fn percent(some: u64, of: u64) -> String {
    if of == 0 { "-".to_owned() } else { format!("{:.1}%", 100.0 * some as f64 / of as f64) }
}

fn mark(same: bool) -> &'static str {
    if same { "" } else { "  <<<" }
}

/// Each figure twice, side by side; the rate is on time of closed.
fn table(engine: &Tally, file: &Tally, out: &mut impl Write) -> io::Result<usize> {
    let [received, closed, on_time, open, overdue] = ["received", "closed", "on time", "open", "past limit"];
    writeln!(out, "\n{:<30}{received:>14}{closed:>14}{on_time:>14}{:>8}{open:>14}{overdue:>14}", "", "")?;
    let groups = [
        (Group::All, "all"),
        (Group::Category, "by category"),
        (Group::Area, "by area"),
        (Group::NotLocated, "not located"),
    ];
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
    let pair = |i: usize| format!("{:>8}{:>6}", ours.in_order()[i], theirs.in_order()[i]);
    let (rate, mark) = (percent(ours.on_time, ours.closed), mark(ours == theirs));
    writeln!(out, "  {name:<28}{}{}{}{rate:>8}{}{}{mark}", pair(0), pair(1), pair(2), pair(3), pair(4))
}

#[cfg(test)]
mod tests {
    use super::super::tally::Located;
    use super::*;

    fn tally(closed: u64) -> Tally {
        let mut tally = Tally::default();
        let figures = Figures { received: 3, closed, on_time: 1, open: 3 - closed, overdue: 0 };
        tally.add("Ice", Located::In("Quay"), figures);
        tally.add("Ice", Located::Outside, Figures { received: 1, open: 1, ..Figures::default() });
        tally
    }

    #[test]
    fn a_difference_is_loud_wherever_it_shows() {
        let reading = Reading { found: 4, ..Reading::default() };
        let mut replayed = Replayed { reading, mended: Vec::new(), engine: tally(2), file: tally(2) };
        let mut agreed = Vec::new();
        assert_eq!(replayed.print(&mut agreed).unwrap(), 0);
        assert!(!String::from_utf8(agreed).unwrap().contains("<<<"));
        replayed.file = tally(1);
        let mut printed = Vec::new();
        // In the summary closed, on time and open; in the table all, the category and the area.
        assert_eq!(replayed.print(&mut printed).unwrap(), 6);
        let printed = String::from_utf8(printed).unwrap();
        assert!(printed.contains("*** THE DISTRICT AND THE FILE DISAGREE in 6 lines"), "{printed}");
        assert_eq!(printed.matches("  <<<").count(), 6, "{printed}");
    }
}
