//! Points and the coordinate systems they come in.
//!
//! Everything is kept in CGCS2000, which equals WGS-84 for this use; Chinese map providers shift theirs (GCJ-02,
//! BD-09), so that a point is converted where it comes in and where it goes out, and never in between.

#[cfg(test)]
mod tests;

use super::shift::{gcj02_to_bd09, wgs84_to_gcj02};
use geo::Distance;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A place on the ground, in degrees of CGCS2000. Longitude comes first, as in GeoJSON.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "Degrees")]
pub struct Point {
    /// -180 to 180, east is positive.
    pub lon: f64,
    /// -90 to 90, north is positive.
    pub lat: f64,
}

/// A point as somebody wrote it, before it was looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Degrees {
    lon: f64,
    lat: f64,
}

/// A coordinate system (坐标系).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Crs {
    /// GPS.
    Wgs84,
    /// 2000国家大地坐标系, 天地图; the same as WGS-84 to within a few centimetres.
    #[default]
    Cgcs2000,
    /// 高德, 腾讯, DataV.
    Gcj02,
    /// 百度.
    Bd09,
}

/// Why two numbers are not a point.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum CoordinateError {
    #[error("{axis} is {value}; write a number of degrees such as {example}")]
    NotFinite { axis: &'static str, value: f64, example: f64 },
    #[error("lat {lat} is outside ±90; longitude comes first, so write {lat}, {lon}")]
    Swapped { lon: f64, lat: f64 },
    #[error("{axis} {value} is outside ±{limit}; write degrees, longitude first, such as 121.15, 41.117")]
    OutOfRange { axis: &'static str, value: f64, limit: f64 },
    #[error("`{0}` is not a coordinate system; write wgs84, cgcs2000, gcj02 or bd09")]
    UnknownCrs(String),
}

impl Point {
    /// A point, if both are finite and in range. Numbers that were swapped are recognised where they can be.
    pub fn new(lon: f64, lat: f64) -> Result<Self, CoordinateError> {
        if !lon.is_finite() {
            return Err(CoordinateError::NotFinite { axis: "lon", value: lon, example: 121.15 });
        }
        if !lat.is_finite() {
            return Err(CoordinateError::NotFinite { axis: "lat", value: lat, example: 41.117 });
        }
        if lat.abs() > 90.0 && lat.abs() <= 180.0 && lon.abs() <= 90.0 {
            return Err(CoordinateError::Swapped { lon, lat });
        }
        if lon.abs() > 180.0 {
            return Err(CoordinateError::OutOfRange { axis: "lon", value: lon, limit: 180.0 });
        }
        if lat.abs() > 90.0 {
            return Err(CoordinateError::OutOfRange { axis: "lat", value: lat, limit: 90.0 });
        }
        Ok(Self { lon, lat })
    }

    /// The same place in another coordinate system.
    ///
    /// GCJ-02 and BD-09 are defined inside a rectangle around China (72.004 to 137.8347 east, 0.8293 to 55.8271
    /// north); outside it all four systems are the same and the point stays as it is. The way back is found by
    /// iteration, to within 1e-9 degrees (standards 2.10).
    pub fn convert(self, from: Crs, to: Crs) -> Self {
        if from == to { self } else { self.into_wgs84(from).out_of_wgs84(to) }
    }

    /// Metres over the ground, on a sphere: exact to half a percent.
    pub fn distance_m(&self, other: &Self) -> f64 {
        geo::Haversine.distance((*self).into(), (*other).into())
    }

    fn out_of_wgs84(self, to: Crs) -> Self {
        if to.is_plain() || !self.is_in_china() { self } else { self.shifted(to) }
    }

    fn into_wgs84(self, from: Crs) -> Self {
        if from.is_plain() {
            return self;
        }
        let mut plain = self;
        for _ in 0..ITERATIONS {
            let there = plain.shifted(from);
            let (lon_off, lat_off) = (there.lon - self.lon, there.lat - self.lat);
            plain = Self { lon: plain.lon - lon_off, lat: plain.lat - lat_off };
            if lon_off.abs().max(lat_off.abs()) < PRECISION {
                break;
            }
        }
        if plain.is_in_china() { plain } else { self }
    }

    fn shifted(self, to: Crs) -> Self {
        match to {
            Crs::Wgs84 | Crs::Cgcs2000 => self,
            Crs::Gcj02 => wgs84_to_gcj02(self),
            Crs::Bd09 => gcj02_to_bd09(wgs84_to_gcj02(self)),
        }
    }

    fn is_in_china(self) -> bool {
        (72.004..=137.8347).contains(&self.lon) && (0.8293..=55.8271).contains(&self.lat)
    }
}

/// Degrees within which the way back is good enough, one ten-thousandth of a millimetre.
const PRECISION: f64 = 1e-12;
/// Each step divides the error by about fifty; eight are enough, the rest is for the rectangle's far corners.
const ITERATIONS: usize = 40;

impl CoordinateError {
    /// What has to be written otherwise: `lon`, `lat` or `crs`.
    pub fn field(&self) -> &'static str {
        match self {
            Self::NotFinite { axis, .. } | Self::OutOfRange { axis, .. } => axis,
            Self::Swapped { .. } => "lat",
            Self::UnknownCrs(_) => "crs",
        }
    }
}

impl Crs {
    const NAMES: [(Crs, &str); 4] =
        [(Crs::Wgs84, "wgs84"), (Crs::Cgcs2000, "cgcs2000"), (Crs::Gcj02, "gcj02"), (Crs::Bd09, "bd09")];

    fn is_plain(self) -> bool {
        matches!(self, Self::Wgs84 | Self::Cgcs2000)
    }
}

impl std::fmt::Display for Crs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(Self::NAMES[*self as usize].1)
    }
}

impl std::str::FromStr for Crs {
    type Err = CoordinateError;

    /// Letters of either case, with or without a dash: `GCJ-02` is `gcj02`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = text.trim().replace('-', "").to_ascii_lowercase();
        let found = Self::NAMES.into_iter().find(|(_, name)| *name == plain);
        found.map(|(crs, _)| crs).ok_or_else(|| CoordinateError::UnknownCrs(text.to_owned()))
    }
}

impl TryFrom<Degrees> for Point {
    type Error = CoordinateError;

    fn try_from(written: Degrees) -> Result<Self, Self::Error> {
        Self::new(written.lon, written.lat)
    }
}

impl From<Point> for geo::Point<f64> {
    fn from(point: Point) -> Self {
        Self::new(point.lon, point.lat)
    }
}

impl From<Point> for geo::Coord<f64> {
    fn from(point: Point) -> Self {
        geo::Coord { x: point.lon, y: point.lat }
    }
}
