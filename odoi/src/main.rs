//! `odoi`: the server and everything that operates it.

use clap::Parser;
use std::process::ExitCode;

// Requests end on other threads than they began on. The C library's allocator keeps what each thread has freed
// for that thread, which doubled the memory of a busy server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = odoi_program::cli::Cli::parse();
    odoi_program::cli::run(command)
}
