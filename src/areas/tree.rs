//! The space tree in memory: who lies below whom, at any date.

use super::{AreaId, BoundingBox, Code, Point, Validity};
use chrono::NaiveDate;
use std::collections::HashMap;
use thiserror::Error;

/// A node of the space tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub id: AreaId,
    /// None at the top only.
    pub parent: Option<AreaId>,
    /// A level's id in the profile.
    pub level: String,
    pub code: Code,
    pub name: String,
    pub validity: Validity,
    /// The ids from the top to the area itself, each followed by a slash: what lies below begins with it.
    pub path: String,
    /// Of its boundary, where it has one.
    pub bounds: Option<BoundingBox>,
    /// Where its name can be written.
    pub label: Option<Point>,
}

/// All areas that ever were. A closed one stays, so that old questions can still be answered.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    areas: HashMap<AreaId, Area>,
    below: HashMap<Option<AreaId>, Vec<AreaId>>,
    by_code: HashMap<Code, Vec<AreaId>>,
}

/// Why areas do not make a tree.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TreeError {
    #[error("area {0} is given twice; give each area once")]
    Twice(Code),
    #[error("the parent of area {0} is not among the areas; load the parent too")]
    NoParent(Code),
    #[error("area {0} lies below itself; give it a parent further up")]
    Circle(Code),
}

impl Area {
    /// The path of an area called `id` below the one that has path `above`; a root has none above.
    pub fn path_below(above: Option<&str>, id: AreaId) -> String {
        format!("{}{id}/", above.unwrap_or_default())
    }

    /// Whether it is `other` or lies below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.path.starts_with(&other.path)
    }
}

impl Tree {
    /// Areas in any order; their paths are made here.
    ///
    /// # Errors
    /// An id twice, a parent that is not there, a circle.
    pub fn new(areas: impl IntoIterator<Item = Area>) -> Result<Self, TreeError> {
        let mut tree = Self::default();
        for area in areas {
            let code = area.code.clone();
            if tree.areas.insert(area.id, area).is_some() {
                return Err(TreeError::Twice(code));
            }
        }
        tree.link()?;
        tree.walk_paths()?;
        Ok(tree)
    }

    /// Children and bearers of a code stand in order of code, then of first day.
    fn link(&mut self) -> Result<(), TreeError> {
        let mut sorted: Vec<&Area> = self.areas.values().collect();
        sorted.sort_by_key(|area| (&area.code, area.validity.from, area.id));
        for area in sorted {
            if area.parent.is_some_and(|parent| !self.areas.contains_key(&parent)) {
                return Err(TreeError::NoParent(area.code.clone()));
            }
            self.below.entry(area.parent).or_default().push(area.id);
            self.by_code.entry(area.code.clone()).or_default().push(area.id);
        }
        Ok(())
    }

    /// What cannot be reached from the top goes round in a circle.
    fn walk_paths(&mut self) -> Result<(), TreeError> {
        let mut reached = 0;
        let mut open = self.below.get(&None).cloned().unwrap_or_default();
        for area in self.areas.values_mut() {
            area.path.clear();
        }
        while let Some(id) = open.pop() {
            let parent = self.areas.get(&id).and_then(|area| area.parent).and_then(|parent| self.areas.get(&parent));
            let path = Area::path_below(parent.map(|above| above.path.as_str()), id);
            if let Some(area) = self.areas.get_mut(&id) {
                area.path = path;
            }
            open.extend(self.below.get(&Some(id)).into_iter().flatten());
            reached += 1;
        }
        let unreached = self.areas.values().filter(|area| area.path.is_empty()).map(|area| &area.code).min();
        match unreached {
            Some(code) if reached < self.areas.len() => Err(TreeError::Circle(code.clone())),
            _ => Ok(()),
        }
    }

    pub fn get(&self, id: AreaId) -> Option<&Area> {
        self.areas.get(&id)
    }

    /// The area that bears `code` on a date.
    pub fn by_code(&self, code: &Code, at: NaiveDate) -> Option<&Area> {
        self.ever(code).find(|area| area.validity.holds_on(at))
    }

    /// Every area that ever bore `code`, oldest first.
    pub fn ever(&self, code: &Code) -> impl Iterator<Item = &Area> {
        self.by_code.get(code).into_iter().flatten().filter_map(|&id| self.get(id))
    }

