//! What is wrong with rows, compared with each other, the areas there are and the profile's levels.

use super::{ImportRow, Problem, Reading};
use crate::areas::{BoundingBox, Code, Tree, Validity};
use crate::profile::Level;
use std::collections::{HashMap, HashSet};

/// Degrees by which a border may leave its parent's box: about ten centimetres of drawing.
const SLACK: f64 = 1e-6;

/// Everything that keeps `rows` from being taken over, in order of rows; empty means that all are clean. What could
/// not even be read stands in [`super::Reading::problems`].
pub fn check(rows: &[ImportRow], tree: &Tree, levels: &[Level]) -> Vec<Problem> {
    let check = Check { first: first_with_code(rows), tree, levels };
    rows.iter().flat_map(|row| check.row(row)).collect()
}

/// Parts the rows that may be taken over from those that may not: bad ones, and those whose parent is left out with
/// them. The problems, in order of rows, say why.
pub fn sift(reading: Reading, tree: &Tree, levels: &[Level]) -> (Vec<ImportRow>, Vec<Problem>) {
    let Reading { mut rows, mut problems, .. } = reading;
    let mut fresh = check(&rows, tree, levels);
    loop {
        problems.append(&mut fresh);
        let bad: HashSet<usize> = problems.iter().map(|problem| problem.row).collect();
        let before = rows.len();
        rows.retain(|row| !bad.contains(&row.row));
        if rows.len() == before {
            break;
        }
        fresh = check(&rows, tree, levels);
    }
    problems.sort_by_key(|problem| problem.row);
    (rows, problems)
}

struct Check<'a> {
    /// The first row that bears a code.
    first: HashMap<&'a str, &'a ImportRow>,
    tree: &'a Tree,
    levels: &'a [Level],
}

/// What a row has to agree with above it, whether that stands in the file or exists already.
struct Above<'a> {
    level: &'a str,
    validity: Validity,
    bounds: Option<BoundingBox>,
}

impl Check<'_> {
    fn row(&self, row: &ImportRow) -> Vec<Problem> {
        let level = self.levels.iter().find(|level| level.id == row.level);
        let above = level.map(|level| self.parent(row, level));
        let (above, parent_problem) = match above {
            Some(Ok(above)) => (above, None),
            Some(Err(problem)) => (None, Some(problem)),
            None => (None, Some(self.unknown_level(row))),
        };
        let problems =
            [self.code(row), name(row), parent_problem, dates(row, above.as_ref()), bounds(row, above.as_ref())];
        problems.into_iter().flatten().collect()
    }

    fn unknown_level(&self, row: &ImportRow) -> Problem {
        let known: Vec<&str> = self.levels.iter().map(|level| level.id.as_str()).collect();
        let message = match row.level.as_str() {
            "" => "the level is missing".to_owned(),
            level => format!("`{level}` is not a level of this district"),
        };
        Problem::new(row.row, "level", message, format!("write one of {}", known.join(", ")))
    }

    fn code(&self, row: &ImportRow) -> Option<Problem> {
        let problem = |message| Problem::new(row.row, "code", message, "write a code that was never used");
        let code = match Code::new(&row.code) {
            Ok(code) => code,
            Err(error) => return Some(Problem::of(row.row, "code", &error)),
        };
        if let Some(first) = self.first.get(row.code.as_str()).filter(|first| first.row != row.row) {
            return Some(problem(format!("code {code} stands in row {} already", first.row)));
        }
        let before = self.tree.ever(&code).last()?;
        Some(problem(format!("code {code} belongs to {} already", before.name)))
    }

    /// What stands above the row; nothing at the top level.
    fn parent(&self, row: &ImportRow, level: &Level) -> Result<Option<Above<'_>>, Problem> {
        let problem = |message, instead: String| Problem::new(row.row, "parent", message, instead);
        match (&level.parent, &row.parent_code) {
            (None, None) => Ok(None),
            (None, Some(code)) => {
                let message = format!("the top level {} has parent {code}", level.id);
                Err(problem(message, "leave the parent empty".to_owned()))
            }
            (Some(wanted), None) => {
                Err(problem("the parent is missing".to_owned(), format!("write the code of a {wanted}")))
            }
            (Some(wanted), Some(code)) => {
                let above = self.find(code, row).ok_or_else(|| {
                    let message = format!("parent {code} is neither in the file nor valid on {}", row.validity.from);
                    problem(message, format!("write the code of a {wanted}, or add its row"))
                })?;
                if above.level != wanted {
                    let message = format!("parent {code} is a {}, not a {wanted}", above.level);
                    return Err(problem(message, format!("write the code of a {wanted}")));
                }
                Ok(Some(above))
            }
        }
    }

    fn find(&self, code: &str, row: &ImportRow) -> Option<Above<'_>> {
        if let Some(found) = self.first.get(code) {
            let bounds = found.boundary.as_ref().map(|boundary| boundary.bounding_box());
            return Some(Above { level: &found.level, validity: found.validity, bounds });
        }
        let found = self.tree.by_code(&Code::new(code).ok()?, row.validity.from)?;
        Some(Above { level: &found.level, validity: found.validity, bounds: found.bounds })
    }
}

fn first_with_code(rows: &[ImportRow]) -> HashMap<&str, &ImportRow> {
    let mut first = HashMap::new();
    for row in rows {
        first.entry(row.code.as_str()).or_insert(row);
    }
    first
}

fn name(row: &ImportRow) -> Option<Problem> {
    let missing = row.name.is_empty();
    missing.then(|| Problem::new(row.row, "name", "the name is missing".to_owned(), "write what people call it"))
}

fn dates(row: &ImportRow, above: Option<&Above<'_>>) -> Option<Problem> {
    let Validity { from, to } = row.validity;
    if let Some(to) = to.filter(|_| row.validity.is_empty()) {
        let message = format!("it ends on {to}, not after it begins on {from}");
        return Some(Problem::new(row.row, "valid_to", message, "write a later day, or nothing"));
    }
    let above = above.filter(|above| !above.validity.covers(&row.validity))?.validity;
    let until = above.to.map_or("further notice".to_owned(), |to| to.to_string());
    let field = if from < above.from { "valid_from" } else { "valid_to" };
    let message = format!("its parent exists only from {} until {until}", above.from);
    Some(Problem::new(row.row, field, message, "write days within those of the parent"))
}

fn bounds(row: &ImportRow, above: Option<&Above<'_>>) -> Option<Problem> {
    let (mine, theirs) = (row.boundary.as_ref()?.bounding_box(), above?.bounds?);
    let message = || {
        let BoundingBox { west, south, east, north } = mine;
        format!("the border ({west} to {east}, {south} to {north}) leaves its parent's box")
    };
    let outside = !theirs.holds(&mine, SLACK);
    outside
        .then(|| Problem::new(row.row, "boundary", message(), "check the coordinate system, the parent, or the border"))
}
