//! The border of an area, and what can be measured on it.

use super::coordinates::{Crs, Point};
use super::rings::{BoundaryError, RawPolygons};
use super::{geojson, label, rings, wkt};
use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::orient::{Direction, Orient};
use geo::{BoundingRect, Coord, CoordsIter, GeodesicArea, MultiPolygon};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One or several polygons in CGCS2000, at seven decimals (about a centimetre), known to be sound: rings closed and
/// free of crossings, holes inside, polygons apart, outer rings counter-clockwise (RFC 7946).
#[derive(Clone, Debug, PartialEq)]
pub struct Boundary(MultiPolygon<f64>);

/// A rectangle of longitudes and latitudes in degrees, edges included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BoundingBox {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

/// How a point lies to a boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Inside,
    /// On a vertex or an edge, exactly.
    Border,
    Outside,
}

impl Boundary {
    /// Reads rings that come from anywhere.
    ///
    /// # Errors
    /// Names the polygon, ring and position of the first thing that is wrong.
    pub fn from_rings(raw: &RawPolygons, crs: Crs) -> Result<Self, BoundaryError> {
        rings::boundary(raw, crs)
    }

    /// Reads the `geometry` of a GeoJSON feature. See [`Boundary::from_rings`] for errors.
    pub fn from_geojson(geometry: &serde_json::Value, crs: Crs) -> Result<Self, BoundaryError> {
        rings::boundary(&geojson::read(geometry)?, crs)
    }

    /// Reads well-known text (OGC 06-103r4). See [`Boundary::from_rings`] for errors.
    pub fn from_wkt(text: &str, crs: Crs) -> Result<Self, BoundaryError> {
        rings::boundary(&wkt::read(text)?, crs)
    }

    /// Takes what [`rings::boundary`] has checked.
    pub(super) fn trusted(shape: MultiPolygon<f64>) -> Self {
        Self(shape.orient(Direction::Default))
    }

    /// For what only `geo` can do.
    pub fn shape(&self) -> &MultiPolygon<f64> {
        &self.0
    }

    /// All positions of all rings, each ring with its first one repeated.
    pub fn positions(&self) -> impl Iterator<Item = Coord<f64>> + '_ {
        self.0.coords_iter()
    }

    /// As well-known text: a `POLYGON` where there is one, else a `MULTIPOLYGON`.
    pub fn to_wkt(&self) -> String {
        wkt::write(&self.0)
    }

    /// The smallest rectangle around it.
    pub fn bounding_box(&self) -> BoundingBox {
        let rect = self.0.bounding_rect().unwrap_or_else(|| geo::Rect::new([0.0, 0.0], [0.0, 0.0]));
        BoundingBox { west: rect.min().x, south: rect.min().y, east: rect.max().x, north: rect.max().y }
    }

    /// Square metres on the ellipsoid, its edges being geodesics.
    pub fn area_m2(&self) -> f64 {
        self.0.geodesic_area_unsigned()
    }

    /// A point well inside, where a name or a number looks right.
    pub fn label_point(&self) -> Point {
        label::point(&self.0)
    }

    /// Whether a point lies inside, outside or exactly on it.
    pub fn side(&self, point: Point) -> Side {
        match self.0.coordinate_position(&point.into()) {
            CoordPos::Inside => Side::Inside,
            CoordPos::OnBoundary => Side::Border,
            CoordPos::Outside => Side::Outside,
        }
    }

    /// Metres from `point` to the nearest edge, from inside as from outside.
    ///
    /// Measured in the plane that touches the ellipsoid at the point: exact to a thousandth for what lies within ten
    /// kilometres, which is what borders are asked about.
    pub fn border_distance_m(&self, point: Point) -> f64 {
        let plane = Plane::at(point);
        let nearest = |ring: &geo::LineString<f64>| {
            let projected = ring.coords().map(|&at| plane.project(at));
            let mut from = None;
            projected.fold(f64::INFINITY, |least, to| {
                let here = from.replace(to).map_or(f64::INFINITY, |from| distance2([0.0, 0.0], from, to));
                least.min(here)
            })
        };
        let rings = self.0.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
        rings.map(nearest).fold(f64::INFINITY, f64::min).sqrt()
    }
}

impl BoundingBox {
    /// Whether `other` lies inside, give or take `slack` degrees.
    pub fn holds(&self, other: &Self, slack: f64) -> bool {
        other.west >= self.west - slack
            && other.south >= self.south - slack
            && other.east <= self.east + slack
            && other.north <= self.north + slack
    }
}

/// The plane that touches the ellipsoid (CGCS2000) at a point, in metres east and north of it.
pub(super) struct Plane {
    origin: Point,
    east_m: f64,
    north_m: f64,
}

impl Plane {
    pub(super) fn at(origin: Point) -> Self {
        const A: f64 = 6_378_137.0;
        const E2: f64 = 0.006_694_380_022_900_8;
        let (sin, cos) = origin.lat.to_radians().sin_cos();
        let w = (1.0 - E2 * sin * sin).sqrt();
        let degree = std::f64::consts::PI / 180.0;
        Self { origin, east_m: A * cos / w * degree, north_m: A * (1.0 - E2) / (w * w * w) * degree }
    }

