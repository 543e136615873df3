//! The whole registry as one file: how fast it comes, and what it costs in memory.

use crate::Failed;
use crate::child::Guarded;
use crate::client::{self, Client};
use crate::operation;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// A file that came whole.
#[derive(Debug)]
pub(crate) struct Came {
    /// Its format.
    pub(crate) format: &'static str,
    /// Lines, a header included.
    pub(crate) lines: u64,
    /// Bytes.
    pub(crate) bytes: u64,
    /// From the request to the last byte.
    pub(crate) took: Duration,
    /// Memory of the server's own, not of files, when it had come.
    pub(crate) own_mib: u64,
}

/// Fetches every enterprise in the formats that are told by lines.
pub(crate) async fn all(server: &Guarded, at: SocketAddr) -> Result<Vec<Came>, Failed> {
    let mut came = Vec::new();
    for format in ["ndjson", "csv"] {
        let bearer = operation::bearer(at).await?;
        let path = format!("/v1/enterprises?format={format}");
        let asked = client::request("GET", &at.to_string(), &path)
            .header(hyper::header::AUTHORIZATION, bearer)
            .body(client::nothing())?;
        let began = Instant::now();
        let (mut lines, mut bytes) = (0, 0);
        let mut client = Client::connect(at).await?;
        client
            .stream(asked, |part| {
                let ends = part.iter().filter(|byte| **byte == b'\n').count();
                lines += u64::try_from(ends).unwrap_or(0);
                bytes += u64::try_from(part.len()).unwrap_or(0);
            })
            .await?;
        came.push(Came { format, lines, bytes, took: began.elapsed(), own_mib: server.own_mib()? });
    }
    Ok(came)
}
