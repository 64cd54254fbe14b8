//! What is told of a change: the event for the log, the words for the file, the messages for the reporters.

use super::{
    rules::{CaseFile, Doer, Doing, Given},
    store::{
        remark::{self, RemarkKind},
        report,
    },
};
use crate::{
    log::{Actor, NewEvent, message},
    profile::{Action, Effect},
    secret::{salt, sha256},
};
use sea_orm::entity::prelude::Uuid;
use serde_json::{Value, json};

/// All that is told of one change.
pub struct Told {
    pub event: NewEvent,
    pub remarks: Vec<remark::Model>,
    pub messages: Vec<message::Model>,
}

/// Tells of an action that led from `before` to `after`.
pub fn tell(
    before: &CaseFile,
    after: &CaseFile,
    action: &Action,
    given: &Given,
    public: bool,
    doing: Doing<'_>,
) -> Told {
    let remarks = remarks(after, given, public, doing);
    let body = json!({
        "v": 1,
        "action": action.id,
        "from": before.case.step,
        "to": after.case.step,
        "profile": doing.edition.profile.version,
        "category": given.category,
        "standard": given.standard,
        "area": given.place.as_ref().and_then(|place| place.area.as_ref()).map(|(id, _)| id),
        "organisation": given.organisation.as_ref().map(|organisation| organisation.id),
        "older": given.older.as_ref().map(|older| older.id),
        "photos": given.photos,
        "until": given.until,
        "decision": given.decision,
        "reached": given.reached,
        "solved": given.solved,
        "satisfaction": given.satisfaction,
        "remarks": remarks.iter().map(remark_proof).collect::<Vec<_>>(),
        "clocks": clock_changes(before, after),
    });
    let event = NewEvent {
        at: doing.now,
        actor: actor(doing.by),
        case: Some((after.case.id.0, after.case.version)),
        kind: action.effect.name().to_owned(),
        body: without_nulls(body),
    };
    Told { event, remarks, messages: messages(before, after, action.effect, given, doing) }
}

pub fn actor(by: &Doer) -> Actor {
    match by {
        Doer::Officer(officer) => Actor::Officer(officer.id.0),
        Doer::Reporter(id) => Actor::Reporter(id.0),
    }
}

/// What the event keeps of erasable words.
pub fn proof(text: &str, salt: &str) -> String {
    sha256(format!("{salt}\n{text}").as_bytes())
}

fn remarks(after: &CaseFile, given: &Given, public: bool, doing: Doing<'_>) -> Vec<remark::Model> {
    // What a reporter writes goes to the desk, never to the other reporters; what a message repeats is public.
    let public = public && matches!(doing.by, Doer::Officer(_));
    let words = [
        (RemarkKind::Reason, &given.reason, public),
        (RemarkKind::Suggestion, &given.suggestion, false),
        (RemarkKind::Note, &given.note, public),
        (RemarkKind::Reply, &given.reply, true),
    ];
    let said = words.into_iter().filter_map(|(kind, text, public)| Some((kind, text.clone()?, public)));
    let remark = |(kind, text, public)| remark::Model {
        id: Uuid::now_v7(),
        case_id: after.case.id,
        event_no: 0,
        kind,
        public,
        text: Some(text),
        salt: salt(),
        at: doing.now,
    };
    said.map(remark).collect()
}

fn remark_proof(remark: &remark::Model) -> Value {
    let text = remark.text.as_deref().unwrap_or_default();
    json!({ "id": remark.id, "kind": remark.kind, "hash": proof(text, &remark.salt) })
}

fn clock_changes(before: &CaseFile, after: &CaseFile) -> Vec<Value> {
    let changed = after.clocks.iter().filter(|clock| !before.clocks.contains(clock));
    let tell = |clock: &super::store::clock::Model| {
        without_nulls(json!({
            "id": clock.id, "kind": clock.kind, "due_at": clock.due_at, "extensions": clock.extensions,
            "stopped_at": clock.stopped_at, "verdict": clock.verdict,
        }))
    };
    changed.map(tell).collect()
}

/// One message to each reporter who still waits; after a merge they are told by the case they came with.
fn messages(
    before: &CaseFile,
    after: &CaseFile,
    effect: Effect,
    given: &Given,
    doing: Doing<'_>,
) -> Vec<message::Model> {
    // Nothing has happened to tell of when nobody was reached or something was refused.
    if given.reached == Some(false) || given.decision == Some(false) {
        return Vec::new();
    }
    let Some(template) = doing.edition.profile.message(effect) else { return Vec::new() };
    let zh = fill(&template.text, after, given, doing, |name, _| name);
    let en =
        fill(template.text_en.as_deref().unwrap_or(&template.text), after, given, doing, |name, en| en.unwrap_or(name));
    let now_withdrawn = |report: &&report::Model| {
        effect != Effect::Withdraw || after.reports.iter().any(|it| it.id == report.id && it.withdrawn_at.is_some())
    };
    let waiting = before.reports.iter().filter(|report| report.withdrawn_at.is_none()).filter(now_withdrawn);
    let tell = |report: &report::Model| message::Model {
        id: Uuid::now_v7(),
        report_id: report.id.0,
        case_id: after.case.id.0,
        kind: effect.name().to_owned(),
        text: zh.clone(),
        text_en: en.clone(),
        created_at: doing.now,
        sent_at: None,
    };
    waiting.map(tell).collect()
}

fn fill<'a>(
    template: &str,
    after: &CaseFile,
    given: &'a Given,
    doing: Doing<'a>,
    language: impl Fn(&'a str, Option<&'a str>) -> &'a str,
) -> String {
    let step = doing.edition.profile.step(&after.case.step);
    let step = step.map_or("", |step| language(&step.name, step.name_en.as_deref()));
    let older = given.older.as_ref().map_or(after.case.number.as_str(), |older| older.number.as_str());
    template
        .replace("{number}", older)
        .replace("{step}", step)
        .replace("{organisation}", given.organisation.as_ref().map_or("", |organisation| &organisation.name))
        .replace("{reason}", given.reason.as_deref().unwrap_or(""))
        // Last, so that nothing inside the officer's own words is filled in.
        .replace("{reply}", given.reply.as_deref().unwrap_or(""))
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(fields.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        value => value,
    }
}
