//! From the numbers in a file to a boundary: every ring is looked at before anything is believed.

use super::boundary::Boundary;
use super::coordinates::{CoordinateError, Crs, Point};
use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, LineString, MapCoords, MultiPolygon, Polygon, Validation};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use thiserror::Error;

/// Polygons of rings of positions, as a file gave them; nothing about them has been checked.
pub type RawPolygons = Vec<Vec<Vec<[f64; 2]>>>;

/// Where in a geometry something is wrong. Everything is counted from 1; ring 1 is the outer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub polygon: usize,
    pub ring: usize,
    pub position: usize,
}

/// Why a geometry is no boundary.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum BoundaryError {
    #[error("the geometry is missing; write a Polygon or a MultiPolygon")]
    Missing,
    #[error("the geometry is a {0}; write a Polygon or a MultiPolygon")]
    Kind(String),
    #[error("{0} is not a list; write coordinates as lists of rings of [longitude, latitude]")]
    NotAList(String),
    #[error("{place} has {found} instead of two numbers; write [longitude, latitude] without quotes")]
    NotNumbers { place: Place, found: String },
    #[error("{place}: {source}")]
    Coordinate { place: Place, source: CoordinateError },
    #[error("the geometry has no ring; write at least one ring of four positions")]
    Empty,
    #[error(
        "polygon {polygon}, ring {ring} has {found} different positions; write at least three and repeat the first"
    )]
    TooFew { polygon: usize, ring: usize, found: usize },
    #[error("polygon {polygon}, ring {ring} is not closed; repeat its first position at its end")]
    Unclosed { polygon: usize, ring: usize },
    #[error(
        "polygon {polygon}, ring {ring} meets itself near {lon}, {lat} (after positions {first} and {second}); draw it without crossing or touching itself"
    )]
    SelfCrossing { polygon: usize, ring: usize, first: usize, second: usize, lon: f64, lat: f64 },
    #[error("the rings do not fit together ({0}); draw holes inside their outer ring and polygons apart")]
    Arrangement(String),
    #[error("the text stops making sense at character {at}; write POLYGON((lon lat, ...)) or MULTIPOLYGON(((...)))")]
    Syntax { at: usize },
}

/// Checks every ring, converts from `crs`, rounds to seven decimals.
///
/// A position that only repeats the one before it changes nothing and is left out.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn boundary(raw: &RawPolygons, crs: Crs) -> Result<Boundary, BoundaryError> {
    if raw.iter().all(Vec::is_empty) {
        return Err(BoundaryError::Empty);
    }
    let polygons = raw.iter().zip(1..).map(|(rings, polygon)| read_polygon(rings, polygon, crs));
    let shape = MultiPolygon(polygons.collect::<Result<_, _>>()?);
    // One ring has been checked by itself; only several can be in each other's way.
    if raw.iter().map(Vec::len).sum::<usize>() > 1 {
        shape.map_coords(to_lattice).check_validation().map_err(|why| BoundaryError::Arrangement(why.to_string()))?;
    }
    Ok(Boundary::trusted(shape))
}

fn read_polygon(rings: &[Vec<[f64; 2]>], polygon: usize, crs: Crs) -> Result<Polygon<f64>, BoundaryError> {
    let read = rings.iter().zip(1..).map(|(positions, ring)| read_ring(positions, polygon, ring, crs));
    let mut read = read.collect::<Result<Vec<_>, _>>()?.into_iter();
    let outer = read.next().ok_or(BoundaryError::TooFew { polygon, ring: 1, found: 0 })?;
    Ok(Polygon::new(outer, read.collect()))
}

fn read_ring(raw: &[[f64; 2]], polygon: usize, ring: usize, crs: Crs) -> Result<LineString<f64>, BoundaryError> {
    let kept = numbered(raw, polygon, ring, crs)?;
    let closed = kept.len() > 1 && kept.first().map(|first| first.coord) == kept.last().map(|last| last.coord);
    let found = if closed { kept.len() - 1 } else { kept.len() };
    if found < 3 {
        return Err(BoundaryError::TooFew { polygon, ring, found });
    }
    if !closed {
        return Err(BoundaryError::Unclosed { polygon, ring });
    }
    if let Some((first, second, at)) = self_crossing(&kept) {
        return Err(BoundaryError::SelfCrossing { polygon, ring, first, second, lon: at.x, lat: at.y });
    }
    Ok(kept.into_iter().map(|kept| kept.coord).collect())
}

/// The positions of a ring, each of them sound; the ring itself has not been looked at.
pub(super) fn positions(
    raw: &[[f64; 2]],
    polygon: usize,
    ring: usize,
    crs: Crs,
) -> Result<LineString<f64>, BoundaryError> {
    Ok(numbered(raw, polygon, ring, crs)?.into_iter().map(|kept| kept.coord).collect())
}

fn numbered(raw: &[[f64; 2]], polygon: usize, ring: usize, crs: Crs) -> Result<Vec<Numbered>, BoundaryError> {
    let mut kept: Vec<Numbered> = Vec::with_capacity(raw.len());
    for (&[lon, lat], position) in raw.iter().zip(1..) {
        let place = Place { polygon, ring, position };
        let point = Point::new(lon, lat).map_err(|source| BoundaryError::Coordinate { place, source })?;
        let coord = rounded(point.convert(crs, Crs::Cgcs2000).into());
        if kept.last().is_none_or(|last| last.coord != coord) {
            kept.push(Numbered { position, coord });
        }
    }
    Ok(kept)
}

/// A position and its number in the file.
struct Numbered {
    position: usize,
    coord: Coord<f64>,
}

