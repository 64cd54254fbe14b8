//! Due dates as tables.

use super::{super::*, *};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

fn due(work_time: &WorkTime, start: &str, text: &str, counts: Counts, pauses: &[Span]) -> String {
    let due = work_time.due(at(work_time, start), limit(text), counts, pauses).expect("a due date");
    local(work_time, due.at)
}

/// The vectors of the standard: weekends, make-up days, holidays, the end of a window.
#[test]
fn running_hours() {
    let shanghai = shanghai();
    for (start, limit, end) in [
        ("2026-02-13 17:30", "2 work_hours", "2026-02-14 09:30"),
        ("2026-02-14 16:00", "4 work_hours", "2026-02-24 10:00"),
        ("2026-02-13 11:00", "1 work_day", "2026-02-14 11:00"),
        ("2026-02-14 09:00", "3 work_days", "2026-02-26 09:00"),
        ("2026-09-30 17:00", "1 work_day", "2026-10-08 17:00"),
        ("2026-10-10 08:00", "1 work_day", "2026-10-10 18:00"),
        ("2026-01-04 08:00", "4 work_hours", "2026-01-04 12:00"),
        ("2026-05-09 15:00", "2 work_days", "2026-05-12 15:00"),
        ("2026-02-16 03:00", "2 urgent_hours", "2026-02-16 05:00"),
        // Outside office hours nothing runs.
        ("2026-03-02 18:00", "1 work_minute", "2026-03-03 08:01"),
        ("2026-03-02 12:00", "1 work_minute", "2026-03-02 14:01"),
        ("2026-03-06 23:00", "30 work_minutes", "2026-03-09 08:30"),
        ("2026-03-06 23:00", "30 natural_hours", "2026-03-08 05:00"),
        ("2026-03-06 23:00", "2 urgent_days", "2026-03-08 23:00"),
        ("2026-03-06 23:00", "1 natural_day", "2026-03-08 00:00"),
    ] {
        assert_eq!(due(&shanghai, start, limit, Counts::RunningHours, &[]), end, "{start} + {limit}");
    }
}

#[test]
fn day_count() {
    let shanghai = shanghai();
    for (start, limit, end) in [
        ("2026-03-02 09:00", "1 work_day", "2026-03-03 18:00"),
        ("2026-03-02 23:59", "1 work_day", "2026-03-03 18:00"),
        ("2026-03-06 09:00", "1 work_day", "2026-03-09 18:00"),
        // A day that is not worked is left out as the first day too.
        ("2026-03-07 09:00", "1 work_day", "2026-03-09 18:00"),
        ("2026-02-13 09:00", "2 work_days", "2026-02-24 18:00"),
        ("2026-02-13 09:00", "3 natural_days", "2026-02-17 00:00"),
        // Hours run, however days are counted.
        ("2026-02-13 17:30", "2 work_hours", "2026-02-14 09:30"),
        ("2026-02-13 17:30", "24 natural_hours", "2026-02-14 17:30"),
    ] {
        assert_eq!(due(&shanghai, start, limit, Counts::DayCount, &[]), end, "{start} + {limit}");
    }
}

#[test]
fn pauses() {
    let shanghai = shanghai();
    let start = "2026-03-02 09:00";
    for (pauses, limit, counts, end) in [
        (vec![("2026-03-02 10:00", "2026-03-02 11:00")], "2 work_hours", Counts::RunningHours, "2026-03-02 12:00"),
        // Lunch and nights do not run, so that pausing them changes nothing.
        (vec![("2026-03-02 12:00", "2026-03-02 14:00")], "4 work_hours", Counts::RunningHours, "2026-03-02 15:00"),
        (vec![("2026-03-02 08:00", "2026-03-02 09:30")], "1 work_hour", Counts::RunningHours, "2026-03-02 10:30"),
        // A pause that begins when the limit is used up comes too late.
        (vec![("2026-03-02 10:00", "2026-03-03 10:00")], "1 work_hour", Counts::RunningHours, "2026-03-02 10:00"),
        (
            vec![("2026-03-02 10:00", "2026-03-02 11:00"), ("2026-03-02 10:30", "2026-03-02 11:30")],
            "2 work_hours",
            Counts::RunningHours,
            "2026-03-02 14:30",
        ),
        (vec![("2026-03-03 00:00", "2026-03-03 17:59")], "1 work_day", Counts::DayCount, "2026-03-03 18:00"),
        (vec![("2026-03-03 17:59", "2026-03-03 18:00")], "1 work_day", Counts::DayCount, "2026-03-03 18:00"),
        (vec![("2026-03-03 18:00", "2026-03-03 18:01")], "1 work_day", Counts::DayCount, "2026-03-04 18:00"),
        // From Tuesday to the next Tuesday: four closing hours of the week and that of Monday.
        (vec![("2026-03-03 12:00", "2026-03-10 12:00")], "1 work_day", Counts::DayCount, "2026-03-10 18:00"),
        (vec![("2026-03-03 12:00", "2026-03-05 12:00")], "1 natural_day", Counts::RunningHours, "2026-03-06 00:00"),
        (vec![("2026-03-02 10:00", "2026-03-03 10:00")], "1 urgent_day", Counts::RunningHours, "2026-03-04 09:00"),
    ] {
        let spans: Vec<Span> = pauses.iter().map(|(from, until)| span(&shanghai, from, until)).collect();
        assert_eq!(due(&shanghai, start, limit, counts, &spans), end, "{limit} paused {pauses:?}");
    }
}

