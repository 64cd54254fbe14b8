//! Points and the coordinate systems they come in.
//!
//! Everything is kept in CGCS2000, which equals WGS-84 for this use; Chinese map providers shift theirs (GCJ-02,
//! BD-09), so that a point is converted where it comes in and where it goes out, and never in between.

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Crs; 4] = [Crs::Wgs84, Crs::Cgcs2000, Crs::Gcj02, Crs::Bd09];

    /// The same place in WGS-84, GCJ-02 and BD-09 (standards 2.10).
    const VECTORS: [[(f64, f64); 3]; 5] = [
        [(121.15, 41.117), (121.155606, 41.119034), (121.162175, 41.124780)],
        [(107.64, 35.735), (107.644739, 35.734609), (107.651116, 35.740916)],
        [(107.03, 33.07), (107.034549, 33.068134), (107.040946, 33.074439)],
        [(109.98, 27.55), (109.984617, 27.546627), (109.991191, 27.552305)],
        [(113.0, 33.25), (113.006096, 33.248270), (113.012625, 33.254204)],
    ];

    fn near(a: Point, b: Point, degrees: f64) -> bool {
        (a.lon - b.lon).abs() <= degrees && (a.lat - b.lat).abs() <= degrees
    }

    #[test]
    fn every_vector_from_each_system_to_each() {
        let systems = [Crs::Wgs84, Crs::Gcj02, Crs::Bd09];
        for row in VECTORS {
            for (i, from) in systems.into_iter().enumerate() {
                for (j, to) in systems.into_iter().enumerate() {
                    let start = Point::new(row[i].0, row[i].1).unwrap();
                    let end = Point::new(row[j].0, row[j].1).unwrap();
                    let got = start.convert(from, to);
                    assert!(near(got, end, 1e-6), "{from} to {to}: {got:?}, not {end:?}");
                }
            }
        }
    }

    #[test]
    fn a_degree_of_latitude_is_111_km() {
        let (south, north) = (Point { lon: 113.0, lat: 30.0 }, Point { lon: 113.0, lat: 31.0 });
        assert!((south.distance_m(&north) - 111_195.0).abs() < 1.0);
    }

    #[test]
    fn what_is_no_point_is_refused_in_one_sentence() {
        let cases = [
            (f64::NAN, 1.0, "lon is NaN; write a number of degrees such as 121.15"),
            (1.0, f64::INFINITY, "lat is inf; write a number of degrees such as 41.117"),
            (41.117, 121.15, "lat 121.15 is outside ±90; longitude comes first, so write 121.15, 41.117"),
            (181.0, 0.0, "lon 181 is outside ±180; write degrees, longitude first, such as 121.15, 41.117"),
            (100.0, 91.0, "lat 91 is outside ±90; write degrees, longitude first, such as 121.15, 41.117"),
        ];
        for (lon, lat, message) in cases {
            let error = Point::new(lon, lat).unwrap_err();
            assert_eq!(error.to_string(), message);
            assert!(message.starts_with(error.field()));
        }
        assert!(serde_json::from_str::<Point>(r#"{"lon": 41.117, "lat": 121.15}"#).is_err());
    }

    #[test]
    fn names_of_systems_are_read_as_they_are_printed() {
        for crs in ALL {
            assert_eq!(crs.to_string().parse(), Ok(crs));
        }
        assert_eq!("GCJ-02".parse(), Ok(Crs::Gcj02));
        assert!("mars".parse::<Crs>().unwrap_err().to_string().contains("write wgs84"));
    }

    proptest! {
        #[test]
        fn there_and_back_is_where_it_began(lon in 73.0..136.0f64, lat in 1.0..55.0f64, from in 0..4usize, to in 0..4usize) {
            let point = Point::new(lon, lat).unwrap();
            let plain = point.convert(ALL[from], Crs::Wgs84);
            let there = plain.convert(Crs::Wgs84, ALL[to]);
            prop_assert!(near(there.convert(ALL[to], Crs::Wgs84), plain, 1e-9));
        }

        #[test]
        fn outside_china_nothing_moves(lon in -180.0..70.0f64, lat in -90.0..90.0f64, from in 0..4usize, to in 0..4usize) {
            let point = Point::new(lon, lat).unwrap();
            prop_assert_eq!(point.convert(ALL[from], ALL[to]), point);
        }
    }
}
