//! Every day of the calendar `cn`, compared with a record of the notices that somebody else keeps.

use chrono::{Datelike, NaiveDate, Weekday};
use huixiang::clocks::Calendar;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
struct Notice {
    days: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    date: NaiveDate,
    is_off_day: bool,
}

const YEARS: std::ops::RangeInclusive<i32> = 2021..=2026;

#[test]
fn every_day_is_worked_or_off_as_in_the_other_record() {
    let off: HashMap<NaiveDate, bool> = YEARS.flat_map(notice).map(|named| (named.date, named.is_off_day)).collect();
    let cn = Calendar::built_in("cn").expect("built in");
    let first = NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).expect("a date");
    let days: Vec<NaiveDate> = first.iter_days().take_while(|date| YEARS.contains(&date.year())).collect();
    assert_eq!(days.len(), 6 * 365 + 1);
    for date in days {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let day = cn.day(date);
        assert_eq!(day.is_working(), !off.get(&date).copied().unwrap_or(weekend), "{date}: {}", day.kind);
        assert!(!day.provisional, "{date}");
    }
}

#[test]
fn the_same_days_are_named() {
    let cn = Calendar::built_in("cn").expect("built in");
    for year in cn.years() {
        let mut theirs: Vec<NaiveDate> = notice(year.year).into_iter().map(|named| named.date).collect();
        theirs.sort_unstable();
        assert_eq!(year.days.keys().copied().collect::<Vec<_>>(), theirs);
    }
}

fn notice(year: i32) -> Vec<Named> {
    let notice: Notice = serde_json::from_str(&crate::data(&format!("calendars/{year}.json"))).expect("a notice");
    notice.days
}
