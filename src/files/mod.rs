//! Photos.

crate::id! {
    /// Names a file; made on the device.
    FileId
}

/// Where files lie.
#[derive(Clone)]
pub struct Files;
