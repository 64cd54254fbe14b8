//! Stored versions of the profile.

use super::{EditionId, Profile};
use crate::{
    clocks::{Counts, Flaw, Limit, WorkTime, Year},
    db::Db,
    error::{Error, Refusal, Result},
    wall_clock::Instant,
};
use sea_orm::{IntoActiveModel, QueryOrder, entity::prelude::*};
use std::sync::{Arc, PoisonError, RwLock};

/// A version of the profile as it was loaded.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "profile")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EditionId,
    pub code: String,
    pub version: i32,
    /// The TOML text.
    #[sea_orm(column_type = "Text")]
    pub source: String,
    pub loaded_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}

/// A version of the profile, ready to be worked by.
#[derive(Clone, Debug)]
pub struct Edition {
    pub id: EditionId,
    pub profile: Profile,
    pub work_time: WorkTime,
}

impl Edition {
    /// Until when a case that was closed at `closed_at` may be reopened.
    pub fn reopen_until(&self, closed_at: Instant, within: Limit) -> Option<Instant> {
        self.work_time.due(closed_at, within, Counts::RunningHours, &[]).ok().map(|due| due.at)
    }
}

/// All versions that cases may have begun with; the last is in force.
#[derive(Clone, Debug, Default)]
pub struct Editions(Arc<RwLock<Arc<Known>>>);

#[derive(Debug, Default)]
struct Known {
    /// Oldest first.
    editions: Vec<Arc<Edition>>,
    /// The years that were loaded beside those of the program.
    years: Vec<Year>,
}

impl Editions {
    /// Reads all versions.
    ///
    /// # Errors
    /// When none has been loaded, or one can no longer be read.
    pub async fn open(db: &Db) -> Result<Self> {
        let editions = Self::default();
        editions.refresh(db).await?;
        if editions.known().editions.is_empty() {
            return Err(
                anyhow::anyhow!("no profile has been loaded yet: run `huixiang profile load FILE` first").into()
            );
        }
        Ok(editions)
    }

    /// Reads what has been loaded since: another process may have done it. Says whether a year of the calendar is
    /// new, so that running clocks have to be counted again.
    ///
    /// # Errors
    /// When a stored version can no longer be read.
    pub async fn refresh(&self, db: &Db) -> Result<bool> {
        let years = calendar_year::all(db.read()).await?;
        let mut editions = Vec::new();
        for row in all(db.read()).await? {
            editions.push(Arc::new(edition(row, &years)?));
        }
        let new_year = self.known().years != years;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Known { editions, years });
        Ok(new_year)
    }

    /// The version in force.
    pub fn current(&self) -> Arc<Edition> {
        let known = self.known();
        Arc::clone(known.editions.last().expect("an opened district has a profile"))
    }

    /// All versions, oldest first.
    pub fn all(&self) -> Vec<Arc<Edition>> {
        self.known().editions.clone()
    }

    /// The version that a case began with.
    ///
    /// # Errors
    /// When this process has not read it yet.
    pub fn of(&self, id: EditionId) -> Result<Arc<Edition>> {
        let known = self.known();
        let found = known.editions.iter().find(|edition| edition.id == id);
        found.cloned().ok_or_else(|| anyhow::anyhow!("profile version {id} is not known here").into())
    }

    /// Reads anew when one of these versions is not known here yet: another process has loaded it just now.
    ///
    /// # Errors
    /// As [`Editions::refresh`].
    pub async fn ensure(&self, db: &Db, ids: impl IntoIterator<Item = EditionId>) -> Result<()> {
        if ids.into_iter().any(|id| self.of(id).is_err()) {
            self.refresh(db).await?;
        }
        Ok(())
    }

    fn known(&self) -> Arc<Known> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn edition(row: Model, years: &[Year]) -> Result<Edition> {
    let unreadable = |what: String| anyhow::anyhow!("profile version {} cannot be read: {what}", row.version);
    let profile: Profile = toml::from_str(&row.source).map_err(|error| unreadable(error.to_string()))?;
    let work_time = profile.work_time(years);
    let flaws = |flaws: Vec<Flaw>| unreadable(flaws.iter().map(Flaw::to_string).collect::<Vec<_>>().join("; "));
    let work_time = work_time.map_err(flaws)?;
    Ok(Edition { id: row.id, profile, work_time })
}

/// Stores a version. The same text again changes nothing.
///
/// # Errors
/// When the version is there with another text, or is older than the one in force.
pub async fn load(db: &Db, text: &str, profile: &Profile, now: Instant) -> Result<EditionId> {
    let version = i32::try_from(profile.version).map_err(anyhow::Error::from)?;
    db.write(async |txn| {
        let newest = Entity::find().order_by_desc(COLUMN.version).one(txn).await?;
        match newest {
            Some(newest) if newest.version == version && newest.source == text => return Ok(newest.id),
            Some(newest) if newest.code != profile.code => {
                return refused(format!("this is the district {}, the profile says {}", newest.code, profile.code));
            }
            Some(newest) if newest.version >= version => {
                return refused(format!(
                    "version {} is in force; write version = {}",
                    newest.version,
                    newest.version + 1
                ));
            }
            _ => {}
        }
        let row = Model {
            id: EditionId::new(),
            code: profile.code.clone(),
            version,
            source: text.to_owned(),
            loaded_at: now,
        };
        let id = row.id;
        Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
        Ok(id)
    })
    .await
}

/// All versions, oldest first.
///
/// # Errors
/// The database's.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>> {
    Ok(Entity::find().order_by_asc(COLUMN.version).all(db).await?)
}

fn refused<T>(why: String) -> Result<T> {
    Err(Error::Conflict(Refusal::new("profile_version", why.clone(), why)))
}

pub mod calendar_year {
    //! The table of calendar years that were loaded after the binary was built.

    use crate::{
        clocks::{Mistake, Year},
        error::Result,
        wall_clock::Instant,
    };
    use sea_orm::{IntoActiveModel, QueryOrder, entity::prelude::*};

    /// A year's notice as it was loaded.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_year")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub calendar: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub year: i32,
        #[sea_orm(column_type = "Text")]
        pub source: String,
        pub loaded_at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// The loaded years, in order.
    ///
    /// # Errors
    /// The database's; a stored year that can no longer be read.
    pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Year>> {
        let rows = Entity::find().order_by_asc(COLUMN.year).all(db).await?;
        let read = |row: Model| {
            let mistakes =
                |mistakes: Vec<Mistake>| mistakes.iter().map(Mistake::to_string).collect::<Vec<_>>().join("; ");
            Year::parse(&row.source)
                .map_err(|why| anyhow::anyhow!("calendar year {}: {}", row.year, mistakes(why)).into())
        };
        rows.into_iter().map(read).collect()
    }

    /// Stores a year; one that was there is replaced.
    ///
    /// # Errors
    /// The database's.
    pub async fn put(txn: &impl ConnectionTrait, year: &Year, source: &str, now: Instant) -> Result<()> {
        Entity::delete_by_id((year.calendar.clone(), year.year)).exec(txn).await?;
        let row = Model { calendar: year.calendar.clone(), year: year.year, source: source.to_owned(), loaded_at: now };
        Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
        Ok(())
    }
}
