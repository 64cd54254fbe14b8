//! Tells those who listen that the log has grown.

/// Wakes readers of the log.
#[derive(Clone)]
pub struct Feed;
