//! `huixiang openapi`.

use crate::server;
use std::{io::Write, process::ExitCode};

/// Prints the description that `/api/openapi.json` serves.
pub fn run(out: &mut impl Write) -> anyhow::Result<ExitCode> {
    writeln!(out, "{}", server::api().to_openapi().to_pretty_json()?)?;
    Ok(ExitCode::SUCCESS)
}
