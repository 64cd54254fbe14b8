//! Polygons as well-known text (OGC 06-103r4), the form in which a table can carry a border.

use super::rings::{BoundaryError, RawPolygons};
use geo::{LineString, MultiPolygon, Polygon};

/// The rings of `POLYGON(...)` or `MULTIPOLYGON(...)`; numbers after the second of a position are left out.
pub(super) fn read(text: &str) -> Result<RawPolygons, BoundaryError> {
    let mut reader = Reader { text, at: 0 };
    let kind = reader.word().to_ascii_uppercase();
    // `Z`, `M`, `ZM`: more numbers in each position.
    reader.word();
    let polygons = match kind.as_str() {
        "" => return Err(if text.trim().is_empty() { BoundaryError::Missing } else { reader.lost() }),
        "POLYGON" => vec![reader.polygon()?],
        "MULTIPOLYGON" => reader.list(Reader::polygon)?,
        _ => return Err(BoundaryError::Kind(kind)),
    };
    if reader.rest().is_empty() { Ok(polygons) } else { Err(reader.lost()) }
}

/// A `POLYGON` where there is one, else a `MULTIPOLYGON`.
pub(super) fn write(shape: &MultiPolygon<f64>) -> String {
    match &shape.0[..] {
        [polygon] => format!("POLYGON{}", written_polygon(polygon)),
        polygons => format!("MULTIPOLYGON({})", joined(polygons.iter().map(written_polygon))),
    }
}

fn written_polygon(polygon: &Polygon<f64>) -> String {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    format!("({})", joined(rings.map(written_ring)))
}

fn written_ring(ring: &LineString<f64>) -> String {
    format!("({})", joined(ring.coords().map(|at| format!("{} {}", at.x, at.y))))
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn polygon(&mut self) -> Result<Vec<Vec<[f64; 2]>>, BoundaryError> {
        self.list(|reader| reader.list(Self::position))
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Result<T, BoundaryError>) -> Result<Vec<T>, BoundaryError> {
        self.expect('(')?;
        let mut items = vec![item(self)?];
        while self.rest().starts_with(',') {
            self.expect(',')?;
            items.push(item(self)?);
        }
        self.expect(')')?;
        Ok(items)
    }

    fn position(&mut self) -> Result<[f64; 2], BoundaryError> {
        let position = [self.number()?, self.number()?];
        while !self.rest().starts_with([',', ')']) {
            self.number()?;
        }
        Ok(position)
    }

    fn number(&mut self) -> Result<f64, BoundaryError> {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')')).unwrap_or(rest.len());
        let number = rest[..end].parse().map_err(|_| self.lost())?;
        self.at += end;
        Ok(number)
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn expect(&mut self, sign: char) -> Result<(), BoundaryError> {
        if !self.rest().starts_with(sign) {
            return Err(self.lost());
        }
        self.at += sign.len_utf8();
        Ok(())
    }

    /// What has not been read, blanks skipped.
    fn rest(&mut self) -> &'a str {
        let rest = self.text[self.at..].trim_start();
        self.at = self.text.len() - rest.len();
        rest
    }

    fn lost(&self) -> BoundaryError {
        BoundaryError::Syntax { at: self.text[..self.at].chars().count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_kinds_are_read() {
        let ring = vec![[1.0, 2.0], [3.0, 4.5], [-5.0, 6.0], [1.0, 2.0]];
        let table = [
            ("POLYGON((1 2,3 4.5,-5 6,1 2))", vec![vec![ring.clone()]]),
            (" polygon z ( (1 2 9, 3 4.5 9, -5 6 9 , 1 2 9) )\n", vec![vec![ring.clone()]]),
            (
                "MULTIPOLYGON(((1 2,3 4.5,-5 6,1 2),(1 2,3 4.5,-5 6,1 2)),((1 2,3 4.5,-5 6,1 2)))",
                vec![vec![ring.clone(), ring.clone()], vec![ring]],
            ),
        ];
        for (text, polygons) in table {
            assert_eq!(read(text), Ok(polygons), "{text}");
        }
    }

    #[test]
    fn what_is_no_polygon_is_refused_with_its_place() {
        let table = [
            ("  ", BoundaryError::Missing),
            ("LINESTRING(1 2,3 4)", BoundaryError::Kind("LINESTRING".to_owned())),
            ("POLYGON EMPTY", BoundaryError::Syntax { at: 14 }),
            ("POLYGON((1 2,3))", BoundaryError::Syntax { at: 15 }),
            ("POLYGON((1 zwei))", BoundaryError::Syntax { at: 12 }),
            ("POLYGON((1 2)) x", BoundaryError::Syntax { at: 16 }),
        ];
        for (text, error) in table {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(POLYGON|MULTIPOLYGON)?[ (),.0-9eZ界-]{0,40}") {
            prop_assert!(read(&text).map_or(true, |polygons| polygons.iter().flatten().all(|ring| !ring.is_empty())));
        }
    }
}
