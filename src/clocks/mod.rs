//! Working time: calendars, office hours and how a limit is counted (时限). Pure, and below everything that
//! has deadlines; the sweep that finds what is due is `deadlines`.

mod limit;

pub use limit::{Counts, Limit, Unit};
