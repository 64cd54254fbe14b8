//! From when until when an area exists.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Local days: from the first on which it holds, to the first on which it holds no more (standards 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    pub from: NaiveDate,
    /// None: until further notice.
    pub to: Option<NaiveDate>,
}

impl Validity {
    pub fn since(from: NaiveDate) -> Self {
        Self { from, to: None }
    }

    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.from <= date && self.to.is_none_or(|to| date < to)
    }

    /// Whether it holds on every day on which `other` does.
    pub fn covers(&self, other: &Self) -> bool {
        let ends_later = match (self.to, other.to) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(mine), Some(theirs)) => mine >= theirs,
        };
        self.from <= other.from && ends_later
    }

    /// Whether it holds on no day at all.
    pub fn is_empty(&self) -> bool {
        self.to.is_some_and(|to| to <= self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(730_000 + number).unwrap()
    }

    proptest! {
        #[test]
        fn its_questions_agree_with_its_days(a in 0..9i32, b in prop::option::of(0..9i32), c in 0..9i32, d in prop::option::of(0..9i32)) {
            let (one, other) = (Validity { from: day(a), to: b.map(day) }, Validity { from: day(c), to: d.map(day) });
            let days = |validity: &Validity| (0..20).filter(|&n| validity.holds_on(day(n))).collect::<Vec<_>>();
            prop_assert_eq!(one.is_empty(), days(&one).is_empty());
            if !other.is_empty() {
                prop_assert_eq!(one.covers(&other), days(&other).iter().all(|n| days(&one).contains(n)));
            }
        }
    }
}
