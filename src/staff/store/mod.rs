//! Tables and queries of the staff.

pub mod officer;
pub mod organisation;
pub mod post;
pub mod session;
