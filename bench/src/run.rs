//! A run: an engine is filled, served, driven and told of.

use crate::child::{self, Guarded};
use crate::fill::Took;
use crate::load::{self, Measured, Span};
use crate::operation::{self, Ground, Operation};
use crate::report::{self, Row, Table};
use crate::{Bench, Engines, Failed, client, export, fill, floor, postgres};
use odoi_persistence::{DatabaseUrl, Engine, Settings, Store};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

/// No single step of the preparation takes longer.
const LIMIT: Duration = Duration::from_secs(600);
const WARM_UP: Duration = Duration::from_secs(1);
/// Between two measurements, so that what goes on behind an answer does not count against the next.
const REST: Duration = Duration::from_millis(700);

/// Measures the engines that are asked for; any error that a caller would see fails the run.
pub(crate) async fn all(bench: &Bench) -> Result<(), Failed> {
    println!("{}", report::machine());
    let mut errors = 0;
    if bench.engine != Engines::Postgres {
        errors += engine(bench, Engine::Sqlite).await?;
    }
    if bench.engine != Engines::Sqlite {
        errors += engine(bench, Engine::Postgres).await?;
    }
    if errors == 0 {
        Ok(())
    } else {
        Err(format!("{errors} requests were not answered well").into())
    }
}

/// Where a server keeps what is its own, and how the program is called on it.
struct Site {
    url: DatabaseUrl,
    data: PathBuf,
    logs: PathBuf,
}

impl Site {
    /// `odoi` beside the bench, with a subcommand.
    fn odoi(&self, words: &[&str]) -> Result<Command, Failed> {
        let bench = std::env::current_exe()?;
        let program = bench.with_file_name("odoi");
        if !program.is_file() {
            let place = program.display();
            return Err(format!("{place} is missing: build odoi-api in the same profile").into());
        }
        let mut command = Command::new(program);
        command.args(words).arg("--data-dir").arg(&self.data);
        if let DatabaseUrl::Postgres(url) = &self.url {
            command.args(["--database-url", url]);
        }
        Ok(command)
    }

    async fn run(&self, words: &[&str]) -> Result<(), Failed> {
        let name: Vec<&str> = words.iter().copied().filter(|w| !w.contains('/')).collect();
        let log = self.logs.join(format!("{}.log", name.join("-")));
        child::run(&mut self.odoi(words)?, &log, LIMIT).await
    }
}

/// Measures one engine and prints its table; the number of errors.
async fn engine(bench: &Bench, engine: Engine) -> Result<u64, Failed> {
    let name = match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let temporary = tempfile::Builder::new().prefix("odoi-bench").tempdir()?;
    let room = bench.data.as_ref().map(|data| data.join(name));
    let place = room.as_deref().unwrap_or(temporary.path());
    let (data, logs) = (place.join("data"), place.join("logs"));
    std::fs::create_dir_all(&logs)?;
    let mut private = None;
    let url = match (engine, &bench.database_url) {
        (Engine::Sqlite, _) => DatabaseUrl::Sqlite { path: data.join("odoi.db"), create: true },
        (Engine::Postgres, Some(url)) => url.clone(),
        (Engine::Postgres, None) => {
            let cluster = room.as_ref().map(|room| room.join("cluster"));
            let started = postgres::start(&logs, cluster.as_deref()).await?;
            let url = started.url.parse()?;
            private = Some(started);
            url
        }
    };
    let site = Site { url, data, logs };
    let (ids, took) = filled(bench, &site, &place.join("ids")).await?;
    if bench.fill_only {
        println!("{}", report::filling(bench, engine, took));
        return Ok(0);
    }
    let table = measure(bench, &site, ids, took).await?;
    println!("{}", report::markdown(bench, engine, &table));
    drop(private);
    Ok(table.errors())
}

/// The ids of the registry, by number: made now, or kept from an earlier run.
async fn filled(bench: &Bench, site: &Site, kept: &Path) -> Result<(Vec<String>, Took), Failed> {
    if let Ok(text) = std::fs::read_to_string(kept) {
        let ids: Vec<String> = text.lines().map(str::to_owned).collect();
        if u64::try_from(ids.len())? != bench.enterprises {
            return Err(format!("{} holds {} enterprises", kept.display(), ids.len()).into());
        }
        return Ok((ids, Took::default()));
    }
    let (ids, took) = prepare(bench, site).await?;
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    if bench.data.is_some() {
        std::fs::write(kept, ids.join("\n"))?;
    }
    Ok((ids, took))
}

