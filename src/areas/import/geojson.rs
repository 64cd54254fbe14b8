//! Areas as features of GeoJSON (RFC 7946).

use super::{Fields, ImportError, Options, Problem, Reading};
use crate::areas::geojson;
use serde_json::Value;

/// Reads a FeatureCollection; a feature without a usable geometry becomes a row without a border and a problem, one
/// whose geometry is `null` a row without a border.
///
/// # Errors
/// When the file as a whole is something else.
pub fn read_geojson(bytes: &[u8], options: &Options) -> Result<Reading, ImportError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let file: Value = serde_json::from_slice(bytes).map_err(ImportError::NotJson)?;
    let kind = file.get("type").and_then(Value::as_str).unwrap_or("file without a type");
    let features = file.get("features").and_then(Value::as_array);
    let features = features.filter(|_| kind == "FeatureCollection");
    let features = features.ok_or_else(|| ImportError::NotACollection(kind.to_owned()))?;
    let mut reading = Reading::default();
    for (feature, row) in features.iter().zip(1..) {
        let fields = read_properties(&mut reading, row, &feature["properties"], options);
        let geometry = &feature["geometry"];
        let written = (!geometry.is_null()).then(|| geojson::read(geometry));
        let boundary = written.and_then(|raw| reading.border(row, raw, options));
        reading.push(row, fields, boundary, options);
    }
    Ok(reading)
}

fn read_properties(reading: &mut Reading, row: usize, properties: &Value, options: &Options) -> Fields {
    let names = &options.names;
    let mut text = |field: &'static str, name: &str| match &properties[name] {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null => String::new(),
        other => {
            let message = format!("`{name}` is {other}");
            reading.problems.push(Problem::new(row, field, message, "write a text"));
            String::new()
        }
    };
    Fields {
        level: text("level", &names.level),
        code: text("code", &names.code),
        name: text("name", &names.name),
        parent: text("parent", &names.parent),
        valid_from: text("valid_from", &names.valid_from),
        valid_to: text("valid_to", &names.valid_to),
    }
}