    /// Every code that was ever used, as often as it was.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        self.by_code.keys()
    }

    /// The area itself, its parent, and so on to the top; nothing for an unknown id.
    pub fn ancestors(&self, id: AreaId) -> impl Iterator<Item = &Area> {
        std::iter::successors(self.get(id), |area| area.parent.and_then(|parent| self.get(parent)))
    }

    /// Directly below, closed ones too, in order of code.
    pub fn children(&self, id: AreaId) -> impl Iterator<Item = &Area> {
        self.below.get(&Some(id)).into_iter().flatten().filter_map(|&child| self.get(child))
    }

    /// Without a parent: normally the district alone.
    pub fn roots(&self) -> impl Iterator<Item = &Area> {
        self.below.get(&None).into_iter().flatten().filter_map(|&root| self.get(root))
    }

    /// The area itself and all below it, closed ones too, parents before children, siblings in order of code.
    pub fn subtree(&self, id: AreaId) -> Vec<&Area> {
        let mut found = Vec::new();
        let mut open: Vec<AreaId> = self.get(id).map(|area| area.id).into_iter().collect();
        while let Some(area) = open.pop().and_then(|next| self.get(next)) {
            found.push(area);
            open.extend(self.below.get(&Some(area.id)).into_iter().flatten().rev());
        }
        found
    }

    /// All areas that ever were, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Area> {
        self.areas.values()
    }

    /// All areas that exist on a date, in order of code.
    pub fn at(&self, date: NaiveDate) -> Vec<&Area> {
        let mut found: Vec<&Area> = self.areas.values().filter(|area| area.validity.holds_on(date)).collect();
        found.sort_by_key(|area| (&area.code, area.id));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn area(code: &str, parent: Option<&Area>, from: &str, to: Option<&str>) -> Area {
        Area {
            id: AreaId::new(),
            parent: parent.map(|above| above.id),
            level: "any".to_owned(),
            code: Code::new(code).unwrap(),
            name: code.to_owned(),
            validity: Validity { from: day(from), to: to.map(day) },
            path: String::new(),
            bounds: None,
            label: None,
        }
    }

    fn codes<'a>(areas: impl IntoIterator<Item = &'a Area>) -> Vec<&'a str> {
        areas.into_iter().map(|area| area.code.as_str()).collect()
    }

    /// A district whose second street was closed in 2024 and whose third took its place.
    fn district() -> (Tree, [Area; 6]) {
        let top = area("999901", None, "2020-01-01", None);
        let first = area("999901001", Some(&top), "2020-01-01", None);
        let second = area("999901002", Some(&top), "2020-01-01", Some("2024-07-01"));
        let third = area("999901003", Some(&top), "2024-07-01", None);
        let community = area("999901002001", Some(&second), "2020-01-01", Some("2024-07-01"));
        let grid = area("999901002001001", Some(&community), "2020-01-01", Some("2024-07-01"));
        let all = [top, first, second, third, community, grid];
        (Tree::new(all.iter().rev().cloned()).unwrap(), all)
    }

    #[test]
    fn up_and_down() {
        let (tree, [top, _, second, _, community, grid]) = district();
        assert_eq!(codes(tree.ancestors(grid.id)), ["999901002001001", "999901002001", "999901002", "999901"]);
        assert_eq!(codes(tree.children(top.id)), ["999901001", "999901002", "999901003"]);
        assert_eq!(codes(tree.subtree(second.id)), ["999901002", "999901002001", "999901002001001"]);
        assert_eq!(codes(tree.roots()), ["999901"]);
        assert_eq!(tree.ancestors(AreaId::new()).count() + tree.subtree(AreaId::new()).len(), 0);
        let within = tree.get(grid.id).unwrap().is_within(tree.get(second.id).unwrap());
        assert!(within && !tree.get(second.id).unwrap().is_within(tree.get(community.id).unwrap()));
    }

    #[test]
    fn a_closed_area_still_answers_for_its_days() {
        let (tree, [_, _, second, ..]) = district();
        assert_eq!(codes(tree.at(day("2024-07-01"))), ["999901", "999901001", "999901003"]);
        assert_eq!(tree.at(day("2024-06-30")).len(), 5);
        assert_eq!(tree.by_code(&second.code, day("2024-06-30")).map(|found| found.id), Some(second.id));
        assert_eq!(tree.by_code(&second.code, day("2024-07-01")), None);
        assert_eq!(codes(tree.ever(&second.code)), ["999901002"]);
    }

    #[test]
    fn what_makes_no_tree_is_refused() {
        let top = area("999901", None, "2020-01-01", None);
        let orphan = area("999901001", Some(&top), "2020-01-01", None);
        assert_eq!(Tree::new([orphan.clone()]).unwrap_err(), TreeError::NoParent(orphan.code.clone()));
        assert_eq!(Tree::new([top.clone(), top.clone()]).unwrap_err(), TreeError::Twice(top.code.clone()));
        let below = area("999901001001", Some(&orphan), "2020-01-01", None);
        let circle = Area { parent: Some(below.id), ..orphan.clone() };
        assert_eq!(Tree::new([top, circle, below]).unwrap_err(), TreeError::Circle(orphan.code));
    }
}
