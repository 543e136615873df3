//! The closed loop: each connection sends its next request when it has the answer to the last one.

use crate::Failed;
use crate::client::{Client, shown};
use crate::operation::Source;
use hdrhistogram::Histogram;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// A connection that has failed so often is given up.
const PATIENCE: u64 = 20;
/// All connections stand before the first request is sent.
const HEAD_START: Duration = Duration::from_millis(300);

/// For how long to drive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    /// Requests that begin in this time are sent but not measured.
    pub(crate) warm_up: Duration,
    /// Requests that begin in this time are measured.
    pub(crate) measured: Duration,
}

/// What was measured.
#[derive(Debug)]
pub(crate) struct Measured {
    /// Latencies of good answers in microseconds.
    pub(crate) latency: Histogram<u64>,
    /// Answers other than 2xx, and requests without an answer; those of the warm-up count, too.
    pub(crate) errors: u64,
    /// The first of them.
    pub(crate) example: Option<String>,
    /// Good answers, those of the warm-up included.
    pub(crate) good: u64,
    /// Bytes of the bodies of the measured answers.
    bytes: u64,
    /// From the first measured request to the last measured answer.
    took: Duration,
}

impl Measured {
    fn new() -> Result<Self, Failed> {
        Ok(Self {
            latency: Histogram::new_with_bounds(1, 60_000_000, 3)?,
            errors: 0,
            example: None,
            good: 0,
            bytes: 0,
            took: Duration::ZERO,
        })
    }

    fn add(&mut self, other: &Self) -> Result<(), Failed> {
        self.latency.add(&other.latency)?;
        self.errors += other.errors;
        if self.example.is_none() {
            self.example.clone_from(&other.example);
        }
        self.good += other.good;
        self.bytes += other.bytes;
        self.took = self.took.max(other.took);
        Ok(())
    }

    fn fault(&mut self, text: String) {
        self.errors += 1;
        self.example.get_or_insert(text);
    }

    /// Good answers per second.
    pub(crate) fn rate(&self) -> f64 {
        let count = u32::try_from(self.latency.len()).unwrap_or(u32::MAX);
        f64::from(count) / self.took.as_secs_f64().max(0.001)
    }

    /// Bytes of the body of the mean answer.
    pub(crate) fn bytes_each(&self) -> u64 {
        self.bytes.checked_div(self.latency.len()).unwrap_or(0)
    }

    /// A quantile of the latency, in milliseconds.
    pub(crate) fn millis(&self, quantile: f64) -> f64 {
        let micros = u32::try_from(self.latency.value_at_quantile(quantile)).unwrap_or(u32::MAX);
        f64::from(micros) / 1000.0
    }
}

/// Drives a server over a connection per source, from as many threads as there are cores.
pub(crate) async fn drive(
    at: SocketAddr,
    sources: Vec<Source>,
    span: Span,
) -> Result<Measured, Failed> {
    let threads = crate::cores().min(sources.len().max(1));
    let begin = Instant::now() + HEAD_START;
    let mut parts: Vec<Vec<Source>> = (0..threads).map(|_| Vec::new()).collect();
    for (place, source) in sources.into_iter().enumerate() {
        if let Some(part) = parts.get_mut(place % threads) {
            part.push(source);
        }
    }
    let (tell, mut told) = mpsc::unbounded_channel();
    for part in parts {
        let tell = tell.clone();
        std::thread::Builder::new().name("load".to_owned()).spawn(move || {
            // Where nobody waits any more, the bench has been stopped.
            let _gone = tell.send(drive_some(at, part, begin, span));
        })?;
    }
    drop(tell);
    let mut all = Measured::new()?;
    while let Some(part) = told.recv().await {
        all.add(&part?)?;
    }
    Ok(all)
}

/// The connections of one thread.
fn drive_some(
    at: SocketAddr,
    sources: Vec<Source>,
    begin: Instant,
    span: Span,
) -> Result<Measured, Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for source in sources {
            tasks.spawn(drive_one(at, source, begin, span));
        }
        let mut all = Measured::new()?;
        while let Some(one) = tasks.join_next().await {
            all.add(&one??)?;
        }
        Ok(all)
    })
}

async fn drive_one(
    at: SocketAddr,
    mut source: Source,
    begin: Instant,
    span: Span,
) -> Result<Measured, Failed> {
    let mut measured = Measured::new()?;
    let mut client = Client::connect(at).await?;
    let from = begin + span.warm_up;
    let until = from + span.measured;
    tokio::time::sleep_until(begin.into()).await;
    loop {
        let asked = source.next()?;
        let began = Instant::now();
        if began >= until || measured.errors >= PATIENCE {
            return Ok(measured);
        }
        let answer = client.ask(asked).await;
        let ended = Instant::now();
        match answer {
            Ok(answer) if answer.status.is_success() => {
                source.learn(&answer);
                measured.good += 1;
                if began >= from {
                    let micros = u64::try_from((ended - began).as_micros())?;
                    measured.latency.saturating_record(micros);
                    measured.bytes += u64::try_from(answer.body.len())?;
                    measured.took = ended - from;
                }
            }
            Ok(answer) => measured.fault(shown(&answer)),
            Err(error) => {
                measured.fault(error.to_string());
                client = Client::connect(at).await?;
            }
        }
    }
}
