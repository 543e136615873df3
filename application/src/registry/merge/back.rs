//! What a merge led away is brought back when it is undone, but for what has been touched since.

use super::which;
use crate::registry::linkage_evidence;
use crate::registry::merge::clusters::member;
use crate::registry::merge::moves::end;
use crate::{Failure, WriteContext};
use odoi_domain::identity::account::AccountGrant;
use odoi_domain::kernel::entity::Document;
use odoi_domain::policy::Permit;
use odoi_domain::policy::actor::{Grant, Scope};
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::registry::linkage::Linkage;
use odoi_domain::registry::membership::Membership;
use odoi_domain::registry::merge::{Left, MergePart, MergeState};
use odoi_domain::{Entity, Meta};
use odoi_persistence::Error;

/// The linkages and grants that have been touched since, and so stay as they are.
pub(super) fn lost_parts(
    tx: &mut WriteContext<'_, '_>,
    state: &MergeState,
) -> Result<Vec<Left>, Failure> {
    let mut left = Vec::new();
    for moved in &state.linkages {
        let is_untouched = if moved.is_dropped {
            // The other end may have gone meanwhile.
            let mut others =
                [moved.facts.from, moved.facts.to].into_iter().filter(|e| *e != end(state.merged));
            others.try_fold(true, |all, other| {
                tx.district_of(other).map(|found| all && found.is_some())
            })?
        } else {
            match tx.linkage(moved.id) {
                Ok(linkage) => linkage.meta().revision == moved.revision,
                Err(Error::Missing) => false,
                Err(error) => return Err(error.into()),
            }
        };
        if !is_untouched {
            left.push(Left { part: MergePart::Linkage, which: which(&moved.id.to_string())? });
        }
    }
    for moved in &state.memberships {
        let is_untouched = if moved.is_dropped {
            // The cluster may have gone meanwhile.
            is_there(tx.cluster(moved.state.facts.cluster_id))?
        } else {
            match tx.membership(moved.id) {
                Ok(membership) => membership.meta().revision == moved.revision,
                Err(Error::Missing) => false,
                Err(error) => return Err(error.into()),
            }
        };
        if !is_untouched {
            left.push(Left { part: MergePart::Membership, which: which(&moved.id.to_string())? });
        }
    }
    for given in state.grants.iter().filter_map(|moved| moved.given) {
        if !is_there(tx.grant(given))? {
            left.push(Left { part: MergePart::Grant, which: which(&given.to_string())? });
        }
    }
    Ok(left)
}

fn is_there<T>(found: Result<T, Error>) -> Result<bool, Failure> {
    match found {
        Ok(_) => Ok(true),
        Err(Error::Missing) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn is_left(left: &[Left], id: &str) -> bool {
    left.iter().any(|l| l.which.as_str() == id)
}

/// Brings back the linkages that have not been touched since.
pub(super) fn bring_linkages_back(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    state: &MergeState,
    left: &[Left],
    merged: &Enterprise,
) -> Result<(), Failure> {
    let now = tx.now();
    for moved in state.linkages.iter().filter(|moved| !is_left(left, &moved.id.to_string())) {
        if moved.is_dropped {
            let last = Meta {
                id: moved.id,
                revision: moved.revision,
                created_at: moved.created_at,
                updated_at: now,
            };
            let gone =
                Linkage::restore(last, moved.facts.clone(), moved.districts.clone(), moved.bond());
            let back = tx.save(gone.bring_back(permit, now)?)?.into_thing();
            for id in &moved.evidence {
                let evidence = tx.linkage_evidence(*id)?;
                if let Some(followed) = evidence.follow(permit, Some(&back), now)? {
                    tx.save(followed)?;
                }
            }
        } else {
            let linkage = tx.linkage(moved.id)?;
            let (old, new) = (end(state.into), end(state.merged));
            let back = linkage.repoint(permit, old, new, &merged.facts().district, now)?;
            let back = tx.save(back)?.into_thing();
            linkage_evidence::follow(tx, permit, moved.id, Some(&back))?;
        }
    }
    Ok(())
}

/// Brings back the memberships that have not been touched since.
pub(super) fn bring_memberships_back(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    state: &MergeState,
    left: &[Left],
    merged: &Enterprise,
) -> Result<(), Failure> {
    let now = tx.now();
    for moved in state.memberships.iter().filter(|moved| !is_left(left, &moved.id.to_string())) {
        if moved.is_dropped {
            let last = Meta {
                id: moved.id,
                revision: moved.revision,
                created_at: moved.created_at,
                updated_at: now,
            };
            let gone = Membership::restore(last, moved.state.clone());
            tx.save(gone.bring_back(permit, now)?)?;
        } else {
            let membership = tx.membership(moved.id)?;
            let own = member(merged.meta().id);
            tx.save(membership.repoint(permit, own, &merged.facts().district, now)?)?;
        }
    }
    Ok(())
}

/// Brings back the grants that have not been touched since.
pub(super) fn bring_grants_back(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    state: &MergeState,
    left: &[Left],
) -> Result<(), Failure> {
    let now = tx.now();
    for moved in &state.grants {
        if let Some(given) = moved.given {
            if is_left(left, &given.to_string()) {
                continue;
            }
            let grant = tx.grant(given)?;
            tx.save(grant.take_away(permit, now)?)?;
        }
        let wanted = Grant { role: moved.role, scope: Scope::Enterprise(state.merged) };
        let id = tx.mint();
        tx.save(AccountGrant::give(permit, id, moved.account, wanted, now)?)?;
    }
    Ok(())
}
