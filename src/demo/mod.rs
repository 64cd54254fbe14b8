//! The demo district: an invented 永安区, the same every time it is made. Its month of cases is played through the
//! operations that people use, with a turned clock; no row is put in by hand.

pub mod borders;
mod crew;
mod make;
mod mesh;
mod names;
mod photos;
mod play;
mod plots;
mod random;
#[cfg(test)]
mod tests;
mod words;

pub use borders::{DemoArea, borders};
pub use make::{Account, Made, make};