    /// Degrees east and north that `metres` are here.
    pub(super) fn degrees(&self, metres: f64) -> [f64; 2] {
        [metres / self.east_m.max(1.0), metres / self.north_m]
    }

    pub(super) fn project(&self, at: Coord<f64>) -> [f64; 2] {
        [(at.x - self.origin.lon) * self.east_m, (at.y - self.origin.lat) * self.north_m]
    }

    pub(super) fn unproject(&self, [x, y]: [f64; 2]) -> Coord<f64> {
        Coord { x: self.origin.lon + x / self.east_m, y: self.origin.lat + y / self.north_m }
    }
}

/// Distance of `p` to the segment from `a` to `b`, squared.
pub(super) fn distance2(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length2 = dx * dx + dy * dy;
    let along = if length2 > 0.0 { ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2 } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    let (off_x, off_y) = (p[0] - a[0] - along * dx, p[1] - a[1] - along * dy);
    off_x * off_x + off_y * off_y
}

/// As a GeoJSON geometry: a Polygon where there is one, else a MultiPolygon.
impl Serialize for Boundary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        geojson::write(&self.0, serializer)
    }
}

/// From a GeoJSON geometry in CGCS2000.
impl<'de> Deserialize<'de> for Boundary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let geometry = serde_json::Value::deserialize(deserializer)?;
        Self::from_geojson(&geometry, Crs::Cgcs2000).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn boundary(wkt: &str) -> Boundary {
        Boundary::from_wkt(wkt, Crs::Cgcs2000).unwrap()
    }

    #[test]
    fn a_square_kilometre_is_one() {
        let plane = Plane::at(Point { lon: 113.0, lat: 30.0 });
        let corners = [[0.0, 0.0], [1000.0, 0.0], [1000.0, 1000.0], [0.0, 1000.0], [0.0, 0.0]];
        let ring = corners.map(|corner| plane.unproject(corner).into()).to_vec();
        let square = Boundary::from_rings(&vec![vec![ring]], Crs::Cgcs2000).unwrap();
        assert!((square.area_m2() / 1e6 - 1.0).abs() < 2e-4, "{}", square.area_m2());
        let inside = plane.unproject([300.0, 500.0]);
        let inside = Point { lon: inside.x, lat: inside.y };
        assert!((square.border_distance_m(inside) - 300.0).abs() < 0.1);
        let bounds = square.bounding_box();
        assert_eq!((bounds.west, bounds.south), (113.0, 30.0));
    }

    #[test]
    fn a_hole_is_outside_and_its_edge_is_border() {
        let ring = boundary(
            "POLYGON((113 30,114 30,114 31,113 31,113 30),(113.4 30.4,113.6 30.4,113.6 30.6,113.4 30.6,113.4 30.4))",
        );
        for (lon, lat, side) in [
            (113.2, 30.2, Side::Inside),
            (113.5, 30.5, Side::Outside),
            (113.5, 30.4, Side::Border),
            (114.0, 30.5, Side::Border),
            (114.0, 31.0, Side::Border),
            (114.1, 30.5, Side::Outside),
        ] {
            assert_eq!(ring.side(Point { lon, lat }), side, "{lon} {lat}");
        }
        assert_eq!(ring.side(ring.label_point()), Side::Inside);
    }

    #[test]
    fn a_label_stands_inside_of_a_horseshoe() {
        let shoe = boundary("POLYGON((0 0,10 0,10 10,9 10,9 1,1 1,1 10,0 10,0 0))");
        assert_eq!(shoe.side(shoe.label_point()), Side::Inside);
    }

    proptest! {
        /// Star-shaped rings around a centre are always sound.
        #[test]
        fn what_is_written_is_read_back(radii in prop::collection::vec(0.001..0.01f64, 3..40), lon in -170.0..170.0f64, lat in -80.0..80.0f64) {
            let count = radii.len() as f64;
            let mut ring: Vec<[f64; 2]> = radii.iter().zip(0..).map(|(radius, i)| {
                let (sin, cos) = (f64::from(i) / count * std::f64::consts::TAU).sin_cos();
                [lon + radius * cos, lat + radius * sin]
            }).collect();
            ring.push(ring[0]);
            let boundary = Boundary::from_rings(&vec![vec![ring]], Crs::Cgcs2000).unwrap();
            let text = serde_json::to_string(&boundary).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Boundary>(&text).unwrap(), &boundary);
            prop_assert_eq!(&Boundary::from_wkt(&boundary.to_wkt(), Crs::Cgcs2000).unwrap(), &boundary);
            prop_assert_eq!(boundary.side(boundary.label_point()), Side::Inside);
            prop_assert!(boundary.border_distance_m(boundary.label_point()) > 0.0);
            prop_assert!(boundary.area_m2() > 0.0);
        }
    }
}
