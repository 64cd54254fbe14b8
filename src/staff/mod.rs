//! Who works here: organisations (单位), officers (工作人员), their dated posts (岗位), and signing in.
//!
//! Each noun has one file with everything that is done to it; all of them write inside the caller's transaction, so
//! that the API, the command line, an import and the demo district go the same way.

pub mod http;
pub mod import;
pub mod officers;
pub mod organisations;
pub mod password;
pub mod posts;
mod rules;
pub mod sessions;
pub mod store;

use crate::{
    error::{Error, Refusal, Result},
    log::{self, Actor, NewEvent},
    wall_clock::Instant,
};
pub use http::{administering, router};
pub use rules::{Officer, Post, Reach, Sees, is_root, may_administer};
use sea_orm::ConnectionTrait;

crate::id! {
    /// Names an officer.
    OfficerId
}
crate::id! {
    /// Names an organisation.
    OrganisationId
}
crate::id! {
    /// Names a post.
    PostId
}

/// Who does something, and when.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    pub by: Actor,
    pub at: Instant,
}

impl Act {
    /// Writes what was done into the log; `body` names ids only.
    async fn record(self, txn: &impl ConnectionTrait, kind: &str, body: serde_json::Value) -> Result<()> {
        let event = NewEvent { at: self.at, actor: self.by, case: None, kind: kind.to_owned(), body };
        log::append(txn, event).await.map(|_| ())
    }
}

/// 422 about one field.
fn wrong(field: &str, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Error {
    Error::Unprocessable(Refusal::new(code, zh, en).at(field))
}

/// A text that people read: 1 to 100 characters, nothing around it.
fn check_name(field: &str, name: &str) -> Result<()> {
    if name.trim() == name && (1..=100).contains(&name.chars().count()) {
        return Ok(());
    }
    let (zh, en) = ("名称须为 1 至 100 个字，前后不留空格", "A name has 1 to 100 characters and no spaces around it");
    Err(wrong(field, "bad_name", zh, en))
}

#[cfg(test)]
mod tests;
