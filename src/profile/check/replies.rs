//! What reporters are told and asked: messages, rating, reopening.

use super::findings::Findings;
use crate::profile::{Effect, Message, Need, Profile, rules::word};

pub(super) fn check(profile: &Profile, found: &mut Findings) {
    for (i, message) in profile.message.iter().enumerate() {
        if profile.message[..i].iter().any(|earlier| earlier.on == message.on) {
            let told = format!("there is another message on {} above it", word(message.on));
            found.add(format!("message[{i}].on"), told, "write one message for each effect");
        }
        placeholders(i, message, found);
    }
    rating(profile, found);
    if found.sound(&["action"]) {
        in_vain(profile, found);
    }
}

/// What is filled into a message.
const FILLED_IN: [&str; 5] = ["number", "step", "organisation", "reply", "reason"];

fn placeholders(i: usize, message: &Message, found: &mut Findings) {
    let texts = [("text", Some(&message.text)), ("text_en", message.text_en.as_ref())];
    for (key, text) in texts.into_iter().filter_map(|(key, text)| Some((key, text?))) {
        let path = format!("message[{i}].{key}");
        if text.trim().is_empty() {
            found.add(&path, "a reporter would be told nothing", "write the words, or remove the message");
        }
        let names = text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
        for name in names.filter(|name| !FILLED_IN.contains(name)) {
            found.add(
                &path,
                format!("nothing is filled in for {{{name}}}"),
                format!("write one of {{{}}}", FILLED_IN.join("}, {")),
            );
        }
    }
}

fn rating(profile: &Profile, found: &mut Findings) {
    let Some(rating) = &profile.rating else { return };
    if rating.answers.len() < 2 {
        found.add("rating.answers", "a question needs at least two answers", "write them from best to worst");
    }
    for (i, answer) in rating.answers.iter().enumerate() {
        if rating.answers[..i].contains(answer) {
            found.add(format!("rating.answers[{i}]"), format!("\"{answer}\" stands here twice"), "remove one of them");
        }
    }
}

/// What no action ever comes to, and what an action comes to that is not there.
fn in_vain(profile: &Profile, found: &mut Findings) {
    let has = |effect: Effect| profile.action.iter().any(|action| action.effect == effect);
    let lacks = |effect: Effect| format!("write an [[action]] with effect = \"{}\", or remove this", word(effect));
    if profile.rating.is_some() && !has(Effect::Rate) {
        found.add("rating", "no action has the effect rate", lacks(Effect::Rate));
    }
    if profile.reopening.is_some() && !has(Effect::Reopen) {
        found.add("reopening", "no action has the effect reopen", lacks(Effect::Reopen));
    }
    for (i, message) in profile.message.iter().enumerate().filter(|(_, message)| !has(message.on)) {
        found.add(
            format!("message[{i}].on"),
            format!("no action has the effect {}", word(message.on)),
            lacks(message.on),
        );
    }
    let asks =
        |action: &crate::profile::Action| action.effect == Effect::Rate || action.needs.contains(&Need::Satisfaction);
    let ask = profile.action.iter().position(asks);
    if let Some(i) = ask.filter(|_| profile.rating.is_none()) {
        let message = format!("\"{}\" asks how satisfied somebody is, but there are no answers", profile.action[i].id);
        found.add(format!("action[{i}].effect"), message, "write [rating] with answers");
    }
}
