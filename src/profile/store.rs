//! Stored versions of the profile.

/// All versions, and which is in force.
#[derive(Clone)]
pub struct Editions;
