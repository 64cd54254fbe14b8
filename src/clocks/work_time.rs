//! A district's working time, and how a limit is counted in it (standards: 数字城管 时限; 民法典 §201-203).

use super::{
    Counts, Limit, Span, Unit,
    calendar::{Calendar, Day},
    hours::{self, Window},
    local_time,
    pauses::Pauses,
};
use crate::wall_clock::Instant;
use chrono::{Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use std::sync::Arc;

/// Time zone, office hours and calendar of a district.
#[derive(Clone, Debug)]
pub struct WorkTime {
    pub(super) tz: Tz,
    pub(super) windows: Vec<Window>,
    calendar: Option<Arc<Calendar>>,
}

/// A mistake in what a working time is made of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {text}")]
pub struct Flaw {
    /// Where in the profile, such as `hours.windows[1]`.
    pub key: String,
    /// What is wrong and what to write instead.
    pub text: String,
}

/// When a limit ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub at: Instant,
    /// A day lies on the way whose year nobody has announced: count again when it is loaded.
    pub provisional: bool,
    /// How it was counted, one row a local day, from the day of the start to the day of the end.
    pub counted: Vec<Counted>,
}

/// A local day on the way to a due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub date: NaiveDate,
    pub day: Day,
    pub share: Share,
}

/// What a day gave to a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// So much time ran off, and so much stood still that would have run.
    Time { ran: TimeDelta, paused: TimeDelta },
    /// Counts as one day.
    Day,
    /// The first day, which a count of days leaves out.
    FirstDay,
    /// Not a working day.
    NoDay,
    /// The clock stood still at the end of this day, so that it does not count.
    PausedDay,
}

/// Why there is no due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDue {
    #[error("the clock stands still and nobody has said until when; end the pause")]
    Paused,
    #[error(
        "the limit ends later than {HORIZON} days after its start or outside the years 1 to 9999; write a shorter one"
    )]
    TooFar,
}

/// What is left of a limit; below zero when it is overdue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Office time, or time of any hour, as the limit is counted.
    Time(TimeDelta),
    /// Days that count.
    Days(i64),
}

/// How many days a count walks before it gives up, more than a thousand years.
pub(super) const HORIZON: usize = 400_000;

/// What a unit and a way of counting come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    OfficeHours,
    RoundTheClock,
    WorkingDays,
    NaturalDays,
}

impl WorkTime {
    /// Answers with all mistakes. Without a calendar every day is a working day and nothing is provisional.
    pub fn new(time_zone: &str, windows: &[String], calendar: Option<Arc<Calendar>>) -> Result<Self, Vec<Flaw>> {
        let tz: Result<Tz, _> = time_zone.parse();
        match (tz, hours::windows(windows)) {
            (Ok(tz), Ok(windows)) => Ok(Self { tz, windows, calendar }),
            (tz, windows) => {
                let zone = tz.is_err().then(|| Flaw {
                    key: "time_zone".into(),
                    text: format!("\"{time_zone}\" is no IANA time zone; write one such as \"Asia/Shanghai\""),
                });
                let windows = windows.err().unwrap_or_default().into_iter();
                let windows = windows.map(|(place, text)| Flaw { key: format!("hours.windows[{place}]"), text });
                Err(zone.into_iter().chain(windows).collect())
            }
        }
    }

    /// When a limit ends that began at `start`, its pauses left out.
    ///
    /// - Work minutes and hours run during office hours of working days; a limit that is used up at the end of a
    ///   window is due there. Day count changes nothing for them: what is given in hours begins at its hour.
    /// - A work day, running, is as long as one day's windows together. Counted by the day, the day of the start is
    ///   left out and the limit ends with the last window of the n-th working day after it.
    /// - Natural and urgent hours and urgent days (24 h) run round the clock.
    /// - Natural days are always counted by the day: they end at 24:00 of the n-th day after that of the start.
    ///
    /// Running time stands still during a pause. A count of days leaves out each day at whose end (closing hour, or
    /// 24:00) the clock stands still; a pause that ends at that very moment no longer covers it. Pauses that overlap
    /// count once. Windows are wall-clock time: one that daylight saving shortens or lengthens gives the time it
    /// really has, a skipped time is the moment of the jump, and of a time that comes twice the first counts.
    ///
    /// Errors when a pause without end keeps the limit from ending, and when the end lies absurdly far away.
    pub fn due(&self, start: Instant, limit: Limit, counts: Counts, pauses: &[Span]) -> Result<Due, NoDue> {
        let pauses = Pauses::new(pauses);
        match Way::of(limit.unit, counts) {
            way @ (Way::OfficeHours | Way::RoundTheClock) => self.due_running(start, self.length(limit), way, &pauses),
            way @ (Way::WorkingDays | Way::NaturalDays) => self.due_by_day(start, limit.amount, way, &pauses),
        }
    }

