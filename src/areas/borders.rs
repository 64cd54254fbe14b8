//! Areas as they are given out: to maps as GeoJSON, to a file as GeoJSON or CSV. What is written here an import reads
//! again, to the same bytes.

use super::{Area, Boundary, Code, Point, Validity};
use chrono::NaiveDate;
use serde::Serialize;
use std::io::Write;

/// An area with what a map shows of it.
#[derive(Clone, Copy, Debug)]
pub struct Border<'a> {
    pub area: &'a Area,
    /// Code of the area above.
    pub parent: Option<&'a Code>,
    pub boundary: Option<&'a Boundary>,
}

/// Writes a FeatureCollection (RFC 7946) in order of code; equal areas give equal bytes, so that a hash of them is an
/// ETag. A feature is known by its code; where there is no border its geometry is `null`.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_geojson(borders: &[Border<'_>], out: impl Write) -> serde_json::Result<()> {
    let features = in_order(borders).into_iter().map(Feature::of).collect();
    serde_json::to_writer(out, &Collection { kind: "FeatureCollection", features })
}

/// Writes a table in order of code, borders as well-known text.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_csv(borders: &[Border<'_>], out: impl Write) -> csv::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["level", "code", "name", "parent", "valid_from", "valid_to", "boundary"])?;
    for Border { area, parent, boundary } in in_order(borders) {
        let Validity { from, to } = area.validity;
        let parent = parent.map(Code::as_str).unwrap_or_default();
        let [from, to] = [Some(from), to].map(|date| date.map(|date| date.to_string()).unwrap_or_default());
        let boundary = boundary.map(Boundary::to_wkt).unwrap_or_default();
        table.write_record([&area.level, area.code.as_str(), &area.name, parent, &from, &to, &boundary])?;
    }
    Ok(table.flush()?)
}

fn in_order<'b, 'a>(borders: &'b [Border<'a>]) -> Vec<&'b Border<'a>> {
    let mut sorted: Vec<&Border> = borders.iter().collect();
    sorted.sort_by_key(|border| &border.area.code);
    sorted
}

#[derive(Serialize)]
struct Collection<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a Code,
    properties: Properties<'a>,
    geometry: Option<&'a Boundary>,
}

#[derive(Serialize)]
struct Properties<'a> {
    level: &'a str,
    code: &'a Code,
    name: &'a str,
    parent: Option<&'a Code>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    /// Where to write the name: longitude, latitude.
    label: Option<[f64; 2]>,
}

impl<'a> Feature<'a> {
    fn of(border: &Border<'a>) -> Self {
        let &Border { area, parent, boundary } = border;
        let properties = Properties {
            level: &area.level,
            code: &area.code,
            name: &area.name,
            parent,
            valid_from: area.validity.from,
            valid_to: area.validity.to,
            label: area.label.map(|Point { lon, lat }| [lon, lat]),
        };
        Self { kind: "Feature", id: &area.code, properties, geometry: boundary }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::{AreaId, Crs};
    use serde_json::{Value, json};

    fn street(code: &str, to: Option<&str>, label: Option<Point>) -> Area {
        Area {
            id: AreaId::new(),
            parent: None,
            level: "street".to_owned(),
            code: Code::new(code).unwrap(),
            name: "临江街道".to_owned(),
            validity: Validity { from: "2026-01-01".parse().unwrap(), to: to.map(|to| to.parse().unwrap()) },
            path: String::new(),
            bounds: None,
            label,
        }
    }

    #[test]
    fn features_and_rows_carry_what_is_needed_in_the_same_order_every_time() {
        let wkt = "POLYGON((113 30,113.02 30,113.02 30.02,113 30.02,113 30))";
        let boundary = Boundary::from_wkt(wkt, Crs::Wgs84).unwrap();
        let first = street("999901001", None, Some(Point { lon: 113.01, lat: 30.01 }));
        let second = street("999901002", Some("2027-01-01"), None);
        let top = Code::new("999901").unwrap();
        let first = Border { area: &first, parent: Some(&top), boundary: Some(&boundary) };
        let second = Border { area: &second, parent: None, boundary: None };
        let geojson = |borders: &[Border]| {
            let mut out = Vec::new();
            write_geojson(borders, &mut out).unwrap();
            out
        };
        assert_eq!(geojson(&[first, second]), geojson(&[second, first]));
        let read: Value = serde_json::from_slice(&geojson(&[second, first])).unwrap();
        let feature = |properties, geometry| {
            let id = &serde_json::Value::clone(&properties)["code"];
            json!({"type": "Feature", "id": id, "properties": properties, "geometry": geometry})
        };
        let ring = json!([[113.0, 30.0], [113.02, 30.0], [113.02, 30.02], [113.0, 30.02], [113.0, 30.0]]);
        let features = [
            feature(
                json!({"level": "street", "code": "999901001", "name": "临江街道", "parent": "999901",
                    "valid_from": "2026-01-01", "valid_to": null, "label": [113.01, 30.01]}),
                json!({"type": "Polygon", "coordinates": [ring]}),
            ),
            feature(
                json!({"level": "street", "code": "999901002", "name": "临江街道", "parent": null,
                    "valid_from": "2026-01-01", "valid_to": "2027-01-01", "label": null}),
                Value::Null,
            ),
        ];
        assert_eq!(read["features"], json!(features));

        let mut table = Vec::new();
        write_csv(&[second, first], &mut table).unwrap();
        let rows = "street,999901001,临江街道,999901,2026-01-01,,\"POLYGON((113 30,113.02 30,113.02 30.02,113 30.02,113 30))\"\n\
            street,999901002,临江街道,,2026-01-01,2027-01-01,\n";
        let header = "level,code,name,parent,valid_from,valid_to,boundary\n";
        assert_eq!(String::from_utf8(table).unwrap(), format!("{header}{rows}"));
    }
}
