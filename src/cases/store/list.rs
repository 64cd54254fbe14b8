//! Worklists: what waits for whom.

use super::{
    case, clock,
    request::{self, RequestKind},
    task::{self, TaskKind},
    visible::{begins_with, exists, of_case, visible_to},
};
use crate::{
    cases::CaseId,
    error::Result,
    profile::{Action, Edition, Effect, Profile, Stage},
    staff::{Officer, Post, Reach, is_root},
};
use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The simple worklists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Worklist {
    /// 待办: the next move is one of the officer's posts'; oldest first.
    Todo,
    /// 在办: open; newest first, as all that follow.
    Open,
    /// 办结.
    Closed,
    /// 超时: a clock that runs is past its deadline.
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
    editions: &[Arc<Edition>],
    after: Option<CaseId>,
    limit: u64,
) -> Result<Vec<case::Model>> {
    let open = case::COLUMN.stage.ne(Stage::Closed);
    let chosen = match worklist {
        Worklist::Todo => waits_for(by, editions),
        Worklist::Open => Condition::all().add(open),
        Worklist::Closed => Condition::all().add(case::COLUMN.stage.eq(Stage::Closed)),
        // What is closed may still be late with the call-back: that is for who calls back.
        Worklist::Overdue => Condition::all()
            .add(case::COLUMN.overdue.eq(true))
            .add(Condition::any().add(open).add(waits_for(by, editions))),
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

/// Cases that wait for one of the officer's posts, by the words of the version each began with.
fn waits_for(by: &Officer, editions: &[Arc<Edition>]) -> Condition {
    let nothing = || Condition::any().add(Expr::val(false));
    editions.iter().fold(nothing(), |any, edition| {
        let posts = by.seeing().fold(nothing(), |any, post| any.add(waits_for_post(post, &edition.profile)));
        any.add(Condition::all().add(case::COLUMN.profile_id.eq(edition.id)).add(posts))
    })
}

fn waits_for_post(post: &Post, profile: &Profile) -> Condition {
    let within = match &post.reach {
        Reach::Area { path, .. } if is_root(path) => Expr::val(true),
        Reach::Area { path, .. } => begins_with((case::Entity, case::Column::AreaPath), path),
        Reach::Organisation { path, .. } => begins_with((case::Entity, case::Column::LeadPath), path),
    };
    let theirs = profile.action.iter().filter(|action| action.who.contains(&post.role));
    let nothing = Condition::any().add(Expr::val(false));
    let any = theirs.fold(nothing, |any, action| any.add_option(waits_for_action(action, profile)));
    Condition::all().add(within).add(any)
}

/// The cases that wait for an action; none for those that can be taken at any time and that nothing waits for.
fn waits_for_action(action: &Action, profile: &Profile) -> Option<Condition> {
    let steps = action.from.iter().map(String::as_str);
    let here = Condition::all().add(case::COLUMN.step.is_in(steps.clone()));
    match action.effect {
        Effect::Verify => Some(here.add(exists(open_task()))),
        Effect::DecidePause => Some(here.add(exists(open_request(RequestKind::Pause)))),
        Effect::DecideExtension => Some(here.add(exists(open_request(RequestKind::Extension)))),
        Effect::CallBack => Some(here.add(exists(running_clock(&action.stops)))),
        // Dispatching again what somebody works on is possible, and waited for by nobody.
        Effect::Dispatch => {
            let waiting = steps.filter(|step| profile.stage_of(step) == Some(Stage::Dispatch));
            Some(Condition::all().add(case::COLUMN.step.is_in(waiting)))
        }
        Effect::Register | Effect::Accept | Effect::Submit | Effect::Pass | Effect::Close => Some(here),
        _ => None,
    }
}

fn open_task() -> Select<task::Entity> {
    of_case(task::Entity::find(), task::Column::CaseId)
        .filter(task::COLUMN.done_at.is_null())
        .filter(task::COLUMN.kind.eq(TaskKind::VerifyBeforeRegister))
}

fn open_request(kind: RequestKind) -> Select<request::Entity> {
    of_case(request::Entity::find(), request::Column::CaseId)
        .filter(request::COLUMN.granted.is_null())
        .filter(request::COLUMN.kind.eq(kind))
}

fn running_clock(kinds: &[String]) -> Select<clock::Entity> {
    of_case(clock::Entity::find(), clock::Column::CaseId)
        .filter(clock::COLUMN.stopped_at.is_null())
        .filter(clock::COLUMN.kind.is_in(kinds.iter().map(String::as_str)))
}
