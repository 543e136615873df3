//! What runs beside the requests: sealing the audit trail, forgetting keys and words, looking for duplicates, reading keys again,
//! and once, learning how words sound that a migration brought.

use actix_web::web;
use odoi_api::Service;
use odoi_application::Failure;
use odoi_application::jobs::duplicate_scan;
use odoi_persistence::Store;
use std::time::{Duration, Instant};

/// Rows are sealed this often.
const SEAL: Duration = Duration::from_millis(500);
/// The rest is done this often.
const TIDY: Duration = Duration::from_secs(15);
/// Enterprises are compared for so long at a time.
const COMPARE: Duration = Duration::from_secs(5);
/// An idempotency key is kept this long: twice what is promised.
const KEEP_SECONDS: i64 = 48 * 3600;
/// A network from which an account has not signed in for so long is a stranger's again.
const KNOWN_SECONDS: i64 = 90 * 24 * 3600;

/// Starts the jobs; they end with the runtime.
pub fn start(service: &web::Data<Service>, store: &Store) {
    let learning = store.clone();
    tokio::spawn(async move {
        if let Err(error) = learning.learn_sounds().await {
            tracing::warn!(%error, "some words are not found in the other script");
        }
    });
    let sealing = store.clone();
    tokio::spawn(async move {
        let mut tick = tokio::time::interval(SEAL);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            if let Err(error) = sealing.seal().await {
                tracing::warn!(%error, "sealing has to wait");
            }
        }
    });
    let (service, store) = (service.clone(), store.clone());
    tokio::spawn(async move {
        let mut tick = tokio::time::interval(TIDY);
        loop {
            tick.tick().await;
            tidy(&service, &store).await;
        }
    });
}

async fn tidy(service: &Service, store: &Store) {
    service.throttle.tidy(store.now());
    if let Err(error) = service.tokens.keys().reload() {
        tracing::error!(%error, "the signing keys cannot be read; the old ones go on");
    }
    match store.review_sizes().await {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "size classes were computed for a new day"),
        Err(error) => tracing::warn!(%error, "size classes have to wait"),
    }
    if let Err(error) = store.forget_words().await {
        tracing::warn!(%error, "words that nothing holds any more have to wait");
    }
    match scan_duplicates(store, COMPARE).await {
        Ok(0) => {}
        Ok(count) => tracing::debug!(count, "enterprises were compared"),
        Err(error) => tracing::warn!(%error, "looking for duplicates has to wait"),
    }
    let before = store.now().plus_seconds(-KEEP_SECONDS);
    if let Err(error) = store.forget_answers(before).await {
        tracing::warn!(%error, "old idempotency keys have to wait");
    }
    let before = store.now().plus_seconds(-KNOWN_SECONDS);
    if let Err(error) = store.forget_networks(before).await {
        tracing::warn!(%error, "networks that nobody uses any more have to wait");
    }
}

/// Looks for duplicates until none is left to compare or the time is over; counts what was compared.
pub async fn scan_duplicates(store: &Store, budget: Duration) -> Result<usize, Failure> {
    let (began, mut compared) = (Instant::now(), 0);
    while began.elapsed() < budget {
        match duplicate_scan::step(store).await? {
            0 => break,
            count => compared += count,
        }
    }
    Ok(compared)
}
