//! Tests of the whole of ODOI, each on SQLite and on PostgreSQL.

#![allow(clippy::disallowed_methods, reason = "the runner of the tests has no configuration but the environment")]
#![allow(clippy::too_many_lines, reason = "a life is told from its beginning to its end")]

mod app;
mod client;
mod harness;
mod http;
mod process;
mod store;

fn main() -> std::process::ExitCode {
    harness::main()
}
