//! Saving a change: the rows that differ, the event, the words, the messages; all in the caller's transaction.

use super::{assignment, case, clock, remark, report, request, task};
use crate::{
    cases::{
        CaseId,
        rules::{CaseFile, Doing},
        story,
    },
    error::Result,
    log::{self, Actor, NewEvent, message},
};
use sea_orm::{IntoActiveModel, entity::prelude::*};
use serde_json::json;

/// Writes what `after` has that `before` had not, or had otherwise; then the event. Returns the event's number.
///
/// # Errors
/// The database's.
pub async fn save(
    txn: &impl ConnectionTrait,
    before: Option<&CaseFile>,
    after: &CaseFile,
    event: NewEvent,
    remarks: Vec<remark::Model>,
    messages: Vec<message::Model>,
) -> Result<i64> {
    let none = CaseFile::rows_of_nothing();
    let (reports, assignments, tasks, requests, clocks) = before.map_or(none, CaseFile::rows);
    save_one::<case::Entity, _>(txn, before.map(|file| &file.case), &after.case).await?;
    save_rows::<report::Entity, _>(txn, reports, &after.reports, |row| row.id.0).await?;
    save_rows::<assignment::Entity, _>(txn, assignments, &after.assignments, |row| row.id).await?;
    save_rows::<task::Entity, _>(txn, tasks, &after.tasks, |row| row.id).await?;
    save_rows::<request::Entity, _>(txn, requests, &after.requests, |row| row.id).await?;
    save_rows::<clock::Entity, _>(txn, clocks, &after.clocks, |row| row.id).await?;
    let no = log::append(txn, event).await?;
    withdraw_overdue(txn, before, after).await?;
    for remark in remarks {
        let row = remark::Model { event_no: no, ..remark };
        remark::Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
    }
    for row in messages {
        message::Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
    }
    Ok(no)
}

/// A deadline moved beyond now takes back the finding that it was missed; the log says so.
async fn withdraw_overdue(txn: &impl ConnectionTrait, before: Option<&CaseFile>, after: &CaseFile) -> Result<()> {
    let was_late =
        |id| before.is_some_and(|file| file.clocks.iter().any(|clock| clock.id == id && clock.overdue_at.is_some()));
    for clock in after.running().filter(|clock| clock.overdue_at.is_none() && was_late(clock.id)) {
        let body = json!({ "v": 1, "clock": clock.id, "kind": clock.kind, "due_at": clock.due_at });
        let case = Some((after.case.id.0, after.case.version));
        let kind = "overdue_withdrawn".to_owned();
        log::append(txn, NewEvent { at: after.case.changed_at, actor: Actor::System, case, kind, body }).await?;
    }
    Ok(())
}

type Rows<'a> =
    (&'a [report::Model], &'a [assignment::Model], &'a [task::Model], &'a [request::Model], &'a [clock::Model]);

impl CaseFile {
    fn rows(&self) -> Rows<'_> {
        (&self.reports, &self.assignments, &self.tasks, &self.requests, &self.clocks)
    }

    fn rows_of_nothing<'a>() -> Rows<'a> {
        (&[], &[], &[], &[], &[])
    }
}

async fn save_rows<E, M>(txn: &impl ConnectionTrait, before: &[M], after: &[M], id: impl Fn(&M) -> Uuid) -> Result<()>
where
    E: EntityTrait<Model = M>,
    M: ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel> + PartialEq + Clone,
    E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
{
    for row in after {
        let known = before.iter().find(|known| id(known) == id(row));
        save_one::<E, M>(txn, known, row).await?;
    }
    Ok(())
}

async fn save_one<E, M>(txn: &impl ConnectionTrait, before: Option<&M>, after: &M) -> Result<()>
where
    E: EntityTrait<Model = M>,
    M: ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel> + PartialEq + Clone,
    E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
{
    match before {
        Some(before) if before == after => {}
        Some(_) => {
            after.clone().into_active_model().reset_all().update_without_returning(txn).await?;
        }
        None => {
            E::insert(after.clone().into_active_model()).exec_without_returning(txn).await?;
        }
    }
    Ok(())
}

/// Marks the older case of a merge as changed, so that whoever had it open learns of the reports it took over.
///
/// # Errors
/// The database's.
pub async fn touch(
    txn: &impl ConnectionTrait,
    older: CaseId,
    joined: &CaseFile,
    merge_event: i64,
    doing: Doing<'_>,
) -> Result<()> {
    let Some(row) = case::Entity::find_by_id(older).one(txn).await? else { return Ok(()) };
    let version = row.version + 1;
    let after = case::Model { version, changed_at: doing.now, ..row.clone() };
    save_one::<case::Entity, _>(txn, Some(&row), &after).await?;
    let reports: Vec<_> = joined.reports.iter().map(|report| report.id).collect();
    let body = json!({ "v": 1, "case": joined.case.id, "merge": merge_event, "reports": reports });
    let event = NewEvent {
        at: doing.now,
        actor: story::actor(doing.by),
        case: Some((older.0, version)),
        kind: "joined".into(),
        body,
    };
    log::append(txn, event).await.map(|_| ())
}
