//! Fills a database with the synthetic registry, through the one door for writes.

use crate::{Failed, registry};
use odoi_domain::enterprise::Enterprise;
use odoi_domain::entity::Facts;
use odoi_domain::id::EnterpriseId;
use odoi_domain::policy::Action;
use odoi_persistence::{Answer, DatabaseUrl, Settings, Store, Ticket, Who};
use std::ops::Range;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// So many are saved in one transaction.
const UNIT: u64 = 500;

/// The synthetic registry in a database.
#[derive(Debug)]
pub(crate) struct Filled {
    /// The ids of its enterprises, by number.
    pub(crate) ids: Vec<String>,
    /// How long saving them took.
    pub(crate) saving: Duration,
    /// How long sealing the audit trail behind them took.
    pub(crate) sealing: Duration,
}

/// Saves the first `count` enterprises of the synthetic registry. The audit trail is sealed
/// afterwards, so that the server does not begin with that.
pub(crate) async fn fill(url: &DatabaseUrl, count: u64) -> Result<Filled, Failed> {
    let store = Store::open(url, &Settings::default())?;
    let mut ids = Vec::with_capacity(usize::try_from(count)?);
    let began = Instant::now();
    let mut from = 0;
    while from < count {
        let to = count.min(from + UNIT);
        unit(&store, from..to, &mut ids).await?;
        from = to;
    }
    let saving = began.elapsed();
    store.seal().await?;
    let sealing = began.elapsed().saturating_sub(saving);
    store.close().await;
    Ok(Filled {
        ids,
        saving,
        sealing,
    })
}

async fn unit(store: &Store, numbers: Range<u64>, ids: &mut Vec<String>) -> Result<(), Failed> {
    let ticket = Ticket {
        who: Who::Operator,
        operation: "fill",
        key: None,
        request_id: "bench-fill".to_owned(),
    };
    let things: Vec<_> = numbers
        .map(|n| registry::facts(n).map(|facts| (EnterpriseId(Uuid::now_v7()), facts)))
        .collect::<Result<_, _>>()?;
    ids.extend(things.iter().map(|(id, _)| id.to_string()));
    store
        .write(ticket, move |tx| -> Result<Answer, Failed> {
            for (id, facts) in things {
                let permit = tx.authorize(Action::CreateEnterprise, &facts.anchors(id))?;
                let now = tx.now();
                tx.save(Enterprise::register(&permit, id, facts, now)?)?;
            }
            Ok(Answer::unchanged(204, None))
        })
        .await?;
    Ok(())
}
