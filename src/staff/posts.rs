//! What is done to posts (岗位).

use super::{Act, OfficerId, OrganisationId, PostId, officers::still_here, rules, store, wrong};
use crate::{
    areas::AreaId,
    error::{Error, Refusal, Result},
    profile::{Profile, Role},
    wall_clock::Instant,
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::post::Model;

/// A post to be made.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    /// One of the profile's roles.
    pub role: String,
    /// The code of an area on the role's level, or of an organisation of the role's kind.
    pub at: String,
    /// Now, if left out.
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>)]
    #[serde(default, deserialize_with = "crate::request::instant")]
    pub valid_from: Option<Instant>,
    /// Exclusive; open, if left out.
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>)]
    #[serde(default, deserialize_with = "crate::request::instant")]
    pub valid_to: Option<Instant>,
}

/// Gives an officer a post.
///
/// # Errors
/// 404 without such an officer; 409 when they have left or hold the same post at that time; 422 about the field that
/// does not fit the profile.
pub async fn create(
    txn: &impl ConnectionTrait,
    profile: &Profile,
    officer: OfficerId,
    new: &NewPost,
    act: Act,
) -> Result<Model> {
    // The officer's lock keeps two of the same post from being made side by side.
    let holder = store::officer::take(txn, officer).await?.ok_or(Error::NotFound)?;
    still_here(&holder)?;
    let role = profile.role.iter().find(|role| role.id == new.role).ok_or_else(|| unknown_role(profile, &new.role))?;
    let (area_id, organisation_id) = place(txn, profile, role, &new.at).await?;
    let valid_from = new.valid_from.unwrap_or(act.at);
    let row = Model {
        id: PostId::new(),
        officer_id: officer,
        role: new.role.clone(),
        area_id,
        organisation_id,
        valid_from,
        valid_to: new.valid_to,
    };
    check_span(&row, act.at)?;
    check_alone(&row, &store::post::alike(txn, &row).await?)?;
    let row = store::post::insert(txn, row).await?;
    act.record(txn, "post_created", json!({ "post": row.id, "officer": officer })).await?;
    Ok(row)
}

/// Ends a post at `at`, or now. One that has not begun by then never will.
///
/// # Errors
/// 404 when there is none; 409 when it is over; 422 for an instant that has passed.
pub async fn end(txn: &impl ConnectionTrait, id: PostId, at: Option<Instant>, act: Act) -> Result<Model> {
    let mut row = store::post::take(txn, id).await?.ok_or(Error::NotFound)?;
    if row.valid_to.is_some_and(|end| end <= act.at) {
        let (zh, en) = ("此岗位已经结束", "This post is over already");
        return Err(Error::Conflict(Refusal::new("post_ended", zh, en)));
    }
    let at = at.unwrap_or(act.at);
    if at < act.at {
        let (zh, en) = ("结束时间不能早于现在", "A post cannot end in the past; give an instant from now on");
        return Err(wrong("at", "end_has_passed", zh, en));
    }
    let at = at.max(row.valid_from);
    store::post::end(txn, id, at).await?;
    row.valid_to = Some(at);
    act.record(txn, "post_ended", json!({ "post": id, "officer": row.officer_id, "at": at })).await?;
    Ok(row)
}

/// Where a role's post stands: `at` of the role says on which level, or at which kind of organisation.
async fn place(
    db: &impl ConnectionTrait,
    profile: &Profile,
    role: &Role,
    code: &str,
) -> Result<(Option<AreaId>, Option<OrganisationId>)> {
    if profile.level.iter().any(|level| level.id == role.at) {
        let area = store::area::by_code(db, code).await?.filter(|area| area.level == role.at);
        Ok((Some(area.ok_or_else(|| misplaced(role, code))?.id), None))
    } else {
        let organisation = store::organisation::by_code(db, code).await?.filter(|found| found.kind == role.at);
        Ok((None, Some(organisation.ok_or_else(|| misplaced(role, code))?.id)))
    }
}

fn check_span(row: &Model, now: Instant) -> Result<()> {
    if row.valid_to.is_none_or(|end| end > row.valid_from && end > now) {
        return Ok(());
    }
    let (zh, en) = ("岗位的结束时间须晚于开始时间和现在", "A post has to end after it begins and after now");
    Err(wrong("valid_to", "bad_span", zh, en))
}

fn check_alone(row: &Model, alike: &[Model]) -> Result<()> {
    let span = (row.valid_from, row.valid_to);
    if !alike.iter().any(|other| rules::overlap(span, (other.valid_from, other.valid_to))) {
        return Ok(());
    }
    let (zh, en) = (
        "此工作人员在该时段已有同一岗位，请先结束原岗位",
        "This officer holds the same post at that time; end that one first",
    );
    Err(Error::Conflict(Refusal::new("post_exists", zh, en)))
}

fn unknown_role(profile: &Profile, role: &str) -> Error {
    let known = profile.role.iter().map(|role| role.id.as_str()).collect::<Vec<_>>().join(", ");
    wrong(
        "role",
        "unknown_role",
        format!("没有角色“{role}”，可用：{known}"),
        format!("There is no role \"{role}\"; the profile has {known}"),
    )
}

fn misplaced(role: &Role, code: &str) -> Error {
    wrong(
        "at",
        "misplaced_post",
        format!("角色“{}”的岗位须设在“{}”，代码“{code}”不是", role.name, role.at),
        format!("A post of \"{}\" stands at a \"{}\"; \"{code}\" is none", role.id, role.at),
    )
}
