//! Saving a change: the rows that differ, the event, the words, the messages; all in the caller's transaction.

use super::{assignment, case, clock, remark, report, request, task};
use crate::{
    cases::rules::CaseFile,
    error::Result,
    log::{self, NewEvent, message},
};
use sea_orm::{ActiveModelBehavior, ActiveModelTrait, EntityTrait, IntoActiveModel, PrimaryKeyTrait, entity::prelude::*};

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
    for remark in remarks {
        let row = remark::Model { event_no: no, ..remark };
        remark::Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
    }
    for row in messages {
        message::Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
    }
    Ok(no)
}

type Rows<'a> = (
    &'a [report::Model],
    &'a [assignment::Model],
    &'a [task::Model],
    &'a [request::Model],
    &'a [clock::Model],
);

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
    <E::PrimaryKey as PrimaryKeyTrait>::ValueType: Sized,
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
            let row = after.clone().into_active_model().reset_all();
            E::update_many().set(row.clone()).filter(primary_key::<E>(&row)).exec(txn).await?;
        }
        None => {
            E::insert(after.clone().into_active_model()).exec_without_returning(txn).await?;
        }
    }
    Ok(())
}
