//! The demo district: an invented 永安区, the same every time it is made.

pub mod borders;
mod mesh;
mod names;
mod random;
#[cfg(test)]
mod tests;

pub use borders::{DemoArea, borders};
