//! What is done to officers.

use super::{Act, Officer, OfficerId, check_name, store, wrong};
use crate::{
    app::App,
    error::{Error, Refusal, Result},
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::officer::Model;

/// An officer to be made.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOfficer {
    /// 2 to 40 lower-case letters, digits, `.`, `_`, `-`, `@`; unique, never changed.
    pub login: String,
    pub name: String,
}

/// Makes an officer with the stored form of a password ([`super::password::hash`]).
///
/// # Errors
/// 409 when the login is taken; 422 about the field that does not fit.
pub async fn create(txn: &impl ConnectionTrait, new: &NewOfficer, password: String, act: Act) -> Result<Model> {
    check_login(&new.login)?;
    check_name("name", &new.name)?;
    if store::officer::by_login(txn, &new.login).await?.is_some() {
        return Err(taken(&new.login));
    }
    let row = Model {
        id: OfficerId::new(),
        login: new.login.clone(),
        name: new.name.clone(),
        password,
        created_at: act.at,
        ended_at: None,
    };
    let row = store::officer::insert(txn, row).await?;
    act.record(txn, "officer_created", json!({ "officer": row.id })).await?;
    Ok(row)
}

/// Ends an officer: posts and sessions end with them. Ending one who has left changes nothing.
///
/// # Errors
/// 404 when there is none.
pub async fn end(txn: &impl ConnectionTrait, id: OfficerId, act: Act) -> Result<Model> {
    let mut row = store::officer::take(txn, id).await?.ok_or(Error::NotFound)?;
    if row.ended_at.is_some() {
        return Ok(row);
    }
    row.ended_at = Some(act.at);
    store::officer::save(txn, &row).await?;
    store::post::end_all(txn, id, act.at).await?;
    store::session::end_all(txn, id, act.at).await?;
    act.record(txn, "officer_ended", json!({ "officer": id })).await?;
    Ok(row)
}

/// Gives an officer a new password and ends their sessions.
///
/// # Errors
/// 404 when there is none; 409 when they have left.
pub async fn reset_password(txn: &impl ConnectionTrait, id: OfficerId, password: String, act: Act) -> Result<Model> {
    let mut row = store::officer::take(txn, id).await?.ok_or(Error::NotFound)?;
    still_here(&row)?;
    row.password = password;
    store::officer::save(txn, &row).await?;
    store::session::end_all(txn, id, act.at).await?;
    act.record(txn, "password_reset", json!({ "officer": id })).await?;
    Ok(row)
}

/// Refuses what makes no sense for somebody who has left.
pub(super) fn still_here(row: &Model) -> Result<()> {
    if row.ended_at.is_none() {
        return Ok(());
    }
    let (zh, en) = ("此工作人员已离任，请新建账号", "This officer has left; make a new one");
    Err(Error::Conflict(Refusal::new("officer_ended", zh, en)))
}

fn check_login(login: &str) -> Result<()> {
    let allowed = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || b"._-@".contains(&letter);
    if (2..=40).contains(&login.len()) && login.bytes().all(allowed) {
        return Ok(());
    }
    Err(wrong(
        "login",
        "bad_login",
        format!("账号“{login}”须为 2 至 40 个小写字母、数字或 . _ - @"),
        format!("The login \"{login}\" has to be 2 to 40 lower-case letters, digits, '.', '_', '-' or '@'"),
    ))
}

fn taken(login: &str) -> Error {
    let (zh, en) = (format!("账号“{login}”已被使用"), format!("The login \"{login}\" is taken by another officer"));
    Error::Conflict(Refusal::new("login_taken", zh, en).at("login"))
}

/// The officer with the posts that are valid now: as a sign-in finds them.
///
/// # Errors
/// The database's.
pub async fn at_work(app: &App, id: OfficerId, name: String) -> Result<Officer> {
    let placed = store::post::of_officers(app.db.read(), [id], app.clock.now(), true).await?;
    let edition = app.profiles.current();
    let posts = placed.iter().filter_map(|post| post.to_post(&edition.profile)).collect();
    Ok(Officer { id, name, posts, session: None })
}
