//! The working time that a profile describes.

use super::Profile;
use crate::clocks::{Calendar, Flaw, WorkTime, Year};
use std::sync::Arc;

impl Profile {
    /// The calendar of the program that the profile names, with the years that were loaded besides.
    ///
    /// # Errors
    /// All mistakes in time zone, office hours and calendar.
    pub fn work_time(&self, years: &[Year]) -> Result<WorkTime, Vec<Flaw>> {
        let calendar = self.calendar.as_deref().map(|name| calendar(name, years)).transpose();
        let work_time = |calendar| WorkTime::new(&self.time_zone, &self.hours.windows, calendar);
        match calendar {
            Ok(calendar) => work_time(calendar.map(Arc::new)),
            Err(text) => {
                let mut flaws = work_time(None).err().unwrap_or_default();
                flaws.push(Flaw { key: "calendar".into(), text });
                Err(flaws)
            }
        }
    }
}

fn calendar(name: &str, years: &[Year]) -> Result<Calendar, String> {
    let mut years = years.iter().filter(|year| year.calendar == name).cloned().peekable();
    let begun = Calendar::built_in(name).map(Arc::unwrap_or_clone);
    let begun = begun.or_else(|| years.peek().map(|_| Calendar::new(name)));
    let begun = begun.ok_or_else(|| {
        format!("\"{name}\" is no known calendar; write \"cn\", or leave the key out if every day is a working day")
    })?;
    years.try_fold(begun, Calendar::with_year)
}
