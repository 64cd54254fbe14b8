//! A net of cells without gaps or overlaps: neighbours are made of the very same points.
//!
//! Cells are the Voronoi cells of sites; their corners are made one, and every side is then bent like a lane or a
//! brook by a stream of numbers that belongs to its two corners, so that both neighbours bend it alike.

use super::random::Random;
use std::collections::{BTreeMap, HashMap};

/// Metres east and north.
pub(super) type Metres = [f64; 2];

/// Corners nearer than this are one corner that was computed twice. Metres.
const SAME: f64 = 0.05;
/// A side is bent until its pieces are shorter than this. Metres.
const PIECE: f64 = 70.0;
/// How far the middle of a piece moves aside, as a share of its length.
const BEND: f64 = 0.07;

/// Cells as rings of numbered points, counter-clockwise, without repeating the first.
pub(super) struct Mesh {
    pub points: Vec<Metres>,
    pub cells: Vec<Vec<usize>>,
}

impl Mesh {
    /// The cells of `sites` within a convex `outline` (counter-clockwise).
    pub(super) fn new(sites: &[Metres], outline: &[Metres], seed: u64) -> Self {
        let mut corners = Corners::default();
        let straight: Vec<Vec<usize>> = (0..sites.len()).map(|i| corners.ring(&cell(i, sites, outline))).collect();
        let mut bends = Bends { points: corners.points, sides: HashMap::new(), seed };
        let cells = straight.iter().map(|ring| bends.ring(ring)).collect();
        Self { points: bends.points, cells }
    }

    /// The outer ring of some cells together: what is left when every side walked both ways is taken away.
    ///
    /// None if they do not hang together or enclose others.
    pub(super) fn union(&self, cells: &[usize]) -> Option<Vec<usize>> {
        let mut next: BTreeMap<usize, usize> = BTreeMap::new();
        let sides = || cells.iter().flat_map(|&cell| sides(&self.cells[cell]));
        let walked: std::collections::HashSet<(usize, usize)> = sides().collect();
        for (from, to) in sides().filter(|&(from, to)| !walked.contains(&(to, from))) {
            if next.insert(from, to).is_some() {
                return None;
            }
        }
        let start = *next.keys().next()?;
        let walk = std::iter::successors(Some(start), |at| next.get(at).copied().filter(|&to| to != start));
        let ring: Vec<usize> = walk.take(next.len() + 1).collect();
        (ring.len() == next.len()).then_some(ring)
    }
}

/// Moves every site but the first `fixed` to the middle of its cell, a few times, so that cells become alike in size
/// (Lloyd 1982).
pub(super) fn relaxed(mut sites: Vec<Metres>, outline: &[Metres], fixed: usize, times: usize) -> Vec<Metres> {
    for _ in 0..times {
        let middle = |i: usize| if i < fixed { sites[i] } else { centroid(&cell(i, &sites, outline)) };
        sites = (0..sites.len()).map(middle).collect();
    }
    sites
}

/// What of `outline` is nearer to site `i` than to any other.
fn cell(i: usize, sites: &[Metres], outline: &[Metres]) -> Vec<Metres> {
    let mine = sites[i];
    let mut ring = outline.to_vec();
    for (_, other) in sites.iter().enumerate().filter(|&(j, _)| j != i) {
        let normal = [other[0] - mine[0], other[1] - mine[1]];
        let middle = [(other[0] + mine[0]) / 2.0, (other[1] + mine[1]) / 2.0];
        let beyond = |p: Metres| (p[0] - middle[0]) * normal[0] + (p[1] - middle[1]) * normal[1];
        ring = clipped(&ring, beyond);
    }
    ring
}

/// The part of a convex ring where `beyond` is not positive.
fn clipped(ring: &[Metres], beyond: impl Fn(Metres) -> f64) -> Vec<Metres> {
    let mut kept = Vec::with_capacity(ring.len() + 1);
    for (&a, &b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (at_a, at_b) = (beyond(a), beyond(b));
        if at_a <= 0.0 {
            kept.push(a);
        }
        if (at_a < 0.0 && at_b > 0.0) || (at_a > 0.0 && at_b < 0.0) {
            let share = at_a / (at_a - at_b);
            kept.push([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
        }
    }
    kept
}

fn centroid(ring: &[Metres]) -> Metres {
    let origin = ring.first().copied().unwrap_or_default();
    let mut sum = [0.0; 3];
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (ax, ay, bx, by) = (a[0] - origin[0], a[1] - origin[1], b[0] - origin[0], b[1] - origin[1]);
        let cross = ax * by - bx * ay;
        sum = [sum[0] + (ax + bx) * cross, sum[1] + (ay + by) * cross, sum[2] + cross];
    }
    if sum[2] == 0.0 { origin } else { [origin[0] + sum[0] / sum[2] / 3.0, origin[1] + sum[1] / sum[2] / 3.0] }
}

fn sides(ring: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// Numbers corners so that one computed by several cells has one number.
#[derive(Default)]
struct Corners {
    points: Vec<Metres>,
    buckets: HashMap<[i64; 2], Vec<usize>>,
}

impl Corners {
    fn ring(&mut self, corners: &[Metres]) -> Vec<usize> {
        let mut ring: Vec<usize> = corners.iter().map(|&corner| self.number(corner)).collect();
        ring.dedup();
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        ring
    }

    fn number(&mut self, at: Metres) -> usize {
        let bucket = at.map(|metres| metres.floor() as i64);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| [bucket[0] + dx, bucket[1] + dy]));
        let known = around.filter_map(|bucket| self.buckets.get(&bucket)).flatten().copied();
        let near = |&i: &usize| (self.points[i][0] - at[0]).hypot(self.points[i][1] - at[1]) < SAME;
        if let Some(same) = known.filter(near).min() {
            return same;
        }
        self.points.push(at);
        self.buckets.entry(bucket).or_default().push(self.points.len() - 1);
        self.points.len() - 1
    }
}

/// Bends sides, each once.
struct Bends {
    points: Vec<Metres>,
    /// Points between two corners, from the smaller number to the greater.
    sides: HashMap<(usize, usize), Vec<usize>>,
    seed: u64,
}

impl Bends {
    fn ring(&mut self, corners: &[usize]) -> Vec<usize> {
        let mut ring = Vec::new();
        for (from, to) in sides(corners) {
            let between = self.side(from.min(to), from.max(to));
            ring.push(from);
            if from < to { ring.extend(between) } else { ring.extend(between.into_iter().rev()) }
        }
        ring
    }

    fn side(&mut self, low: usize, high: usize) -> Vec<usize> {
        if let Some(known) = self.sides.get(&(low, high)) {
            return known.clone();
        }
        let mut random = Random::of_pair(self.seed, low, high);
        let mut bent = Vec::new();
        bend(self.points[low], self.points[high], &mut random, &mut bent);
        let numbers = (self.points.len()..self.points.len() + bent.len()).collect::<Vec<_>>();
        self.points.extend(bent);
        self.sides.insert((low, high), numbers.clone());
        numbers
    }
}

/// Moves the middle aside and goes on with both halves while they are long.
fn bend(a: Metres, b: Metres, random: &mut Random, bent: &mut Vec<Metres>) {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    if dx.hypot(dy) < PIECE {
        return;
    }
    let (along, aside) = (random.between(0.4, 0.6), random.between(-BEND, BEND));
    let middle = [a[0] + along * dx - aside * dy, a[1] + along * dy + aside * dx];
    bend(a, middle, random, bent);
    bent.push(middle);
    bend(middle, b, random, bent);
}
