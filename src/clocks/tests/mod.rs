//! What clocks promise: as tables, and against a counter that walks minute by minute.

mod files;
mod properties;
mod stepper;
mod tables;

use super::*;
use crate::wall_clock::Instant;

fn district(time_zone: &str, windows: &[&str], calendar: Option<&str>) -> WorkTime {
    let windows: Vec<String> = windows.iter().map(ToString::to_string).collect();
    let calendar = calendar.map(|name| Calendar::built_in(name).expect("built in"));
    WorkTime::new(time_zone, &windows, calendar).expect("a working time")
}

const OFFICE: [&str; 2] = ["08:00-12:00", "14:00-18:00"];

fn shanghai() -> WorkTime {
    district("Asia/Shanghai", &OFFICE, Some("cn"))
}

fn limit(text: &str) -> Limit {
    text.parse().expect("a limit")
}

fn span(work_time: &WorkTime, from: &str, until: &str) -> Span {
    Span { from: at(work_time, from), until: Some(at(work_time, until)) }
}

fn at(work_time: &WorkTime, text: &str) -> Instant {
    work_time.instant(text).expect("a time")
}

fn local(work_time: &WorkTime, at: Instant) -> String {
    at.with_timezone(&work_time.time_zone()).format("%Y-%m-%d %H:%M").to_string()
}
