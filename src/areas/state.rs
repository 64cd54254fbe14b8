//! The space tree and its borders as the running server has them: read once, asked without the database.

use super::{Area, AreaId, Boundary, Code, Locator, Point, Tree, borders::Border, store};
use crate::{db::Db, error::Result, profile::Profile};
use anyhow::Context;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// The tree and the locator in force. Cheap to clone.
#[derive(Clone, Default)]
pub struct Areas(Arc<RwLock<Arc<Map>>>);

#[derive(Default)]
struct Map {
    tree: Tree,
    locator: Locator,
}

/// An area as it is named beside other things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AreaName {
    pub code: String,
    pub name: String,
    /// A level of the profile.
    pub level: String,
}

/// Where a point lies: its area with its path, and others that it may belong to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    pub area: Option<(AreaId, String)>,
    pub ties: Vec<AreaName>,
    /// Metres to the border of the area.
    pub border_distance_m: Option<f64>,
}

impl Place {
    /// Whether somebody has to choose.
    pub fn on_border(&self) -> bool {
        !self.ties.is_empty()
    }
}

impl Areas {
    /// Reads all areas.
    ///
    /// # Errors
    /// The database's; what is stored and can no longer be read.
    pub async fn open(db: &Db, profile: &Profile) -> Result<Self> {
        let areas = Self::default();
        areas.refresh(db, profile).await?;
        Ok(areas)
    }

    /// Reads all areas anew, after an import.
    ///
    /// # Errors
    /// As [`Areas::open`].
    pub async fn refresh(&self, db: &Db, profile: &Profile) -> Result<()> {
        let rows = store::all(db.read()).await?;
        let rank = |level: &str| profile.level.iter().position(|known| known.id == level).unwrap_or(usize::MAX);
        let read = rows.iter().map(|row| row.read(rank(&row.level))).collect::<Result<Vec<_>>>()?;
        let (nodes, entries): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        let tree = Tree::new(nodes).context("the stored areas make no tree")?;
        let map = Map { tree, locator: Locator::new(entries.into_iter().flatten()) };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(map);
        Ok(())
    }

    /// The area that bears a code on a date, with its path.
    pub fn by_code(&self, code: &str, at: NaiveDate) -> Option<(AreaId, String)> {
        let code = Code::new(code).ok()?;
        self.map().tree.by_code(&code, at).map(|area| (area.id, area.path.clone()))
    }

    /// Where a point lies on a date.
    pub fn locate(&self, point: Point, at: NaiveDate, tolerance_m: f64) -> Place {
        let map = self.map();
        let located = map.locator.locate(point, at, tolerance_m);
        let area = located.area.and_then(|id| map.tree.get(id)).map(|area| (area.id, area.path.clone()));
        let ties = located.ties.iter().filter_map(|id| map.tree.get(*id)).map(AreaName::of).collect();
        Place { area, ties, border_distance_m: located.border_distance_m }
    }

    /// An area and all above it, from the top.
    pub fn line(&self, id: AreaId) -> Vec<AreaName> {
        let map = self.map();
        let mut line: Vec<AreaName> = map.tree.ancestors(id).map(AreaName::of).collect();
        line.reverse();
        line
    }

    /// Areas with their borders: those that exist on a date, or all that ever were; those of a level, or all.
    pub fn with_borders<T>(
        &self,
        at: Option<NaiveDate>,
        level: Option<&str>,
        ask: impl FnOnce(&[Border<'_>]) -> T,
    ) -> T {
        let map = self.map();
        let drawn: HashMap<AreaId, &Boundary> =
            map.locator.entries().iter().map(|entry| (entry.id, &entry.boundary)).collect();
        let wanted = map.tree.all().filter(|area| at.is_none_or(|at| area.validity.holds_on(at)));
        let wanted = wanted.filter(|area| level.is_none_or(|level| area.level == level));
        let borders = wanted.map(|area| {
            let parent = area.parent.and_then(|id| map.tree.get(id)).map(|above| &above.code);
            Border { area, parent, boundary: drawn.get(&area.id).copied() }
        });
        ask(&borders.collect::<Vec<_>>())
    }

    /// The tree as it stands now.
    pub fn with_tree<T>(&self, ask: impl FnOnce(&Tree) -> T) -> T {
        ask(&self.map().tree)
    }

    fn map(&self) -> Arc<Map> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl AreaName {
    /// As it is called beside other things.
    pub fn of(area: &Area) -> Self {
        Self { code: area.code.to_string(), name: area.name.clone(), level: area.level.clone() }
    }
}
