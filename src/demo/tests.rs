use super::{DemoArea, borders};
use crate::areas::locator::Entry;
use crate::areas::{AreaId, Locator, Point, Validity};
use geo::{Area as _, BooleanOps, MultiPolygon};
use proptest::prelude::*;
use std::collections::{HashMap, HashSet};

const SEED: u64 = 999_901;

fn level<'a>(areas: &'a [DemoArea], level: &str) -> Vec<&'a DemoArea> {
    areas.iter().filter(|area| area.level == level).collect()
}

type Position = (u64, u64);
type Side = (Position, Position);

/// The directed sides of an area, by the exact bits of their positions.
fn sides(area: &DemoArea) -> Vec<Side> {
    let bits = |at: geo::Coord<f64>| (at.x.to_bits(), at.y.to_bits());
    let rings = area.boundary.shape().iter().map(geo::Polygon::exterior);
    rings.flat_map(|ring| ring.lines().map(move |line| (bits(line.start), bits(line.end)))).collect()
}

/// What is left of the sides of several areas when those walked both ways are taken away.
fn outside(areas: &[&DemoArea]) -> HashSet<Side> {
    let all: HashSet<Side> = areas.iter().flat_map(|area| sides(area)).collect();
    all.iter().copied().filter(|&(from, to)| !all.contains(&(to, from))).collect()
}

#[test]
fn there_are_1_6_36_and_234() {
    let areas = borders(SEED).unwrap();
    let counts = ["district", "street", "community", "grid"].map(|name| level(&areas, name).len());
    assert_eq!(counts, [1, 6, 36, 234]);
    let codes: HashSet<&str> = areas.iter().map(|area| area.code.as_str()).collect();
    assert_eq!(codes.len(), 277);
    for area in &areas {
        assert_eq!(area.code.parent(), area.parent);
        assert!(area.parent.as_ref().is_none_or(|parent| codes.contains(parent.as_str())));
        assert_eq!(area.boundary.shape().0.len(), 1, "{} is one piece", area.name);
    }
}

#[test]
fn grids_have_a_plausible_size_and_no_straight_lattice() {
    let areas = borders(SEED).unwrap();
    for grid in level(&areas, "grid") {
        let across = grid.boundary.area_m2().sqrt();
        assert!((300.0..800.0).contains(&across), "{} is {across} m across", grid.code);
        assert!(sides(grid).len() > 12, "{} has bent sides", grid.code);
    }
}

/// Every inner side is walked once from either neighbour, and what is left is exactly the border of the area above.
#[test]
fn neighbours_share_their_positions_on_every_level() {
    let areas = borders(SEED).unwrap();
    let top = sides(areas.iter().find(|area| area.parent.is_none()).unwrap()).into_iter().collect();
    for name in ["street", "community", "grid"] {
        assert_eq!(outside(&level(&areas, name)), top, "{name}");
    }
    let mut below: HashMap<&str, Vec<&DemoArea>> = HashMap::new();
    for area in &areas {
        below.entry(area.parent.as_ref().map_or("", |code| code.as_str())).or_default().push(area);
    }
    for area in areas.iter().filter(|area| area.level != "grid") {
        assert_eq!(outside(&below[area.code.as_str()]), sides(area).into_iter().collect(), "{}", area.code);
    }
}

#[test]
fn the_parts_are_as_large_as_the_whole() {
    let areas = borders(SEED).unwrap();
    let whole = areas[0].boundary.area_m2();
    for name in ["street", "community", "grid"] {
        let sum: f64 = level(&areas, name).iter().map(|area| area.boundary.area_m2()).sum();
        assert!((sum / whole - 1.0).abs() < 1e-9, "{name}: {sum} of {whole}");
    }
}

#[test]
fn their_union_is_the_district() {
    let areas = borders(SEED).unwrap();
    let mut union = MultiPolygon::new(Vec::new());
    for grid in level(&areas, "grid") {
        union = union.union(grid.boundary.shape());
    }
    let district = areas[0].boundary.shape().unsigned_area();
    assert!((union.unsigned_area() / district - 1.0).abs() < 1e-6);
}

#[test]
fn the_same_seed_gives_the_same_district() {
    let text = |seed| borders(seed).unwrap().iter().map(|area| area.boundary.to_wkt()).collect::<String>();
    assert_eq!(text(SEED), text(SEED));
    let others: HashSet<String> = (0..20).map(text).collect();
    assert_eq!(others.len(), 20, "every seed gives one, and its own");
}

#[test]
fn every_point_of_the_district_lies_in_exactly_one_grid() {
    let areas = borders(SEED).unwrap();
    let first = "2026-01-01".parse().unwrap();
    let entry = |(i, area): (usize, &&DemoArea)| Entry {
        id: AreaId(uuid::Uuid::from_u128(i as u128)),
        code: area.code.clone(),
        rank: 3,
        validity: Validity::since(first),
        boundary: area.boundary.clone(),
    };
    let locator = Locator::new(level(&areas, "grid").iter().enumerate().map(entry));
    let district = &areas[0].boundary;
    let bounds = district.bounding_box();
    proptest!(|(east in 0.0..1.0f64, north in 0.0..1.0f64)| {
        let lon = bounds.west + east * (bounds.east - bounds.west);
        let lat = bounds.south + north * (bounds.north - bounds.south);
        let point = Point { lon, lat };
        let located = locator.locate(point, first, 0.0);
        let inside = district.side(point) != crate::areas::boundary::Side::Outside;
        prop_assert_eq!(located.area.is_some(), inside);
        prop_assert_eq!(located.ties, vec![]);
    });
}
