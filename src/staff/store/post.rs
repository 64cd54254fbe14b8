//! The table of posts.

use super::{area, organisation};
use crate::{
    areas::AreaId,
    error::Result,
    profile::Profile,
    staff::{OfficerId, OrganisationId, Post, PostId, Reach, Sees},
    wall_clock::Instant,
};
use sea_orm::{
    Condition, FromQueryResult, IntoActiveModel, JoinType, QueryOrder, QuerySelect, RelationDef, entity::prelude::*,
};

/// Officer × role × (area or organisation) × from-to. 一格多员, 一员多职: many-to-many, dated (L-06, F-12).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PostId,
    pub officer_id: OfficerId,
    pub role: String,
    pub area_id: Option<AreaId>,
    pub organisation_id: Option<OrganisationId>,
    pub valid_from: Instant,
    /// Exclusive.
    pub valid_to: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}

/// A post and where it stands: one of the two trees, the other's columns are empty.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Placed {
    pub id: PostId,
    pub officer_id: OfficerId,
    pub role: String,
    pub valid_from: Instant,
    pub valid_to: Option<Instant>,
    pub area_id: Option<AreaId>,
    pub area_code: Option<String>,
    pub area_name: Option<String>,
    pub area_path: Option<String>,
    pub organisation_id: Option<OrganisationId>,
    pub organisation_code: Option<String>,
    pub organisation_name: Option<String>,
    pub organisation_path: Option<String>,
}

impl Placed {
    /// What the post lets its officer reach.
    pub fn to_post(&self, profile: &Profile) -> Option<Post> {
        let area = self.area_id.zip(self.area_path.clone()).map(|(id, path)| Reach::Area { id, path });
        let organisation =
            self.organisation_id.zip(self.organisation_path.clone()).map(|(id, path)| Reach::Organisation { id, path });
        let sees = Sees::by_role(profile, &self.role);
        let shielded = profile.shields_from(&self.role);
        Some(Post { role: self.role.clone(), reach: area.or(organisation)?, sees, shielded })
    }
}

/// The posts of some officers that are not over at `now`, in order of creation; with `begun` only those that are
/// valid now.
///
/// # Errors
/// The database's.
pub async fn of_officers(
    db: &impl ConnectionTrait,
    officers: impl IntoIterator<Item = OfficerId>,
    now: Instant,
    begun: bool,
) -> Result<Vec<Placed>> {
    let mut found = Entity::find().filter(COLUMN.officer_id.is_in(officers)).filter(not_over(now));
    if begun {
        found = found.filter(COLUMN.valid_from.lte(now));
    }
    let placed = found
        .join(JoinType::LeftJoin, to_area())
        .join(JoinType::LeftJoin, to_organisation())
        .column_as(area::Column::Code, "area_code")
        .column_as(area::Column::Name, "area_name")
        .column_as(area::Column::Path, "area_path")
        .column_as(organisation::Column::Code, "organisation_code")
        .column_as(organisation::Column::Name, "organisation_name")
        .column_as(organisation::Column::Path, "organisation_path");
    Ok(placed.order_by_asc(COLUMN.id).into_model::<Placed>().all(db).await?)
}

/// The posts, ended ones too, that give an officer the same role at the same place as `row`.
///
/// # Errors
/// The database's.
pub async fn alike(txn: &impl ConnectionTrait, row: &Model) -> Result<Vec<Model>> {
    let mut found = Entity::find().filter(COLUMN.officer_id.eq(row.officer_id)).filter(COLUMN.role.eq(&row.role));
    if let Some(area) = row.area_id {
        found = found.filter(COLUMN.area_id.eq(area));
    }
    if let Some(organisation) = row.organisation_id {
        found = found.filter(COLUMN.organisation_id.eq(organisation));
    }
    Ok(found.all(txn).await?)
}

/// The post with an id, for change.
///
/// # Errors
/// The database's.
pub async fn take(txn: &impl ConnectionTrait, id: PostId) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).lock_exclusive().one(txn).await?)
}

/// Writes a new row.
///
/// # Errors
/// The database's.
pub async fn insert(txn: &impl ConnectionTrait, row: Model) -> Result<Model> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(txn).await?;
    Ok(row)
}

/// Writes the end of a post.
///
/// # Errors
/// The database's.
pub async fn end(txn: &impl ConnectionTrait, id: PostId, at: Instant) -> Result<()> {
    let update = Entity::update_many().col_expr(Column::ValidTo, Expr::value(at));
    update.filter(COLUMN.id.eq(id)).exec(txn).await?;
    Ok(())
}

/// Ends all posts of an officer; those still to begin never will.
///
/// # Errors
/// The database's.
pub async fn end_all(txn: &impl ConnectionTrait, officer: OfficerId, at: Instant) -> Result<()> {
    let of_officer = || Entity::update_many().filter(COLUMN.officer_id.eq(officer)).filter(not_over(at));
    let valid = of_officer().filter(COLUMN.valid_from.lte(at)).col_expr(Column::ValidTo, Expr::value(at));
    valid.exec(txn).await?;
    let future = of_officer().filter(COLUMN.valid_from.gt(at));
    future.col_expr(Column::ValidTo, Expr::col(Column::ValidFrom)).exec(txn).await?;
    Ok(())
}

fn not_over(now: Instant) -> Condition {
    Condition::any().add(COLUMN.valid_to.is_null()).add(COLUMN.valid_to.gt(now))
}

fn to_area() -> RelationDef {
    Entity::belongs_to(area::Entity).from(Column::AreaId).to(area::Column::Id).into()
}

fn to_organisation() -> RelationDef {
    Entity::belongs_to(organisation::Entity).from(Column::OrganisationId).to(organisation::Column::Id).into()
}
