//! What the replay asks the district's database.

use super::tally::{Figures, Located, Tally};
use crate::{
    areas::store as area,
    cases::{
        CaseId,
        store::{
            case,
            clock::{self, Verdict},
        },
    },
    error::Result,
    profile::{Profile, Stage},
    wall_clock::Instant,
};
use sea_orm::{
    FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef,
    entity::prelude::*,
    sea_query::{ExprTrait, Func, IntoCondition, SimpleExpr},
};

/// The next deadline that the sweep has not found yet.
///
/// # Errors
/// The database's.
pub async fn next_due(db: &impl ConnectionTrait) -> Result<Option<Instant>> {
    let running = clock::Entity::find().select_only().column(clock::Column::DueAt);
    let running = running.filter(clock::COLUMN.stopped_at.is_null()).filter(clock::COLUMN.overdue_at.is_null());
    Ok(running.order_by_asc(clock::COLUMN.due_at).limit(1).into_tuple().one(db).await?)
}

/// The version that somebody who opens the case sees; the sweep may have marked it since it was last touched.
///
/// # Errors
/// The database's.
pub async fn version(db: &impl ConnectionTrait, case: CaseId) -> Result<Option<i32>> {
    let found = case::Entity::find_by_id(case).select_only().column(case::Column::Version);
    Ok(found.into_tuple().one(db).await?)
}

#[derive(FromQueryResult)]
struct Row {
    category: Option<String>,
    area: Option<String>,
    pointless: bool,
    received: i64,
    closed: i64,
    on_time: i64,
    open: i64,
    overdue: i64,
}

/// Counts all cases by category and place; on time as the verdict on `clock`, the clock that takes the category's
/// limit, and overdue as the sweep marked it.
///
/// # Errors
/// The database's.
pub async fn tally(db: &impl ConnectionTrait, profile: &Profile, clock: &str) -> Result<Tally> {
    let stage = |stage: Stage| case::COLUMN.stage.eq(stage);
    let rows = case::Entity::find()
        .select_only()
        .column(case::Column::Category)
        .column_as(area::Column::Name, "area")
        .column_as(case::COLUMN.lon.is_null(), "pointless")
        .column_as(case::Column::Id.count(), "received")
        .column_as(count_if(stage(Stage::Closed)), "closed")
        .column_as(count_if(clock::COLUMN.verdict.eq(Verdict::OnTime)), "on_time")
        .column_as(count_if(case::COLUMN.stage.ne(Stage::Closed)), "open")
        .column_as(count_if(clock::COLUMN.overdue_at.is_not_null()), "overdue")
        .join(JoinType::LeftJoin, to_area())
        .join(JoinType::LeftJoin, to_clock(clock.to_owned()))
        .group_by(case::COLUMN.category)
        .group_by(area::COLUMN.name)
        .group_by(case::COLUMN.lon.is_null());
    let mut tally = Tally::default();
    for row in rows.into_model::<Row>().all(db).await? {
        let category = row.category.as_deref().and_then(|id| profile.category(id));
        let located = match &row.area {
            Some(area) => Located::In(area),
            None if row.pointless => Located::NoPoint,
            None => Located::Outside,
        };
        tally.add(category.map_or("", |category| &category.name), located, row.figures());
    }
    Ok(tally)
}

impl Row {
    fn figures(&self) -> Figures {
        let [received, closed, on_time, open, overdue] =
            [self.received, self.closed, self.on_time, self.open, self.overdue].map(i64::unsigned_abs);
        Figures { received, closed, on_time, open, overdue }
    }
}

/// COUNT, not SUM: sums of integers fail to decode on PostgreSQL.
fn count_if(condition: SimpleExpr) -> SimpleExpr {
    Func::count(Expr::case(condition, 1)).into()
}

fn to_area() -> RelationDef {
    case::Entity::belongs_to(area::Entity).from(case::Column::AreaId).to(area::Column::Id).into()
}

fn to_clock(kind: String) -> RelationDef {
    let to: RelationDef =
        case::Entity::belongs_to(clock::Entity).from(case::Column::Id).to(clock::Column::CaseId).into();
    to.on_condition(move |_, clock| Expr::col((clock, clock::Column::Kind)).eq(kind.clone()).into_condition())
}
