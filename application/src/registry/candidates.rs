//! Pairs of possible duplicates: what becomes of them when an enterprise goes, comes back or is erased.

use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{EnterpriseId, MergeId};
use odoi_domain::policy::Permit;
use odoi_domain::registry::candidate::{CandidateBasis, in_order};

/// An enterprise has gone: the pairs that it was one of are closed. Where it was merged into another, the
/// pair of the two says so.
pub fn close(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    gone: EnterpriseId,
    merged: Option<(EnterpriseId, MergeId)>,
) -> Result<(), Failure> {
    let now = tx.now();
    for thing in tx.candidates_about(gone)? {
        let has = |id| thing.state().sides.iter().any(|side| side.enterprise == id);
        match merged {
            Some((into, merge)) if has(into) => {
                tx.save(thing.merged(permit, merge, now)?)?;
            }
            _ => {
                if let Some(dissolved) = thing.dissolve(permit, now)? {
                    tx.save(dissolved)?;
                }
            }
        }
    }
    Ok(())
}

/// A merge is undone: the pair of the two is open again.
pub fn reopen(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    pair: (EnterpriseId, EnterpriseId),
    merge: MergeId,
) -> Result<(), Failure> {
    let (now, pair) = (tx.now(), in_order(pair.0, pair.1, |id| *id));
    for basis in CandidateBasis::ALL {
        if let Some(thing) = tx.candidate_of(pair, *basis)? {
            tx.save(thing.unmerged(permit, merge, now)?)?;
        }
    }
    Ok(())
}

/// A person behind an enterprise is erased: what people wrote about its pairs goes.
pub fn forget(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    id: EnterpriseId,
) -> Result<(), Failure> {
    let now = tx.now();
    for thing in tx.candidates_about(id)? {
        if let Some(recorded) = thing.forget_person(permit, now)? {
            tx.save(recorded)?;
        }
    }
    Ok(())
}
