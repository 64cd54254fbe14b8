//! Areas (区域).

crate::id! {
    /// Names an area.
    AreaId
}

/// The space tree and its borders, in memory.
#[derive(Clone)]
pub struct Areas;
