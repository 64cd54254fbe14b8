//! Has the file the shape? Walks it beside the generated JSON Schema, so that there is one description of the
//! shape, and goes on after each mistake: what is broken is filled with a blank of the right type.

use super::{
    findings::{Finding, meant},
    spelling::nearest,
};
use crate::clocks::Limit;
use serde_json::{Map, Value as Json, json};
use std::ops::Range;
use toml::{
    Spanned,
    de::{DeInteger, DeString, DeTable, DeValue},
};

/// A mistake of shape.
pub(super) struct Slip {
    /// The byte at which it stands.
    pub at: usize,
    pub finding: Finding,
}

/// What a file says, blanks filled in, and its mistakes of shape.
pub(super) fn read(tree: &Spanned<DeTable<'_>>, schema: &schemars::Schema) -> (Json, Vec<Slip>) {
    let schema = schema.as_value();
    let mut walk = Walk { definitions: &schema["$defs"], slips: Vec::new() };
    let value = walk.table(schema, tree.get_ref(), tree.span(), "");
    (value, walk.slips)
}

struct Walk<'s> {
    definitions: &'s Json,
    slips: Vec<Slip>,
}

/// What the shape allows at one place.
enum Allowed<'s> {
    /// One of some words, or a limit, or either.
    Words {
        words: Vec<&'s str>,
        limit: bool,
    },
    Table(&'s Json),
    List(&'s Json),
    Text,
    Whole,
    Number,
    Truth,
}

impl<'s> Walk<'s> {
    fn value(&mut self, schema: &'s Json, value: &Spanned<DeValue<'_>>, path: &str) -> Json {
        let allowed = self.allowed(schema);
        let write = || format!("write {allowed}");
        let out_of_range = || ("this number is out of range".to_owned(), write());
        let read = match (&allowed, value.get_ref()) {
            (Allowed::Table(schema), DeValue::Table(table)) => return self.table(schema, table, value.span(), path),
            (Allowed::List(items), DeValue::Array(list)) => {
                let item = |(i, item)| self.value(items, item, &format!("{path}[{i}]"));
                return list.iter().enumerate().map(item).collect();
            }
            (Allowed::Words { words, limit }, DeValue::String(text)) => word(words, *limit, text),
            (Allowed::Text, DeValue::String(text)) => Ok(json!(text)),
            (Allowed::Truth, DeValue::Boolean(truth)) => Ok(json!(truth)),
            (Allowed::Whole, DeValue::Integer(number)) => whole(number).ok_or_else(out_of_range),
            (Allowed::Number, DeValue::Integer(number)) => decimal(number.as_str()).ok_or_else(out_of_range),
            (Allowed::Number, DeValue::Float(number)) => decimal(number.as_str()).ok_or_else(out_of_range),
            (_, other) => Err((format!("this is {}", describe(other)), write())),
        };
        read.unwrap_or_else(|(message, instead)| {
            self.slip(value.span(), path, message, instead);
            self.blank(schema)
        })
    }

    fn table(&mut self, schema: &'s Json, table: &DeTable<'_>, span: Range<usize>, path: &str) -> Json {
        let none = Map::new();
        let known = schema["properties"].as_object().unwrap_or(&none);
        let mut read = Map::new();
        for (key, value) in table {
            let path = join(path, key.get_ref());
            let key = if known.contains_key(key.get_ref().as_ref()) {
                key.get_ref().as_ref()
            } else {
                self.unknown(key, known, &path);
                // Read on as what it was meant to be, unless that is there too.
                let free = known.keys().map(String::as_str).filter(|known| !table.contains_key(*known));
                let Some(meant) = nearest(key.get_ref(), free) else { continue };
                meant
            };
            read.insert(key.to_owned(), self.value(&schema["properties"][key], value, &path));
        }
        for key in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
            if !read.contains_key(key) {
                let schema = &schema["properties"][key];
                self.slip(span.clone(), &join(path, key), "this key is missing", self.how_to_add(key, schema));
                read.insert(key.to_owned(), self.blank(schema));
            }
        }
        Json::Object(read)
    }

    fn how_to_add(&self, key: &str, schema: &'s Json) -> String {
        match self.allowed(schema) {
            Allowed::Table(_) => format!("write [{key}] and its keys"),
            Allowed::List(items) if matches!(self.allowed(items), Allowed::Table(_)) => {
                format!("write [[{key}]] for each")
            }
            other => format!("write {key} = and {other}"),
        }
    }

    fn unknown(&mut self, key: &Spanned<DeString<'_>>, known: &Map<String, Json>, path: &str) {
        let known: Vec<&str> = known.keys().map(String::as_str).collect();
        self.slip(key.span(), path, "there is no such key", meant(key.get_ref(), &known));
    }

    fn allowed(&self, schema: &'s Json) -> Allowed<'s> {
        let kinds = self.kinds(schema);
        let words: Vec<&str> = kinds.iter().flat_map(|kind| words(kind)).collect();
        let limit = kinds.iter().any(|kind| std::ptr::eq(*kind, &self.definitions["Limit"]));
        if limit || !words.is_empty() {
            return Allowed::Words { words, limit };
        }
        let kind = kinds.first().copied().unwrap_or(schema);
        let is = |word: &str| {
            kind["type"] == word || kind["type"].as_array().is_some_and(|types| types.contains(&json!(word)))
        };
        match () {
            () if is("object") => Allowed::Table(kind),
            () if is("array") => Allowed::List(&kind["items"]),
            () if is("integer") => Allowed::Whole,
            () if is("number") => Allowed::Number,
            () if is("boolean") => Allowed::Truth,
            () => Allowed::Text,
        }
    }

    /// The alternatives of a schema, references followed, null (which TOML has not) left out.
    fn kinds(&self, schema: &'s Json) -> Vec<&'s Json> {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
            return self.kinds(&self.definitions[name]);
        }
        let several = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array());
        let Some(several) = several else { return vec![schema] };
        several.iter().filter(|one| one["type"] != "null").flat_map(|one| self.kinds(one)).collect()
    }

    fn blank(&self, schema: &'s Json) -> Json {
        match self.allowed(schema) {
            Allowed::Words { words, .. } => json!(words.first().unwrap_or(&"1 work_hour")),
            Allowed::Table(schema) => {
                let keys = schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str);
                keys.map(|key| (key.to_owned(), self.blank(&schema["properties"][key]))).collect()
            }
            Allowed::List(_) => json!([]),
            Allowed::Text => json!(""),
            Allowed::Whole | Allowed::Number => json!(0),
            Allowed::Truth => json!(false),
        }
    }

    fn slip(&mut self, span: Range<usize>, path: &str, message: impl Into<String>, instead: impl Into<String>) {
        let finding = Finding { path: path.to_owned(), message: message.into(), instead: instead.into() };
        self.slips.push(Slip { at: span.start, finding });
    }
}

