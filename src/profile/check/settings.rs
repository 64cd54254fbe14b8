//! The keys at the head of a file: code, time, hours, borders, duplicates.

use super::findings::Findings;
use crate::profile::{Hours, Profile};

pub(super) fn check(profile: &Profile, found: &mut Findings) {
    if profile.code.len() != 6 || !profile.code.bytes().all(|digit| digit.is_ascii_digit()) {
        let message = format!("\"{}\" is no code of a district", profile.code);
        found.add("code", message, "write the six digits of GB/T 2260, such as \"999901\"");
    }
    if profile.version == 0 {
        found.add("version", "the first version is 1", "write 1 or more");
    }
    time(profile, found);
    hours(&profile.hours, found);
    for (i, number) in profile.report.emergency_numbers.iter().enumerate() {
        if number.is_empty() || !number.bytes().all(|digit| digit.is_ascii_digit()) {
            let message = format!("\"{number}\" is no number that one can dial");
            found.add(format!("report.emergency_numbers[{i}]"), message, "write digits, such as \"119\"");
        }
    }
    if profile.borders.tolerance_m < 0.0 {
        found.add("borders.tolerance_m", "a distance is not below zero", "write metres, such as 5");
    }
    if profile.duplicates.radius_m < 0.0 {
        found.add("duplicates.radius_m", "a distance is not below zero", "write metres, such as 50");
    }
    if profile.reveal.minutes == 0 {
        found.add("reveal.minutes", "a field opened for 0 minutes is never open", "write 1 or more, such as 10");
    }
}

fn time(profile: &Profile, found: &mut Findings) {
    if profile.time_zone.parse::<chrono_tz::Tz>().is_err() {
        let message = format!("there is no time zone \"{}\"", profile.time_zone);
        found.add("time_zone", message, "write an IANA name, such as \"Asia/Shanghai\"");
    }
    if profile.calendar.as_deref() == Some("") {
        found.add(
            "calendar",
            "this names no calendar",
            "write \"cn\", or remove the key when every day is a working day",
        );
    }
    if let Some(start) = &profile.day_starts_at
        && minute(start).is_none_or(|minute| minute >= MIDNIGHT)
    {
        let message = format!("\"{start}\" is no time of day");
        found.add("day_starts_at", message, "write HH:MM from 00:00 to 23:59");
    }
}

fn hours(hours: &Hours, found: &mut Findings) {
    if hours.windows.is_empty() {
        found.add("hours.windows", "there are no office hours", "write at least one, such as \"08:00-12:00\"");
    }
    let mut free_from = 0;
    for (i, text) in hours.windows.iter().enumerate() {
        let path = format!("hours.windows[{i}]");
        let Some((start, end)) = window(text) else {
            let message = format!("\"{text}\" are no office hours");
            found.add(path, message, "write \"HH:MM-HH:MM\", the first before the second, such as \"14:00-18:00\"");
            continue;
        };
        if start < free_from {
            let message = format!("\"{text}\" begins before the hours above it end");
            found.add(path, message, "write the hours of a day in order and without overlap");
        }
        free_from = end;
    }
}

const MIDNIGHT: u32 = 24 * 60;

/// Minutes of the day from which and until which office hours run.
fn window(text: &str) -> Option<(u32, u32)> {
    let (start, end) = text.split_once('-')?;
    Some((minute(start)?, minute(end)?)).filter(|(start, end)| start < end)
}

/// The minute of the day that `HH:MM` names; `24:00` is its end.
fn minute(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() == 2 && !text.starts_with('+'));
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    Some(hours * 60 + minutes).filter(|minute| minutes < 60 && *minute <= MIDNIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_hours() {
        assert_eq!(window("08:00-12:00"), Some((480, 720)));
        assert_eq!(window("00:00-24:00"), Some((0, 1440)));
        for wrong in
            ["", "8:00-12:00", "08:00", "12:00-08:00", "08:00-08:00", "08:60-12:00", "23:00-24:01", "+8:00-12:00"]
        {
            assert_eq!(window(wrong), None, "{wrong}");
        }
    }
}
