//! Day count: whole days, the first left out, until the end of the last (民法典 §201-203).

use super::{
    calendar::Day,
    pauses::Pauses,
    work_time::{Counted, Due, HORIZON, NoDue, Share, Way, WorkTime},
};
use crate::wall_clock::Instant;
use chrono::NaiveDate;

/// A working day that was counted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkingDay {
    pub date: NaiveDate,
    /// A day lies on the way whose year nobody has announced.
    pub provisional: bool,
}

impl WorkTime {
    pub(super) fn due_by_day(&self, start: Instant, amount: u32, way: Way, pauses: &Pauses) -> Result<Due, NoDue> {
        let mut left = amount;
        let mut counted = Vec::new();
        for date in self.dates_from(start)? {
            let (day, end) = self.day_and_end(date, way)?;
            let share = if counted.is_empty() {
                Share::FirstDay
            } else if !day.is_working() {
                Share::NoDay
            } else if pauses.cover_all_after(end) {
                return Err(NoDue::Paused);
            } else if pauses.cover(end) {
                Share::PausedDay
            } else {
                Share::Day
            };
            counted.push(Counted { date, day, share });
            left = left.saturating_sub(u32::from(share == Share::Day));
            if left == 0 {
                return Ok(Due::new(end, counted));
            }
        }
        Err(NoDue::TooFar)
    }

    pub(super) fn used_by_day(&self, start: Instant, now: Instant, way: Way, pauses: &Pauses) -> Result<i64, NoDue> {
        let mut used = 0;
        for date in self.dates_from(start)?.skip(1) {
            let (day, end) = self.day_and_end(date, way)?;
            if end > now {
                return Ok(used);
            }
            used += i64::from(day.is_working() && !pauses.cover(end));
        }
        Err(NoDue::TooFar)
    }

    /// The n-th working day after a date, or before it for a number below zero; the date itself does not count. For
    /// zero: the first working day from the date on.
    pub fn add_working_days(&self, date: NaiveDate, days: i32) -> Result<WorkingDay, NoDue> {
        let next = |date: &NaiveDate| if days < 0 { date.pred_opt() } else { date.succ_opt() };
        let mut left = days.unsigned_abs().max(1);
        let mut provisional = false;
        for date in std::iter::successors(Some(date), next).take(HORIZON).skip(usize::from(days != 0)) {
            let day = self.day(date);
            provisional |= day.provisional;
            left -= u32::from(day.is_working());
            if left == 0 {
                return Ok(WorkingDay { date, provisional });
            }
        }
        Err(NoDue::TooFar)
    }

    /// What a day is for this way of counting, and when it ends.
    fn day_and_end(&self, date: NaiveDate, way: Way) -> Result<(Day, Instant), NoDue> {
        if way == Way::NaturalDays {
            return Ok((Day::EVERY, self.first_instant(date, 24 * 60)?));
        }
        let closing = self.windows.last().map_or(24 * 60, |window| window.closes);
        Ok((self.day(date), self.first_instant(date, closing)?))
    }
}
