//! From a point to the area it lies in, at any date, without asking a database.

use super::boundary::{Plane, Side};
use super::{AreaId, Boundary, Code, Point, Validity};
use chrono::NaiveDate;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::BTreeMap;

/// An area that can be located.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: AreaId,
    pub code: Code,
    /// Its level's place in the profile: 0 for the top, greater below.
    pub rank: usize,
    pub validity: Validity,
    pub boundary: Boundary,
}

/// Where a point lies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Located {
    /// The area of the deepest level that contains the point; none if nothing contains it.
    pub area: Option<AreaId>,
    /// Other areas of that level, or deeper, that contain the point or whose border is within the tolerance, in order
    /// of code: somebody has to choose.
    pub ties: Vec<AreaId>,
    /// Metres from the point to the border of `area`.
    pub border_distance_m: Option<f64>,
}

/// The bounding boxes of one level, with the numbers of their entries.
type Index = RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>;

/// How a point lies to an entry.
#[derive(Clone, Copy)]
struct Near {
    index: usize,
    contains: bool,
    border_m: f64,
}

/// The borders of many areas, indexed once and then only read.
///
/// **Of several areas of one level that contain a point the smallest code wins**: on a shared border the answer is the
/// same every time, and `ties` names the others. Who lies above is the tree's to say.
#[derive(Clone, Debug, Default)]
pub struct Locator {
    entries: Vec<Entry>,
    /// One index for each rank, the deepest first.
    levels: Vec<Index>,
}

