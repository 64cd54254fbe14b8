//! Who sees which cases: part of every query, so that no finder can forget it.

use super::{assignment, case, task};
use crate::{
    profile::Stage,
    staff::{Officer, Post, Reach, Sees, is_root},
};
use sea_orm::{
    Condition, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{ExprTrait, IntoColumnRef, SimpleExpr},
};

/// The union of the posts valid now: an area post sees what lies in its subtree; an organisation post what its
/// subtree leads or ever led (经办); an open task opens its case to the area it was given to.
pub fn visible_to(officer: &Officer) -> Condition {
    let nothing = Condition::any().add(Expr::val(false));
    officer.seeing().fold(nothing, |seen, post| seen.add(visible_to_post(post)))
}

fn visible_to_post(post: &Post) -> Condition {
    match &post.reach {
        Reach::Area { path, .. } if is_root(path) && post.sees == Sees::Pool => Condition::all(),
        Reach::Area { path, .. } if is_root(path) => {
            Condition::any().add(case::COLUMN.area_path.is_not_null()).add(case::COLUMN.stage.ne(Stage::Intake))
        }
        Reach::Area { path, .. } => {
            let asked = of_case(task::Entity::find(), task::Column::CaseId)
                .filter(task::COLUMN.done_at.is_null())
                .filter(begins_with((task::Entity, task::Column::AreaPath), path));
            let here = begins_with((case::Entity, case::Column::AreaPath), path);
            Condition::any().add(here).add(exists(asked))
        }
        Reach::Organisation { path, .. } => {
            let held = of_case(assignment::Entity::find(), assignment::Column::CaseId)
                .filter(begins_with((assignment::Entity, assignment::Column::OrganisationPath), path));
            Condition::all().add(exists(held))
        }
    }
}

/// The rows that belong to the case in question.
pub(super) fn of_case<E: EntityTrait>(rows: Select<E>, case_id: E::Column) -> Select<E> {
    let belongs = Expr::col((E::default(), case_id)).equals((case::Entity, case::Column::Id));
    rows.select_only().expr(Expr::val(1)).filter(belongs)
}

/// Asked case by case, through the index on the case: a list of all that somebody ever held grows without end.
pub(super) fn exists<E: EntityTrait>(row: Select<E>) -> SimpleExpr {
    Expr::exists(row.into_query())
}

/// A range that an index serves on both databases; `LIKE` would depend on collation and case.
pub(super) fn begins_with(column: impl IntoColumnRef + Clone, path: &str) -> SimpleExpr {
    // '~' sorts after every character a path can have.
    Expr::col(column.clone()).gte(path).and(Expr::col(column).lt(format!("{path}~")))
}
