//! What can be typed after `huixiang`: one file for each word.

pub mod profile;
