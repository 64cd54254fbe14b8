//! A limit as a district writes it: `"4 work_hours"`.

use std::{fmt, str::FromStr};

/// How long something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    /// At least one.
    pub amount: u32,
    pub unit: Unit,
}

/// What a limit is counted in (standards: 数字城管 立案、处置和结案; 12345).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A minute of office hours.
    WorkMinute,
    /// 工作时: sixty minutes of office hours.
    WorkHour,
    /// 工作日: as many office minutes as a working day has, or a counted day.
    WorkDay,
    /// Sixty minutes, whatever the hour.
    NaturalHour,
    /// 自然日: ends at 24:00 local time, working day or not.
    NaturalDay,
    /// 紧急工作时: sixty minutes, round the clock.
    UrgentHour,
    /// 紧急工作日: twenty-four hours, round the clock.
    UrgentDay,
}

/// The two ways of counting.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Minutes run off during office hours (数字城管).
    #[default]
    RunningHours,
    /// The first day does not count; ends with the closing hour of the last (民法典 §201-203; 12345).
    DayCount,
}

impl Unit {
    const NAMES: [(Unit, &str); 7] = [
        (Unit::WorkMinute, "work_minute"),
        (Unit::WorkHour, "work_hour"),
        (Unit::WorkDay, "work_day"),
        (Unit::NaturalHour, "natural_hour"),
        (Unit::NaturalDay, "natural_day"),
        (Unit::UrgentHour, "urgent_hour"),
        (Unit::UrgentDay, "urgent_day"),
    ];

    /// The singular name used in profiles.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].1
    }
}

impl Counts {
    /// As in profiles and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::RunningHours => "running_hours",
            Self::DayCount => "day_count",
        }
    }

    /// The way of counting that bears a name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::RunningHours, Self::DayCount].into_iter().find(|counts| counts.name() == name)
    }
}

impl Limit {
    /// The same limit, `times` times (an extension adds one original limit).
    pub fn times(self, times: u32) -> Self {
        Self { amount: self.amount.saturating_mul(times), unit: self.unit }
    }
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (amount, unit) = text.trim().split_once(' ').ok_or_else(|| format!("\"{text}\" is no limit; {HOW}"))?;
        let amount = amount.parse().ok().filter(|n| (1..=100_000).contains(n));
        let amount =
            amount.ok_or_else(|| format!("\"{text}\" does not begin with a whole number from 1 to 100000; {HOW}"))?;
        let name = unit.trim();
        let known = Unit::NAMES.iter().find(|(_, known)| name == *known || name.strip_suffix('s') == Some(known));
        let unit = known.ok_or_else(|| format!("\"{name}\" is no unit; {HOW}"))?.0;
        Ok(Self { amount, unit })
    }
}

const HOW: &str = "write a number and one of work_minutes, work_hours, work_days, natural_hours, natural_days, urgent_hours, \
    urgent_days, such as \"4 work_hours\"";

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.amount, self.unit.name(), if self.amount == 1 { "" } else { "s" })
    }
}

impl serde::Serialize for Limit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Limit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Limit {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Limit".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let pattern =
            "^[1-9][0-9]{0,5} (work_minute|work_hour|work_day|natural_hour|natural_day|urgent_hour|urgent_day)s?$";
        schemars::json_schema!({ "type": "string", "pattern": pattern, "description": HOW })
    }
}
