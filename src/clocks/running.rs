//! Running hours: time runs off while it is working time and nothing pauses the clock.

use super::{
    calendar::Day,
    pauses::{Pauses, Piece},
    work_time::{Counted, Due, NoDue, Share, Way, WorkTime},
};
use crate::wall_clock::Instant;
use chrono::{NaiveDate, TimeDelta};

impl WorkTime {
    pub(super) fn due_running(
        &self,
        start: Instant,
        length: TimeDelta,
        way: Way,
        pauses: &Pauses,
    ) -> Result<Due, NoDue> {
        let mut left = length;
        let mut counted = Vec::new();
        for date in self.dates_from(start)? {
            let (mut ran, mut paused) = (TimeDelta::zero(), TimeDelta::zero());
            let (day, open) = self.open_times(date, way)?;
            if pauses.cover_all_after(start.max(self.first_instant(date, 0)?)) {
                return Err(NoDue::Paused);
            }
            for piece in cut(&open, start, None, pauses) {
                if piece.paused {
                    paused += piece.length();
                } else if piece.length() < left {
                    left -= piece.length();
                    ran += piece.length();
                } else {
                    counted.push(Counted { date, day, share: Share::Time { ran: ran + left, paused } });
                    return Ok(Due::new(piece.from + left, counted));
                }
            }
            counted.push(Counted { date, day, share: Share::Time { ran, paused } });
        }
        Err(NoDue::TooFar)
    }

    pub(super) fn used_running(
        &self,
        start: Instant,
        now: Instant,
        way: Way,
        pauses: &Pauses,
    ) -> Result<TimeDelta, NoDue> {
        let mut used = TimeDelta::zero();
        for date in self.dates_from(start)? {
            if self.first_instant(date, 0)? >= now {
                return Ok(used);
            }
            let (_, open) = self.open_times(date, way)?;
            let running = cut(&open, start, Some(now), pauses).filter(|piece| !piece.paused);
            used += running.map(|piece| piece.length()).sum::<TimeDelta>();
        }
        Err(NoDue::TooFar)
    }

    /// The times of a day during which a clock of this kind runs.
    fn open_times(&self, date: NaiveDate, way: Way) -> Result<(Day, Vec<(Instant, Instant)>), NoDue> {
        if way == Way::RoundTheClock {
            return Ok((Day::EVERY, vec![(self.first_instant(date, 0)?, self.first_instant(date, 24 * 60)?)]));
        }
        let day = self.day(date);
        let windows = self.windows.iter().filter(|_| day.is_working());
        let open = windows.map(|w| Ok((self.first_instant(date, w.opens)?, self.first_instant(date, w.closes)?)));
        Ok((day.clone(), open.collect::<Result<_, NoDue>>()?))
    }
}

/// The pieces of open times from `start` to `end`, in order.
fn cut(
    open: &[(Instant, Instant)],
    start: Instant,
    end: Option<Instant>,
    pauses: &Pauses,
) -> impl Iterator<Item = Piece> {
    open.iter().flat_map(move |(from, until)| pauses.cut(start.max(*from), end.map_or(*until, |end| end.min(*until))))
}
