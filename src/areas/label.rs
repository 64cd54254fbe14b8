//! Where to write the name of an area: the point inside that is farthest from its border.

use super::boundary::{Plane, distance2};
use super::coordinates::Point;
use geo::{Area, BoundingRect, Coord, InteriorPoint, MultiPolygon, Polygon};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Squares the bounding box of the largest polygon and divides whatever square may still hold a better point, best
/// hope first, until none could be better by more than a hundredth of the box (the search of a quadtree by bounds).
pub(super) fn point(shape: &MultiPolygon<f64>) -> Point {
    let largest = shape.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()));
    let Some((polygon, bounds)) = largest.and_then(|polygon| Some((polygon, polygon.bounding_rect()?))) else {
        return Point { lon: 0.0, lat: 0.0 };
    };
    let centre = bounds.center();
    let plane = Plane::at(Point { lon: centre.x, lat: centre.y });
    let edges = edges(polygon, &plane);
    let [width, height] = plane.project(bounds.max()).map(|half| half * 2.0);
    let enough = width.max(height) / 100.0;

    let mut best = start(polygon, &plane, &edges);
    let mut hopes: BinaryHeap<Cell> = cover(width, height).map(|(at, half)| Cell::new(at, half, &edges)).collect();
    while let Some(cell) = hopes.pop() {
        if cell.depth > best.depth {
            best = cell;
        }
        if cell.hope() - best.depth <= enough {
            break;
        }
        hopes.extend(cell.quarters().map(|(at, half)| Cell::new(at, half, &edges)));
    }
    let Coord { x, y } = plane.unproject(best.at);
    Point { lon: x, lat: y }
}

/// A square and how deep inside the polygon its centre lies; negative is outside. Metres.
#[derive(Clone, Copy)]
struct Cell {
    at: [f64; 2],
    half: f64,
    depth: f64,
}

type Edge = ([f64; 2], [f64; 2]);

impl Cell {
    fn new(at: [f64; 2], half: f64, edges: &[Edge]) -> Self {
        let nearest = edges.iter().map(|&(a, b)| distance2(at, a, b)).fold(f64::INFINITY, f64::min).sqrt();
        let crossed = edges.iter().filter(|&&(a, b)| is_left_of_crossing(at, a, b)).count();
        Self { at, half, depth: if crossed % 2 == 1 { nearest } else { -nearest } }
    }

    /// No point of the square is deeper.
    fn hope(&self) -> f64 {
        self.depth + self.half * std::f64::consts::SQRT_2
    }

    fn quarters(self) -> impl Iterator<Item = ([f64; 2], f64)> {
        let h = self.half / 2.0;
        let [x, y] = self.at;
        [[x - h, y - h], [x + h, y - h], [x - h, y + h], [x + h, y + h]].into_iter().map(move |at| (at, h))
    }
}

fn edges(polygon: &Polygon<f64>, plane: &Plane) -> Vec<Edge> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.flat_map(|ring| ring.lines()).map(|line| (plane.project(line.start), plane.project(line.end))).collect()
}

/// A point that is certainly inside, for slivers in which no square's centre falls.
fn start(polygon: &Polygon<f64>, plane: &Plane, edges: &[Edge]) -> Cell {
    let inside = polygon.interior_point().map_or([0.0, 0.0], |at| plane.project(at.0));
    Cell { depth: Cell::new(inside, 0.0, edges).depth.max(0.0), ..Cell::new(inside, 0.0, edges) }
}

/// Squares as wide as the shorter side, over a box around the origin.
fn cover(width: f64, height: f64) -> impl Iterator<Item = ([f64; 2], f64)> {
    let side = width.min(height).max(width.max(height) / 64.0);
    let (columns, rows) = ((width / side).ceil() as u32, (height / side).ceil() as u32);
    let centre = move |i: u32, extent: f64| (f64::from(i) + 0.5) * side - extent / 2.0;
    (0..columns).flat_map(move |i| (0..rows).map(move |j| ([centre(i, width), centre(j, height)], side / 2.0)))
}

fn is_left_of_crossing(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> bool {
    (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0]
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Cell {}

impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cell {
    fn cmp(&self, other: &Self) -> Ordering {
        self.hope().total_cmp(&other.hope())
    }
}
