//! Borders as they are served: a GeoJSON FeatureCollection.

use super::{AreaId, Boundary, Code, Point};
use serde::Serialize;

/// An area with what a map shows of it.
#[derive(Clone, Debug)]
pub struct Border<'a> {
    pub id: AreaId,
    pub code: &'a Code,
    pub name: &'a str,
    pub level: &'a str,
    /// Code of the area above.
    pub parent: Option<&'a Code>,
    pub boundary: &'a Boundary,
}

/// A FeatureCollection (RFC 7946) in order of code; equal borders give equal bytes, so that a hash of them is an ETag.
pub fn feature_collection(borders: &[Border<'_>]) -> serde_json::Result<String> {
    let mut features: Vec<Feature> = borders.iter().map(Feature::of).collect();
    features.sort_by_key(|feature| (feature.properties.code, feature.id));
    serde_json::to_string(&Collection { kind: "FeatureCollection", features })
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
    id: AreaId,
    properties: Properties<'a>,
    geometry: &'a Boundary,
}

#[derive(Serialize)]
struct Properties<'a> {
    level: &'a str,
    code: &'a Code,
    name: &'a str,
    parent: Option<&'a Code>,
    /// Where to write the name: longitude, latitude.
    label: [f64; 2],
}

impl<'a> Feature<'a> {
    fn of(border: &Border<'a>) -> Self {
        let &Border { id, code, name, level, parent, boundary } = border;
        let Point { lon, lat } = boundary.label_point();
        let label = [lon, lat].map(|degrees| (degrees * 1e6).round() / 1e6);
        Self { kind: "Feature", id, properties: Properties { level, code, name, parent, label }, geometry: boundary }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::Crs;
    use serde_json::{Value, json};

    #[test]
    fn features_carry_what_a_map_needs_in_the_same_order_every_time() {
        let boundary =
            Boundary::from_wkt("POLYGON((113 30,113.02 30,113.02 30.02,113 30.02,113 30))", Crs::Wgs84).unwrap();
        let (first, second) = (Code::new("999901001").unwrap(), Code::new("999901002").unwrap());
        let top = Code::new("999901").unwrap();
        let border = |code| Border {
            id: AreaId(uuid::Uuid::nil()),
            code,
            name: "临江街道",
            level: "street",
            parent: Some(&top),
            boundary: &boundary,
        };
        let text = feature_collection(&[border(&second), border(&first)]).unwrap();
        assert_eq!(text, feature_collection(&[border(&first), border(&second)]).unwrap());
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["features"][1]["properties"]["code"], "999901002");
        assert_eq!(
            read["features"][0],
            json!({
                "type": "Feature",
                "id": "00000000-0000-0000-0000-000000000000",
                "properties": {"level": "street", "code": "999901001", "name": "临江街道", "parent": "999901", "label": [113.01, 30.01]},
                "geometry": {"type": "Polygon", "coordinates": [[[113.0, 30.0], [113.02, 30.0], [113.02, 30.02], [113.0, 30.02], [113.0, 30.0]]]}
            })
        );
    }
}
