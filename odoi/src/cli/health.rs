//! `odoi health`: for container health checks, which have no curl.

use super::Done;
use clap::Args;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

#[derive(Debug, Args)]
pub(crate) struct Health {
    /// The address of the server.
    #[arg(long, env = "ODOI_LISTEN", default_value = "127.0.0.1:8080")]
    address: SocketAddr,
}

pub(super) fn run(command: &Health) -> Done {
    let time = Duration::from_secs(3);
    let mut stream = TcpStream::connect_timeout(&command.address, time)?;
    stream.set_read_timeout(Some(time))?;
    write!(stream, "GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(4096).read_to_string(&mut answer)?;
    let line = answer.lines().next().unwrap_or_default();
    if line.contains(" 200 ") { Ok(()) } else { Err(format!("not ready: {line}").into()) }
}
