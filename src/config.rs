//! How this machine runs. `config.default.toml` is the documentation; a file and `HUIXIANG_…` variables override it.

use anyhow::Result;
use figment::{
    Figment,
    error::Kind,
    providers::{Env, Format, Toml},
};
use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, path::PathBuf};

/// Every key, in its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub database: Database,
    pub session: Session,
    pub files: FilesConfig,
    pub log: Log,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: String,
    pub connections: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    pub idle_minutes: u32,
    pub absolute_hours: u32,
    pub secure_cookie: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesConfig {
    pub max_bytes: usize,
    pub max_pixels: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub level: String,
    pub format: LogFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

const DEFAULT: &str = include_str!("../config.default.toml");

impl Config {
    /// Defaults, then `file`, then the environment (`HUIXIANG_DATABASE__URL`).
    ///
    /// # Errors
    /// Names the file or variable, the key, and what is allowed.
    pub fn load(file: Option<&std::path::Path>) -> Result<Self> {
        let mut figment = Figment::from(Toml::string(DEFAULT));
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        let figment = figment.merge(Env::prefixed("HUIXIANG_").split("__").ignore(&["config", "test_postgres"]));
        figment.extract().map_err(|errors| {
            let lines = errors.into_iter().map(|error| format!("  {}", mistake(&error))).collect::<Vec<_>>().join("\n");
            anyhow::anyhow!("the configuration has mistakes; `huixiang config --default` shows every key:\n{lines}")
        })
    }

    /// Where the database is; `{data}` in the URL stands for the data folder.
    pub fn database_url(&self) -> String {
        self.database.url.replace("{data}", &self.data.display().to_string())
    }

    /// The configuration in force as TOML, with any password in the database's URL hidden.
    pub fn print(&self) -> Result<String> {
        let mut shown = self.clone();
        shown.database.url = hide_password(&shown.database.url);
        Ok(toml::to_string(&shown)?)
    }

    /// The documented defaults.
    pub fn default_text() -> &'static str {
        DEFAULT
    }
}

/// One mistake: where, which key, what is allowed.
fn mistake(error: &figment::Error) -> String {
    let source = error.metadata.as_ref().and_then(|metadata| metadata.source.as_ref());
    let place = match source {
        Some(figment::Source::File(file)) => format!("{}: {}", file.display(), error.path.join(".")),
        _ => format!("the variable HUIXIANG_{}", error.path.join("__").to_uppercase()),
    };
    match &error.kind {
        Kind::UnknownField(_, allowed) => {
            format!("{place}: there is no such key; write one of: {}", allowed.join(", "))
        }
        kind => format!("{place}: {kind}"),
    }
}

/// A database URL as it may be shown.
pub fn hide_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((user, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    match user.split_once(':') {
        Some((name, _)) => format!("{scheme}://{name}:***@{host}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_complete() {
        let config = Config::load(None).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert!(config.database_url().contains("data/huixiang.db"));
    }

    #[test]
    fn a_mistake_names_file_and_key() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("here.toml");
        std::fs::write(&file, "lisen = \"127.0.0.1:1\"\n").unwrap();
        let message = Config::load(Some(&file)).unwrap_err().to_string();
        assert!(message.contains("here.toml: lisen: there is no such key; write one of: listen, data"), "{message}");
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(hide_password("postgres://me:secret@host/db"), "postgres://me:***@host/db");
        assert_eq!(hide_password("sqlite://x.db"), "sqlite://x.db");
    }
}
