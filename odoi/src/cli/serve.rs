//! `odoi serve`: checks the settings, prepares the database, says where it is, and serves.

use super::{Done, Failed, operator, say};
use crate::site::Site;
use crate::{demo, reference, schedule};
use actix_web::dev::ServerHandle;
use actix_web::{HttpServer, web};
use odoi_api::auth::keys::{self, KeyError, Keys};
use odoi_api::config::{Config, LogFormat};
use odoi_api::{Service, build};
use odoi_application::Application;
use odoi_persistence::{PastClock, Settings, Store, private};
use std::sync::Arc;
use std::time::Duration;

pub(super) fn serve(site: &Site, config: Config) -> Done {
    let objections = config.objections();
    if !objections.is_empty() {
        return Err(format!("unsafe in production:\n  {}", objections.join("\n  ")).into());
    }
    if let Some(url) = config.wrong_url() {
        return Err(format!("{url:?} is no address of a server: --public-url takes https://host[:port][/path], without query and fragment").into());
    }
    if let Some(origin) = config.wrong_origin() {
        return Err(format!(
            "{origin:?} is no origin: --cors-origins takes https://host[:port], without a path"
        )
        .into());
    }
    if let Some(contact) = config.wrong_contact() {
        return Err(format!(
            "{contact:?} is no contact: --security-contact takes mailto:…, tel:… or https://… (RFC 9116)"
        )
        .into());
    }
    log(&config)?;
    actix_web::rt::System::new().block_on(run(site, config))
}

fn log(config: &Config) -> Done {
    // A person at a terminal wants to see what is wrong; a machine wants every request.
    let usual = match config.log_format {
        LogFormat::Text => "info,odoi::access=warn,actix_server=warn",
        LogFormat::Json => "info,actix_server=warn",
    };
    let wanted = config.log.as_deref().unwrap_or(usual);
    let filter = tracing_subscriber::EnvFilter::builder()
        .parse(wanted)
        .map_err(|error| format!("--log cannot be read (ODOI_LOG): {error}"))?;
    let base = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Who reads the log may go away; the server goes on, and does not stumble over saying so.
        .log_internal_errors(false);
    // A second server in one process (a test) finds the log set up already.
    let _already = match config.log_format {
        LogFormat::Text => base.try_init(),
        LogFormat::Json => base.json().flatten_event(true).try_init(),
    };
    Ok(())
}

async fn run(site: &Site, config: Config) -> Done {
    let url = site.database();
    operator::prepare(&url)?;
    let keys = signing_keys(site, &config)?;
    keep_private(site, &config)?;
    let settings = Settings { connections: config.connections, ..Settings::default() };
    let store = Store::open(&url, &settings)?;
    if config.production && store.read(|repo| repo.has_demo_accounts()).await? {
        return Err("unsafe in production: the database holds accounts of the demonstration; close them with \
            `odoi accounts close-demo`, or use another database"
            .into());
    }
    reference::load(&store).await?;
    if config.demo {
        demo::load(&store, PastClock::new(config.production)?).await?;
    }
    let (listen, workers) = (config.listen, config.workers);
    let (seconds, is_demo) = (config.shutdown_seconds, config.demo);
    let service = web::Data::new(Service::new(Application::new(store.clone()), config, keys)?);
    let shared = service.clone();
    let mut server = HttpServer::new(move || build(shared.clone()))
        .shutdown_timeout(seconds)
        .client_request_timeout(Duration::from_secs(service.config.body_seconds))
        .keep_alive(Duration::from_secs(75))
        .disable_signals();
    if let Some(workers) = workers {
        server = server.workers(usize::from(workers));
    }
    let server =
        server.bind(listen).map_err(|error| format!("cannot listen on {listen}: {error}"))?;
    let address = server.addrs().first().copied().unwrap_or(listen);
    let signal = signals()?;
    banner(site, &address.to_string(), &service, is_demo);
    schedule::start(&service, &store);
    let running = server.run();
    let stop = stop_on_signal(signal, running.handle(), service.clone(), seconds);
    tokio::spawn(stop);
    running.await?;
    finish(&store).await;
    Ok(())
}

