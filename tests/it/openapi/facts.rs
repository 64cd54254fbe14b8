//! What a client may rely on, one line each: taking a line away breaks somebody.

use super::{Operation, operations_of};
use serde_json::Value;
use std::collections::BTreeSet;

/// Deeper than any answer goes; ends schemas that contain themselves.
const DEPTH: usize = 8;

/// All that the description promises.
pub fn facts(description: &Value) -> BTreeSet<String> {
    let mut facts = Facts { description, found: BTreeSet::new() };
    for operation in operations_of(description) {
        facts.operation(&operation);
    }
    facts.found
}

struct Facts<'a> {
    description: &'a Value,
    found: BTreeSet<String>,
}

impl Facts<'_> {
    fn operation(&mut self, operation: &Operation) {
        let about = operation.to_string();
        self.add(about.clone());
        for parameter in operation.description["parameters"].as_array().into_iter().flatten() {
            let name = format!("{about} takes {} {}", text(&parameter["in"]), text(&parameter["name"]));
            if parameter["required"] != true {
                self.add(format!("{name}: may be left out"));
            }
            self.taken(&name, &parameter["schema"], DEPTH);
        }
        for (media, content) in entries(&operation.description["requestBody"]["content"]) {
            self.taken(&format!("{about} takes {media} "), &content["schema"], DEPTH);
        }
        for (status, response) in entries(&operation.description["responses"]) {
            self.add(format!("{about} answers {status}"));
            for (media, content) in entries(&response["content"]) {
                self.given(&format!("{about} answers {status} {media} "), &content["schema"], DEPTH);
            }
        }
    }

    /// Of what is sent in: each property, type and value that is understood, and what may be left out.
    fn taken(&mut self, at: &str, schema: &Value, depth: usize) {
        self.each(at, schema, depth, &mut |facts, at, schema| {
            for kind in types(schema) {
                facts.add(format!("{at}: understands {kind}"));
            }
            for value in schema["enum"].as_array().into_iter().flatten() {
                facts.add(format!("{at}: understands {value}"));
            }
            for (name, _) in entries(&schema["properties"]) {
                if !requires(schema, name) {
                    facts.add(format!("{at}.{name}: may be left out"));
                }
            }
        });
    }

    /// Of what is sent out: each property and type, and what is always there.
    fn given(&mut self, at: &str, schema: &Value, depth: usize) {
        self.each(at, schema, depth, &mut |facts, at, schema| {
            let kinds = types(schema);
            if !kinds.is_empty() {
                facts.add(format!("{at}: is {}", kinds.join(" or ")));
            }
            for (name, _) in entries(&schema["properties"]) {
                if requires(schema, name) {
                    facts.add(format!("{at}.{name}: is always there"));
                }
            }
        });
    }

    /// Visits a schema and all that it is made of, references followed.
    fn each(&mut self, at: &str, schema: &Value, depth: usize, visit: &mut dyn FnMut(&mut Self, &str, &Value)) {
        if depth == 0 {
            return;
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let known = self.description;
            let target = known.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
            return self.each(at, target, depth, visit);
        }
        visit(self, at, schema);
        for part in ["allOf", "oneOf"].iter().flat_map(|key| schema[*key].as_array()).flatten() {
            self.each(at, part, depth, visit);
        }
        for (name, property) in entries(&schema["properties"]) {
            let at = format!("{at}.{name}");
            self.add(at.clone());
            self.each(&at, property, depth - 1, visit);
        }
        for (key, sign) in [("items", "[]"), ("additionalProperties", "{}")] {
            if schema[key].is_object() {
                self.each(&format!("{at}{sign}"), &schema[key], depth - 1, visit);
            }
        }
    }

    fn add(&mut self, fact: String) {
        self.found.insert(fact);
    }
}

fn types(schema: &Value) -> Vec<String> {
    match &schema["type"] {
        Value::String(kind) => vec![kind.clone()],
        Value::Array(kinds) => kinds.iter().map(text).collect(),
        _ => vec![],
    }
}

fn requires(schema: &Value, name: &str) -> bool {
    schema["required"].as_array().is_some_and(|required| required.iter().any(|it| it == name))
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
