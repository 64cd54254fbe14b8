//! Saving a change: the rows that differ, the event, the words, the messages; all in the caller's transaction.

use super::{assignment, case, clock, remark, report, request, task};
use crate::{
    cases::{
        CaseId,
        rules::{CaseFile, Doing},
        story,
    },
    error::{Error, Refusal, Result},
    files,
    log::{self, Actor, NewEvent, message},
    profile::Stage,
};
use sea_orm::{IntoActiveModel, QuerySelect, entity::prelude::*};
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
    tell_of_clocks(txn, before, after).await?;
    for remark in remarks {
        let row = remark::Model { event_no: no, ..remark };
        remark::Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
    }
    for row in messages {
        message::Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
    }
    Ok(no)
}

/// What the clocks have to tell beside the event itself: a deadline moved beyond now takes back the finding that it
/// was missed; one that was missed and stopped before the sweep came is found all the same.
async fn tell_of_clocks(txn: &impl ConnectionTrait, before: Option<&CaseFile>, after: &CaseFile) -> Result<()> {
    let was_late =
        |id| before.is_some_and(|file| file.clocks.iter().any(|clock| clock.id == id && clock.overdue_at.is_some()));
    for clock in &after.clocks {
        let kind = match (was_late(clock.id), clock.overdue_at, clock.stopped_at) {
            (true, None, None) => "overdue_withdrawn",
            (false, Some(_), Some(_)) => "overdue",
            _ => continue,
        };
        let body = json!({ "v": 1, "clock": clock.id, "kind": clock.kind, "due_at": clock.due_at });
        let (at, case) = (after.case.changed_at, Some((after.case.id.0, after.case.version)));
        log::append(txn, NewEvent { at, actor: Actor::System, case, kind: kind.to_owned(), body }).await?;
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

/// The older case of a merge takes over the reports with their photos, and is changed by it, so that whoever had it
/// open learns of them. Locked after the younger one, always: two merges in opposite directions cannot wait for each
/// other, because only one of them leads to the older case.
///
/// # Errors
/// 409 when it was closed meanwhile.
pub async fn take_over(
    txn: &impl ConnectionTrait,
    older: CaseId,
    joined: &CaseFile,
    merge_event: i64,
    doing: Doing<'_>,
) -> Result<()> {
    let row = case::Entity::find_by_id(older).lock_exclusive().one(txn).await?.filter(|row| row.stage != Stage::Closed);
    let (zh, en) = ("要并入的案卷刚刚结案，请重新查看", "The case to join was closed just now; look again");
    let row = row.ok_or_else(|| Error::Conflict(Refusal::new("older_closed", zh, en)))?;
    let version = row.version + 1;
    let after = case::Model { version, changed_at: doing.now, ..row.clone() };
    save_one::<case::Entity, _>(txn, Some(&row), &after).await?;
    let reports: Vec<_> = joined.reports.iter().map(|report| report.id).collect();
    files::store::file::move_to(txn, reports.iter().map(|id| id.0), older.0).await?;
    let body = json!({ "v": 1, "case": joined.case.id, "merge": merge_event, "reports": reports });
    let (actor, case) = (story::actor(doing.by), Some((older.0, version)));
    log::append(txn, NewEvent { at: doing.now, actor, case, kind: "joined".into(), body }).await.map(|_| ())
}
