//! `huixiang staff …`: organisations, officers and posts from the command line.

use crate::{
    app::App,
    config::Config,
    error::{Error, Result},
    log::Actor,
    staff::{
        Act,
        import::{self, Imported},
        officers::{self, NewOfficer},
        password,
        posts::{self, NewPost},
    },
    wall_clock::WallClock,
};
use anyhow::{Context, anyhow};
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Debug, clap::Subcommand)]
pub enum StaffCommand {
    /// Import organisations from CSV: code,name,kind,parent,phone,areas.
    ImportOrganisations(ImportArgs),
    /// Import officers and their posts from CSV, one row a post: login,name,role,at,valid_from,valid_to. Prints the
    /// passwords of new officers once.
    ImportOfficers(ImportArgs),
    /// Make an officer with one post and print the password once.
    AddOfficer(AddOfficerArgs),
}

#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    pub file: PathBuf,
    /// List every bad row and import nothing.
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, clap::Args)]
pub struct AddOfficerArgs {
    #[arg(long)]
    pub login: String,
    #[arg(long)]
    pub name: String,
    /// One of the profile's roles.
    #[arg(long)]
    pub role: String,
    /// The code of the area or organisation where the post stands.
    #[arg(long, value_name = "CODE")]
    pub at: String,
}

/// Does one of the commands and writes what came of it.
///
/// # Errors
/// When rows are bad, a value does not fit, or a file cannot be read.
pub async fn run(config: Config, command: StaffCommand, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let app = App::open(config, WallClock::System).await?;
    act(&app, command, out).await?;
    Ok(ExitCode::SUCCESS)
}

pub async fn act(app: &App, command: StaffCommand, out: &mut impl Write) -> Result<()> {
    let act = Act { by: Actor::System, at: app.clock.now() };
    let edition = app.profiles.current();
    let profile = &edition.profile;
    match command {
        StaffCommand::ImportOrganisations(ImportArgs { file, dry_run }) => {
            let imported = import::organisations(&app.db, profile, &read(&file)?, act, dry_run).await?;
            report(&imported, dry_run, out)
        }
        StaffCommand::ImportOfficers(ImportArgs { file, dry_run }) => {
            let imported = import::officers(&app.db, profile, &read(&file)?, act, dry_run).await?;
            report(&imported, dry_run, out)
        }
        StaffCommand::AddOfficer(args) => {
            let plain = password::readable();
            let stored = password::hash(plain.clone()).await?;
            let officer = NewOfficer { login: args.login, name: args.name };
            let post = NewPost { role: args.role, at: args.at, ..NewPost::default() };
            let work = async |txn: &_| {
                let made = officers::create(txn, &officer, stored, act).await?;
                posts::create(txn, profile, made.id, &post, act).await
            };
            app.db.write(work).await?;
            print(out, format_args!("{},{plain}", officer.login))
        }
    }
}

fn report(imported: &Imported, dry_run: bool, out: &mut impl Write) -> Result<()> {
    for row in &imported.bad {
        let field = row.refusal.field.as_deref().map(|field| format!(" ({field})")).unwrap_or_default();
        print(out, format_args!("line {}{field}: {}; {}", row.line, row.refusal.en, row.refusal.zh))?;
    }
    if !imported.bad.is_empty() {
        let bad = imported.bad.len();
        return Err(anyhow!("{bad} of {} rows are bad; nothing was imported", imported.rows).into());
    }
    for (login, password) in &imported.passwords {
        print(out, format_args!("{login},{password}"))?;
    }
    let done = if dry_run { "are good; nothing was imported" } else { "imported" };
    print(out, format_args!("{} rows {done}", imported.rows))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    Ok(std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?)
}

fn print(out: &mut impl Write, line: std::fmt::Arguments<'_>) -> Result<()> {
    writeln!(out, "{line}").context("writing the answer").map_err(Error::from)
}
