//! The command line, one line a command.

use clap::{Parser, Subcommand};
use huixiang::{commands, config::Config};
use std::{io, path::PathBuf, process::ExitCode};

/// 回响: community service by grids, for a Chinese district.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    /// How this machine runs; `huixiang config --default` shows every key.
    #[arg(long, global = true, value_name = "FILE", env = "HUIXIANG_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the district.
    Serve,
    /// Make the invented demo district, unless the data folder holds a district already.
    Demo(commands::demo::DemoArgs),
    /// Print the configuration in force, secrets hidden.
    Config(commands::config::ConfigArgs),
    /// Check, load and show profiles.
    #[command(subcommand)]
    Profile(commands::profile::Command),
    /// Count limits, and load working days.
    #[command(subcommand)]
    Calendar(commands::calendar::CalendarCommand),
    /// Import, export and list areas; find in which a point lies.
    #[command(subcommand)]
    Areas(commands::areas::AreasCommand),
    /// Convert coordinates.
    #[command(subcommand)]
    Coords(commands::coords::CoordsCommand),
    /// Organisations, officers and posts.
    #[command(subcommand)]
    Staff(commands::staff::StaffCommand),
    /// Replay real records through the operations that people use, and count them twice.
    Replay(commands::replay::ReplayArgs),
    /// Print the OpenAPI description.
    Openapi,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("huixiang: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let out = &mut io::stdout();
    let config = || Config::load(cli.config.as_deref());
    match cli.command {
        Command::Serve => commands::serve::run(config()?).await,
        Command::Demo(args) => commands::demo::run(config()?, &args, out).await,
        Command::Config(args) => commands::config::run(&args, config, out),
        Command::Profile(command) => commands::profile::run(&command, config, out).await,
        Command::Calendar(command) => commands::calendar::run(&command, config, out).await.map(|()| ExitCode::SUCCESS),
        Command::Areas(command) => commands::areas::run(config()?, command, out).await,
        Command::Coords(command) => commands::coords::run(&command, out),
        Command::Staff(command) => commands::staff::run(config()?, command, out).await,
        Command::Replay(args) => commands::replay::run(config()?, &args, out).await,
        Command::Openapi => commands::openapi::run(out),
    }
}
