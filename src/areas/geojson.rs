//! Polygon and MultiPolygon of GeoJSON (RFC 7946), read so that a mistake can be named, and written always alike.

use super::rings::{BoundaryError, Place, RawPolygons};
use geo::{LineString, MultiPolygon, Polygon};
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

/// The rings of a geometry; a third number of a position (height) is left out.
pub(super) fn read(geometry: &Value) -> Result<RawPolygons, BoundaryError> {
    if geometry.is_null() {
        return Err(BoundaryError::Missing);
    }
    let kind = geometry.get("type").and_then(Value::as_str).unwrap_or("value without a type");
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    match kind {
        "Polygon" => Ok(vec![read_polygon(coordinates, 1)?]),
        "MultiPolygon" => {
            let polygons = list(coordinates, || "the coordinates".to_owned())?;
            polygons.iter().zip(1..).map(|(polygon, number)| read_polygon(polygon, number)).collect()
        }
        other => Err(BoundaryError::Kind(other.to_owned())),
    }
}

fn read_polygon(rings: &Value, polygon: usize) -> Result<Vec<Vec<[f64; 2]>>, BoundaryError> {
    let rings = list(rings, || format!("polygon {polygon}"))?;
    rings.iter().zip(1..).map(|(ring, number)| read_ring(ring, polygon, number)).collect()
}

fn read_ring(positions: &Value, polygon: usize, ring: usize) -> Result<Vec<[f64; 2]>, BoundaryError> {
    let positions = list(positions, || format!("polygon {polygon}, ring {ring}"))?;
    let place = |position| Place { polygon, ring, position };
    positions.iter().zip(1..).map(|(value, position)| read_position(value, place(position))).collect()
}

fn read_position(value: &Value, place: Place) -> Result<[f64; 2], BoundaryError> {
    let number = |i: usize| value.get(i).and_then(Value::as_f64);
    match (number(0), number(1)) {
        (Some(lon), Some(lat)) => Ok([lon, lat]),
        _ => Err(BoundaryError::NotNumbers { place, found: shortened(&value.to_string()) }),
    }
}

fn list(value: &Value, what: impl Fn() -> String) -> Result<&Vec<Value>, BoundaryError> {
    value.as_array().ok_or_else(|| BoundaryError::NotAList(what()))
}

/// A message quotes what it is about, but not a megabyte of it.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

/// A Polygon where there is one, else a MultiPolygon; keys and digits in the same order every time.
pub(super) fn write<S: Serializer>(shape: &MultiPolygon<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(2))?;
    match &shape.0[..] {
        [polygon] => {
            map.serialize_entry("type", "Polygon")?;
            map.serialize_entry("coordinates", &rings(polygon))?;
        }
        polygons => {
            map.serialize_entry("type", "MultiPolygon")?;
            map.serialize_entry("coordinates", &polygons.iter().map(rings).collect::<Vec<_>>())?;
        }
    }
    map.end()
}

fn rings(polygon: &Polygon<f64>) -> Vec<Vec<[f64; 2]>> {
    let positions = |ring: &LineString<f64>| ring.coords().map(|at| [at.x, at.y]).collect();
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(positions).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{boundary::Boundary, coordinates::Crs};
    use serde_json::json;

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let table = [
            (json!(null), "the geometry is missing"),
            (json!(7), "is a value without a type"),
            (json!({"type": "Point", "coordinates": [1, 2]}), "is a Point; write a Polygon or a MultiPolygon"),
            (json!({"type": "Polygon"}), "polygon 1 is not a list"),
            (json!({"type": "Polygon", "coordinates": [[1, 2]]}), "polygon 1, ring 1, position 1 has 1 instead"),
            (json!({"type": "Polygon", "coordinates": [[["113.0", "30.0"]]]}), r#"has ["113.0","30.0"] instead"#),
            (json!({"type": "Polygon", "coordinates": [[[113.0, null]]]}), "has [113.0,null] instead of two numbers"),
            (json!({"type": "MultiPolygon", "coordinates": [[[]], 4]}), "polygon 2 is not a list"),
            (json!({"type": "Polygon", "coordinates": []}), "no ring"),
        ];
        for (geometry, part) in table {
            let message = Boundary::from_geojson(&geometry, Crs::Wgs84).unwrap_err().to_string();
            assert!(message.contains(part), "{message}, not {part}");
        }
    }

    #[test]
    fn it_is_written_with_seven_decimals_and_the_same_bytes_every_time() {
        let clockwise = json!({"type": "MultiPolygon", "coordinates": [[[
            [113.000000049, 30, 12.5], [113, 30.1], [113.123456789, 30.1], [113.000000049, 30, 12.5]]]]});
        let boundary = Boundary::from_geojson(&clockwise, Crs::Wgs84).unwrap();
        assert_eq!(
            serde_json::to_string(&boundary).unwrap(),
            r#"{"type":"Polygon","coordinates":[[[113.0,30.0],[113.1234568,30.1],[113.0,30.1],[113.0,30.0]]]}"#
        );
    }
}