/// In development a key is made where there is none; in production its absence is an error, for a
/// server that makes its own keys would refuse the tokens of its neighbours.
fn signing_keys(site: &Site, config: &Config) -> Result<Arc<Keys>, Failed> {
    let directory = site.keys();
    if !config.production {
        keys::ensure(&directory, &super::keys::name_of_now())?;
    }
    let keys = Keys::open(&directory).map_err(|error| match error {
        missing @ KeyError::Missing(_) => {
            Failed::from(format!("{missing} once, and give every server the same directory"))
        }
        bad @ KeyError::Bad { .. } => bad.into(),
    })?;
    Ok(Arc::new(keys))
}

/// What other users of this machine can read of the keys and the database.
fn exposed(site: &Site) -> Result<Vec<String>, Failed> {
    let (data, directory) = (site.data_dir.clone(), site.keys());
    let mut own = keys::files(&directory)?;
    own.extend([data, directory]);
    let mut found = Vec::new();
    for path in own {
        if let Some(mode) = private::open_to_others(&path)? {
            let (right, path) = (if path.is_dir() { 700 } else { 600 }, path.display());
            found.push(format!("{path} is open to other users of this machine (mode {mode:04o}): run `chmod {right} {path}`"));
        }
    }
    Ok(found)
}

/// In production nobody else on the machine reads the keys; elsewhere whoever starts the server is told.
fn keep_private(site: &Site, config: &Config) -> Done {
    let found = exposed(site)?;
    if config.production && !found.is_empty() {
        return Err(format!("unsafe in production:\n  {}", found.join("\n  ")).into());
    }
    for sentence in found {
        tracing::warn!("{sentence}");
    }
    Ok(())
}

fn banner(site: &Site, address: &str, service: &Service, is_demo: bool) {
    say("");
    say(format_args!("  ODOI {} is ready.", env!("CARGO_PKG_VERSION")));
    say(format_args!("  Address      http://{address}"));
    say(format_args!("  Swagger UI   http://{address}/docs/"));
    say(format_args!("  Database     {}", site.database()));
    say(format_args!(
        "  Data         {}",
        std::path::absolute(&site.data_dir).unwrap_or_else(|_| site.data_dir.clone()).display()
    ));
    if is_demo {
        say(format_args!("  Sign in      as any of these, password \"{}\":", demo::PASSWORD));
        for line in demo::sign_ins() {
            say(format_args!("                 {line}"));
        }
    } else {
        say(
            "  Sign in      with an account made by `odoi accounts create` and `odoi grants give`, or start with --demo",
        );
    }
    if service.config.production {
        say("  Production settings are on.");
    }
    say("");
}

async fn stop_on_signal(
    signal: impl Future<Output = ()>,
    handle: ServerHandle,
    service: web::Data<Service>,
    seconds: u64,
) {
    signal.await;
    service.drain();
    std::thread::spawn(move || end_at_last(Duration::from_secs(seconds)));
    let stopping = handle.stop(true);
    tracing::info!("stopping: what is in flight may finish");
    stopping.await;
}

/// How long the last changes may take to be sealed, and connections to be closed, once nobody is served any more.
const GRACE: Duration = Duration::from_secs(10);

/// Ends the program where a thread is stuck that nobody can stop: what was answered is in the database.
fn end_at_last(limit: Duration) {
    std::thread::sleep(limit.saturating_add(GRACE));
    tracing::error!("the server did not stop in time: it is ended");
    std::process::exit(1);
}

/// From this call on a signal no longer kills, but is what the answer waits for.
#[cfg(unix)]
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
    })
}

#[cfg(not(unix))]
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ended = tokio::signal::ctrl_c().await;
    })
}

async fn finish(store: &Store) {
    if let Err(error) = store.seal().await {
        tracing::warn!(%error, "the last changes are sealed at the next start");
    }
    store.close().await;
    tracing::info!("stopped");
}
