//! 回响 Huixiang: the table of contents.

pub mod app;
pub mod areas;
pub mod background;
pub mod cases;
pub mod clocks;
pub mod commands;
pub mod config;
pub mod db;
pub mod deadlines;
pub mod demo;
pub mod error;
pub mod feed;
pub mod files;
pub mod ids;
pub mod intake;
pub mod log;
pub mod migrations;
pub mod operations;
pub mod profile;
pub mod replay;
pub mod request;
pub mod secret;
pub mod server;
pub mod staff;
#[cfg(test)]
mod test_app;
pub mod wall_clock;
pub mod web;
