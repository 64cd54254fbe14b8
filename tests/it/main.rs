//! The whole suite over HTTP, on SQLite or, with HUIXIANG_TEST_POSTGRES set, on PostgreSQL: one binary, so that it is
//! linked once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may simply fail")]

mod access;
mod bad_input;
mod cases;
mod clocks;
mod demo;
mod district;
mod durable;
mod feed;
mod house;
mod openapi;
mod reviewed;
mod rights;
mod story;
