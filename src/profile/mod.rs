//! What a district is, as data (区情配置).

pub mod shape;
pub mod store;

pub use shape::*;
pub use store::{Edition, Editions};

crate::id! {
    /// Names a stored version of the profile.
    EditionId
}
