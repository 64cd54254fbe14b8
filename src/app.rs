//! The only state there is.

use crate::{
    areas::Areas, background::Runs, cases::Numbers, config::Config, db::Db, feed::Feed, files::Files, profile::Editions, secret::Secret,
    wall_clock::WallClock,
};
use std::sync::Arc;

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
