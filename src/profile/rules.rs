//! What an effect may do, whatever a district calls it: the one table that `profile check` and the case hold to.

use super::shape::{Effect, Need, Stage};

/// The rule of one effect.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    pub effect: Effect,
    /// Stages of the steps from which an action of this effect may be taken.
    pub leaves: &'static [Stage],
    /// Stages of the steps in which the case may stand afterwards; empty: the case stays in its step.
    pub reaches: &'static [Stage],
    /// What an action of this effect always has to be given; a profile may ask for more.
    pub needs: &'static [Need],
    /// Whether whoever holds the tracking secret may take it.
    pub reporter: bool,
}

impl Grammar {
    const fn new(effect: Effect, leaves: &'static [Stage], reaches: &'static [Stage], needs: &'static [Need]) -> Self {
        Self { effect, leaves, reaches, needs, reporter: false }
    }

    const fn or_reporter(self) -> Self {
        Self { reporter: true, ..self }
    }

    /// Whether an action of this effect leaves the case in the step where it is.
    pub fn stays(&self) -> bool {
        self.reaches.is_empty()
    }
}

/// The rule of `effect`.
pub fn grammar(effect: Effect) -> &'static Grammar {
    &GRAMMARS[effect as usize]
}

use Effect as E;
use Need as N;
use Stage::{Checking, Closed, Dispatch, Handling, Intake};

const INTAKE: &[Stage] = &[Intake];
const UNDISPATCHED: &[Stage] = &[Intake, Dispatch];
const DISPATCH: &[Stage] = &[Dispatch];
const DISPATCHED: &[Stage] = &[Dispatch, Handling];
const HANDLING: &[Stage] = &[Handling];
const WORKED_ON: &[Stage] = &[Handling, Checking];
const CHECKING: &[Stage] = &[Checking];
const OPEN: &[Stage] = &[Intake, Dispatch, Handling, Checking];
const CLOSED: &[Stage] = &[Closed];
const SAME: &[Stage] = &[];

/// Every effect once, in the order of [`Effect`].
pub static GRAMMARS: [Grammar; 25] = [
    Grammar::new(E::AskVerification, INTAKE, INTAKE, &[]),
    Grammar::new(E::Verify, INTAKE, INTAKE, &[N::Decision]),
    Grammar::new(E::Register, INTAKE, DISPATCH, &[N::Category]),
    Grammar::new(E::Refuse, UNDISPATCHED, CLOSED, &[N::Reason, N::Reply]),
    Grammar::new(E::Answer, UNDISPATCHED, CLOSED, &[N::Reply]),
    Grammar::new(E::Dispatch, DISPATCHED, HANDLING, &[N::Organisation]),
    Grammar::new(E::Accept, HANDLING, HANDLING, &[]),
    Grammar::new(E::Contact, HANDLING, SAME, &[N::Reached]),
    Grammar::new(E::Return, HANDLING, DISPATCH, &[N::Reason]),
    Grammar::new(E::Note, OPEN, SAME, &[N::Note]),
    Grammar::new(E::AskPause, WORKED_ON, SAME, &[N::Reason, N::Until]),
    Grammar::new(E::DecidePause, WORKED_ON, SAME, &[N::Decision]),
    Grammar::new(E::AskExtension, WORKED_ON, SAME, &[N::Reason]),
    Grammar::new(E::DecideExtension, WORKED_ON, SAME, &[N::Decision]),
    Grammar::new(E::Submit, HANDLING, CHECKING, &[N::Note]),
    Grammar::new(E::AskCheck, CHECKING, CHECKING, &[]),
    Grammar::new(E::Pass, CHECKING, CHECKING, &[]),
    Grammar::new(E::Fail, CHECKING, HANDLING, &[N::Reason]),
    Grammar::new(E::Close, CHECKING, CLOSED, &[N::Reply]),
    Grammar::new(E::CallBack, CLOSED, SAME, &[N::Reached]),
    Grammar::new(E::Rate, CLOSED, SAME, &[]).or_reporter(),
    Grammar::new(E::Reopen, CLOSED, HANDLING, &[N::Reason]).or_reporter(),
    Grammar::new(E::Withdraw, OPEN, CLOSED, &[]).or_reporter(),
    Grammar::new(E::Void, OPEN, CLOSED, &[N::Reason]),
    Grammar::new(E::Merge, OPEN, CLOSED, &[N::Case]),
];

/// Effects without which no case comes from its report to its end.
pub const INDISPENSABLE: [Effect; 4] = [E::Register, E::Dispatch, E::Submit, E::Close];

/// What is asked by one effect and answered by others: a profile has both or neither.
pub const ASKED_AND_ANSWERED: [(Effect, &[Effect]); 4] = [
    (E::AskVerification, &[E::Verify]),
    (E::AskPause, &[E::DecidePause]),
    (E::AskExtension, &[E::DecideExtension]),
    (E::AskCheck, &[E::Pass, E::Fail]),
];

/// The rules as a table in Markdown, for `docs/effects.md`.
pub fn table() -> String {
    let rows = GRAMMARS.iter().map(row).collect::<String>();
    format!("{PREFACE}\n| effect | leaves | reaches | needs at least | reporter may |\n|---|---|---|---|---|\n{rows}")
}

const PREFACE: &str = "# What an effect may do

An action is a district's own word; its effect is one of these. `huixiang profile check` refuses an action that leaves
or reaches another stage, or asks for less than is written here. An action without `to` leaves the case in its step,
whose stage is then one of those reached. This page is printed from `src/profile/rules.rs`.
";

fn row(rule: &Grammar) -> String {
    let reaches = if rule.stays() { "the same step".into() } else { words(rule.reaches) };
    let reporter = if rule.reporter { "yes" } else { "" };
    format!("| `{}` | {} | {reaches} | {} | {reporter} |\n", word(rule.effect), words(rule.leaves), words(rule.needs))
}

/// The words of a list, as profiles write them.
pub(crate) fn words<T: serde::Serialize + Copy>(list: &[T]) -> String {
    list.iter().map(|&one| word(one)).collect::<Vec<_>>().join(", ")
}

/// The word by which profiles name an effect, a stage or a need.
pub(crate) fn word<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_effect_finds_its_own_rule() {
        for rule in &GRAMMARS {
            assert_eq!(grammar(rule.effect).effect, rule.effect);
        }
    }

    #[test]
    fn every_open_stage_has_a_way_on_and_the_last_a_way_back() {
        for stage in OPEN {
            let onward = |rule: &&Grammar| rule.leaves.contains(stage) && rule.reaches.iter().any(|next| next > stage);
            assert!(GRAMMARS.iter().filter(onward).count() >= 2, "{stage:?}");
        }
        assert!(GRAMMARS.iter().any(|rule| rule.leaves == CLOSED && rule.reaches == HANDLING));
    }

    #[test]
    fn only_what_ends_a_case_reaches_closed_and_each_says_why_or_answers() {
        let ends = GRAMMARS.iter().filter(|rule| rule.reaches.contains(&Closed));
        let mute = ends.filter(|rule| rule.needs.is_empty()).map(|rule| rule.effect).collect::<Vec<_>>();
        assert_eq!(mute, [E::Withdraw], "the reporter alone owes nobody a word");
    }
}
