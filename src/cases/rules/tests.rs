//! Random lives of a case: whatever happens, in whatever order, what must hold holds.

use super::{CaseFile, Doer, Doing, Given, Place, advance, allowed, begin, next_due, recompute};
use crate::{
    areas::AreaId,
    cases::{
        CaseId, ReportId,
        store::{
            case::{self, Outcome},
            clock::Verdict,
            report,
        },
    },
    clocks::WorkTime,
    files::FileId,
    profile::{self, Edition, EditionId, Effect, Need, Stage, grammar},
    staff::{Officer, OfficerId, OrganisationId, Post, Reach, Sees, store::organisation},
    wall_clock::Instant,
};
use chrono::Duration;
use proptest::prelude::*;
use std::{collections::BTreeSet, sync::LazyLock};

static EDITION: LazyLock<Edition> = LazyLock::new(|| {
    let profile = profile::check(include_str!("../../../profiles/demo.toml")).unwrap();
    let work_time: WorkTime = profile.work_time(&[]).unwrap();
    Edition { id: EditionId::new(), profile, work_time }
});

/// One move: which of the allowed actions, how long after the last, what is decided, and who takes it.
#[derive(Clone, Debug)]
struct Step {
    choice: usize,
    minutes: i64,
    yes: bool,
    reporter: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (any::<usize>(), 1..3_000_i64, any::<bool>(), prop::bool::weighted(0.2));
    let step = step.prop_map(|(choice, minutes, yes, reporter)| Step { choice, minutes, yes, reporter });
    prop::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_life_in_any_order_keeps_what_must_hold(steps in steps(), urgent in any::<bool>()) {
        let mut now: Instant = "2026-02-10T01:00:00Z".parse().unwrap();
        let (officers, report) = ([everybody(), everybody()], ReportId::new());
        let doer = Doer::Officer(officers[0].clone());
        let mut file = begin(fresh(report, urgent, now), Doing { by: &doer, now, edition: &EDITION }).unwrap();
        for step in steps {
            now += Duration::minutes(step.minutes);
            let by = if step.reporter { Doer::Reporter(report) } else { Doer::Officer(officers[step.choice % 2].clone()) };
            let doing = Doing { by: &by, now, edition: &EDITION };
            // Lives that end at once tell little: most of them go on.
            let ends = |effect| matches!(effect, Effect::Refuse | Effect::Answer | Effect::Void | Effect::Merge | Effect::Withdraw);
            let mut offered = allowed(&file, doing);
            offered.retain(|it| step.choice.is_multiple_of(12) || !ends(it.action.effect));
            if offered.is_empty() {
                continue;
            }
            let action = offered[step.choice % offered.len()].action;
            // An action that is offered is refused for its input or for who asked only, never for the state.
            let Ok(after) = advance(&file, action, &given(action.effect, &action.needs, &file, &step, now), doing) else {
                prop_assert!(matches!(action.effect, Effect::Merge | Effect::DecidePause | Effect::DecideExtension
                    | Effect::AskExtension | Effect::Rate | Effect::CallBack), "{} was offered and refused", action.id);
                continue;
            };
            holds(&file, &after, action.effect, now)?;
            file = after;
        }
    }
}

/// What must hold after every action.
fn holds(before: &CaseFile, after: &CaseFile, effect: Effect, now: Instant) -> Result<(), TestCaseError> {
    let case = &after.case;
    prop_assert_eq!(case.version, before.case.version + 1);
    prop_assert_eq!(&case.number, &before.case.number);
    prop_assert_eq!(case.stage, EDITION.profile.stage_of(&case.step).unwrap());
    let grammar = grammar(effect);
    let moved = case.stage != before.case.stage;
    prop_assert!(!moved || grammar.reaches.contains(&case.stage), "{effect:?} led to {:?}", case.stage);

    let closed = case.stage == Stage::Closed;
    prop_assert_eq!(closed, case.closed_at.is_some());
    prop_assert_eq!(closed, case.outcome.is_some());
    prop_assert_eq!(case.lead_id.is_some(), after.assignments.iter().any(|it| it.to.is_none()));

    let kinds: Vec<&str> = after.running().map(|clock| clock.kind.as_str()).collect();
    let unique: BTreeSet<&str> = kinds.iter().copied().collect();
    prop_assert_eq!(kinds.len(), unique.len(), "two clocks of a kind run");
    prop_assert_eq!(case.next_due_at, next_due(&after.clocks).map(|clock| clock.due_at));
    if closed {
        prop_assert!(kinds.iter().all(|kind| *kind == "call_back"), "{kinds:?} run on a closed case");
    }
    for clock in &after.clocks {
        prop_assert_eq!(clock.stopped_at.is_some(), clock.verdict.is_some());
        if clock.verdict == Some(Verdict::OnTime) {
            prop_assert!(clock.stopped_at <= Some(clock.due_at));
        }
        // A verdict, once given, never changes, nor does anything else of a stopped clock.
        let known = before.clocks.iter().find(|known| known.id == clock.id);
        if let Some(known) = known.filter(|known| known.stopped_at.is_some()) {
            prop_assert_eq!(known, clock);
        }
        if matches!(case.outcome, Some(Outcome::Merged | Outcome::Withdrawn | Outcome::Voided))
            && known.is_some_and(|it| it.stopped_at.is_none())
        {
            prop_assert_eq!(clock.verdict, Some(Verdict::Void));
        }
    }
    // The same facts give the same deadlines.
    let mut again = after.clone();
    recompute(&mut again, &EDITION, now).map_err(|refusal| TestCaseError::fail(refusal.en))?;
    prop_assert_eq!(&again, after);
    Ok(())
}

