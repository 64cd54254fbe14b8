//! `huixiang demo`: makes the invented district, unless there is one already.

use crate::{
    config::Config,
    demo::{self, Account},
    wall_clock::WallClock,
};
use anyhow::Context;
use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path, process::ExitCode};

#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// The same seed makes the same district and the same month.
    #[arg(long, default_value_t = 2026)]
    seed: u64,
}

/// Makes the district and a month of cases by playing them, and writes the accounts to `accounts.txt`.
pub async fn run(config: Config, args: &DemoArgs, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let begun = std::time::Instant::now();
    let Some(made) = demo::make(&config, args.seed, WallClock::System.now()).await? else {
        return Ok(ExitCode::SUCCESS);
    };
    let accounts = config.data.join("accounts.txt");
    write_accounts(&accounts, &made.accounts)?;
    writeln!(
        out,
        "Made the demo district 永安区: {} areas, {} organisations, {} officers, {} cases in {:.0} s.\n\
         Accounts with passwords made for this installation: {} (only its owner may read it).",
        made.areas,
        made.organisations,
        made.accounts.len(),
        made.cases,
        begun.elapsed().as_secs_f64(),
        accounts.display()
    )?;
    Ok(ExitCode::SUCCESS)
}

fn write_accounts(path: &Path, accounts: &[Account]) -> anyhow::Result<()> {
    let file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path);
    let mut file = file.with_context(|| format!("cannot write {}", path.display()))?;
    writeln!(file, "# login\tpassword\tname\tpost")?;
    for Account { login, password, name, posts } in accounts {
        writeln!(file, "{login}\t{password}\t{name}\t{posts}")?;
    }
    Ok(file.sync_all()?)
}