#[test]
fn a_pause_without_end_leaves_no_due_date_unless_it_comes_too_late() {
    let shanghai = shanghai();
    let start = at(&shanghai, "2026-03-02 09:00");
    let open = [Span { from: at(&shanghai, "2026-03-03 09:00"), until: None }];
    let ask = |text: &str, counts| shanghai.due(start, limit(text), counts, &open).map(|due| local(&shanghai, due.at));
    assert_eq!(ask("1 work_day", Counts::RunningHours), Ok("2026-03-03 09:00".into()));
    assert_eq!(ask("9 work_hours", Counts::RunningHours), Err(NoDue::Paused));
    assert_eq!(ask("1 work_day", Counts::DayCount), Err(NoDue::Paused));
    assert_eq!(ask("1 natural_day", Counts::DayCount), Err(NoDue::Paused));
    let left = shanghai.remaining(
        at(&shanghai, "2026-06-01 09:00"),
        start,
        limit("9 work_hours"),
        Counts::RunningHours,
        &open,
    );
    assert_eq!(left, Ok(Left::Time(TimeDelta::hours(1))));
}

/// The due date of a paused limit, told day by day.
#[test]
fn rows_say_how_it_was_counted() {
    let shanghai = shanghai();
    let pause = [span(&shanghai, "2026-02-14 08:00", "2026-02-14 10:00")];
    let due = shanghai
        .due(at(&shanghai, "2026-02-13 16:00"), limit("1 work_day"), Counts::RunningHours, &pause)
        .expect("due");
    let rows: Vec<String> =
        due.counted.iter().map(|row| format!("{} {} {:?}", row.date, row.day.kind, row.share)).collect();
    let hours =
        |ran, paused| format!("{:?}", Share::Time { ran: TimeDelta::hours(ran), paused: TimeDelta::hours(paused) });
    assert_eq!(rows[0], format!("2026-02-13 working day {}", hours(2, 0)));
    assert_eq!(rows[1], format!("2026-02-14 working day, made up for 春节 {}", hours(6, 2)));
    assert_eq!((rows.len(), local(&shanghai, due.at)), (2, "2026-02-14 18:00".into()));
}

/// Windows are wall-clock time: a morning that daylight saving shortens has less of it.
#[test]
fn daylight_saving() {
    let new_york = district("America/New_York", &["00:00-04:00", "08:00-12:00"], None);
    for (start, limit, end) in [
        ("2026-03-08 00:00", "4 work_hours", "2026-03-08 09:00"),
        ("2026-11-01 00:00", "4 work_hours", "2026-11-01 03:00"),
        ("2026-03-07 12:00", "1 urgent_day", "2026-03-08 13:00"),
        ("2026-10-31 12:00", "1 urgent_day", "2026-11-01 11:00"),
        ("2026-03-07 12:00", "1 natural_day", "2026-03-09 00:00"),
    ] {
        assert_eq!(due(&new_york, start, limit, Counts::RunningHours, &[]), end, "{start} + {limit}");
    }
    // 02:30 is skipped: the window opens when the clock jumps.
    let night = district("America/New_York", &["02:30-04:00"], None);
    assert_eq!(due(&night, "2026-03-08 00:00", "1 work_hour", Counts::RunningHours, &[]), "2026-03-08 04:00");
}

#[test]
fn seconds_and_microseconds_are_kept() {
    let shanghai = shanghai();
    let due =
        shanghai.due(at(&shanghai, "2026-02-13T17:30:15.000007"), limit("2 work_hours"), Counts::RunningHours, &[]);
    assert_eq!(due.expect("due").at, at(&shanghai, "2026-02-14T09:30:15.000007"));
}

