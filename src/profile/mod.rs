//! What a district is, as data (区情配置).

pub mod shape;

pub use shape::*;
pub mod store;
pub use store::Editions;