impl Locator {
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut entries: Vec<Entry> = entries.into_iter().collect();
        // The smaller index is the smaller code from here on.
        entries.sort_by(|a, b| (&a.code, a.id).cmp(&(&b.code, b.id)));
        let mut ranks: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for (i, entry) in entries.iter().enumerate() {
            let bounds = entry.boundary.bounding_box();
            let rectangle = Rectangle::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north]);
            ranks.entry(entry.rank).or_default().push(GeomWithData::new(rectangle, i));
        }
        Self { entries, levels: ranks.into_values().rev().map(RTree::bulk_load).collect() }
    }

    /// How many areas it knows, of all dates.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What it was made of, in order of code.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The area that contains a point on a date, and what else it may be within `tolerance_m` metres of a border.
    pub fn locate(&self, point: Point, at: NaiveDate, tolerance_m: f64) -> Located {
        let mut ties = Vec::new();
        for level in &self.levels {
            let near = self.near(level, point, at, tolerance_m);
            let found = near.iter().copied().filter(|near| near.contains).min_by_key(|near| near.index);
            let others =
                near.into_iter().map(|near| near.index).filter(|&i| found.is_none_or(|found| found.index != i));
            ties.extend(others);
            if let Some(Near { index, border_m, .. }) = found {
                let area = Some(self.entries[index].id);
                return Located { area, ties: self.ids(ties), border_distance_m: Some(border_m) };
            }
        }
        Located { ties: self.ids(ties), ..Located::default() }
    }

    /// Only the area, for when borders are not in question: the same one that [`Locator::locate`] finds.
    pub fn area_at(&self, point: Point, at: NaiveDate) -> Option<AreaId> {
        let here = AABB::from_point([point.lon, point.lat]);
        self.levels.iter().find_map(|level| {
            let boxes = level.locate_in_envelope_intersecting(here).map(|boxed| boxed.data);
            let holding = boxes.filter(|&i| self.entries[i].validity.holds_on(at) && self.contains(i, point));
            holding.min().map(|i| self.entries[i].id)
        })
    }

    /// What of a level contains the point or comes within the tolerance.
    fn near(&self, level: &Index, point: Point, at: NaiveDate, tolerance_m: f64) -> Vec<Near> {
        let [east, north] = Plane::at(point).degrees(tolerance_m.max(0.0));
        let envelope = AABB::from_corners([point.lon - east, point.lat - north], [point.lon + east, point.lat + north]);
        let boxes = level.locate_in_envelope_intersecting(envelope).map(|boxed| boxed.data);
        let valid = boxes.filter(|&index| self.entries[index].validity.holds_on(at));
        let looked = valid.map(|index| {
            let border_m = self.entries[index].boundary.border_distance_m(point);
            Near { index, contains: self.contains(index, point), border_m }
        });
        looked.filter(|near| near.contains || near.border_m <= tolerance_m).collect()
    }

    fn contains(&self, index: usize, point: Point) -> bool {
        self.entries[index].boundary.side(point) != Side::Outside
    }

    fn ids(&self, mut indices: Vec<usize>) -> Vec<AreaId> {
        indices.sort_unstable();
        indices.into_iter().map(|i| self.entries[i].id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::Crs;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(code: &str, rank: usize, [west, south, east, north]: [f64; 4], to: Option<&str>) -> Entry {
        let ring = vec![[west, south], [east, south], [east, north], [west, north], [west, south]];
        let boundary = Boundary::from_rings(&vec![vec![ring]], Crs::Cgcs2000).unwrap();
        let validity = Validity { from: day("2020-01-01"), to: to.map(day) };
        Entry { id: AreaId::new(), code: Code::new(code).unwrap(), rank, validity, boundary }
    }

    /// A community of two grids with an unmapped corner, and a third grid that was closed in 2024.
    fn community() -> [Entry; 4] {
        [
            entry("999901001001", 2, [113.0, 30.0, 113.03, 30.01], None),
            entry("999901001001001", 3, [113.0, 30.0, 113.01, 30.01], None),
            entry("999901001001002", 3, [113.01, 30.0, 113.02, 30.01], None),
            entry("999901001001003", 3, [113.02, 30.0, 113.03, 30.01], Some("2024-07-01")),
        ]
    }

    #[test]
    fn a_point_its_area_and_its_ties() {
        let entries = community();
        let locator = Locator::new(entries.iter().rev().cloned());
        // 0.0001 degrees of longitude are 9.65 m here.
        type Row<'a> = (f64, &'a str, f64, Option<usize>, &'a [usize]);
        let table: [Row; 9] = [
            (113.005, "2026-01-01", 5.0, Some(1), &[]),
            (113.0099, "2026-01-01", 5.0, Some(1), &[]),
            (113.0099, "2026-01-01", 10.0, Some(1), &[2]),
            (113.0101, "2026-01-01", 10.0, Some(2), &[1]),
            (113.01, "2026-01-01", 0.0, Some(1), &[2]),
            (113.025, "2026-01-01", 5.0, Some(0), &[]),
            (113.02005, "2026-01-01", 5.0, Some(0), &[2]),
            (113.025, "2024-06-30", 5.0, Some(3), &[]),
            (112.99995, "2026-01-01", 5.0, None, &[0, 1]),
        ];
        for (lon, at, tolerance_m, area, ties) in table {
            let point = Point { lon, lat: 30.005 };
            let located = locator.locate(point, day(at), tolerance_m);
            let ties: Vec<AreaId> = ties.iter().map(|&i| entries[i].id).collect();
            assert_eq!(located.area, area.map(|i| entries[i].id), "{lon} {at} {tolerance_m}");
            assert_eq!(located.ties, ties, "{lon} {at} {tolerance_m}");
            assert_eq!(located.border_distance_m.is_some(), area.is_some());
            assert_eq!(locator.area_at(point, day(at)), located.area);
        }
    }

    #[test]
    fn the_distance_is_to_the_nearest_edge() {
        let locator = Locator::new(community());
        let located = locator.locate(Point { lon: 113.0099, lat: 30.005 }, day("2026-01-01"), 1.0);
        assert!((located.border_distance_m.unwrap() - 9.65).abs() < 0.01);
    }

    #[test]
    fn an_empty_one_finds_nothing() {
        let locator = Locator::new([]);
        assert_eq!(locator.locate(Point { lon: 0.0, lat: 90.0 }, day("2026-01-01"), 5.0), Located::default());
    }
}
