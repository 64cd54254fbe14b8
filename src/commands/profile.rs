//! `huixiang profile`: checks, prints and explains profile files.

use crate::{
    app::open_database,
    config::Config,
    db::Db,
    profile::{self, Action, Profile, Step, rules::word, store},
    wall_clock::WallClock,
};
use anyhow::Context;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Work on profile files.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Command {
    /// Print every mistake in a profile, with its place and what to write instead.
    Check { file: PathBuf },
    /// Print the JSON Schema of a profile, for editors.
    Schema,
    /// Print the steps of a profile: which actions may be taken in each, by whom, leading where.
    Show { file: PathBuf },
    /// Check a profile and put it in force. Open cases keep the version they began with.
    Load { file: PathBuf },
    /// Print the versions that were loaded.
    List,
}

/// Does what was typed; loading and listing open the district of the configuration.
///
/// # Errors
/// When the district cannot be opened or `out` cannot be written.
pub async fn run(
    command: &Command,
    config: impl FnOnce() -> anyhow::Result<Config>,
    out: &mut impl Write,
) -> anyhow::Result<ExitCode> {
    match command {
        Command::Load { file } => load(&open_database(&config()?).await?, file, out).await,
        Command::List => list(&open_database(&config()?).await?, out).await,
        Command::Check { file } => Ok(checked(file, out, found_sound)?),
        Command::Show { file } => Ok(checked(file, out, show)?),
        Command::Schema => {
            writeln!(out, "{:#}", profile::schema().as_value())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn load(db: &Db, file: &Path, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let Ok(profile) = profile::check(&text) else { return Ok(checked(file, out, found_sound)?) };
    store::load(db, &text, &profile, WallClock::System.now()).await?;
    writeln!(
        out,
        "{} ({}), version {}: in force for cases that begin from now on.",
        profile.name, profile.code, profile.version
    )?;
    Ok(ExitCode::SUCCESS)
}

async fn list(db: &Db, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    for row in store::all(db.read()).await? {
        writeln!(out, "{}  version {}  loaded {}", row.code, row.version, row.loaded_at.to_rfc3339())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn found_sound<W: Write>(profile: &Profile, out: &mut W) -> io::Result<()> {
    writeln!(out, "No mistakes in {} ({}), version {}.", profile.name, profile.code, profile.version)
}

/// Does something with a profile, or prints why it cannot be done.
fn checked<W: Write>(
    file: &Path,
    out: &mut W,
    then: impl FnOnce(&Profile, &mut W) -> io::Result<()>,
) -> io::Result<ExitCode> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            writeln!(
                out,
                "{}: this file cannot be read ({error}); write the path of a profile in UTF-8.",
                file.display()
            )?;
            return Ok(ExitCode::FAILURE);
        }
    };
    match profile::check(&text) {
        Ok(profile) => {
            then(&profile, out)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(mistakes) => {
            for mistake in &mistakes {
                writeln!(out, "{}:{mistake}", file.display())?;
            }
            let plural = if mistakes.len() == 1 { "mistake" } else { "mistakes" };
            writeln!(out, "{} {plural}.", mistakes.len())?;
            Ok(ExitCode::FAILURE)
        }
    }
}

fn show(profile: &Profile, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} ({}), version {}", profile.name, profile.code, profile.version)?;
    for step in &profile.step {
        let first = if step.id == profile.report.step { ", where a report begins" } else { "" };
        writeln!(out, "\n{} {} ({}{first})", step.id, step.name, word(step.stage))?;
        for action in profile.actions_from(&step.id) {
            writeln!(out, "{}", line(step, action))?;
        }
    }
    Ok(())
}

/// Names stand after what is aligned: Chinese is as wide as the terminal likes.
fn line(step: &Step, action: &Action) -> String {
    let to = action.to.as_deref().filter(|to| *to != step.id).map_or("stays".into(), |to| format!("-> {to}"));
    format!("    {:<18} {to:<15} {}: {}", action.id, action.name, action.who.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(command: &Command) -> (bool, String) {
        let mut out = Vec::new();
        let nowhere = || -> anyhow::Result<Config> { anyhow::bail!("these commands open no district") };
        let code = futures::executor::block_on(run(command, nowhere, &mut out)).expect("memory can be written");
        (code == ExitCode::SUCCESS, String::from_utf8(out).expect("UTF-8"))
    }

    fn file(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles").join(name)
    }

    #[test]
    fn every_profile_of_the_repository_is_without_mistakes() {
        let folder = std::fs::read_dir(file("")).expect("profiles/ is there");
        let files = folder.map(|entry| entry.expect("an entry").path());
        let profiles: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
        assert!(profiles.len() >= 2);
        for file in profiles {
            let (fine, printed) = ran(&Command::Check { file });
            assert!(fine, "{printed}");
        }
    }

    #[test]
    fn mistakes_are_printed_with_file_and_place_and_fail() {
        let folder = tempfile::tempdir().expect("a folder");
        let broken = folder.path().join("broken.toml");
        let demo = std::fs::read_to_string(file("demo.toml")).expect("the demo profile");
        std::fs::write(&broken, demo.replacen("version = 1", "version = 0", 1)).expect("the file can be written");
        let (fine, printed) = ran(&Command::Check { file: broken.clone() });
        assert!(!fine);
        let line = demo.lines().position(|line| line == "version = 1").expect("a version") + 1;
        let expected =
            format!("{}:{line}:11: version: the first version is 1; write 1 or more.\n1 mistake.\n", broken.display());
        assert_eq!(printed, expected);
    }

    #[test]
    fn a_missing_file_is_said_to_be_missing() {
        let (fine, printed) = ran(&Command::Show { file: file("nowhere.toml") });
        assert!(!fine && printed.contains("nowhere.toml: this file cannot be read"), "{printed}");
    }

    #[test]
    fn show_lists_each_step_with_its_actions() {
        let (fine, printed) = ran(&Command::Show { file: file("trial-open311.toml") });
        assert!(fine);
        let reported =
            "reported Reported (intake, where a report begins)\n    register           -> registered   Register: desk";
        assert!(printed.contains(reported), "{printed}");
        assert_eq!(printed.matches("\n\n").count(), 5, "five steps");
    }

    #[test]
    fn the_schema_is_json() {
        let (fine, printed) = ran(&Command::Schema);
        let schema: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
        assert!(fine && schema["properties"]["step"].is_object());
    }
}
