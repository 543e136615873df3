//! `odoi-bench`: fills a fresh database with a synthetic registry, drives the release server over
//! loopback, and prints what it did beside what a bare server does on the same machine.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line prints its answer")]

mod child;
mod client;
mod details;
mod export;
mod fill;
mod floor;
mod gazetteer;
mod load;
mod names;
mod network;
mod operation;
mod postgres;
mod random;
mod registry;
mod report;
mod run;

use clap::{Parser, Subcommand, ValueEnum};
use odoi_persistence::DatabaseUrl;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Why something did not work: a sentence.
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Measures `odoi` on this machine. Build it first: cargo build --release -p odoi-bench -p odoi-api
#[derive(Debug, Parser)]
#[command(name = "odoi-bench", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    bench: Bench,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Be the bare server that the others are compared with.
    #[command(hide = true)]
    Floor(floor::Floor),
}

/// What to measure.
#[derive(Debug, clap::Args)]
struct Bench {
    /// Enterprises in the registry before the first request.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=5_000_000))]
    enterprises: u64,
    /// Seconds for which each operation is measured.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
    /// Connections, each with one request in flight.
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u64).range(1..=1024))]
    connections: u64,
    /// The engines to measure.
    #[arg(long, value_enum, default_value = "both")]
    engine: Engines,
    /// An empty PostgreSQL database to fill. Default: a private server, in a temporary directory.
    #[arg(long)]
    database_url: Option<DatabaseUrl>,
    /// Measure only operations whose title contains one of these, with commas between them.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// A list of places to import before the registry is filled, as FORMAT=FILE (see odoi import places
    /// --help). With local bodies, enterprises stand in them.
    #[arg(long, value_name = "FORMAT=FILE")]
    places: Vec<String>,
    /// Keep databases and logs in this directory. What it holds already is measured again, and not filled.
    #[arg(long, value_name = "DIRECTORY")]
    data: Option<PathBuf>,
    /// Also fetch the whole registry as files.
    #[arg(long)]
    export: bool,
    /// Only fill; with --data.
    #[arg(long, requires = "data")]
    fill_only: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engines {
    /// The embedded one.
    Sqlite,
    /// The one for production.
    Postgres,
    /// One after the other.
    Both,
}

impl Bench {
    /// No run takes longer than this, whatever happens.
    fn limit(&self) -> Duration {
        let operations = u64::try_from(operation::Operation::ALL.len()).unwrap_or(0);
        let filling = self.enterprises / 100;
        Duration::from_secs(2 * (1_200 + filling + operations * 2 * (self.seconds + 45)))
    }
}

/// How many cores there are.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Some(Command::Floor(floor)) => floor::serve(&floor),
        None => bench(&cli.bench),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("odoi-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(bench: &Bench) -> Result<(), Failed> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let done = runtime.block_on(async {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        // Whichever comes first, the children end with the run.
        tokio::select! {
            done = run::all(bench) => done,
            _ = terminated.recv() => Err("stopped".into()),
            _ = tokio::signal::ctrl_c() => Err("stopped".into()),
            () = tokio::time::sleep(bench.limit()) => Err("the run took too long".into()),
        }
    });
    runtime.shutdown_background();
    done
}
