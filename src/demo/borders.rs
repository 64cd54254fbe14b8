//! The borders of the demo district: 1 district, 6 streets, 36 communities, 234 grids.
//!
//! Its places and names are invented; whatever lies around 113.0 east, 30.0 north on a real map has nothing to do
//! with it.

use super::mesh::{Mesh, Metres, relaxed};
use super::names;
use super::random::Random;
use crate::areas::code::CodeError;
use crate::areas::rings::BoundaryError;
use crate::areas::{Boundary, Code, Crs};
use std::f64::consts::{FRAC_PI_2, TAU};
use thiserror::Error;

const GRIDS: usize = 234;
/// Half of the district's extent east and north, in metres: about 64 square kilometres.
const HALF: Metres = [5200.0, 3900.0];
/// The middle of the district, and how many degrees a metre is there.
const MIDDLE: [f64; 2] = [113.0, 30.0];
const METRE: [f64; 2] = [1.0 / 96_486.0, 1.0 / 110_853.0];

/// An area of the demo district. Parents come before children.
#[derive(Clone, Debug)]
pub struct DemoArea {
    /// `district`, `street`, `community` or `grid`.
    pub level: &'static str,
    pub code: Code,
    pub name: String,
    pub parent: Option<Code>,
    pub boundary: Boundary,
}

