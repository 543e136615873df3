//! The initiation gate: every attempt to start the programme for a cluster is recorded, whatever comes of it.

use crate::{Failure, WriteContext};
use odoi_domain::Entity;
use odoi_domain::formation::gate::{Before, GateTry, InitiationFacts};
use odoi_domain::kernel::id::ClusterId;
use odoi_domain::policy::Action;
use odoi_persistence::Saved;

/// Tries to start the programme for a cluster in one constituency. What is missing is no failure: the attempt
/// is saved and says so.
pub fn initiate_cluster(
    tx: &mut WriteContext<'_, '_>,
    id: ClusterId,
    facts: InitiationFacts,
) -> Result<Saved<GateTry>, Failure> {
    let cluster = tx.cluster_locked(id)?;
    let permit = tx.authorize(Action::InitiateCluster, &cluster.anchors())?;
    tx.at(&cluster)?;
    let before = Before {
        cluster: &cluster,
        interests: &tx.interests_about(&[id])?,
        tries: &tx.gate_tries(id)?,
    };
    let (try_id, now) = (tx.mint(), tx.now());
    let made = GateTry::make(&permit, try_id, &before, facts.constituency, now)?;
    Ok(tx.save(made)?)
}
