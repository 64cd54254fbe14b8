//! 回响 Huixiang: the table of contents.

pub mod areas;
pub mod clocks;
pub mod demo;
pub mod ids;
pub mod profile;
pub mod wall_clock;
