//! What can be typed after `huixiang`: one module for each word.

pub mod areas;
pub mod calendar;
pub mod config;
pub mod coords;
pub mod demo;
pub mod openapi;
pub mod profile;
pub mod replay;
pub mod serve;
pub mod staff;
mod table;
