//! The repair that is offered for a border that crosses or touches itself; never made unasked.

use super::boundary::Boundary;
use super::coordinates::Crs;
use super::rings::{self, BoundaryError, RawPolygons};
use geo::bool_ops::{BooleanOps, FillRule, unary_union};
use geo::{LineString, MultiPolygon, Polygon};

/// Redrawing may round a new corner onto a side; after a few rounds nothing moves any more.
const ROUNDS: usize = 4;

/// Redraws a border so that it encloses the same ground without crossing itself: rings are closed, what is walked to
/// and fro is left out, what is enclosed twice by the rings of one polygon is a hole, and polygons that overlap become
/// one.
///
/// # Errors
/// When there is nothing to enclose, or a position is no position.
pub fn mended(raw: &RawPolygons, crs: Crs) -> Result<Boundary, BoundaryError> {
    let mut redrawn = Vec::new();
    for (rings, polygon) in raw.iter().zip(1..) {
        let positions = rings.iter().zip(1..).map(|(ring, number)| rings::positions(ring, polygon, number, crs));
        let lines: Vec<LineString<f64>> = positions.collect::<Result<_, _>>()?;
        let mut lines = lines.into_iter();
        redrawn.extend(lines.next().map(|outer| Polygon::new(outer, lines.collect())));
    }
    let mut result = rings::boundary(&redraw(&redrawn), Crs::Cgcs2000);
    for _ in 1..ROUNDS {
        if result.is_ok() {
            break;
        }
        redrawn = redraw(&redrawn).into_iter().map(polygon_of).collect();
        result = rings::boundary(&redraw(&redrawn), Crs::Cgcs2000);
    }
    result
}

/// Every polygon by itself, then all together; rings that rounding leaves without any ground are dropped.
fn redraw(polygons: &[Polygon<f64>]) -> RawPolygons {
    let nothing = MultiPolygon::new(Vec::new());
    let parts = polygons.iter().map(|polygon| polygon.union_with_fill_rule(&nothing, FillRule::EvenOdd));
    let whole = unary_union(&parts.collect::<Vec<_>>());
    let kept = whole.iter().filter_map(|polygon| {
        let outer = kept(polygon.exterior())?;
        Some(std::iter::once(outer).chain(polygon.interiors().iter().filter_map(kept)).collect())
    });
    kept.collect()
}

fn kept(ring: &LineString<f64>) -> Option<Vec<[f64; 2]>> {
    let mut positions: Vec<[f64; 2]> = ring.coords().map(|&at| rings::rounded(at).into()).collect();
    positions.dedup();
    (positions.len() > 3).then_some(positions)
}

fn polygon_of(rings: Vec<Vec<[f64; 2]>>) -> Polygon<f64> {
    let mut rings = rings.into_iter().map(LineString::from);
    Polygon::new(rings.next().unwrap_or_else(|| LineString::new(Vec::new())), rings.collect())
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
        #[test]
        fn whatever_is_drawn_becomes_sound_or_is_refused(ring in prop::collection::vec((113.0..113.01f64, 30.0..30.01f64), 3..12)) {
            let ring: Vec<[f64; 2]> = ring.into_iter().map(<[f64; 2]>::from).collect();
            let mended = mended(&vec![vec![ring]], Crs::Cgcs2000);
            prop_assert!(mended.is_ok(), "{:?}", mended);
        }
    }
}