/// The demonstration, lists of places, and the synthetic registry.
async fn prepare(bench: &Bench, site: &Site) -> Result<(Vec<uuid::Uuid>, Took), Failed> {
    if let DatabaseUrl::Postgres(_) = &site.url {
        site.run(&["migrate", "up"]).await?;
        let store = Store::open(&site.url, &Settings::default())?;
        let used = store.read(|repo| repo.has_demo_accounts()).await?;
        store.close().await;
        if used {
            return Err(format!("{} is not empty", site.url).into());
        }
    }
    site.run(&["demo"]).await?;
    for list in &bench.places {
        let (format, file) = list.split_once('=').ok_or("--places is FORMAT=FILE")?;
        let imported = site.run(&["import", "places", "--format", format, file]).await;
        if let Err(error) = imported {
            println!("note: {file}: {error}");
        }
    }
    let filled = fill::fill(&site.url, bench.enterprises).await?;
    if let DatabaseUrl::Postgres(url) = &site.url
        && let Err(error) = postgres::analyze(url, &site.logs).await
    {
        println!("note: the tables are not analysed: {error}");
    }
    Ok(filled)
}

/// Starts the server, drives it through every operation, and stops it.
async fn measure(
    bench: &Bench,
    site: &Site,
    ids: Vec<String>,
    took: Took,
) -> Result<Table, Failed> {
    let (server, at) = serve(site).await?;
    let begun = operation::total(at).await?;
    let ground = Arc::new(Ground {
        deep: operation::deep(at, begun).await?,
        ids,
        // What an earlier run created is there already.
        next: AtomicU64::new(begun.max(bench.enterprises)),
    });
    let before = begun;
    let (mut rows, mut created) = (Vec::new(), 0);
    let asked = |title: &str| bench.only.is_empty() || bench.only.iter().any(|o| title.contains(o));
    for operation in Operation::ALL.into_iter().filter(|o| asked(o.title())) {
        let row = row(bench, operation, &ground, (&server, at)).await?;
        if operation == Operation::Create {
            created = row.measured.good;
        }
        rows.push(row);
        tokio::time::sleep(REST).await;
    }
    let found = operation::total(at).await? - before;
    if found != created {
        return Err(format!("{created} creations were answered with 2xx, {found} are kept").into());
    }
    let files = if bench.export { export::all(&server, at).await? } else { Vec::new() };
    Ok(Table { rows, files, own_mib: server.own_mib()?, took })
}

async fn serve(site: &Site) -> Result<(Guarded, SocketAddr), Failed> {
    let at = child::free_address()?;
    let log = site.logs.join("serve.log");
    let file = std::fs::File::create(&log)?;
    let mut command = site.odoi(&["serve"])?;
    command
        .args(["--listen", &at.to_string()])
        .args(["--workers", &crate::cores().to_string()])
        .args(["--requests-per-minute", "100000000"])
        .args(["--sign-ins-per-minute", "1000000"])
        .stdout(file.try_clone()?)
        .stderr(file);
    let mut server = Guarded::start(&mut command, "TERM")?;
    ready(&mut server, at, &log).await?;
    Ok((server, at))
}

async fn ready(server: &mut Guarded, at: SocketAddr, log: &Path) -> Result<(), Failed> {
    let listening = server.listening(at, LIMIT).await;
    listening.map_err(|error| child::told(&error, log))?;
    let asked = client::request("GET", &at.to_string(), "/health/ready");
    let mut client = client::Client::connect(at).await?;
    client.expect(asked.body(client::nothing())?).await?;
    Ok(())
}

/// An operation, and its floor with answers of the same size.
async fn row(
    bench: &Bench,
    operation: Operation,
    ground: &Arc<Ground>,
    (server, at): (&Guarded, SocketAddr),
) -> Result<Row, Failed> {
    let connections = operation.connections(usize::try_from(bench.connections)?);
    let span = Span { warm_up: WARM_UP, measured: Duration::from_secs(bench.seconds) };
    let sources = operation::sources(operation, ground, at, connections).await?;
    let floor_sources = operation::sources(operation, ground, at, connections).await?;
    let before = server.processor_time()?;
    let measured = load::drive(at, sources, span).await?;
    let processor = server.processor_time()?.saturating_sub(before);
    tokio::time::sleep(REST).await;
    let floor = {
        let (_bare, at) = floor::start(measured.bytes_each(), crate::cores()).await?;
        load::drive(at, floor_sources, span).await?
    };
    Ok(Row {
        title: operation.title(),
        connections,
        processor_micros: each(processor, &measured),
        peak_mib: server.peak_mib()?,
        measured,
        floor,
    })
}

fn each(processor: Duration, measured: &Measured) -> u128 {
    let requests = u128::from(measured.good + measured.errors);
    processor.as_micros().checked_div(requests).unwrap_or(0)
}