#[test]
fn beyond_the_known_years_a_due_date_is_provisional() {
    let shanghai = shanghai();
    let ask =
        |start: &str, text: &str| shanghai.due(at(&shanghai, start), limit(text), Counts::DayCount, &[]).expect("due");
    assert!(!ask("2026-12-30 09:00", "1 work_day").provisional);
    assert!(ask("2026-12-31 09:00", "1 work_day").provisional);
    assert!(!ask("2026-12-31 09:00", "9 natural_days").provisional);
    assert!(ask("2019-12-31 09:00", "1 work_day").provisional);
    // The day of the start is left out of a count of days.
    assert!(!ask("2020-12-31 09:00", "1 work_day").provisional);
    let every_day = district("Asia/Shanghai", &OFFICE, None);
    let due =
        every_day.due(at(&every_day, "2030-01-05 09:00"), limit("1 work_day"), Counts::DayCount, &[]).expect("due");
    assert_eq!((local(&every_day, due.at), due.provisional), ("2030-01-06 18:00".into(), false));
}

#[test]
fn absurd_limits_have_an_answer() {
    let shanghai = shanghai();
    let start = at(&shanghai, "2026-03-02 08:00");
    for counts in [Counts::RunningHours, Counts::DayCount] {
        let far = |amount, unit| shanghai.due(start, Limit { amount, unit }, counts, &[]);
        assert_eq!(far(100_000, Unit::UrgentDay).map(|due| due.at), Ok(start + TimeDelta::days(100_000)));
        assert!(far(100_000, Unit::WorkDay).is_ok_and(|due| due.provisional));
        assert_eq!(far(u32::MAX, Unit::WorkDay), Err(NoDue::TooFar));
        assert_eq!(far(u32::MAX, Unit::NaturalDay), Err(NoDue::TooFar));
        for start in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert_eq!(shanghai.due(start, limit("1 work_day"), counts, &[]), Err(NoDue::TooFar));
        }
    }
}

#[test]
fn a_time_that_is_skipped_or_comes_twice_says_so() {
    let new_york = district("America/New_York", &OFFICE, None);
    let skipped = new_york.instant("2026-03-08T02:30").expect_err("skipped");
    assert!(skipped.contains("does not exist in America/New_York"), "{skipped}");
    let twice = new_york.instant("2026-11-01T01:30").expect_err("twice");
    assert!(twice.contains("2026-11-01T01:30:00-04:00 or 2026-11-01T01:30:00-05:00"), "{twice}");
    for text in ["2026-11-01T01:30-05:00", "2026-11-01 01:30:00-05:00", "2026-11-01T06:30Z", "2026-11-01T06:30:00.0Z"] {
        assert_eq!(new_york.instant(text).map(|at| at.to_rfc3339()), Ok("2026-11-01T06:30:00+00:00".into()), "{text}");
    }
    for text in ["", "tomorrow", "2026-02-30T09:00", "2026-02-03", "2026-02-03T24:00", "２０２６-02-03T09:00"] {
        assert!(new_york.instant(text).is_err_and(|error| error.contains("is no time; write")), "{text}");
    }
}

#[test]
fn days_have_their_reasons() {
    let shanghai = shanghai();
    for (date, reason, provisional) in [
        ("2026-02-13", "working day", false),
        ("2026-02-14", "working day, made up for 春节", false),
        ("2026-02-15", "holiday, 春节", false),
        ("2026-03-07", "weekend", false),
        // A Saturday in the next year's notice.
        ("2022-12-31", "holiday, 元旦", false),
        ("2027-01-01", "working day", true),
        ("2020-12-26", "weekend", true),
    ] {
        let day = shanghai.day(date.parse::<NaiveDate>().expect("a date"));
        assert_eq!((day.kind.to_string().as_str(), day.provisional), (reason, provisional), "{date}");
    }
}

#[test]
fn working_days_are_added() {
    let shanghai = shanghai();
    for (date, days, end, provisional) in [
        ("2026-02-13", 1, "2026-02-14", false),
        ("2026-02-13", 2, "2026-02-24", false),
        ("2026-02-24", -2, "2026-02-13", false),
        ("2026-02-15", 0, "2026-02-24", false),
        ("2026-02-24", 0, "2026-02-24", false),
        ("2026-12-31", 1, "2027-01-01", true),
        ("2021-01-04", -1, "2020-12-31", true),
    ] {
        let date = date.parse().expect("a date");
        let expected = WorkingDay { date: end.parse().expect("a date"), provisional };
        assert_eq!(shanghai.add_working_days(date, days), Ok(expected), "{date} {days}");
    }
    for (date, days) in [(NaiveDate::MAX, 1), (NaiveDate::MIN, -1), (NaiveDate::default(), i32::MAX)] {
        assert_eq!(shanghai.add_working_days(date, days), Err(NoDue::TooFar));
    }
}
