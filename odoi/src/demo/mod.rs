//! The demonstration: real clusters, institutions and schemes, invented enterprises with linkages
//! between them, proposals in every state, and one sign-in per role.
//!
//! Everything is done by use cases, each run as a write of its own actor at its moment, so the demonstration is as lawful
//! as what users do.

mod accounts;
mod data;
mod decisions;
mod disclosures;
mod gate;
mod life;
mod loader;
mod meetings;
mod money;
mod programme;
mod registry;
mod reviews;
mod steps;

pub use accounts::{PASSWORD, sign_ins};

use crate::cli::{Done, operator, say};
use crate::site::Site;
use clap::Args;
use data::Data;
use loader::Loader;
use odoi_application::Failure;
use odoi_persistence::{Answer, PastClock, Store};

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Refuse, as the server does in production.
    #[arg(long, env = "ODOI_PRODUCTION", value_parser = clap::builder::BoolishValueParser::new())]
    production: bool,
}

pub(crate) async fn run(site: &Site, command: Demo) -> Done {
    let clock = PastClock::new(command.production)?;
    let store = operator::open_or_make(site)?;
    crate::reference::load(&store).await?;
    load(&store, clock).await?;
    store.close().await;
    say(format_args!(
        "the demonstration is loaded; sign in as any of these, password {PASSWORD:?}:"
    ));
    for line in sign_ins() {
        say(format_args!("  {line}"));
    }
    Ok(())
}

/// Loads the demonstration into a database that does not have it yet: all of it or nothing. Its days lie in the past, so
/// it needs a clock that can be set back, which there is not in production.
pub async fn load(store: &Store, clock: PastClock) -> Done {
    if store.read(|repo| repo.has_demo_accounts()).await? {
        return Ok(());
    }
    let secret_hash = odoi_api::auth::password::hash(PASSWORD)?;
    let data = data::read()?;
    let loaded = operator::load(store, "load_demo", move |tx| {
        tell(&mut Loader::new(tx, &clock, &secret_hash), data)?;
        Ok(Answer::unchanged(200, None))
    })
    .await;
    match loaded {
        // Another server that started at the same moment was first.
        Ok(_loaded) => {
            // What may be one is there from the beginning, without waiting for the job.
            crate::schedule::scan_duplicates(store, std::time::Duration::MAX).await?;
            Ok(())
        }
        Err(_taken) if store.read(|repo| repo.has_demo_accounts()).await? => Ok(()),
        other => other.map(drop),
    }
}

/// Everything that happens in the demonstration.
fn tell(loader: &mut Loader<'_, '_>, data: Data) -> Result<(), Failure> {
    accounts::open_offices(loader, &data.people)?;
    registry::places(loader, data.places)?;
    registry::schemes(loader, data.schemes)?;
    registry::institutions(loader, data.institutions)?;
    registry::clusters(loader, data.clusters)?;
    registry::enterprises(loader, data.enterprises)?;
    accounts::open_representatives(loader, &data.people)?;
    for line in data.linkages {
        registry::linkage(loader, line)?;
    }
    life::load(loader)?;
    disclosures::disclosure(loader)?;
    programme::call(loader)?;
    programme::seats(loader, &data.people)?;
    let round = money::call(loader)?;
    decisions::load(loader, round, data.proposals)?;
    money::close(loader, round)
}
