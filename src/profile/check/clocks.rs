//! Clocks: their limits, their way of counting, and whether something starts and stops them.

use super::findings::Findings;
use crate::{
    clocks::{Counts, Limit, Unit},
    profile::{Clock, ClockLimit, Effect, Profile},
};

pub(super) fn check(profile: &Profile, found: &mut Findings) {
    found.ids("clock", profile.clock.iter().map(|clock| clock.id.as_str()));
    for (i, clock) in profile.clock.iter().enumerate() {
        limits(i, clock, found);
        if clock.counts == Counts::DayCount {
            days(i, clock, profile, found);
        }
    }
    if found.sound(&["clock", "action", "report"]) {
        run(profile, found);
        extensions(profile, found);
    }
}

fn limits(i: usize, clock: &Clock, found: &mut Findings) {
    match (&clock.limit, clock.otherwise) {
        (ClockLimit::Category(_), None) => {
            let message = format!("the clock \"{}\" has no limit where the category gives none", clock.id);
            found.add(format!("clock[{i}].limit"), message, "write otherwise = \"5 work_days\" below it");
        }
        (ClockLimit::Fixed(_), Some(_)) => {
            let message = "a fixed limit needs no other one";
            found.add(format!("clock[{i}].otherwise"), message, "remove this key, or write limit = \"category\"");
        }
        _ => {}
    }
}

/// A clock that counts days has limits in days; an urgent one may run round the clock.
fn days(i: usize, clock: &Clock, profile: &Profile, found: &mut Findings) {
    let fixed = match clock.limit {
        ClockLimit::Fixed(limit) => Some(limit),
        ClockLimit::Category(_) => None,
    };
    for (key, limit) in [("limit", fixed), ("otherwise", clock.otherwise)] {
        if let Some(limit) = limit.filter(|limit| !in_days(limit)) {
            found.add(format!("clock[{i}].{key}"), format!("a day count cannot count \"{limit}\""), IN_DAYS);
        }
    }
    if let Some(limit) = clock.urgent.filter(|limit| !in_days(limit) && !round_the_clock(limit)) {
        found.add(format!("clock[{i}].urgent"), format!("a day count cannot count \"{limit}\""), IN_DAYS);
    }
    let standards =
        profile.category.iter().flat_map(|category| category.standard.iter().map(move |one| (category, one.limit)));
    let mut hours = standards.filter(|(_, limit)| fixed.is_none() && !in_days(limit) && !round_the_clock(limit));
    if let Some((category, limit)) = hours.next() {
        let message = format!("a day count cannot count the \"{limit}\" of the category {}", category.id);
        found.add(format!("clock[{i}].counts"), message, "write \"running_hours\"");
    }
}

const IN_DAYS: &str = "write days, such as \"5 work_days\", or counts = \"running_hours\"";

fn in_days(limit: &Limit) -> bool {
    matches!(limit.unit, Unit::WorkDay | Unit::NaturalDay)
}

fn round_the_clock(limit: &Limit) -> bool {
    matches!(limit.unit, Unit::UrgentHour | Unit::UrgentDay)
}

/// What is started is stopped, and the other way round.
fn run(profile: &Profile, found: &mut Findings) {
    for (i, Clock { id, .. }) in profile.clock.iter().enumerate() {
        let started = profile.report.starts.contains(id) || profile.action.iter().any(|one| one.starts.contains(id));
        let stopped = profile.action.iter().any(|one| one.stops.contains(id));
        let (message, instead) = match (started, stopped) {
            (true, true) => continue,
            (true, false) => ("started but never stopped", "write it into stops of the action that ends it"),
            (false, true) => ("stopped but never started", "write it into starts of an action or of [report]"),
            (false, false) => ("started by nobody", "write it into starts of an action or of [report], or remove it"),
        };
        found.add(format!("clock[{i}]"), format!("the clock \"{id}\" is {message}"), instead);
    }
}

/// An extension that can be asked for can be granted to some clock.
fn extensions(profile: &Profile, found: &mut Findings) {
    let ask = profile.action.iter().position(|action| action.effect == Effect::AskExtension);
    if let Some(i) = ask.filter(|_| profile.clock.iter().all(|clock| clock.extensions == 0)) {
        let message = format!("no clock may be extended, so that \"{}\" asks in vain", profile.action[i].id);
        found.add(format!("action[{i}].effect"), message, "write extensions = 1 at a clock, or remove the action");
    }
}
