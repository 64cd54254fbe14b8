//! The figures of a replay, and where two countings of them differ.

use std::{collections::BTreeMap, ops::AddAssign};

/// How many cases of a group are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub received: u64,
    pub closed: u64,
    /// Of those closed: within the limit of their category.
    pub on_time: u64,
    pub open: u64,
    /// Closed or open: past the limit at some time.
    pub overdue: u64,
}

/// What cases are grouped by. Every case counts in `All`, in its category, and in its area or why it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    All,
    Category,
    Area,
    NotLocated,
}

/// Where a case lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Located<'a> {
    /// The name of an area.
    In(&'a str),
    /// The report has no point.
    NoPoint,
    /// The point lies in no area.
    Outside,
}

/// The figures of all groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<(Group, String), Figures>);

impl Tally {
    /// Counts cases of one category and one place.
    pub fn add(&mut self, category: &str, located: Located<'_>, figures: Figures) {
        let (place, name) = match located {
            Located::In(area) => (Group::Area, area),
            Located::NoPoint => (Group::NotLocated, "without a point"),
            Located::Outside => (Group::NotLocated, "outside all areas"),
        };
        for (group, name) in [(Group::All, ""), (Group::Category, category), (place, name)] {
            *self.0.entry((group, name.to_owned())).or_default() += figures;
        }
    }

    /// The figures of all cases.
    pub fn all(&self) -> Figures {
        self.of(Group::All, "")
    }

    /// The figures of a group; zero where there is none.
    pub fn of(&self, group: Group, name: &str) -> Figures {
        self.0.get(&(group, name.to_owned())).copied().unwrap_or_default()
    }

    /// The names that this tally or another has in a group, in order.
    pub fn names<'a>(&'a self, other: &'a Self, group: Group) -> Vec<&'a str> {
        let both = self.0.keys().chain(other.0.keys());
        let mut names: Vec<&str> = both.filter(|key| key.0 == group).map(|key| key.1.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// How many cases lie in an area.
    pub fn located(&self) -> u64 {
        self.0.iter().filter(|((group, _), _)| *group == Group::Area).map(|(_, figures)| figures.received).sum()
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.received += other.received;
        self.closed += other.closed;
        self.on_time += other.on_time;
        self.open += other.open;
        self.overdue += other.overdue;
    }
}

impl Figures {
    /// In the order of the table's columns.
    pub fn in_order(self) -> [u64; 5] {
        [self.received, self.closed, self.on_time, self.open, self.overdue]
    }
}
