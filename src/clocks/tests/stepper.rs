//! A second way to count, slow and plain: it walks minute by minute and looks at the wall clock. It shares nothing
//! with what it checks. Starts and pauses lie on whole minutes.

use super::super::Span;
use crate::wall_clock::Instant;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use chrono_tz::Tz;

pub struct Stepper<'s> {
    pub tz: Tz,
    /// First and last minute of the local day, the last left out.
    pub windows: Vec<(u32, u32)>,
    pub working: &'s dyn Fn(NaiveDate) -> bool,
    pub pauses: &'s [Span],
}

const MINUTE: TimeDelta = TimeDelta::minutes(1);

impl Stepper<'_> {
    /// When so many minutes have run off.
    pub fn run(&self, start: Instant, minutes: i64, round_the_clock: bool) -> Instant {
        let mut left = minutes;
        self.walk(start)
            .find(|now| {
                left -= self.runs(now, round_the_clock);
                left == 0
            })
            .map(|now| now.at + MINUTE)
            .expect("an end")
    }

    /// How many minutes run off until `end`.
    pub fn ran(&self, start: Instant, end: Instant, round_the_clock: bool) -> i64 {
        self.walk(start).take_while(|now| now.at < end).map(|now| self.runs(&now, round_the_clock)).sum()
    }

    /// When so many days after that of the start have ended.
    pub fn days(&self, start: Instant, days: u32, natural: bool) -> Instant {
        let mut left = days;
        self.walk(start)
            .find(|now| {
                left -= self.ends(start, now, natural);
                left == 0
            })
            .map(|now| now.at)
            .expect("an end")
    }

    /// How many days after that of the start have ended, `end` included.
    pub fn ended(&self, start: Instant, end: Instant, natural: bool) -> i64 {
        let until = self.walk(start).take_while(|now| now.at <= end);
        until.map(|now| i64::from(self.ends(start, &now, natural))).sum()
    }

    fn runs(&self, now: &Now, round_the_clock: bool) -> i64 {
        let minute = now.wall.hour() * 60 + now.wall.minute();
        let open = (self.working)(now.wall.date())
            && self.windows.iter().any(|(from, until)| (*from..*until).contains(&minute));
        i64::from((round_the_clock || open) && !self.paused(now.at))
    }

    /// How many counted days end in this minute.
    fn ends(&self, start: Instant, now: &Now, natural: bool) -> u32 {
        let closing = if natural { 24 * 60 } else { self.windows.last().expect("a window").1 };
        let counts = |date: &NaiveDate| {
            let end = date.and_hms_opt(0, 0, 0).expect("midnight") + TimeDelta::minutes(closing.into());
            now.before < end && end <= now.wall && (natural || (self.working)(*date)) && !self.paused(now.at)
        };
        let first = start.with_timezone(&self.tz).date_naive();
        let mut near = vec![now.before.date(), now.wall.date()];
        near.dedup();
        near.iter().filter(|date| **date > first).filter(|date| counts(date)).count() as u32
    }

    fn paused(&self, at: Instant) -> bool {
        self.pauses.iter().any(|pause| pause.from <= at && pause.until.is_none_or(|until| at < until))
    }

    /// The minutes from `start` on, with a wall clock that never goes back.
    fn walk(&self, start: Instant) -> impl Iterator<Item = Now> {
        let show = |at: Instant| -> NaiveDateTime { at.with_timezone(&self.tz).naive_local() };
        let earlier = start - TimeDelta::hours(4);
        let mut wall = show(earlier);
        let minutes = (0..).map(move |n| earlier + MINUTE * n).map(move |at: DateTime<_>| {
            let before = wall;
            wall = wall.max(show(at));
            Now { at, before, wall }
        });
        minutes.skip_while(move |now| now.at < start)
    }
}

struct Now {
    at: Instant,
    /// What the clock showed a minute ago.
    before: NaiveDateTime,
    wall: NaiveDateTime,
}