/// Why a drawing is no district.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum DemoError {
    #[error("the cells of {0} do not hang together; take another seed")]
    Apart(String),
    #[error(transparent)]
    Boundary(#[from] BoundaryError),
    #[error(transparent)]
    Code(#[from] CodeError),
}

/// The borders that `seed` gives: the same ones every time.
///
/// Every third drawing has a community that falls apart and is thrown away for the next one.
///
/// # Errors
/// When none of many drawings holds together, which has not been seen.
pub fn borders(seed: u64) -> Result<Vec<DemoArea>, DemoError> {
    const DRAWINGS: u64 = 40;
    let again = |drawn: Result<_, _>, drawing: u64| drawn.or_else(|_| draw(seed.wrapping_add(drawing << 32)));
    (1..DRAWINGS).fold(draw(seed), again)
}

fn draw(seed: u64) -> Result<Vec<DemoArea>, DemoError> {
    let mut random = Random::new(seed);
    let outline = outline(&mut random);
    let banks = river_banks(&outline);
    let mut sites = scattered(&outline, GRIDS - banks.len(), &mut random);
    // The banks come first and stay where they are.
    sites.splice(0..0, banks.iter().copied());
    let sites = relaxed(sites, &outline, banks.len(), 4);
    let mesh = Mesh::new(&sites, &outline, seed);
    let mut district = District { mesh, sites, areas: Vec::new() };
    district.draw(&mut random)?;
    Ok(district.areas)
}

struct District {
    mesh: Mesh,
    sites: Vec<Metres>,
    areas: Vec<DemoArea>,
}

impl District {
    fn draw(&mut self, random: &mut Random) -> Result<(), DemoError> {
        let all: Vec<usize> = (0..GRIDS).collect();
        let top = Code::new("999901")?;
        self.push("district", top.clone(), "永安区".to_owned(), None, &all)?;
        for (street, (name, communities)) in self.streets(all, random).into_iter().zip(names::STREETS) {
            let code = self.next(&top)?;
            self.push("street", code.clone(), format!("{name}街道"), Some(&top), &street)?;
            for (community, name) in self.parts(street, communities.len(), random).into_iter().zip(communities) {
                self.draw_community(&code, name, &community)?;
            }
        }
        Ok(())
    }

    /// Three streets on either side of the river; none crosses it.
    fn streets(&self, all: Vec<usize>, random: &mut Random) -> Vec<Vec<usize>> {
        let is_north = |&cell: &usize| self.sites[cell][1] > river(self.sites[cell][0]);
        let (north, south) = all.into_iter().partition(is_north);
        let half = names::STREETS.len() / 2;
        let mut streets = self.parts(north, half, random);
        streets.extend(self.parts(south, names::STREETS.len() - half, random));
        streets
    }

    fn draw_community(&mut self, street: &Code, name: &str, grids: &[usize]) -> Result<(), DemoError> {
        let code = self.next(street)?;
        self.push("community", code.clone(), format!("{name}社区"), Some(street), grids)?;
        for (&grid, number) in grids.iter().zip(1..) {
            let grid_code = self.next(&code)?;
            self.push("grid", grid_code, names::grid(number), Some(&code), &[grid])?;
        }
        Ok(())
    }

    fn next(&self, parent: &Code) -> Result<Code, CodeError> {
        parent.next_below(self.areas.iter().map(|area| &area.code))
    }

    fn push(
        &mut self,
        level: &'static str,
        code: Code,
        name: String,
        parent: Option<&Code>,
        cells: &[usize],
    ) -> Result<(), DemoError> {
        let mut ring = self.mesh.union(cells).ok_or_else(|| DemoError::Apart(name.clone()))?;
        ring.extend(ring.first().copied());
        let positions = ring.into_iter().map(|point| degrees(warped(self.mesh.points[point]))).collect();
        let boundary = Boundary::from_rings(&vec![vec![positions]], Crs::Cgcs2000)?;
        self.areas.push(DemoArea { level, code, name, parent: parent.cloned(), boundary });
        Ok(())
    }

    /// Cuts cells into `count` parts of nearly, but not quite, the same number, by lines that turn at every cut, and
    /// sorts them and what is in them from north to south and west to east, as grids are numbered (standards 2.2).
    fn parts(&self, cells: Vec<usize>, count: usize, random: &mut Random) -> Vec<Vec<usize>> {
        let mut parts = Vec::new();
        self.cut(cells, count, random, &mut parts);
        for part in &mut parts {
            part.sort_by(|&a, &b| reading_order(self.sites[a], self.sites[b], 500.0));
        }
        parts.sort_by(|a, b| reading_order(self.middle(a), self.middle(b), 1500.0));
        parts
    }

    fn cut(&self, mut cells: Vec<usize>, count: usize, random: &mut Random, parts: &mut Vec<Vec<usize>>) {
        if count <= 1 {
            parts.push(cells);
            return;
        }
        let direction = self.longest_direction(&cells) + random.between(-0.25, 0.25);
        let (sin, cos) = direction.sin_cos();
        let along = |cell: &usize| self.sites[*cell][0] * cos + self.sites[*cell][1] * sin;
        cells.sort_by(|a, b| along(a).total_cmp(&along(b)));
        let share = count.div_ceil(2);
        let even = cells.len() as f64 * share as f64 / count as f64;
        let first = (even + random.between(-0.6, 0.6)).round() as usize;
        let rest = cells.split_off(first.min(cells.len()));
        self.cut(cells, share, random, parts);
        self.cut(rest, count - share, random, parts);
    }

    /// East or north, whichever way the cells reach farther.
    fn longest_direction(&self, cells: &[usize]) -> f64 {
        let reach = |axis: usize| {
            let values = || cells.iter().map(|&cell| self.sites[cell][axis]);
            values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
        };
        if reach(0) >= reach(1) { 0.0 } else { FRAC_PI_2 }
    }

    fn middle(&self, cells: &[usize]) -> Metres {
        let sum =
            |axis: usize| cells.iter().map(|&cell| self.sites[cell][axis]).sum::<f64>() / cells.len().max(1) as f64;
        [sum(0), sum(1)]
    }
}

/// Rows of a certain height from north to south, in each from west to east.
fn reading_order(a: Metres, b: Metres, row: f64) -> std::cmp::Ordering {
    let line = |p: Metres| (-p[1] / row).floor();
    line(a).total_cmp(&line(b)).then(a[0].total_cmp(&b[0]))
}

/// A convex ring around the origin, an ellipse with flattened corners.
fn outline(random: &mut Random) -> Vec<Metres> {
    const CORNERS: u32 = 11;
    let angles = (0..CORNERS).map(|i| (f64::from(i) + random.between(-0.3, 0.3)) / f64::from(CORNERS) * TAU);
    angles.map(|angle| [HALF[0] * angle.cos(), HALF[1] * angle.sin()]).collect()
}

/// The course of the river: how far north it is at an easting.
fn river(x: f64) -> f64 {
    500.0 * (x / 1900.0).sin() + 150.0 * (x / 700.0).sin() - 200.0
}

/// Sites in pairs on either side of the river, so that the side between a pair is a piece of it.
fn river_banks(outline: &[Metres]) -> Vec<Metres> {
    const STEP: f64 = 470.0;
    const BANK: f64 = 250.0;
    let steps = (HALF[0] / STEP).ceil() as i32;
    let eastings = (-steps..=steps).map(|step| f64::from(step) * STEP);
    let pairs = eastings.flat_map(|x| {
        let slope = (river(x + 1.0) - river(x - 1.0)) / 2.0;
        let [east, north] = [-slope, 1.0].map(|part| part * BANK / slope.hypot(1.0));
        [[x + east, river(x) + north], [x - east, river(x) - north]]
    });
    pairs.filter(|&site| is_inside(site, outline)).collect()
}

/// Sites anywhere within the outline, but away from the river.
fn scattered(outline: &[Metres], count: usize, random: &mut Random) -> Vec<Metres> {
    let mut draw = || [random.between(-HALF[0], HALF[0]), random.between(-HALF[1], HALF[1])];
    let free = |&[x, y]: &Metres| (y - river(x)).abs() > 500.0 && is_inside([x, y], outline);
    std::iter::repeat_with(&mut draw).filter(free).take(count).collect()
}

fn is_inside(p: Metres, outline: &[Metres]) -> bool {
    let mut sides = outline.iter().zip(outline.iter().cycle().skip(1));
    sides.all(|(a, b)| (b[0] - a[0]) * (p[1] - a[1]) > (b[1] - a[1]) * (p[0] - a[0]))
}

/// Sways the whole plane a little, as a valley does, so that neither the outline nor a long street stays straight.
/// Its slope is below one half everywhere, so that nothing folds over.
fn warped([x, y]: Metres) -> Metres {
    let sway = |t: f64, length: f64, height: f64| height * (t / length).sin();
    [x + sway(y, 1300.0, 260.0) + sway(y, 610.0, 70.0), y + sway(x, 1700.0, 420.0) + sway(x, 730.0, 90.0)]
}

fn degrees([x, y]: Metres) -> [f64; 2] {
    [MIDDLE[0] + x * METRE[0], MIDDLE[1] + y * METRE[1]]
}
