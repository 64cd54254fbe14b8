//! Due dates of every unit, both ways of counting, with pauses, over clock changes: as the stepper finds them.

use super::{super::*, OFFICE, district, stepper::Stepper};
use crate::wall_clock::Instant;
use chrono::{DateTime, NaiveDate, TimeDelta};
use proptest::prelude::*;

/// A zone and an instant worth starting near.
const PLACES: [(&str, &str); 11] = [
    ("Asia/Shanghai", "2026-02-13T17:30:00+08:00"),
    ("Asia/Shanghai", "2022-12-30T15:00:00+08:00"),
    ("Asia/Shanghai", "2026-12-30T09:00:00+08:00"),
    ("America/New_York", "2026-03-08T02:00:00-05:00"),
    ("America/New_York", "2026-11-01T01:00:00-04:00"),
    ("Europe/Berlin", "2025-10-26T02:00:00+02:00"),
    ("Australia/Lord_Howe", "2026-04-05T02:00:00+11:00"),
    // Midnight itself is skipped, or comes twice, or the day before comes back for an hour.
    ("America/Sao_Paulo", "2018-11-04T01:00:00-02:00"),
    ("America/Sao_Paulo", "2018-02-17T23:30:00-02:00"),
    ("America/St_Johns", "2010-11-07T00:00:00-02:30"),
    // A whole day that never was.
    ("Pacific/Apia", "2011-12-29T12:00:00-10:00"),
];

const WINDOWS: [&[&str]; 4] =
    [&OFFICE, &["00:00-24:00"], &["00:30-01:30", "01:30-04:00", "23:00-24:00"], &["09:15-17:30"]];

/// Every unit with an amount that the stepper can walk.
const LIMITS: [(Unit, u32); 7] = [
    (Unit::WorkMinute, 3000),
    (Unit::WorkHour, 50),
    (Unit::WorkDay, 9),
    (Unit::NaturalHour, 200),
    (Unit::NaturalDay, 12),
    (Unit::UrgentHour, 200),
    (Unit::UrgentDay, 9),
];

#[derive(Clone, Debug)]
struct Story {
    work_time: WorkTime,
    start: Instant,
    limit: Limit,
    counts: Counts,
    pauses: Vec<Span>,
}

fn stories() -> impl Strategy<Value = Story> {
    let place = (0..PLACES.len(), 0..WINDOWS.len(), prop::sample::select(vec![Some("cn"), None]));
    let counts = prop::sample::select(vec![Counts::RunningHours, Counts::DayCount]);
    let pauses = prop::collection::vec((minutes(-500, 12_000), minutes(0, 5_000)), 0..4);
    (place, minutes(-6_000, 6_000), 0..LIMITS.len(), any::<prop::sample::Index>(), counts, pauses).prop_map(
        |((place, windows, calendar), minutes, limit, amount, counts, pauses)| {
            let (zone, near) = PLACES[place];
            let start = DateTime::parse_from_rfc3339(near).expect("an instant").to_utc() + TimeDelta::minutes(minutes);
            let (unit, most) = LIMITS[limit];
            let pauses = pauses.into_iter().map(|(from, length)| {
                let from = start + TimeDelta::minutes(from);
                Span { from, until: Some(from + TimeDelta::minutes(length)) }
            });
            Story {
                work_time: district(zone, WINDOWS[windows], calendar),
                start,
                limit: Limit { amount: 1 + amount.index(most as usize) as u32, unit },
                counts,
                pauses: pauses.collect(),
            }
        },
    )
}

/// Any minute, and often one on the half hour, where windows open and close.
fn minutes(least: i64, most: i64) -> impl Strategy<Value = i64> {
    prop_oneof![least..most, (least / 30..most / 30).prop_map(|half_hours| half_hours * 30)]
}

impl Story {
    fn due(&self) -> Due {
        self.work_time.due(self.start, self.limit, self.counts, &self.pauses).expect("a due date")
    }

    fn remaining(&self, now: Instant) -> Left {
        self.work_time.remaining(now, self.start, self.limit, self.counts, &self.pauses).expect("a rest")
    }

    /// Asks the stepper: minutes of running time, or days.
    fn stepped(&self, ask: impl Fn(&Stepper, Step) -> Instant) -> Instant {
        self.ask(|stepper, step| ask(stepper, step))
    }

