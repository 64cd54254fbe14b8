//! The only state there is.

use crate::{
    areas::Areas,
    background::Runs,
    cases::Numbers,
    config::{Config, hide_password},
    db::Db,
    error::Result,
    feed::Feed,
    files::Files,
    migrations::Migrator,
    profile::Editions,
    secret::Secret,
    wall_clock::WallClock,
};
use anyhow::Context;
use chrono::NaiveDate;
use sea_orm_migration::MigratorTrait;
use std::{os::unix::fs::DirBuilderExt, sync::Arc};

/// A running district. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub db: Db,
    pub clock: WallClock,
    /// The profile in force, and those that open cases began with.
    pub profiles: Editions,
    /// The space tree and its borders, in memory.
    pub areas: Areas,
    pub numbers: Numbers,
    pub feed: Feed,
    pub files: Files,
    pub secret: Secret,
    /// What happened by itself, and when last.
    pub runs: Runs,
}

impl App {
    /// Opens the district that lies in the data folder, with its database brought up to date.
    ///
    /// # Errors
    /// When folder or database cannot be opened, or no profile has been loaded yet.
    pub async fn open(config: Config, clock: WallClock) -> Result<Self> {
        let db = open_database(&config).await?;
        let profiles = Editions::open(&db).await?;
        let areas = Areas::open(&db, &profiles.current().profile).await?;
        Ok(Self {
            files: Files::open(&config.data)?,
            secret: Secret::open(&config.data.join("secret.key"))?,
            config: Arc::new(config),
            db,
            clock,
            profiles,
            areas,
            numbers: Numbers::default(),
            feed: Feed::default(),
            runs: Runs::default(),
        })
    }

    /// The local day.
    pub fn today(&self) -> NaiveDate {
        self.profiles.current().work_time.local_date(self.clock.now())
    }
}

/// Opens the database alone, brought up to date: for what has to happen before there is a profile.
///
/// # Errors
/// When the folder cannot be made or the database cannot be reached.
pub async fn open_database(config: &Config) -> Result<Db> {
    let data = &config.data;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data)
        .with_context(|| format!("cannot make the data folder {}", data.display()))?;
    let url = config.database_url();
    let cannot = || format!("cannot open the database {}", hide_password(&url));
    let db = Db::connect(&url, config.database.connections).await.with_context(cannot)?;
    Migrator::up(db.read(), None).await?;
    Ok(db)
}