/// Seven decimals of a degree are about a centimetre. Rounding where borders come in, and not where they go out,
/// makes what is written equal to what is known, and keeps shared positions shared whatever system they came in.
fn rounded(at: Coord<f64>) -> Coord<f64> {
    from_lattice(to_lattice(at))
}

/// As whole numbers of 1e-7 degrees, in which whether a position lies on a side can be told exactly.
pub(super) fn to_lattice(at: Coord<f64>) -> Coord<f64> {
    // Adding nothing turns -0 into 0.
    let steps = |degrees: f64| (degrees * 1e7).round() + 0.0;
    Coord { x: steps(at.x), y: steps(at.y) }
}

pub(super) fn from_lattice(at: Coord<f64>) -> Coord<f64> {
    Coord { x: at.x / 1e7, y: at.y / 1e7 }
}

/// The first two segments, by the positions at which they begin, that meet anywhere but at the position between
/// neighbours; and where.
fn self_crossing(ring: &[Numbered]) -> Option<(usize, usize, Coord<f64>)> {
    let segment = |i: usize| geo::Line::new(to_lattice(ring[i].coord), to_lattice(ring[i + 1].coord));
    let count = ring.len() - 1;
    let boxed = (0..count).map(|i| GeomWithData::new(around(segment(i)), i)).collect();
    let tree = RTree::bulk_load(boxed);
    for i in 0..count {
        let near = tree.locate_in_envelope_intersecting(envelope(segment(i)));
        let later = near.map(|found| found.data).filter(|&j| j > i);
        let crossing = later.filter_map(|j| {
            let neighbours = j == i + 1 || (i == 0 && j == count - 1);
            let at = match line_intersection(segment(i), segment(j))? {
                LineIntersection::SinglePoint { .. } if neighbours => return None,
                LineIntersection::SinglePoint { intersection, .. } => intersection,
                LineIntersection::Collinear { intersection } => intersection.start,
            };
            Some((j, rounded(from_lattice(at))))
        });
        if let Some((j, at)) = crossing.min_by_key(|&(j, _)| j) {
            return Some((ring[i].position, ring[j].position, at));
        }
    }
    None
}

fn around(line: geo::Line<f64>) -> Rectangle<[f64; 2]> {
    Rectangle::from_corners(line.start.into(), line.end.into())
}

fn envelope(line: geo::Line<f64>) -> AABB<[f64; 2]> {
    AABB::from_corners(line.start.into(), line.end.into())
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "polygon {}, ring {}, position {}", self.polygon, self.ring, self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Ring = Vec<[f64; 2]>;

    fn square(west: f64, south: f64, side: f64) -> Ring {
        let (east, north) = (west + side, south + side);
        vec![[west, south], [east, south], [east, north], [west, north], [west, south]]
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let mut far = square(113.0, 30.0, 0.1);
        far[2] = [30.1, 113.1];
        let mut nan = square(113.0, 30.0, 0.1);
        nan[3][1] = f64::NAN;
        let open = square(113.0, 30.0, 0.1)[..4].to_vec();
        let bow = vec![[113.0, 30.0], [113.1, 30.1], [113.1, 30.0], [113.0, 30.1], [113.0, 30.0]];
        let spike = vec![[113.0, 30.0], [113.1, 30.0], [113.1, 30.1], [113.1, 30.3], [113.1, 30.1], [113.0, 30.0]];
        let outside = vec![square(113.0, 30.0, 0.1), square(114.0, 30.0, 0.1)];
        let overlapping = vec![vec![square(113.0, 30.0, 0.1)], vec![square(113.05, 30.05, 0.1)]];
        let table: Vec<(RawPolygons, &str)> = vec![
            (vec![], "no ring"),
            (vec![vec![]], "no ring"),
            (vec![vec![vec![[113.0, 30.0]; 9]]], "polygon 1, ring 1 has 1 different positions"),
            (vec![vec![far]], "polygon 1, ring 1, position 3: lat 113.1 is outside ±90; longitude comes first"),
            (vec![vec![nan]], "polygon 1, ring 1, position 4: lat is NaN"),
            (vec![vec![square(113.0, 30.0, 0.1), open]], "polygon 1, ring 2 is not closed"),
            (vec![vec![bow]], "ring 1 meets itself near 113.05, 30.05 (after positions 1 and 3)"),
            (vec![vec![spike]], "ring 1 meets itself near 113.1, 30.1 (after positions 2 and 4)"),
            (vec![outside], "not contained within the polygon's exterior"),
            (overlapping, "do not fit together"),
        ];
        for (raw, part) in table {
            let message = boundary(&raw, Crs::Cgcs2000).unwrap_err().to_string();
            assert!(message.contains(part), "{message}, not {part}");
        }
    }

    #[test]
    fn a_repeated_position_changes_nothing() {
        let mut twice = square(113.0, 30.0, 0.1);
        twice.insert(2, twice[1]);
        let once = boundary(&vec![vec![square(113.0, 30.0, 0.1)]], Crs::Cgcs2000);
        assert_eq!(boundary(&vec![vec![twice]], Crs::Cgcs2000), once);
    }

    #[test]
    fn neighbours_keep_their_shared_positions_through_a_conversion() {
        let left = boundary(&vec![vec![square(113.0, 30.0, 0.125)]], Crs::Gcj02).unwrap();
        let right = boundary(&vec![vec![square(113.125, 30.0, 0.125)]], Crs::Gcj02).unwrap();
        let shared = |a: &Boundary, b: &Boundary| {
            let theirs: Vec<_> = b.positions().collect();
            a.positions().filter(|mine| theirs.contains(mine)).count()
        };
        assert_eq!(shared(&left, &right), 2);
        assert!(left.positions().all(|at| at.x != 113.0), "GCJ-02 is shifted here");
    }
}
