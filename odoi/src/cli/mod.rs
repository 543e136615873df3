//! The command line: one binary, and `--help` is enough to operate it.

mod accounts;
mod audit;
mod backup;
mod health;
mod keys;
mod migrate;
mod openapi;
pub(crate) mod operator;
mod places;
pub mod serve;

use crate::site::Site;
use clap::{Parser, Subcommand};
use odoi_api::config::Config;
use std::io::Write as _;
use std::process::ExitCode;

/// The backend of One District One Idea – MSME Innovation Cluster.
#[derive(Debug, Parser)]
#[command(name = "odoi", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    site: Site,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server. On the embedded database it also migrates and fills it.
    Serve(Box<Config>),
    /// Migrate the database.
    #[command(subcommand)]
    Migrate(migrate::Migrate),
    /// Load the demonstration: clusters, institutions, schemes, enterprises, a sign-in per role.
    Demo(crate::demo::Demo),
    /// Import places from a published list.
    #[command(subcommand)]
    Import(places::Import),
    /// Accounts of people and partner systems.
    #[command(subcommand)]
    Accounts(accounts::Accounts),
    /// The roles that accounts hold.
    #[command(subcommand)]
    Grants(accounts::Grants),
    /// The keys that sign access tokens.
    #[command(subcommand)]
    Keys(keys::KeyCommand),
    /// Copy the database to a file while the server runs, or check a copy.
    Backup(backup::Backup),
    /// The audit trail.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Write or check the OpenAPI document and the documentation of problems.
    Openapi(openapi::Openapi),
    /// Ask a running server whether it is ready; for container health checks.
    Health(health::Health),
}

/// Why a command failed: a sentence that says what to do.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;
/// What became of a command.
pub type Done = Result<(), Failed>;

/// Runs a command.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let site = cli.site;
    let done = match cli.command {
        Command::Serve(config) => serve::serve(&site, *config),
        Command::Migrate(command) => migrate::run(&site, &command),
        Command::Demo(command) => block_on(crate::demo::run(&site, command)),
        Command::Import(command) => block_on(places::run(&site, command)),
        Command::Accounts(command) => block_on(accounts::run(&site, command)),
        Command::Grants(command) => block_on(accounts::run_grants(&site, command)),
        Command::Keys(command) => keys::run(&site, &command),
        Command::Backup(command) => backup::run(&site, command),
        Command::Audit(command) => block_on(audit::run(&site, command)),
        Command::Openapi(command) => openapi::run(&command),
        Command::Health(command) => health::run(&command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody reads it, the exit code tells.
            let _unread = writeln!(std::io::stderr(), "odoi: {error}");
            ExitCode::FAILURE
        }
    }
}

fn block_on(work: impl Future<Output = Done>) -> Done {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?
        .block_on(work)
}

/// What a command prints for the person at it.
/// A reader that went away (`odoi … | head`) is no reason to break off.
pub(crate) fn say(text: impl std::fmt::Display) {
    let _unread = writeln!(std::io::stdout(), "{text}");
}
