//! Whether one action keeps the rule of its effect.

use super::findings::Findings;
use crate::profile::{
    Action, Profile, REPORTER,
    rules::{Grammar, grammar, word, words},
};

/// Reads `profile.action[i]`.
pub(super) fn check(i: usize, action: &Action, profile: &Profile, found: &mut Findings) {
    let rule = grammar(action.effect);
    leaves(i, action, rule, profile, found);
    reaches(i, action, rule, profile, found);
    who(i, action, rule, found);
    needs(i, action, rule, found);
    for (j, clock) in action.starts.iter().enumerate().filter(|(_, clock)| action.stops.contains(clock)) {
        let message = format!("the clock \"{clock}\" is started and stopped at once");
        found.add(format!("action[{i}].starts[{j}]"), message, "remove it from starts or from stops");
    }
}

fn leaves(i: usize, action: &Action, rule: &Grammar, profile: &Profile, found: &mut Findings) {
    if action.from.is_empty() {
        found.add(
            format!("action[{i}].from"),
            "an action without a step can never be taken",
            "write the steps from which it may be taken",
        );
    }
    for (j, from) in action.from.iter().enumerate() {
        let outside = profile.stage_of(from).filter(|stage| !rule.leaves.contains(stage));
        if let Some(stage) = outside {
            let message = format!("{} cannot leave \"{from}\", whose stage is {}", word(rule.effect), word(stage));
            found.add(
                format!("action[{i}].from[{j}]"),
                message,
                format!("write steps whose stage is {}", alternatives(rule.leaves)),
            );
        }
    }
}

fn reaches(i: usize, action: &Action, rule: &Grammar, profile: &Profile, found: &mut Findings) {
    let Some((message, instead)) = astray(action, rule, profile) else { return };
    found.add(format!("action[{i}].to"), message, instead);
    // Which steps can be reached is not to be judged by a way that leads astray.
    found.unsound("step");
}

/// Where an action leads that it must not, and where it should.
fn astray(action: &Action, rule: &Grammar, profile: &Profile) -> Option<(String, String)> {
    let effect = word(rule.effect);
    let outside = |step: &str| profile.stage_of(step).filter(|stage| !rule.reaches.contains(stage));
    match &action.to {
        None if rule.stays() => None,
        None => {
            let may_leave = |from: &&String| profile.stage_of(from).is_some_and(|stage| rule.leaves.contains(&stage));
            let stuck = action.from.iter().filter(may_leave).find(|from| outside(from).is_some())?;
            let instead = format!("write to = and a step whose stage is {}", alternatives(rule.reaches));
            Some((format!("{effect} cannot leave a case in \"{stuck}\""), instead))
        }
        Some(_) if rule.stays() => Some((format!("{effect} leaves a case in its step"), "remove this key".into())),
        Some(to) if !action.from.is_empty() && action.from.iter().all(|from| from == to) => {
            let message = format!("\"{}\" leads from \"{to}\" to itself and changes nothing", action.id);
            Some((message, "write another step, or remove this key".into()))
        }
        Some(to) => {
            let message = format!("{effect} cannot reach \"{to}\", whose stage is {}", word(outside(to)?));
            Some((message, format!("write a step whose stage is {}", alternatives(rule.reaches))))
        }
    }
}

fn who(i: usize, action: &Action, rule: &Grammar, found: &mut Findings) {
    if action.who.is_empty() {
        found.add(format!("action[{i}].who"), "nobody may take this action", "write the roles that may");
    }
    for (j, _) in action.who.iter().enumerate().filter(|(_, who)| *who == REPORTER && !rule.reporter) {
        let message = format!("a reporter may not {}", word(rule.effect).replace('_', " "));
        found.add(format!("action[{i}].who[{j}]"), message, "write roles only");
    }
}

fn needs(i: usize, action: &Action, rule: &Grammar, found: &mut Findings) {
    let path = format!("action[{i}].needs");
    let dropped: Vec<_> = rule.needs.iter().copied().filter(|need| !action.needs.contains(need)).collect();
    if !dropped.is_empty() {
        let message = format!("{} always needs {}", word(rule.effect), words(&dropped).replace(", ", " and "));
        let all = [dropped.as_slice(), &action.needs].concat();
        found.add(&path, message, format!("write needs = [\"{}\"]", words(&all).replace(", ", "\", \"")));
    }
    for (j, need) in action.needs.iter().enumerate().filter(|(j, need)| action.needs[..*j].contains(need)) {
        found.add(format!("{path}[{j}]"), format!("\"{}\" stands here twice", word(need)), "remove one of them");
    }
}

fn alternatives<T: serde::Serialize + Copy>(list: &[T]) -> String {
    words(list).replace(", ", " or ")
}
