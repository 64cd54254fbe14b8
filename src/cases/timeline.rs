//! What happened to a case, in order, with the words that were written.

use super::{
    rules::{self, CaseFile},
    store::{self, remark::RemarkKind},
};
use crate::{
    app::App,
    error::Result,
    log::event::{self, ActorKind},
    staff::{Officer, store::officer},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// One entry of a case's story.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Entry {
    /// The event's number.
    pub event: i64,
    pub at: DateTime<Utc>,
    /// The version of the case that it made.
    pub version: Option<i32>,
    /// An effect's name, or `report`, `overdue`, `overdue_withdrawn`, `reveal`.
    pub kind: String,
    pub actor_kind: ActorKind,
    /// An officer's name; reporters stay unnamed.
    pub actor: Option<String>,
    /// What the log keeps: steps, ids, times, numbers.
    #[schema(value_type = Object)]
    pub facts: serde_json::Value,
    pub words: Vec<Words>,
}

/// Something that was written.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Words {
    pub kind: RemarkKind,
    pub public: bool,
    /// None where it was erased or is hidden from this officer.
    pub text: Option<String>,
}

/// The whole story of a case as this officer may read it.
///
/// # Errors
/// The database's.
pub async fn of(app: &App, file: &CaseFile, by: &Officer) -> Result<Vec<Entry>> {
    let db = app.db.read();
    let events = event::of_case(db, file.case.id.0, 0).await?;
    let mut remarks: HashMap<i64, Vec<Words>> = HashMap::new();
    for remark in store::remarks(db, file.case.id).await? {
        let words = Words { kind: remark.kind, public: remark.public, text: remark.text };
        remarks.entry(remark.event_no).or_default().push(words);
    }
    let names = officer::names(
        db,
        events.iter().filter(|event| event.actor_kind == ActorKind::Officer).filter_map(|event| event.actor_id),
    )
    .await?;
    // What a reporter wrote stays hidden from those it is against, whichever way they came to the case (G-7).
    // Reports that a merge has moved elsewhere wrote on this case too.
    let moved = store::reports_that_began(db, file.case.id).await?;
    let hides_reporters = !rules::sees_reporters(file.reports.iter().chain(&moved), by);
    let entry = |event: event::Model| {
        let mut words = remarks.remove(&event.no).unwrap_or_default();
        // Who wrote a report down may be who made it.
        let by_reporter = event.actor_kind == ActorKind::Reporter || event.kind == "report";
        if hides_reporters && by_reporter {
            words.iter_mut().for_each(|words| words.text = None);
        }
        Entry {
            event: event.no,
            at: event.at,
            version: event.case_version,
            kind: event.kind,
            actor_kind: event.actor_kind,
            actor: event.actor_id.filter(|_| !(hides_reporters && by_reporter)).and_then(|id| names.get(&id).cloned()),
            facts: event.body,
            words,
        }
    };
    Ok(events.into_iter().map(entry).collect())
}
