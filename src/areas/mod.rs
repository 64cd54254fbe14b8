//! Where things are: the space tree (区 › 街道 › 社区 › 网格 ...) with its codes, validity dates and borders, and the way
//! from a point to the grid it lies in.
//!
//! A border is only asked about the areas of one place; who lies below whom is said by the tree, never by geometry.

pub mod borders;
pub mod boundary;
pub mod class;
pub mod code;
pub mod coordinates;
mod geojson;
mod http;
pub mod import;
mod label;
pub mod locator;
pub mod mend;
mod put;
pub mod rings;
mod shift;
mod state;
pub mod store;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod validity;
mod wkt;

pub use boundary::{Boundary, BoundingBox};
pub use code::Code;
pub use coordinates::{Crs, Point};
pub use http::router;
pub use locator::{Located, Locator};
pub use put::put;
pub use state::{AreaName, Areas, Place};
pub use tree::{Area, Tree};
pub use validity::Validity;

crate::id! {
    /// An area's, for as long as the installation lives: codes and names change, this does not.
    AreaId
}
