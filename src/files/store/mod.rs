//! Tables and queries of the files.

pub mod deletion;
pub mod file;

pub use file::{attach, find, of_case};
