//! Tables and queries of the staff.

pub mod area;
pub mod officer;
pub mod organisation;
pub mod organisation_area;
pub mod post;
pub mod session;
