//! The table of areas.

use super::{Area, AreaId, Boundary, Code, Crs, Point, Validity, locator::Entry};
use crate::error::Result;
use chrono::NaiveDate;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect, entity::prelude::*};
use std::collections::HashMap;

/// An area, with what it was when it was last changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "area")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AreaId,
    /// A level of the profile.
    pub level: String,
    #[sea_orm(unique)]
    pub code: String,
    pub name: String,
    pub parent_id: Option<AreaId>,
    /// As [`Area::path`].
    pub path: String,
    pub valid_from: NaiveDate,
    /// Exclusive.
    pub valid_to: Option<NaiveDate>,
    /// WKT, WGS-84.
    #[sea_orm(column_type = "Text", nullable)]
    pub boundary: Option<String>,
    /// Where a name can be written.
    pub label_lon: Option<f64>,
    pub label_lat: Option<f64>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The node of the tree, and, where it has a boundary, the entry of the locator. `rank` is the place of its
    /// level in the profile.
    ///
    /// # Errors
    /// When a stored code or boundary can no longer be read.
    pub fn read(&self, rank: usize) -> Result<(Area, Option<Entry>)> {
        let unreadable = |why: String| anyhow::anyhow!("area {}: {why}", self.code);
        let code = Code::new(&self.code).map_err(|error| unreadable(error.to_string()))?;
        let boundary = self.boundary.as_deref().map(|wkt| Boundary::from_wkt(wkt, Crs::Wgs84)).transpose();
        let boundary = boundary.map_err(|error| unreadable(error.to_string()))?;
        let validity = Validity { from: self.valid_from, to: self.valid_to };
        let area = Area {
            id: self.id,
            parent: self.parent_id,
            level: self.level.clone(),
            code: code.clone(),
            name: self.name.clone(),
            validity,
            path: self.path.clone(),
            bounds: boundary.as_ref().map(Boundary::bounding_box),
            label: self.label_lon.zip(self.label_lat).map(|(lon, lat)| Point { lon, lat }),
        };
        Ok((area, boundary.map(|boundary| Entry { id: self.id, code, rank, validity, boundary })))
    }
}

/// All areas that ever were.
///
/// # Errors
/// The database's.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>> {
    Ok(Entity::find().order_by_asc(COLUMN.code).all(db).await?)
}

/// The id and path of every area that ever was, by its code.
///
/// # Errors
/// The database's.
pub async fn paths(db: &impl ConnectionTrait) -> Result<HashMap<String, (AreaId, String)>> {
    let columns = [Column::Code, Column::Id, Column::Path];
    let rows: Vec<(String, AreaId, String)> =
        Entity::find().select_only().columns(columns).into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(code, id, path)| (code, (id, path))).collect())
}

/// Inserts areas; parents stand before children.
///
/// # Errors
/// The database's.
pub async fn insert(txn: &impl ConnectionTrait, rows: Vec<Model>) -> Result<()> {
    // Both databases bound the parameters of one statement.
    const AT_ONCE: usize = 500;
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        Entity::insert_many(rows.by_ref().take(AT_ONCE)).exec_without_returning(txn).await?;
    }
    Ok(())
}

/// The code of an area.
///
/// # Errors
/// The database's.
pub async fn code_of(db: &impl ConnectionTrait, id: AreaId) -> Result<Option<String>> {
    Ok(Entity::find_by_id(id).select_only().column(Column::Code).into_tuple().one(db).await?)
}
