//! `huixiang demo`: makes the invented district, unless there is one already.

use crate::config::Config;
use std::{io::Write, process::ExitCode};

#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// The same seed makes the same district and the same month.
    #[arg(long, default_value_t = 2026)]
    seed: u64,
}

/// Makes the district, and a month of cases by playing them.
pub async fn run(_config: Config, _args: &DemoArgs, _out: &mut impl Write) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
