//! Signing in and out. A token is 32 random bytes that only the officer has; the table has its SHA-256.

use super::{Act, Officer, OfficerId, password, rules, store};
use crate::{
    app::App,
    error::{Error, Refusal, Result},
    log::Actor,
    secret::sha256,
    wall_clock::Instant,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use serde_json::json;
use store::session::Model;

/// `seen_at` is written this seldom, so that reading does not become writing.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Begins a session and returns its token.
///
/// # Errors
/// 403, the same and after the same time, for an unknown login, a wrong password and an officer who has left.
pub async fn sign_in(app: &App, login: &str, password: String) -> Result<String> {
    let login = login.trim().to_ascii_lowercase();
    let found = store::officer::by_login(app.db.read(), &login).await?.filter(|officer| officer.ended_at.is_none());
    let fits = password::fits(password, found.as_ref().map(|officer| officer.password.clone())).await?;
    let officer = found.filter(|_| fits).ok_or_else(wrong_login)?;

    let token = BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    let now = app.clock.now();
    let row = Model {
        token_hash: sha256(token.as_bytes()),
        officer_id: officer.id,
        began_at: now,
        seen_at: now,
        ended_at: None,
    };
    let act = Act { by: Actor::Officer(officer.id.0), at: now };
    let work = async |txn: &_| {
        store::session::insert(txn, row).await?;
        act.record(txn, "signed_in", json!({})).await
    };
    app.db.write(work).await?;
    Ok(token)
}

/// Gives an officer the password they chose and ends their sessions; they sign in again with it.
///
/// # Errors
/// 403 when the old one is wrong; 422 when the new one is too short or too long.
pub async fn change_password(app: &App, id: OfficerId, old: String, new: String) -> Result<()> {
    if !(10..=200).contains(&new.chars().count()) {
        let (zh, en) = ("新密码须为 10 至 200 个字符", "A password has 10 to 200 characters");
        return Err(super::wrong("new", "bad_password", zh, en));
    }
    let officer = store::officer::find(app.db.read(), id).await?.ok_or(Error::NotSignedIn)?;
    if !password::fits(old, Some(officer.password)).await? {
        return Err(wrong_login());
    }
    let stored = password::hash(new).await?;
    let act = Act { by: Actor::Officer(id.0), at: app.clock.now() };
    app.db.write(async |txn| super::officers::reset_password(txn, id, stored, act).await).await?;
    Ok(())
}

/// Ends the session of a token; an unknown or ended one is left as it is.
///
/// # Errors
/// The database's.
pub async fn sign_out(app: &App, token: &str) -> Result<()> {
    let hash = sha256(token.as_bytes());
    let Some(session) = store::session::find(app.db.read(), &hash).await? else { return Ok(()) };
    let act = Act { by: Actor::Officer(session.officer_id.0), at: app.clock.now() };
    let work = async |txn: &_| {
        if store::session::end(txn, &hash, act.at).await? {
            act.record(txn, "signed_out", json!({})).await?;
        }
        Ok(())
    };
    app.db.write(work).await
}

/// Ends somebody's session, named by the hash of its token.
///
/// # Errors
/// 404 when there is none.
pub async fn revoke(app: &App, token_hash: &str, by: OfficerId) -> Result<()> {
    let session = store::session::find(app.db.read(), token_hash).await?.ok_or(Error::NotFound)?;
    let act = Act { by: Actor::Officer(by.0), at: app.clock.now() };
    let work = async |txn: &_| {
        if store::session::end(txn, token_hash, act.at).await? {
            act.record(txn, "session_revoked", json!({ "officer": session.officer_id })).await?;
        }
        Ok(())
    };
    app.db.write(work).await
}

/// Who holds a token now, with the posts that are valid now.
///
/// # Errors
/// 401 when the session is unknown, ended, idle or too old, or its officer has left.
pub async fn officer_of(app: &App, token: &str) -> Result<Officer> {
    let now = app.clock.now();
    let hash = sha256(token.as_bytes());
    let (officer, seen_at) = open_session(app, &hash).await?;
    if now - seen_at >= SEEN_EVERY {
        app.db.write(async |txn| store::session::seen(txn, &hash, now).await).await?;
    }
    Ok(officer)
}

/// The same officer as they are now: for who listens for long. Listening alone keeps no session open.
///
/// # Errors
/// 401 when they are no longer signed in.
pub async fn still_there(app: &App, officer: &Officer) -> Result<Officer> {
    match &officer.session {
        Some(hash) => Ok(open_session(app, hash).await?.0),
        None => Err(Error::NotSignedIn),
    }
}

async fn open_session(app: &App, hash: &str) -> Result<(Officer, Instant)> {
    let (session, officer) = store::session::with_officer(app.db.read(), hash).await?.ok_or(Error::NotSignedIn)?;
    if !is_open(app, &session, app.clock.now()) || officer.ended_at.is_some() {
        return Err(Error::NotSignedIn);
    }
    let officer = super::officers::at_work(app, officer.id, officer.name).await?;
    Ok((Officer { session: Some(hash.to_owned()), ..officer }, session.seen_at))
}

/// The sessions of an officer that are open now.
///
/// # Errors
/// The database's.
pub async fn open_sessions(app: &App, officer: OfficerId) -> Result<Vec<Model>> {
    let now = app.clock.now();
    let mut found = store::session::of_officer(app.db.read(), officer).await?;
    found.retain(|session| is_open(app, session, now));
    Ok(found)
}

/// Forgets sessions that ended by age 90 days ago; for the list of what happens by itself.
///
/// # Errors
/// The database's.
pub async fn sweep(app: &App) -> Result<String> {
    let before = app.clock.now() - TimeDelta::days(90) - TimeDelta::hours(app.config.session.absolute_hours.into());
    let forgotten = app.db.write(async |txn| store::session::forget(txn, before).await).await?;
    Ok(format!("{forgotten} sessions forgotten"))
}

fn is_open(app: &App, session: &Model, now: Instant) -> bool {
    let ends = rules::session_ends(session.began_at, session.seen_at, &app.config.session);
    session.ended_at.is_none() && now < ends
}

fn wrong_login() -> Error {
    let (zh, en) = ("账号或密码不对", "Login or password is wrong");
    Error::Forbidden(Refusal::new("wrong_login", zh, en))
}
