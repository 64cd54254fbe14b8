//! What can be typed after `huixiang`: one module for each word.

pub mod calendar;
pub mod profile;
pub mod staff;
