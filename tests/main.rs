//! Tests of the whole of ODOI, each on SQLite and on PostgreSQL.

mod app;
mod client;
mod harness;
mod http;
mod process;
mod store;

fn main() -> std::process::ExitCode {
    harness::main()
}