    fn ask<T>(&self, ask: impl Fn(&Stepper, Step) -> T) -> T {
        let working = |date: NaiveDate| self.work_time.day(date).is_working();
        let windows: Vec<_> = self.work_time.windows.iter().map(|w| (w.opens, w.closes)).collect();
        let day: u32 = windows.iter().map(|(from, until)| until - from).sum();
        let n = i64::from(self.limit.amount);
        let step = match (self.limit.unit, self.counts) {
            (Unit::WorkMinute, _) => Step::Minutes(n, false),
            (Unit::WorkHour, _) => Step::Minutes(60 * n, false),
            (Unit::WorkDay, Counts::RunningHours) => Step::Minutes(i64::from(day) * n, false),
            (Unit::WorkDay, Counts::DayCount) => Step::Days(self.limit.amount, false),
            (Unit::NaturalHour | Unit::UrgentHour, _) => Step::Minutes(60 * n, true),
            (Unit::UrgentDay, _) => Step::Minutes(24 * 60 * n, true),
            (Unit::NaturalDay, _) => Step::Days(self.limit.amount, true),
        };
        ask(&Stepper { tz: self.work_time.time_zone(), windows, working: &working, pauses: &self.pauses }, step)
    }
}

/// What the stepper has to count, and whether it counts round the clock or natural days.
enum Step {
    Minutes(i64, bool),
    Days(u32, bool),
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_due_date_is_where_the_stepper_arrives(story in stories()) {
        let stepped = story.stepped(|stepper, step| match step {
            Step::Minutes(minutes, round_the_clock) => stepper.run(story.start, minutes, round_the_clock),
            Step::Days(days, natural) => stepper.days(story.start, days, natural),
        });
        prop_assert_eq!(story.due().at, stepped);
    }

    #[test]
    fn what_is_left_is_what_the_stepper_has_not_walked(story in stories(), minutes in -100i64..15_000) {
        let now = story.start + TimeDelta::minutes(minutes);
        let left = story.ask(|stepper, step| match step {
            Step::Minutes(all, round_the_clock) => {
                Left::Time(TimeDelta::minutes(all - stepper.ran(story.start, now, round_the_clock)))
            }
            Step::Days(days, natural) => Left::Days(i64::from(days) - stepper.ended(story.start, now, natural)),
        });
        prop_assert_eq!(story.remaining(now), left);
    }

    #[test]
    fn nothing_is_left_when_it_is_due_and_the_rows_add_up(story in stories()) {
        let due = story.due();
        let (mut time, mut days) = (TimeDelta::zero(), 0);
        for row in &due.counted {
            match row.share {
                Share::Time { ran, .. } => time += ran,
                Share::Day => days += 1,
                Share::FirstDay | Share::NoDay | Share::PausedDay => {}
            }
        }
        match story.remaining(story.start) {
            Left::Time(whole) => prop_assert_eq!((time, days, story.remaining(due.at)), (whole, 0, Left::Time(TimeDelta::zero()))),
            Left::Days(whole) => prop_assert_eq!((time, days, story.remaining(due.at)), (TimeDelta::zero(), whole, Left::Days(0))),
        }
    }

    #[test]
    fn pauses_only_delay_and_their_order_and_overlap_do_not_matter(story in stories()) {
        let due = story.due();
        let unpaused = Story { pauses: Vec::new(), ..story.clone() };
        prop_assert!(unpaused.due().at <= due.at);
        let twice = story.pauses.iter().rev().chain(&story.pauses).copied().collect();
        prop_assert_eq!(Story { pauses: twice, ..story }.due(), due);
    }

    #[test]
    fn only_a_provisional_due_date_changes_when_the_year_is_announced(story in stories()) {
        let bare = WorkTime::new(story.work_time.time_zone().name(), &["08:00-18:00".to_string()], Some(Calendar::new("cn").into()));
        let bare = Story { work_time: bare.expect("a working time"), ..story };
        let known = Story { work_time: district(bare.work_time.time_zone().name(), &["08:00-18:00"], Some("cn")), ..bare.clone() };
        prop_assert!(bare.due().provisional || bare.due().at == known.due().at);
    }
}