    /// What is left at `now` of a limit that started at `start`: nothing at the instant it is due, and below zero
    /// after it, in the same time. Errors only where the two lie too far apart.
    pub fn remaining(
        &self,
        now: Instant,
        start: Instant,
        limit: Limit,
        counts: Counts,
        pauses: &[Span],
    ) -> Result<Left, NoDue> {
        let pauses = Pauses::new(pauses);
        match Way::of(limit.unit, counts) {
            way @ (Way::OfficeHours | Way::RoundTheClock) => {
                Ok(Left::Time(self.length(limit) - self.used_running(start, now, way, &pauses)?))
            }
            way @ (Way::WorkingDays | Way::NaturalDays) => {
                Ok(Left::Days(i64::from(limit.amount) - self.used_by_day(start, now, way, &pauses)?))
            }
        }
    }

    /// What this day is by the calendar.
    pub fn day(&self, date: NaiveDate) -> Day {
        self.calendar.as_ref().map_or(Day::EVERY, |calendar| calendar.day(date))
    }

    pub fn calendar(&self) -> Option<&Calendar> {
        self.calendar.as_deref()
    }

    pub fn time_zone(&self) -> Tz {
        self.tz
    }

    /// The local day of an instant.
    pub fn local_date(&self, at: Instant) -> NaiveDate {
        at.with_timezone(&self.tz).date_naive()
    }

    /// Reads a local time such as `2026-02-13T17:30`, or one with its offset. Errors say what to write, also for a
    /// time that daylight saving skips or repeats.
    pub fn instant(&self, text: &str) -> Result<Instant, String> {
        local_time::instant(self.tz, text)
    }

    fn length(&self, limit: Limit) -> TimeDelta {
        let minutes = match limit.unit {
            Unit::WorkMinute => 1,
            Unit::WorkHour | Unit::NaturalHour | Unit::UrgentHour => 60,
            Unit::WorkDay => self.windows.iter().map(|window| window.closes - window.opens).sum(),
            Unit::NaturalDay | Unit::UrgentDay => 24 * 60,
        };
        TimeDelta::minutes(i64::from(limit.amount) * i64::from(minutes))
    }

    /// The local days from that of an instant on, without a day that a zone skipped as a whole (Samoa did, in 2011).
    pub(super) fn dates_from(&self, start: Instant) -> Result<impl Iterator<Item = NaiveDate> + use<'_>, NoDue> {
        if !(1..=9999).contains(&start.year()) {
            return Err(NoDue::TooFar);
        }
        let first = start.with_timezone(&self.tz).date_naive();
        let exists =
            move |date: &NaiveDate| self.first_instant(*date, 0).ok() < self.first_instant(*date, 24 * 60).ok();
        Ok(first.iter_days().take_while(|date| date.year() <= 9999).take(HORIZON).filter(exists))
    }

    pub(super) fn first_instant(&self, date: NaiveDate, minute: u32) -> Result<Instant, NoDue> {
        local_time::first_instant(self.tz, date, minute).ok_or(NoDue::TooFar)
    }
}

impl Way {
    fn of(unit: Unit, counts: Counts) -> Self {
        match (unit, counts) {
            (Unit::WorkDay, Counts::DayCount) => Self::WorkingDays,
            (Unit::WorkMinute | Unit::WorkHour | Unit::WorkDay, _) => Self::OfficeHours,
            (Unit::NaturalHour | Unit::UrgentHour | Unit::UrgentDay, _) => Self::RoundTheClock,
            (Unit::NaturalDay, _) => Self::NaturalDays,
        }
    }
}

impl Due {
    pub(super) fn new(at: Instant, counted: Vec<Counted>) -> Self {
        let provisional = counted.iter().any(|row| row.day.provisional && row.share != Share::FirstDay);
        Self { at, provisional, counted }
    }
}
