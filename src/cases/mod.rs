//! Cases.

/// Draws case numbers.
#[derive(Clone)]
pub struct Numbers;
