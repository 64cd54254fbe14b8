//! The repair that is offered for a border that crosses or touches itself; never made unasked.

use super::boundary::Boundary;
use super::coordinates::Crs;
use super::rings::{self, BoundaryError, RawPolygons};
use geo::bool_ops::{BooleanOps, FillRule, unary_union};
use geo::{Coord, LineString, MapCoords, MultiPolygon, Polygon};

/// Redrawing may round a new corner onto a side; after a few rounds nothing moves any more.
const ROUNDS: usize = 4;

/// Redraws a border so that it encloses the same ground without crossing itself: rings are closed, what is walked to
/// and fro is left out, what is enclosed twice by the rings of one polygon is a hole, and polygons that overlap become
/// one.
///
/// # Errors
/// When there is nothing to enclose, or a position is no position.
pub fn mended(raw: &RawPolygons, crs: Crs) -> Result<Boundary, BoundaryError> {
    let mut drawn = Vec::new();
    for (rings, polygon) in raw.iter().zip(1..) {
        let positions = rings.iter().zip(1..).map(|(ring, number)| rings::positions(ring, polygon, number, crs));
        let lines = positions.map(|line| Ok(line?.map_coords(rings::to_lattice)));
        let mut lines = lines.collect::<Result<Vec<_>, BoundaryError>>()?.into_iter();
        drawn.extend(lines.next().map(|outer| Polygon::new(outer, lines.collect())));
    }
    let mut result = Err(BoundaryError::Empty);
    for _ in 0..ROUNDS {
        drawn = redrawn(&drawn);
        result = rings::boundary(&in_degrees(&drawn), Crs::Cgcs2000);
        if result.is_ok() {
            break;
        }
    }
    result
}

/// Every polygon by itself, then all together; rings that rounding leaves without any ground are dropped.
fn redrawn(polygons: &[Polygon<f64>]) -> Vec<Polygon<f64>> {
    let nothing = MultiPolygon::new(Vec::new());
    let parts = polygons.iter().map(|polygon| polygon.union_with_fill_rule(&nothing, FillRule::EvenOdd));
    let whole = unary_union(&parts.collect::<Vec<_>>());
    let kept = whole.iter().filter_map(|polygon| {
        let outer = kept(polygon.exterior())?;
        Some(Polygon::new(outer, polygon.interiors().iter().filter_map(kept).collect()))
    });
    kept.collect()
}

fn kept(ring: &LineString<f64>) -> Option<LineString<f64>> {
    let mut positions: Vec<Coord<f64>> = ring.coords().map(|at| Coord { x: at.x.round(), y: at.y.round() }).collect();
    positions.dedup();
    (positions.len() > 3).then(|| LineString::new(positions))
}

fn in_degrees(polygons: &[Polygon<f64>]) -> RawPolygons {
    let ring = |ring: &LineString<f64>| ring.coords().map(|&at| rings::from_lattice(at).into()).collect();
    let rings =
        |polygon: &Polygon<f64>| std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect();
    polygons.iter().map(rings).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::wkt;
    use geo::Area;
    use proptest::prelude::*;

    #[test]
    fn what_meets_itself_is_redrawn() {
        let table = [
            ("a bow tie becomes two triangles", "POLYGON((0 0,2 2,2 0,0 2,0 0))", 2, 2.0),
            ("a spike is left out", "POLYGON((0 0,2 0,2 2,2 3,2 2,0 2,0 0))", 1, 4.0),
            ("an open ring is closed", "POLYGON((0 0,2 0,2 2,0 2))", 1, 4.0),
            ("a hole stays one", "POLYGON((0 0,4 0,4 4,0 4),(1 1,2 1,2 2,1 2,1 1))", 1, 15.0),
            (
                "overlapping polygons become one",
                "MULTIPOLYGON(((0 0,2 0,2 2,0 2,0 0)),((1 0,3 0,3 2,1 2,1 0)))",
                1,
                6.0,
            ),
        ];
        for (what, text, polygons, area) in table {
            let boundary = mended(&wkt::read(text).unwrap(), Crs::Cgcs2000).unwrap();
            assert_eq!(boundary.shape().0.len(), polygons, "{what}");
            assert!((boundary.shape().unsigned_area() - area).abs() < 1e-6, "{what}");
        }
        let line = wkt::read("POLYGON((0 0,1 1,2 2,0 0))").unwrap();
        assert_eq!(mended(&line, Crs::Cgcs2000), Err(BoundaryError::Empty));
    }

    proptest! {
        /// On a lattice of ten centimetres, so that corners, sides and spikes fall on each other.
        #[test]
        fn whatever_is_drawn_becomes_sound_unless_it_encloses_nothing(ring in prop::collection::vec((0..30i32, 0..30i32), 3..12)) {
            let degrees = |(x, y)| [113.0 + f64::from(x) * 1e-6, 30.0 + f64::from(y) * 1e-6];
            let mended = mended(&vec![vec![ring.into_iter().map(degrees).collect()]], Crs::Cgcs2000);
            let again = mended.as_ref().map(|sound| Boundary::from_wkt(&sound.to_wkt(), Crs::Cgcs2000));
            prop_assert!(matches!(&again, Ok(Ok(same)) if Ok(same) == mended.as_ref()) || mended == Err(BoundaryError::Empty), "{:?} {:?}", mended, again);
        }
    }
}
