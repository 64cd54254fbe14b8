//! Steps and the actions between them: what they name, and where they lead as a whole.

use super::{findings::Findings, grammar};
use crate::profile::{
    Effect, Profile, REPORTER, Stage,
    rules::{ASKED_AND_ANSWERED, INDISPENSABLE, word, words},
};
use std::collections::BTreeSet;

pub(super) fn check(profile: &Profile, found: &mut Findings) {
    found.ids("step", profile.step.iter().map(|step| step.id.as_str()));
    found.ids("action", profile.action.iter().map(|action| action.id.as_str()));
    references(profile, found);
    first_step(profile, found);
    for (i, action) in profile.action.iter().enumerate() {
        grammar::check(i, action, profile, found);
    }
    if found.sound(&["action"]) && !profile.action.is_empty() {
        effects(profile, found);
    }
    if found.sound(&["step", "action", "report"]) {
        ways(profile, found);
    }
}

fn references(profile: &Profile, found: &mut Findings) {
    let steps: Vec<&str> = profile.step.iter().map(|step| step.id.as_str()).collect();
    let clocks: Vec<&str> = profile.clock.iter().map(|clock| clock.id.as_str()).collect();
    let roles: Vec<&str> = profile.role.iter().map(|role| role.id.as_str()).chain([REPORTER]).collect();
    found.known("report.step", "step", &profile.report.step, &steps);
    found.all_known("report.starts", "clock", &profile.report.starts, &clocks);
    for (i, action) in profile.action.iter().enumerate() {
        let key = |key: &str| format!("action[{i}].{key}");
        found.all_known(&key("from"), "step", &action.from, &steps);
        if let Some(to) = &action.to {
            found.known(key("to"), "step", to, &steps);
        }
        found.all_known(&key("who"), "role", &action.who, &roles);
        found.all_known(&key("starts"), "clock", &action.starts, &clocks);
        found.all_known(&key("stops"), "clock", &action.stops, &clocks);
    }
}

fn first_step(profile: &Profile, found: &mut Findings) {
    let stage = profile.stage_of(&profile.report.step).filter(|stage| *stage != Stage::Intake);
    if let Some(stage) = stage {
        let message = format!("a new case would stand in \"{}\", whose stage is {}", profile.report.step, word(stage));
        found.add("report.step", message, "write a step whose stage is intake");
        found.unsound("report");
    }
}

/// Nothing indispensable is missing, what is asked can be answered, and what is answered can be asked.
fn effects(profile: &Profile, found: &mut Findings) {
    let at = |effect: Effect| profile.action.iter().position(|action| action.effect == effect);
    for effect in INDISPENSABLE.into_iter().filter(|effect| at(*effect).is_none()) {
        let message = format!("no action has the effect {}, so that no case would come to its end", word(effect));
        found.add("action", message, format!("write an [[action]] with effect = \"{}\"", word(effect)));
    }
    for (ask, answers) in ASKED_AND_ANSWERED {
        let missing: Vec<Effect> = answers.iter().copied().filter(|answer| at(*answer).is_none()).collect();
        if let Some(i) = at(ask).filter(|_| !missing.is_empty()) {
            in_vain(i, profile, "asks, nobody can answer", &missing, found);
        }
        // A result may be checked without anybody being asked to.
        if at(ask).is_none() && ask != Effect::AskCheck {
            let answered = answers.iter().filter_map(|answer| at(*answer));
            answered.for_each(|i| in_vain(i, profile, "answers, nobody can ask", &[ask], found));
        }
    }
}

fn in_vain(i: usize, profile: &Profile, why: &str, missing: &[Effect], found: &mut Findings) {
    let message = format!("what \"{}\" {why}", profile.action[i].id);
    let instead = format!("write an action for {}, or remove this one", words(missing));
    found.add(format!("action[{i}].effect"), message, instead);
}

/// Every step can be reached from the first, and some closed step from each.
fn ways(profile: &Profile, found: &mut Findings) {
    let ways: Vec<(&str, &str)> = profile
        .action
        .iter()
        .flat_map(|action| action.from.iter().zip(std::iter::repeat(action.to.as_ref())))
        .filter_map(|(from, to)| Some((from.as_str(), to?.as_str())))
        .collect();
    let back: Vec<(&str, &str)> = ways.iter().map(|&(from, to)| (to, from)).collect();
    let closed = profile.step.iter().filter(|step| step.stage == Stage::Closed).map(|step| step.id.as_str());
    // What hangs on a step that is told is not told again.
    let mut reached = spread([profile.report.step.as_str()], &ways);
    for (i, step) in profile.step.iter().enumerate() {
        if !reached.contains(step.id.as_str()) {
            let message = format!("no action leads to \"{}\" from \"{}\"", step.id, profile.report.step);
            let instead = format!("write an action with to = \"{}\", or remove the step", step.id);
            found.add(format!("step[{i}]"), message, instead);
            reached.extend(spread([step.id.as_str()], &ways));
        }
    }
    let mut ending = spread(closed, &back);
    for (i, step) in profile.step.iter().enumerate().rev() {
        if !ending.contains(step.id.as_str()) {
            let message = format!("a case in \"{}\" could never be closed", step.id);
            found.add(format!("step[{i}]"), message, format!("write an action that leads onward from \"{}\"", step.id));
            ending.extend(spread([step.id.as_str()], &back));
        }
    }
}

/// All that can be reached from `starts` along `ways`.
fn spread<'a>(starts: impl IntoIterator<Item = &'a str>, ways: &[(&'a str, &'a str)]) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = starts.into_iter().collect();
    while let Some(step) = open.pop() {
        if reached.insert(step) {
            open.extend(ways.iter().filter(|(from, _)| *from == step).map(|(_, to)| *to));
        }
    }
    reached
}
