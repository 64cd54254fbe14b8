//! `huixiang config`.

use crate::config::Config;
use std::{io::Write, process::ExitCode};

#[derive(Debug, clap::Args)]
pub struct ConfigArgs {
    /// Print the documented defaults instead.
    #[arg(long)]
    default: bool,
}

/// Prints what is in force, or the defaults with their explanation.
pub fn run(
    args: &ConfigArgs,
    config: impl FnOnce() -> anyhow::Result<Config>,
    out: &mut impl Write,
) -> anyhow::Result<ExitCode> {
    match args.default {
        true => write!(out, "{}", Config::default_text())?,
        false => write!(out, "{}", config()?.print()?)?,
    }
    Ok(ExitCode::SUCCESS)
}
