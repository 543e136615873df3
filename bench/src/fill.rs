//! Fills a database with the synthetic registry, by units of work.

use crate::gazetteer::Gazetteer;
use crate::{Failed, network, registry};
use odoi_domain::kernel::entity::Facts;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::policy::Action;
use odoi_domain::registry::enterprise::Enterprise;
use odoi_persistence::{Answer, DatabaseUrl, Engine, Principal, Settings, Store, WriteRequest};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use uuid::Uuid;

/// So many are saved in one transaction.
const UNIT: u64 = 500;
/// So many are saved one unit after another: by then every word of the registry is in the vocabulary, and
/// units that run beside each other do not wait for one another's new words.
const ALONE: u64 = 10_000;

/// What was saved, and how long it took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Took {
    /// Saving the registry.
    pub(crate) saving: Duration,
    /// Sealing the audit trail behind it.
    pub(crate) sealing: Duration,
}

/// Saves the first `count` enterprises of the synthetic registry and its clusters; the ids of the
/// enterprises, by number. The audit trail is sealed afterwards, so that the server does not begin
/// with that.
pub(crate) async fn fill(url: &DatabaseUrl, count: u64) -> Result<(Vec<Uuid>, Took), Failed> {
    let store = Store::open(url, &Settings::default())?;
    let gazetteer = Arc::new(Gazetteer::of(&store).await?);
    println!("Local bodies that enterprises are put into: {}.", gazetteer.len());
    let began = Instant::now();
    let ids: Vec<Uuid> = (0..count).map(|_| Uuid::now_v7()).collect();
    let ids = Arc::new(ids);
    save(&store, &ids, &gazetteer, 0..count.min(ALONE)).await?;
    if count > ALONE {
        // PostgreSQL and this process each have a core; SQLite has one writer.
        let lanes = if store.engine() == Engine::Postgres { 3 } else { 1 };
        let mut running = JoinSet::new();
        let part = (count - ALONE).div_ceil(lanes);
        for lane in 0..lanes {
            let from = ALONE + lane * part;
            let (store, ids, gazetteer) = (store.clone(), ids.clone(), gazetteer.clone());
            running.spawn(async move {
                save(&store, &ids, &gazetteer, from..count.min(from + part)).await
            });
        }
        while let Some(lane) = running.join_next().await {
            lane??;
        }
    }
    let clusters = network::fill(&store, &ids).await?;
    println!("Clusters with forty members each: {clusters}.");
    let saving = began.elapsed();
    store.seal().await?;
    let sealing = began.elapsed().saturating_sub(saving);
    store.close().await;
    Ok((ids.to_vec(), Took { saving, sealing }))
}

async fn save(
    store: &Store,
    ids: &[Uuid],
    gazetteer: &Gazetteer,
    numbers: Range<u64>,
) -> Result<(), Failed> {
    let mut from = numbers.start;
    while from < numbers.end {
        let to = numbers.end.min(from + UNIT);
        unit(store, ids, gazetteer, from..to).await?;
        from = to;
    }
    Ok(())
}

async fn unit(
    store: &Store,
    ids: &[Uuid],
    gazetteer: &Gazetteer,
    numbers: Range<u64>,
) -> Result<(), Failed> {
    let ticket = WriteRequest {
        who: Principal::Operator,
        operation: "fill",
        key: None,
        request_id: "bench-fill".to_owned(),
    };
    let mut things = Vec::with_capacity(usize::try_from(UNIT)?);
    for n in numbers {
        let id = ids.get(usize::try_from(n)?).ok_or("a number without an id")?;
        things.push((EnterpriseId(*id), registry::facts(n, gazetteer)?));
    }
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
