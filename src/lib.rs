//! 回响 Huixiang: the table of contents.

pub mod clocks;
pub mod commands;
pub mod ids;
pub mod profile;
pub mod wall_clock;
