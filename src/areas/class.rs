//! What the segments of a division code say about a unit.

use serde::Serialize;

/// What the third part of a code says about the unit; information, not a rule (standards 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StreetClass {
    /// 001-099 街道.
    Street,
    /// 100-199 镇.
    Town,
    /// 200-399 乡.
    Township,
    /// 400-599 政企合一单位.
    Enterprise,
}

/// What the fourth part of a code says about the unit; information, not a rule (standards 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommunityClass {
    /// 001-199 居委会.
    Residents,
    /// 200-399 村委会.
    Villagers,
    /// 400-499 类似居委会.
    LikeResidents,
    /// 500-599 类似村委会.
    LikeVillagers,
}

impl StreetClass {
    pub(super) fn of(segment: u16) -> Option<Self> {
        Some(match segment {
            1..=99 => Self::Street,
            100..=199 => Self::Town,
            200..=399 => Self::Township,
            400..=599 => Self::Enterprise,
            _ => return None,
        })
    }
}

impl CommunityClass {
    pub(super) fn of(segment: u16) -> Option<Self> {
        Some(match segment {
            1..=199 => Self::Residents,
            200..=399 => Self::Villagers,
            400..=499 => Self::LikeResidents,
            500..=599 => Self::LikeVillagers,
            _ => return None,
        })
    }
}
