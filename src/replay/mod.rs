//! Real records of another system, played through the operations that people use, under a clock that is turned.
//!
//! A fresh district is made from a profile and borders: one desk and one unit (`district`). Then the years go by in
//! the order of time (`play`): each record is received, registered and dispatched by the desk when somebody first
//! spoke, and submitted by the unit and closed by the desk when the record says so; an open record never closes. The
//! sweep runs at every deadline on the way. Each operation commits by itself, as it does for people.
//!
//! In the end the same figures are counted twice: by queries from the district's database (`store`) and straight from
//! the file (`count`), which shares no code with the engine. They have to agree (`tally`, `table`).

pub mod count;
mod district;
pub mod open311;
mod play;
mod store;
mod table;
pub mod tally;

use crate::config::Config;
use anyhow::Context;
use open311::{Reading, Record};
use tally::Tally;

/// What is replayed, where.
pub struct Files<'a> {
    /// GeoReport v2, packed or not.
    pub records: &'a [u8],
    /// GeoJSON of the base grid's areas, each with a `name`.
    pub areas: &'a [u8],
    /// TOML.
    pub profile: &'a str,
}

/// What came of it.
pub struct Replayed {
    pub reading: Reading,
    /// What was wrong with borders that were redrawn.
    pub mended: Vec<String>,
    /// From the district's database.
    pub engine: Tally,
    /// From the file.
    pub file: Tally,
}

/// Replays records in a fresh district below `config.data`. `moved` is called with the number of turns taken and of
/// all turns.
///
/// # Errors
/// When a file cannot be read as a whole, the profile or the borders have mistakes, the folder holds a district
/// already, or the district refuses a record.
pub async fn replay(config: Config, files: &Files<'_>, moved: impl Fn(usize, usize)) -> anyhow::Result<Replayed> {
    let profile = district::profile(files.profile)?;
    let reading = open311::read(files.records, &profile)?;
    let start = reading.records.iter().map(|record| record.requested_at).min();
    let start = start.context("the file holds no record that can be played; see the mistakes of its lines")?;
    let file = count::count(files.records, files.areas, files.profile)?;
    let (app, cast, mended) = district::found(config, files, &profile, start).await?;
    play::play(&app, &cast, &reading.records, moved).await?;
    let engine = store::tally(app.db.read(), &profile, &cast.clock).await?;
    app.db.close().await?;
    Ok(Replayed { reading, mended, engine, file })
}

impl Record {
    /// What the report says: the service and, where there is one, the address.
    fn text(&self) -> String {
        self.address.as_ref().map_or(self.service.clone(), |address| format!("{}: {address}", self.service))
    }
}
