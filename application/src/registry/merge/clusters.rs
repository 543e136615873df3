//! What clusters name follows a merge of two enterprises, and its undoing: chains of steps, shared inputs, machines
//! and skills. Each cluster that changes has an event and a revision of its own.

use super::which;
use crate::Failure;
use crate::WriteContext;
use odoi_domain::kernel::id::{ClusterId, EnterpriseId};
use odoi_domain::policy::Permit;
use odoi_domain::registry::cluster::Cluster;
use odoi_domain::registry::cluster::naming::MovedNamings;
use odoi_domain::registry::membership::{Member, MemberKind};
use odoi_domain::registry::merge::{Left, MergePart, MergeState};
use odoi_domain::{Entity, Recorded};
use odoi_persistence::Error;
use std::collections::BTreeSet;
use uuid::Uuid;

pub(super) const fn member(id: EnterpriseId) -> Member {
    Member { kind: MemberKind::Enterprise, id: id.0 }
}

/// Holds clusters, always in one order and before anything of them is written: whoever writes about one waits, and
/// finds a newer revision than the one that they knew. One that is gone has nothing to hold.
fn held(tx: &mut WriteContext<'_, '_>, ids: BTreeSet<Uuid>) -> Result<Vec<Cluster>, Failure> {
    let mut all = Vec::new();
    for id in ids {
        tx.lock_entity(id)?;
        match tx.cluster_locked(ClusterId(id)) {
            Ok(cluster) => all.push(cluster),
            Err(Error::Missing) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(all)
}

/// Leads whatever names the one that goes to the one that stays.
pub(super) fn lead(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    merged: EnterpriseId,
    into: EnterpriseId,
) -> Result<Vec<MovedNamings>, Failure> {
    let naming = tx.clusters_naming(merged)?;
    let belonging = tx.memberships_of(member(merged))?;
    let belonging = belonging.iter().map(|one| one.facts().cluster_id.0);
    let ids = naming.iter().map(|id| id.0).chain(belonging).collect();
    let (mut moved, now) = (Vec::new(), tx.now());
    for cluster in held(tx, ids)? {
        let (facts, namings) = cluster.facts().led(member(merged), member(into));
        if !namings.is_empty() {
            let cluster_id = cluster.meta().id;
            moved.push(MovedNamings { cluster: cluster_id, namings });
            tx.save(cluster.repoint(permit, facts, now)?)?;
        }
    }
    Ok(moved)
}

/// The clusters as they name the one that went again, to be written when that is back; and those that do not
/// everywhere, because they have been changed since.
pub(super) fn led_back(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    state: &MergeState,
) -> Result<(Vec<Recorded<Cluster>>, Vec<Left>), Failure> {
    let belonging = state.memberships.iter().map(|one| one.state.facts.cluster_id.0);
    let naming = state.clusters.iter().map(|one| one.cluster.0);
    let ids: BTreeSet<Uuid> = naming.chain(belonging).collect();
    let (clusters, pair, now) =
        (held(tx, ids)?, (member(state.merged), member(state.into)), tx.now());
    let (mut back, mut left) = (Vec::new(), Vec::new());
    for moved in &state.clusters {
        let found = clusters.iter().find(|one| one.meta().id == moved.cluster);
        let is_whole = match found {
            None => false,
            Some(cluster) => {
                let (facts, is_whole) = cluster.facts().led_back(pair, &moved.namings);
                if facts != *cluster.facts() {
                    back.push(cluster.clone().repoint(permit, facts, now)?);
                }
                is_whole
            }
        };
        if !is_whole {
            left.push(Left { part: MergePart::Cluster, which: which(&moved.cluster.to_string())? });
        }
    }
    Ok((back, left))
}
