//! Which days are worked: the statutory working days (法定工作日) with their make-up days (调休).

use super::year::{Listed, Year, is_weekend};
use chrono::{Datelike, NaiveDate};
use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Arc, LazyLock},
};

/// The working days of a country: every year that was announced, and Monday to Friday for the others.
#[derive(Clone, PartialEq, Eq)]
pub struct Calendar {
    name: String,
    years: BTreeMap<i32, Year>,
    /// What the notices say, one day a row; where two name a day, the later year's counts.
    listed: HashMap<NaiveDate, Listed>,
}

/// What a calendar says about a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub kind: DayKind,
    /// Nobody has announced this day's year yet: the answer may change when its notice is loaded.
    pub provisional: bool,
}

/// Why a day is worked or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// Counts like every other day: no calendar is asked.
    Every,
    /// Monday to Friday.
    Working,
    /// A Saturday or Sunday worked for the holiday of this name (调休上班).
    MakeUp(Arc<str>),
    /// A Saturday or Sunday.
    Weekend,
    /// Off for the holiday of this name.
    Holiday(Arc<str>),
}

/// The notices that come with the program.
const CN: [&str; 6] = [
    include_str!("../../calendars/2021.toml"),
    include_str!("../../calendars/2022.toml"),
    include_str!("../../calendars/2023.toml"),
    include_str!("../../calendars/2024.toml"),
    include_str!("../../calendars/2025.toml"),
    include_str!("../../calendars/2026.toml"),
];

static BUILT_IN: LazyLock<Arc<Calendar>> = LazyLock::new(|| {
    let years = CN.iter().map(|text| Year::parse(text).expect("a calendar of the program is well formed"));
    Arc::new(years.fold(Calendar::new("cn"), |calendar, year| calendar.with_year(year).expect("and belongs to cn")))
});

impl Calendar {
    /// A calendar that knows no year yet.
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), years: BTreeMap::new(), listed: HashMap::new() }
    }

    /// The calendar of this name that comes with the program; there is `cn`.
    pub fn built_in(name: &str) -> Option<Arc<Self>> {
        (name == BUILT_IN.name).then(|| BUILT_IN.clone())
    }

    /// The same calendar with one more year, or with a corrected one in the place of the old.
    ///
    /// A notice may change the last days of the December before it, so whoever loads a year counts every open clock
    /// again, not only those that are provisional. Errors when the year belongs to another calendar.
    pub fn with_year(mut self, year: Year) -> Result<Self, String> {
        if year.calendar != self.name {
            return Err(format!(
                "the year {} belongs to the calendar \"{}\", not to \"{}\"",
                year.year, year.calendar, self.name
            ));
        }
        self.years.insert(year.year, year);
        let days = self.years.values().flat_map(|year| &year.days);
        self.listed = days.map(|(date, listed)| (*date, listed.clone())).collect();
        Ok(self)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The years that were announced, in order.
    pub fn years(&self) -> impl Iterator<Item = &Year> {
        self.years.values()
    }

    /// What this day is; provisional where no notice covers it.
    pub fn day(&self, date: NaiveDate) -> Day {
        let (kind, provisional) = match self.listed.get(&date) {
            Some(Listed::Off(holiday)) => (DayKind::Holiday(holiday.clone()), false),
            Some(Listed::Work(holiday)) => (DayKind::MakeUp(holiday.clone()), false),
            None if is_weekend(date) => (DayKind::Weekend, !self.years.contains_key(&date.year())),
            None => (DayKind::Working, !self.years.contains_key(&date.year())),
        };
        Day { kind, provisional }
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calendar").field("name", &self.name).field("years", &self.years.keys()).finish_non_exhaustive()
    }
}

impl Day {
    /// The day where no calendar is asked.
    pub(super) const EVERY: Self = Self { kind: DayKind::Every, provisional: false };

    pub fn is_working(&self) -> bool {
        matches!(self.kind, DayKind::Every | DayKind::Working | DayKind::MakeUp(_))
    }
}

impl fmt::Display for DayKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every => f.write_str("every day counts"),
            Self::Working => f.write_str("working day"),
            Self::MakeUp(holiday) => write!(f, "working day, made up for {holiday}"),
            Self::Weekend => f.write_str("weekend"),
            Self::Holiday(holiday) => write!(f, "holiday, {holiday}"),
        }
    }
}
