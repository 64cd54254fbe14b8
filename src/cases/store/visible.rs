//! Who sees which cases: part of every query, so that no finder can forget it.

use super::{assignment, case, task};
use crate::staff::{Officer, is_root};
use sea_orm::{
    Condition, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{ExprTrait, IntoColumnRef, SimpleExpr},
};

/// The union of the posts valid now: an area post sees what lies in its subtree; an organisation post what its
/// subtree leads or ever led (经办); an open task opens its case to the area it was given to.
pub fn visible_to(officer: &Officer) -> Condition {
    let mut seen = Condition::any();
    for path in officer.area_paths() {
        if is_root(path) {
            return Condition::all();
        }
        seen = seen.add(begins_with((case::Entity, case::Column::AreaPath), path));
        let asked = task::Entity::find()
            .select_only()
            .column(task::Column::CaseId)
            .filter(task::COLUMN.done_at.is_null())
            .filter(begins_with((task::Entity, task::Column::AreaPath), path));
        seen = seen.add(Expr::col((case::Entity, case::Column::Id)).in_subquery(asked.into_query()));
    }
    for path in officer.organisation_paths() {
        let held = assignment::Entity::find()
            .select_only()
            .column(assignment::Column::CaseId)
            .filter(begins_with((assignment::Entity, assignment::Column::OrganisationPath), path));
        seen = seen.add(Expr::col((case::Entity, case::Column::Id)).in_subquery(held.into_query()));
    }
    if seen.is_empty() {
        return Condition::all().add(Expr::val(false));
    }
    seen
}

/// A range that an index serves on both databases; `LIKE` would depend on collation and case.
pub(super) fn begins_with(column: impl IntoColumnRef + Clone, path: &str) -> SimpleExpr {
    // '~' sorts after every character a path can have.
    Expr::col(column.clone()).gte(path).and(Expr::col(column).lt(format!("{path}~")))
}
