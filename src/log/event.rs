//! The table of events.

use crate::{db, error::Result, wall_clock::Instant};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    Condition, QueryOrder, QuerySelect,
    entity::prelude::*,
};
use serde::{Deserialize, Serialize};

/// One thing that happened. Never changed, never deleted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// In order of writing; gaps are allowed.
    #[sea_orm(primary_key)]
    pub no: i64,
    pub at: Instant,
    pub actor_kind: ActorKind,
    pub actor_id: Option<Uuid>,
    pub case_id: Option<Uuid>,
    /// The version of the case that this event made.
    pub case_version: Option<i32>,
    /// An effect's name, or one of the log's own: `report`, `overdue`, `overdue_withdrawn`, `reveal` …
    pub kind: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub body: Json,
    /// The writing transaction (PostgreSQL).
    pub txn: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// Who did it, as a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, utoipa::ToSchema)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    Officer,
    Reporter,
    System,
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    Officer(Uuid),
    /// Whoever holds the tracking secret of this report.
    Reporter(Uuid),
    System,
}

impl Actor {
    fn parts(self) -> (ActorKind, Option<Uuid>) {
        match self {
            Self::Officer(id) => (ActorKind::Officer, Some(id)),
            Self::Reporter(id) => (ActorKind::Reporter, Some(id)),
            Self::System => (ActorKind::System, None),
        }
    }
}

/// An event about to be written.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub at: Instant,
    pub actor: Actor,
    pub case: Option<(Uuid, i32)>,
    pub kind: String,
    /// Version, action, steps, profile version, ids, times, numbers, hashes; nothing personal.
    pub body: Json,
}

/// Writes an event and returns its number.
///
/// # Errors
/// The database's.
pub async fn append(txn: &impl ConnectionTrait, event: NewEvent) -> Result<i64> {
    let (actor_kind, actor_id) = event.actor.parts();
    let row = ActiveModel {
        no: NotSet,
        at: Set(event.at),
        actor_kind: Set(actor_kind),
        actor_id: Set(actor_id),
        case_id: Set(event.case.map(|(id, _)| id)),
        case_version: Set(event.case.map(|(_, version)| version)),
        kind: Set(event.kind),
        body: Set(event.body),
        txn: NotSet,
    };
    Ok(Entity::insert(row).exec(txn).await?.last_insert_id)
}

/// A reader's place in the log. On PostgreSQL numbers are drawn before transactions commit, and not in the order in
/// which they began: a reader goes by the writing transaction first, and reads only what no running one can precede.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub txn: i64,
    pub no: i64,
}

impl Model {
    /// The place right after this event.
    pub fn cursor(&self) -> Cursor {
        Cursor { txn: self.txn, no: self.no }
    }
}

/// Up to `limit` events after a place, in the order in which every reader meets them; none is ever skipped.
///
/// # Errors
/// The database's.
pub async fn after(db: &impl ConnectionTrait, after: Cursor, limit: u64) -> Result<Vec<Model>> {
    let later_in_it = Condition::all().add(COLUMN.txn.eq(after.txn)).add(COLUMN.no.gt(after.no));
    let later = Condition::any().add(COLUMN.txn.gt(after.txn)).add(later_in_it);
    let found = Entity::find().filter(later).filter(db::settled(db));
    Ok(found.order_by_asc(COLUMN.txn).order_by_asc(COLUMN.no).limit(limit).all(db).await?)
}

/// The place right after an event; none when there is no such event.
///
/// # Errors
/// The database's.
pub async fn cursor_of(db: &impl ConnectionTrait, no: i64) -> Result<Option<Cursor>> {
    Ok(Entity::find_by_id(no).one(db).await?.map(|event| event.cursor()))
}

/// The events of a case after one of its versions, in order.
///
/// # Errors
/// The database's.
pub async fn of_case(db: &impl ConnectionTrait, case: Uuid, after_version: i32) -> Result<Vec<Model>> {
    let found = Entity::find().filter(COLUMN.case_id.eq(case)).filter(COLUMN.case_version.gt(after_version));
    Ok(found.order_by_asc(COLUMN.no).all(db).await?)
}

/// The place after the newest event that every reader can meet.
///
/// # Errors
/// The database's.
pub async fn newest(db: &impl ConnectionTrait) -> Result<Cursor> {
    let newest =
        Entity::find().filter(db::settled(db)).order_by_desc(COLUMN.txn).order_by_desc(COLUMN.no).one(db).await?;
    Ok(newest.map_or(Cursor::default(), |event| event.cursor()))
}

/// How many events of a kind there are.
///
/// # Errors
/// The database's.
pub async fn count(db: &impl ConnectionTrait, kind: &str) -> Result<u64> {
    Ok(Entity::find().filter(COLUMN.kind.eq(kind)).count(db).await?)
}
