//! What is done to organisations.

use super::{Act, OrganisationId, check_name, store, wrong};
use crate::{
    areas::AreaId,
    error::{Error, Refusal, Result},
    profile::Profile,
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;
use store::{organisation::Model, organisation_area};

/// An organisation to be made.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganisation {
    /// Letters, digits, `.`, `_` and `-`; unique, never changed: routes name it.
    pub code: String,
    pub name: String,
    /// One of the profile's kinds.
    pub kind: String,
    /// The code of the organisation above.
    pub parent: Option<String>,
    /// May be shown to reporters.
    pub phone: Option<String>,
    /// Codes of the areas it works in.
    #[serde(default)]
    pub areas: Vec<String>,
}

/// What may change about an organisation; what is left out stays. Its kind and its place in the tree decide who sees
/// which cases and stay as they are.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationChange {
    pub name: Option<String>,
    /// `null` takes it away.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Option<String>>,
    /// Codes of all areas it works in from now on.
    pub areas: Option<Vec<String>>,
}

/// Makes an organisation below its parent.
///
/// # Errors
/// 409 when the code is taken; 422 about the field that does not fit the profile or names nothing.
pub async fn create(txn: &impl ConnectionTrait, profile: &Profile, new: &NewOrganisation, act: Act) -> Result<Model> {
    check_code(&new.code)?;
    check_name("name", &new.name)?;
    check_kind(profile, &new.kind)?;
    check_phone(new.phone.as_deref())?;
    if store::organisation::by_code(txn, &new.code).await?.is_some() {
        return Err(taken(&new.code));
    }
    let parent = match &new.parent {
        Some(code) => Some(store::organisation::by_code(txn, code).await?.ok_or_else(|| unknown("parent", code))?),
        None => None,
    };
    let areas = areas_by_code(txn, &new.areas).await?;
    let path = format!("{}{}/", parent.as_ref().map_or("", |parent| &parent.path), path_part());
    let row = Model {
        id: OrganisationId::new(),
        code: new.code.clone(),
        name: new.name.clone(),
        kind: new.kind.clone(),
        parent_id: parent.map(|parent| parent.id),
        path,
        phone: new.phone.clone(),
    };
    let row = store::organisation::insert(txn, row).await?;
    organisation_area::replace(txn, row.id, &areas).await?;
    act.record(txn, "organisation_created", json!({ "organisation": row.id })).await?;
    Ok(row)
}

/// Changes name, phone or areas.
///
/// # Errors
/// 404 when there is none; 422 about the field that does not fit.
pub async fn change(
    txn: &impl ConnectionTrait,
    id: OrganisationId,
    change: &OrganisationChange,
    act: Act,
) -> Result<Model> {
    let mut row = store::organisation::take(txn, id).await?.ok_or(Error::NotFound)?;
    if let Some(name) = &change.name {
        check_name("name", name)?;
        row.name.clone_from(name);
    }
    if let Some(phone) = &change.phone {
        check_phone(phone.as_deref())?;
        row.phone.clone_from(phone);
    }
    if let Some(codes) = &change.areas {
        organisation_area::replace(txn, id, &areas_by_code(txn, codes).await?).await?;
    }
    store::organisation::save(txn, &row).await?;
    act.record(txn, "organisation_changed", json!({ "organisation": id })).await?;
    Ok(row)
}

async fn areas_by_code(db: &impl ConnectionTrait, codes: &[String]) -> Result<Vec<AreaId>> {
    let mut areas = Vec::new();
    for code in codes {
        let area = store::area::by_code(db, code).await?.ok_or_else(|| unknown("areas", code))?;
        if !areas.contains(&area.id) {
            areas.push(area.id);
        }
    }
    Ok(areas)
}

/// Random, so that two who add below one parent at the same moment do not meet: 36^6 parts.
fn path_part() -> String {
    const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    (0..6).map(|_| char::from(DIGITS[rand::random_range(0..DIGITS.len())])).collect()
}

fn check_code(code: &str) -> Result<()> {
    let allowed = |letter: u8| letter.is_ascii_alphanumeric() || b"._-".contains(&letter);
    if (1..=40).contains(&code.len()) && code.bytes().all(allowed) {
        return Ok(());
    }
    Err(wrong(
        "code",
        "bad_code",
        format!("单位代码“{code}”须为 1 至 40 个字母、数字或 . _ -"),
        format!("The code \"{code}\" has to be 1 to 40 letters, digits, '.', '_' or '-'"),
    ))
}

fn check_kind(profile: &Profile, kind: &str) -> Result<()> {
    if profile.organisation_kind.iter().any(|known| known.id == kind) {
        return Ok(());
    }
    let known = profile.organisation_kind.iter().map(|known| known.id.as_str()).collect::<Vec<_>>().join(", ");
    Err(wrong(
        "kind",
        "unknown_kind",
        format!("没有单位类型“{kind}”，可用：{known}"),
        format!("There is no kind of organisation \"{kind}\"; the profile has {known}"),
    ))
}

fn check_phone(phone: Option<&str>) -> Result<()> {
    let allowed = |letter: u8| letter.is_ascii_digit() || b"+-() ".contains(&letter);
    if phone.is_none_or(|phone| (3..=30).contains(&phone.len()) && phone.bytes().all(allowed)) {
        return Ok(());
    }
    let (zh, en) = (
        "电话须为 3 至 30 位数字，可含 + - ( ) 和空格",
        "A phone number has 3 to 30 digits, '+', '-', '(', ')' and spaces",
    );
    Err(wrong("phone", "bad_phone", zh, en))
}

fn taken(code: &str) -> Error {
    let (zh, en) =
        (format!("单位代码“{code}”已被使用"), format!("The code \"{code}\" is taken by another organisation"));
    Error::Conflict(Refusal::new("code_taken", zh, en).at("code"))
}

fn unknown(field: &'static str, code: &str) -> Error {
    wrong(field, "unknown_code", format!("没有代码为“{code}”的单位或区域"), format!("Nothing has the code \"{code}\""))
}

/// Tells "left out" from `null`.
fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Deserialize::deserialize(value).map(Some)
}
