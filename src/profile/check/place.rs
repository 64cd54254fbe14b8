//! Where in the file: lines and columns, and the way from a path to them.

use super::{Mistake, findings::Finding};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A file in which places are looked up.
pub(super) struct Place<'t> {
    text: &'t str,
}

impl<'t> Place<'t> {
    pub fn of(text: &'t str) -> Self {
        Self { text }
    }

    pub fn mistake_at(&self, at: usize, finding: &Finding) -> Mistake {
        let (line, column) = self.line_and_column(at);
        let Finding { path, message, instead } = finding;
        Mistake { line, column, path: path.clone(), message: message.clone(), instead: instead.clone() }
    }

    /// What is no TOML.
    pub fn syntax(&self, error: &toml::de::Error) -> Mistake {
        let message = format!("this is no TOML: {}", error.message().replace('\n', ", "));
        let instead = "write a [table], a [[list of tables]] or a line such as key = \"text\"".to_owned();
        self.mistake_at(error.span().map_or(0, |span| span.start), &Finding { path: String::new(), message, instead })
    }

    /// What has the shape but cannot be read: a schema and a type that disagree.
    pub fn unreadable(&self, error: &serde_json::Error) -> Mistake {
        let instead = "compare it with profiles/demo.toml".to_owned();
        let message = format!("this profile cannot be read: {error}");
        self.mistake_at(0, &Finding { path: String::new(), message, instead })
    }

    /// Both from 1, the column in characters.
    fn line_and_column(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// Where the value at `path` begins, or the innermost part around it that is there.
pub(super) fn offset(tree: &Spanned<DeTable<'_>>, path: &str) -> usize {
    let mut keys = path.split(['.', '[']).map(|key| key.trim_end_matches(']'));
    let first = keys.next().and_then(|key| tree.get_ref().get(key));
    let Some(first) = first else { return 0 };
    let mut value = first;
    for key in keys {
        let Some(inner) = child(value.get_ref(), key) else { break };
        value = inner;
    }
    value.span().start
}

fn child<'v, 'i>(value: &'v DeValue<'i>, key: &str) -> Option<&'v Spanned<DeValue<'i>>> {
    match value {
        DeValue::Table(table) => table.get(key),
        DeValue::Array(list) => list.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}
