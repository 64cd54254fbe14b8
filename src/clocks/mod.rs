//! Working time: calendars, office hours and how a limit is counted (时限). Pure, and below everything that
//! has deadlines; the sweep that finds what is due is `deadlines`.

mod calendar;
mod day_count;
mod hours;
mod limit;
mod local_time;
mod pauses;
mod running;
mod work_time;
mod year;

#[cfg(test)]
mod tests;

pub use calendar::{Calendar, Day, DayKind};
pub use day_count::WorkingDay;
pub use limit::{Counts, Limit, Unit};
pub use pauses::Span;
pub use work_time::{Counted, Due, Flaw, Left, NoDue, Share, WorkTime};
pub use year::{Listed, Mistake, Year};