/// What an action needs, in some form.
fn given(effect: Effect, needs: &[Need], file: &CaseFile, step: &Step, now: Instant) -> Given {
    let words = || Some("说明".to_owned());
    let mut given = Given::default();
    for need in needs {
        match need {
            Need::Category => {
                (given.category, given.standard) = (Some("01.01".into()), Some(1 + step.choice as i32 % 3))
            }
            Need::Area => given.place = Some(Place { area: Some((AreaId::new(), "r/s/".into())), ..Place::default() }),
            Need::Organisation => given.organisation = Some(unit(step.choice % 2)),
            Need::Reason => given.reason = words(),
            Need::Suggestion => given.suggestion = words(),
            Need::Note => given.note = words(),
            Need::Reply => given.reply = words(),
            Need::Photo => given.photos = vec![FileId::new()],
            Need::Until => given.until = Some(now + Duration::minutes(step.minutes)),
            Need::Decision => given.decision = Some(step.yes),
            Need::Reached => given.reached = Some(step.yes),
            Need::Solved => given.solved = Some(step.yes),
            Need::Satisfaction => given.satisfaction = Some("满意".into()),
            Need::Case => {
                let older = case::Model {
                    id: CaseId::new(),
                    opened_at: file.case.opened_at - Duration::days(1),
                    ..file.case.clone()
                };
                given.older = Some(older);
            }
        }
    }
    if effect == Effect::Register {
        given.standard = Some(1);
    }
    given
}

fn unit(nth: usize) -> organisation::Model {
    let (id, path) = (OrganisationId::new(), format!("o{nth}/"));
    organisation::Model {
        id,
        code: path.clone(),
        name: path.clone(),
        kind: "department".into(),
        parent_id: None,
        path,
        phone: None,
    }
}

/// Somebody with every role, at the district or in both organisations.
fn everybody() -> Officer {
    let posts = EDITION.profile.role.iter().flat_map(|role| {
        let level = EDITION.profile.level(&role.at).is_some();
        let area = Reach::Area { id: AreaId::new(), path: "r/".into() };
        let units = (0..2).map(|nth| Reach::Organisation { id: OrganisationId::new(), path: format!("o{nth}/") });
        let reaches: Vec<Reach> = if level { vec![area] } else { units.collect() };
        reaches.into_iter().map(|reach| Post { role: role.id.clone(), reach, sees: Sees::Pool, shielded: false })
    });
    Officer { id: OfficerId::new(), name: "everybody".into(), posts: posts.collect(), session: None }
}

fn fresh(report: ReportId, urgent: bool, now: Instant) -> CaseFile {
    let id = CaseId::new();
    let case = case::Model {
        id,
        number: "YA2026021000001".into(),
        profile_id: EDITION.id,
        category: None,
        standard: None,
        step: EDITION.profile.report.step.clone(),
        stage: Stage::Intake,
        urgent,
        area_id: Some(AreaId::new()),
        area_path: Some("r/s/".into()),
        lon: None,
        lat: None,
        on_border: false,
        lead_id: None,
        lead_path: None,
        outcome: None,
        merged_into: None,
        opened_at: now,
        closed_at: None,
        changed_at: now,
        next_due_at: None,
        next_due_clock: None,
        overdue: false,
        returns: 0,
        reworks: 0,
        reopenings: 0,
        version: 1,
    };
    let report = report::Model {
        id: report,
        case_id: id,
        first_case_id: id,
        tracking_code: "0123456789".into(),
        kind: report::Kind::Help,
        channel: "phone".into(),
        text: Some("井盖".into()),
        salt: "salt".into(),
        category: None,
        address: None,
        lon: None,
        lat: None,
        reporter_name: None,
        reporter_phone: None,
        hide_name: false,
        on_behalf_of: None,
        against_organisation: None,
        against_path: None,
        against_officer: None,
        received_by: None,
        outside_number: None,
        outside_due_at: None,
        received_at: now,
        solved: None,
        satisfaction: None,
        rated_at: None,
        withdrawn_at: None,
    };
    CaseFile { case, reports: vec![report], assignments: vec![], tasks: vec![], requests: vec![], clocks: vec![] }
}
