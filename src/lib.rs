//! 回响 Huixiang: the table of contents.

pub mod app;
pub mod areas;
pub mod cases;
pub mod clocks;
pub mod commands;
pub mod config;
pub mod db;
pub mod error;
pub mod feed;
pub mod files;
pub mod ids;
pub mod log;
pub mod migrations;
pub mod profile;
pub mod request;
pub mod secret;
pub mod staff;
#[cfg(test)]
mod test_app;
pub mod wall_clock;
