//! `odoi`: the server and everything that operates it.

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = odoi_api::cli::Cli::parse();
    odoi_api::cli::run(command)
}
