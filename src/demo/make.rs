//! Makes the district: profile, areas, staff, then a month of work.

use super::{borders, crew, play};
use crate::{
    app::{App, open_database},
    areas::{self, Validity, import::ImportRow},
    config::Config,
    db::Db,
    error::Result,
    log::{self, Actor, NewEvent},
    profile,
    wall_clock::{Instant, WallClock},
};
use chrono::{Duration, NaiveDate};
use serde_json::json;

/// The profile that explains every key once.
const PROFILE: &str = include_str!("../../profiles/demo.toml");

/// Days that are played.
const MONTH: i64 = 31;

/// What was made.
pub struct Made {
    pub accounts: Vec<Account>,
    pub areas: usize,
    pub organisations: usize,
    pub cases: usize,
}

/// Somebody who can sign in, with the password made for this installation.
pub struct Account {
    pub login: String,
    pub password: String,
    pub name: String,
    /// The posts in words.
    pub posts: String,
}

/// Makes the demo district in an empty database; none when there is a district already.
///
/// # Errors
/// When the database cannot be opened or an operation refuses.
pub async fn make(config: &Config, seed: u64, now: Instant) -> Result<Option<Made>> {
    let db = open_database(config).await?;
    if !profile::store::all(db.read()).await?.is_empty() {
        if log::event::count(db.read(), BEGUN).await? > log::event::count(db.read(), DONE).await? {
            let data = config.data.display();
            return Err(
                anyhow::anyhow!("making the demo district was interrupted: remove {data} and start again").into()
            );
        }
        return Ok(None);
    }
    let begin = now - Duration::days(MONTH);
    let checked =
        profile::check(PROFILE).map_err(|mistakes| anyhow::anyhow!("demo.toml has mistakes: {mistakes:?}"))?;
    mark(&db, BEGUN, begin).await?;
    profile::store::load(&db, PROFILE, &checked, begin).await?;
    let areas = areas::put(&db, &checked, rows(seed)?, Actor::System, begin).await?;
    db.close().await?;

    let app = App::open(config.clone(), WallClock::turned(begin)).await?;
    let crew = crew::hire(&app).await?;
    let cases = play::play(&app, &crew, seed, begin, now).await?;
    let made = Made { accounts: crew.accounts, areas, organisations: crew.organisations, cases };
    mark(&app.db, DONE, now).await?;
    app.db.close().await?;
    Ok(Some(made))
}

/// Events that tell a whole demo district from one that was interrupted.
const BEGUN: &str = "demo_begun";
const DONE: &str = "demo_done";

async fn mark(db: &Db, kind: &str, at: Instant) -> Result<()> {
    let event = NewEvent { at, actor: Actor::System, case: None, kind: kind.to_owned(), body: json!({}) };
    db.write(async |txn| log::append(txn, event).await).await.map(|_| ())
}

fn rows(seed: u64) -> Result<Vec<ImportRow>> {
    let drawn = borders(seed).map_err(|error| anyhow::anyhow!("the borders of the demo district: {error}"))?;
    let from = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap_or_default();
    let row = |(nth, area): (usize, super::DemoArea)| ImportRow {
        row: nth + 1,
        level: area.level.to_owned(),
        code: area.code.to_string(),
        name: area.name,
        parent_code: area.parent.map(|code| code.to_string()),
        validity: Validity::since(from),
        boundary: Some(area.boundary),
    };
    Ok(drawn.into_iter().enumerate().map(row).collect())
}
