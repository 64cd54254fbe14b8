//! Organisations, officers and posts from CSV: all rows or none, and every bad row is listed.

use super::{
    Act,
    officers::{self, NewOfficer},
    organisations::{self, NewOrganisation},
    password,
    posts::{self, NewPost},
    store,
};
use crate::{
    db::Db,
    error::{Error, Refusal, Result},
    profile::Profile,
    wall_clock::Instant,
};
use anyhow::{Context, anyhow};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::HashMap;

/// A row that cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// In the file; the header is line 1.
    pub line: u64,
    /// What is wrong, in both languages.
    pub refusal: Refusal,
}

/// What an import did, or in a dry run would do.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    pub rows: usize,
    /// With one or more of these nothing was imported.
    pub bad: Vec<BadRow>,
    /// Login and password of each officer made; known only now.
    pub passwords: Vec<(String, String)>,
}

/// Imports `code,name,kind,parent,phone,areas`: the organisation above stands before those below it or exists; areas
/// are codes with spaces between.
///
/// # Errors
/// When the file is no such table, or the database's; bad rows are no error.
pub async fn organisations(db: &Db, profile: &Profile, csv: &[u8], act: Act, dry_run: bool) -> Result<Imported> {
    let rows = read::<OrganisationRow>(csv)?;
    let make = async |txn: &DatabaseTransaction, row: OrganisationRow| {
        organisations::create(txn, profile, &row.into(), act).await.map(|_| ())
    };
    let (rows, bad) = all_or_nothing(db, rows, dry_run, make).await?;
    Ok(Imported { rows, bad, passwords: Vec::new() })
}

/// Imports `login,name,role,at,valid_from,valid_to`: one row a post; a login that does not exist is made, with a
/// random password.
///
/// # Errors
/// When the file is no such table, or the database's; bad rows are no error.
pub async fn officers(db: &Db, profile: &Profile, csv: &[u8], act: Act, dry_run: bool) -> Result<Imported> {
    let rows = read::<OfficerRow>(csv)?;
    let passwords = new_passwords(db, &rows, dry_run).await?;
    let make = async |txn: &DatabaseTransaction, row: OfficerRow| {
        let officer = match store::officer::by_login(txn, &row.login).await? {
            Some(officer) if officer.name == row.name => officer,
            Some(officer) => return Err(another_name(&officer.name)),
            None => {
                let stored = passwords.get(&row.login).map(|password| password.stored.clone()).unwrap_or_default();
                officers::create(txn, &row.officer(), stored, act).await?
            }
        };
        posts::create(txn, profile, officer.id, &row.post(), act).await.map(|_| ())
    };
    let (rows, bad) = all_or_nothing(db, rows, dry_run, make).await?;
    let mut passwords: Vec<_> = passwords.into_iter().map(|(login, password)| (login, password.plain)).collect();
    passwords.sort();
    if dry_run || !bad.is_empty() {
        passwords.clear();
    }
    Ok(Imported { rows, bad, passwords })
}

struct Password {
    plain: String,
    stored: String,
}

/// Made before the transaction: hashing a thousand passwords takes half a minute, in which nobody could write.
async fn new_passwords(db: &Db, rows: &[Row<OfficerRow>], dry_run: bool) -> Result<HashMap<String, Password>> {
    let mut passwords = HashMap::new();
    for login in rows.iter().filter_map(|row| row.read.as_ref().ok()).map(|row| &row.login) {
        if dry_run || passwords.contains_key(login) || store::officer::by_login(db.read(), login).await?.is_some() {
            continue;
        }
        let plain = password::readable();
        let stored = password::hash(plain.clone()).await?;
        passwords.insert(login.clone(), Password { plain, stored });
    }
    Ok(passwords)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationRow {
    code: String,
    name: String,
    kind: String,
    #[serde(default)]
    parent: Option<String>,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    areas: String,
}

impl From<OrganisationRow> for NewOrganisation {
    fn from(row: OrganisationRow) -> Self {
        let areas = row.areas.split_whitespace().map(str::to_owned).collect();
        Self { code: row.code, name: row.name, kind: row.kind, parent: row.parent, phone: row.phone, areas }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficerRow {
    login: String,
    name: String,
    role: String,
    at: String,
    #[serde(default)]
    valid_from: Option<Instant>,
    #[serde(default)]
    valid_to: Option<Instant>,
}

impl OfficerRow {
    fn officer(&self) -> NewOfficer {
        NewOfficer { login: self.login.clone(), name: self.name.clone() }
    }

    fn post(self) -> NewPost {
        NewPost { role: self.role, at: self.at, valid_from: self.valid_from, valid_to: self.valid_to }
    }
}

struct Row<T> {
    line: u64,
    read: Result<T, Refusal>,
}

/// Excel writes a byte order mark in front; spaces around a value mean nothing.
fn read<T: DeserializeOwned>(csv: &[u8]) -> Result<Vec<Row<T>>> {
    let csv = csv.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(csv);
    std::str::from_utf8(csv).context("the file is not UTF-8; save it as \"CSV UTF-8\"")?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(csv);
    let header = reader.headers().context("the file has no header line")?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let position = |error: &csv::Error| error.position().map_or(0, csv::Position::line);
        rows.push(match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                Row { line, read: record.deserialize(Some(&header)).map_err(|error| unreadable(&error)) }
            }
            Err(error) => Row { line: position(&error), read: Err(unreadable(&error)) },
        });
    }
    Ok(rows)
}

/// Makes every row inside one transaction; keeps it only if all are good and it is no dry run.
async fn all_or_nothing<T>(
    db: &Db,
    rows: Vec<Row<T>>,
    dry_run: bool,
    make: impl AsyncFn(&DatabaseTransaction, T) -> Result<()>,
) -> Result<(usize, Vec<BadRow>)> {
    let (count, mut bad, mut turned_back) = (rows.len(), Vec::new(), false);
    let written = db
        .write(async |txn| {
            for Row { line, read } in rows {
                let made = match read {
                    Ok(row) => make(txn, row).await,
                    Err(refusal) => Err(Error::Unprocessable(refusal)),
                };
                match made {
                    Ok(()) => {}
                    Err(Error::Unprocessable(refusal) | Error::Conflict(refusal)) => bad.push(BadRow { line, refusal }),
                    Err(error) => return Err(error),
                }
            }
            turned_back = dry_run || !bad.is_empty();
            if turned_back { Err(anyhow!("turned back on purpose").into()) } else { Ok(()) }
        })
        .await;
    if !turned_back {
        written?;
    }
    Ok((count, bad))
}

fn unreadable(error: &csv::Error) -> Refusal {
    Refusal::new("bad_row", format!("此行无法读取：{error}"), format!("The row cannot be read: {error}"))
}

fn another_name(name: &str) -> Error {
    let (zh, en) = (
        format!("此账号属于“{name}”，请更正姓名或账号"),
        format!("This login belongs to \"{name}\"; correct the name or the login"),
    );
    Error::Conflict(Refusal::new("another_name", zh, en).at("name"))
}
