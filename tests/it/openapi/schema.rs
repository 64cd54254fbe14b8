//! Whether an answer is what its schema says: the part of JSON Schema that the description uses, and stricter in one
//! thing: a property that is not described is a mistake.

use chrono::DateTime;
use serde_json::{Map, Value};

/// All that is wrong with the value, each with its place.
pub fn mistakes<'a>(description: &'a Value, schema: &'a Value, value: &Value) -> Vec<String> {
    let mut check = Check { description, found: Vec::new() };
    check.value("", schema, value);
    check.found
}

struct Check<'a> {
    description: &'a Value,
    found: Vec<String>,
}

impl<'a> Check<'a> {
    fn value(&mut self, at: &str, schema: &'a Value, value: &Value) {
        let schema = self.resolved(schema);
        if let Some(choices) = schema["oneOf"].as_array() {
            let fits = choices.iter().any(|choice| mistakes(self.description, choice, value).is_empty());
            return self.expect(fits, at, || format!("{value} is none of {choices:?}"));
        }
        let mut parts = Vec::new();
        self.parts(schema, &mut parts);
        for part in &parts {
            self.kind(at, part, value);
        }
        if let Some(values) = schema["enum"].as_array() {
            self.expect(values.contains(value), at, || format!("{value} is none of {values:?}"));
        }
        self.format(at, schema, value);
        if let Some(object) = value.as_object() {
            self.object(at, schema, &parts, object);
        }
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            if !schema["items"].is_null() {
                self.value(&format!("{at}[{index}]"), &schema["items"], item);
            }
        }
    }

    fn kind(&mut self, at: &str, schema: &Value, value: &Value) {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let is = |name: &Value| *name == kind || (*name == "number" && kind == "integer");
        let fits = match &schema["type"] {
            Value::Null => true,
            Value::Array(names) => names.iter().any(is),
            name => is(name),
        };
        self.expect(fits, at, || format!("{value} is not {}", schema["type"]));
    }

    fn format(&mut self, at: &str, schema: &Value, value: &Value) {
        let (Some(format), Some(text)) = (schema["format"].as_str(), value.as_str()) else { return };
        let fits = match format {
            "date-time" => DateTime::parse_from_rfc3339(text).is_ok(),
            "uuid" => uuid::Uuid::parse_str(text).is_ok(),
            "date" => text.parse::<chrono::NaiveDate>().is_ok(),
            _ => true,
        };
        self.expect(fits, at, || format!("{text} is no {format}"));
    }

    /// An object that several schemas describe together (a flattened one) has the properties of them all.
    fn object(&mut self, at: &str, schema: &'a Value, parts: &[&'a Value], object: &Map<String, Value>) {
        let described = |name: &str| parts.iter().find_map(|part| part["properties"].get(name));
        let other = &schema["additionalProperties"];
        let open = parts.iter().all(|part| part["properties"].is_null());
        for (name, value) in object {
            let at = format!("{at}.{name}");
            match described(name) {
                Some(property) => self.value(&at, property, value),
                None if other.is_object() => self.value(&at, other, value),
                None => self.expect(open, &at, || "is not described".to_owned()),
            }
        }
        for required in parts.iter().filter_map(|part| part["required"].as_array()).flatten() {
            let there = object.contains_key(required.as_str().unwrap());
            self.expect(there, at, || format!("{required} is missing"));
        }
    }

    fn parts(&self, schema: &'a Value, parts: &mut Vec<&'a Value>) {
        let schema = self.resolved(schema);
        parts.push(schema);
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.parts(part, parts);
        }
    }

    fn resolved(&self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => self.resolved(self.description.pointer(reference.trim_start_matches('#')).unwrap()),
            None => schema,
        }
    }

    fn expect(&mut self, holds: bool, at: &str, why: impl FnOnce() -> String) {
        if !holds {
            self.found.push(format!("{at}: {}", why()));
        }
    }
}

#[test]
fn mistakes_are_found() {
    use serde_json::json;
    let description = json!({ "components": { "schemas": {
        "Id": { "type": "string", "format": "uuid" },
        "Name": { "type": "object", "required": ["name"], "properties": { "name": { "type": ["string", "null"] } } },
        "Whole": { "allOf": [{ "$ref": "#/components/schemas/Name" }, { "type": "object", "required": ["ids"],
            "properties": { "ids": { "type": "array", "items": { "$ref": "#/components/schemas/Id" } },
                "kind": { "oneOf": [{ "type": "null" }, { "type": "string", "enum": ["a"] }] } } }] },
    } } });
    let whole = json!({ "$ref": "#/components/schemas/Whole" });
    let id = "0198d8a0-0000-7000-8000-000000000000";
    let cases = [
        (json!({ "name": "a", "ids": [id], "kind": "a" }), 0),
        (json!({ "name": null, "ids": [], "kind": null }), 0),
        (json!({ "ids": [] }), 1),
        (json!({ "name": 1, "ids": ["x", id] }), 2),
        (json!({ "name": "a", "ids": [], "kind": "b" }), 1),
        (json!({ "name": "a", "ids": [], "more": 1 }), 1),
        (json!([]), 2),
    ];
    for (value, expected) in cases {
        let found = mistakes(&description, &whole, &value);
        assert_eq!(found.len(), expected, "{value}: {found:?}");
    }
    assert_eq!(mistakes(&description, &json!({ "type": "integer" }), &json!(1.5)).len(), 1);
}