impl std::fmt::Display for Allowed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Words { words, limit: false } => return write!(f, "one of {}", words.join(", ")),
            Self::Words { .. } => "a limit such as \"4 work_hours\"",
            Self::Table(_) => "a table",
            Self::List(_) => "a list in [ ]",
            Self::Text => "a text in quotes",
            Self::Whole => "a whole number from 0 to 4294967295",
            Self::Number => "a number such as 50 or 2.5",
            Self::Truth => "true or false",
        })
    }
}

/// Reads one of some words, or a limit; else what is wrong with it and what to write.
fn word(words: &[&str], limit: bool, text: &str) -> Result<Json, (String, String)> {
    if words.contains(&text) {
        return Ok(json!(text));
    }
    if !limit {
        return Err((format!("there is no such word as \"{text}\""), meant(text, words)));
    }
    // A limit's error is one sentence: what is wrong; what to write.
    let Err(error) = text.parse::<Limit>() else { return Ok(json!(text)) };
    let (message, instead) = error.split_once("; ").unwrap_or((&error, "write a limit such as \"4 work_hours\""));
    let or = words.iter().map(|word| format!(", or \"{word}\"")).collect::<String>();
    Err((message.to_owned(), format!("{instead}{or}")))
}

fn describe(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time without quotes",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn whole(number: &DeInteger<'_>) -> Option<Json> {
    u32::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok().map(|number| json!(number))
}

fn decimal(text: &str) -> Option<Json> {
    text.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| json!(number))
}

/// The words that a schema of an enumeration allows.
fn words(schema: &Json) -> Vec<&str> {
    let several = schema["enum"].as_array().into_iter().flatten();
    several.chain(schema.get("const")).filter_map(Json::as_str).collect()
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
