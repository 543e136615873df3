//! The floor: a bare actix-web server that answers every request with the same bytes.

use crate::Failed;
use crate::child::{self, Guarded};
use actix_web::web::Bytes;
use actix_web::{App, HttpResponse, HttpServer, web};
use clap::Args;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;
use std::time::Duration;

/// The settings of the bare server.
#[derive(Debug, Args)]
pub(crate) struct Floor {
    /// Bytes of every answer.
    #[arg(long)]
    bytes: usize,
    /// The loopback port to listen at.
    #[arg(long)]
    port: u16,
    /// Threads that serve HTTP.
    #[arg(long)]
    workers: usize,
}

/// Serves until it is stopped.
pub(crate) fn serve(floor: &Floor) -> Result<(), Failed> {
    let answer = Bytes::from(vec![b'x'; floor.bytes]);
    let server = HttpServer::new(move || {
        let answer = answer.clone();
        App::new().default_service(web::to(move |_body: Bytes| {
            let answer = answer.clone();
            async move { HttpResponse::Ok().content_type("application/json").body(answer) }
        }))
    });
    let server = server.workers(floor.workers).bind((Ipv4Addr::LOCALHOST, floor.port))?;
    actix_web::rt::System::new().block_on(server.run())?;
    Ok(())
}

/// Starts the bare server in a process of its own.
pub(crate) async fn start(bytes: u64, workers: usize) -> Result<(Guarded, SocketAddr), Failed> {
    let at = child::free_address()?;
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["floor", "--bytes", &bytes.to_string()])
        .args(["--port", &at.port().to_string()])
        .args(["--workers", &workers.to_string()]);
    let mut server = Guarded::start(&mut command, "TERM")?;
    server.listening(at, Duration::from_secs(10)).await?;
    Ok((server, at))
}
