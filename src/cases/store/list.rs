//! Worklists: what waits for whom.

use super::{
    case,
    visible::{begins_with, visible_to},
};
use crate::{
    cases::CaseId,
    error::Result,
    profile::{Profile, Stage},
    staff::{Officer, Post, Reach, is_root},
};
use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};

/// The simple worklists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Worklist {
    /// 待办: one of the officer's posts may act; oldest first.
    Todo,
    /// 在办: open; newest first, as all that follow.
    Open,
    /// 办结.
    Closed,
    /// 超时: open and past a deadline.
    Overdue,
    /// The pool: without a place.
    Pool,
    /// 全部.
    #[default]
    All,
}

/// Up to `limit` cases of a worklist, beyond the case `after`.
///
/// # Errors
/// The database's.
pub async fn list(
    db: &impl ConnectionTrait,
    worklist: Worklist,
    by: &Officer,
    profile: &Profile,
    after: Option<CaseId>,
    limit: u64,
) -> Result<Vec<case::Model>> {
    let open = case::COLUMN.stage.ne(Stage::Closed);
    let chosen = match worklist {
        Worklist::Todo => Condition::all().add(open).add(waits_for(by, profile)),
        Worklist::Open => Condition::all().add(open),
        Worklist::Closed => Condition::all().add(case::COLUMN.stage.eq(Stage::Closed)),
        Worklist::Overdue => Condition::all().add(open).add(case::COLUMN.overdue.eq(true)),
        Worklist::Pool => Condition::all().add(open).add(case::COLUMN.area_id.is_null()),
        Worklist::All => Condition::all(),
    };
    let found = case::Entity::find().filter(visible_to(by)).filter(chosen).limit(limit);
    let found = match (worklist, after) {
        (Worklist::Todo, Some(after)) => found.filter(case::COLUMN.id.gt(after)).order_by_asc(case::COLUMN.id),
        (Worklist::Todo, None) => found.order_by_asc(case::COLUMN.id),
        (_, Some(after)) => found.filter(case::COLUMN.id.lt(after)).order_by_desc(case::COLUMN.id),
        (_, None) => found.order_by_desc(case::COLUMN.id),
    };
    Ok(found.all(db).await?)
}

/// Cases in a step from which one of the officer's posts may act, within that post's reach: what the rules allow, but
/// for what is a question of time.
fn waits_for(by: &Officer, profile: &Profile) -> Condition {
    let nothing = Condition::any().add(Expr::val(false));
    by.posts.iter().fold(nothing, |any, post| any.add(waits_for_post(post, profile)))
}

fn waits_for_post(post: &Post, profile: &Profile) -> Condition {
    // A note can always be written: it is nothing that waits.
    let acts = profile.action.iter().filter(|action| action.who.contains(&post.role) && action.to.is_some());
    let steps: std::collections::BTreeSet<&str> = acts.flat_map(|action| &action.from).map(String::as_str).collect();
    let within = match &post.reach {
        Reach::Area { path, .. } if is_root(path) => Expr::val(true),
        Reach::Area { path, .. } => begins_with((case::Entity, case::Column::AreaPath), path),
        Reach::Organisation { path, .. } => begins_with((case::Entity, case::Column::LeadPath), path),
    };
    Condition::all().add(case::COLUMN.step.is_in(steps)).add(within)
}
