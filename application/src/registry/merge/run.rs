//! How two enterprises become one, and two again: every step leaves its own event.
//!
//! Whatever refers to enterprises has a step here: what clusters name, linkages, memberships and grants. The order keeps the rules of the
//! database: references move before what they refer to goes, and numbers that are unique are free
//! before the other takes them.

use super::which;
use crate::Failure;
use crate::WriteContext;
use crate::registry::candidates;
use crate::registry::enterprises::{known, relocate};
use crate::registry::merge::clusters::{self, member};
use crate::registry::merge::facts::{combined, reverted};
use crate::schemas::Schemas;
use odoi_domain::account::AccountGrant;
use odoi_domain::actor::{Grant, Scope};
use odoi_domain::enterprise::Enterprise;
use odoi_domain::entity::Document;
use odoi_domain::id::EnterpriseId;
use odoi_domain::linkage::{End, EndKind, Linkage, LinkageFacts};
use odoi_domain::membership::Membership;
use odoi_domain::merge::{
    FieldName, Left, Merge, MergePart, MergeState, MovedGrant, MovedLinkage, MovedMembership,
};
use odoi_domain::place::DistrictCode;
use odoi_domain::policy::Permit;
use odoi_domain::{Entity, Meta};
use odoi_persistence::{Error, Saved};
use std::collections::BTreeSet;

/// Merges one into the other.
pub fn merge(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    merged: Enterprise,
    into: Enterprise,
    take: &[FieldName],
    schemas: &Schemas,
) -> Result<Saved<Merge>, Failure> {
    let now = tx.now();
    // What was erased of the one that stays is not filled again from the other.
    let other = if into.erased_on().is_some() {
        merged.facts().without_person(&into.facts().name)
    } else {
        merged.facts().clone()
    };
    let after = combined(into.facts(), &other, take, schemas)?;
    // First, because they are held: whoever writes about a cluster holds it before its memberships.
    let clusters = clusters::lead(tx, permit, merged.meta().id, into.meta().id)?;
    let stays = (into.meta().id, &after.district);
    let linkages = move_linkages(tx, permit, &merged, stays)?;
    let memberships = move_memberships(tx, permit, &merged, stays)?;
    let grants = move_grants(tx, permit, merged.meta().id, into.meta().id)?;
    let state = MergeState {
        merged: merged.meta().id,
        into: into.meta().id,
        merged_revision: merged.meta().revision + 1,
        merged_created_at: merged.meta().created_at,
        merged_facts: merged.facts().clone(),
        merged_marks: merged.marks().clone(),
        merged_erased_on: merged.erased_on(),
        into_before: into.facts().clone(),
        into_after: after.clone(),
        linkages,
        memberships,
        grants,
        clusters,
        is_undone: false,
        left: Vec::new(),
    };
    tx.save(merged.merge_away(permit, now)?)?;
    let id = tx.mint();
    let (gone, stays) = (state.merged, state.into);
    let merge = tx.save(Merge::record(permit, id, state, now)?)?;
    candidates::close(tx, permit, gone, Some((stays, id)))?;
    // Last, so that it is found by the words of the other.
    let into = into.amend(permit, after, now)?;
    known(tx, into.thing().facts())?;
    let into = tx.save(into)?;
    relocate(tx, permit, into.thing())?;
    Ok(merge)
}

const fn end(id: EnterpriseId) -> End {
    End {
        kind: EndKind::Enterprise,
        id: id.0,
    }
}

/// What makes a linkage unique.
fn same(one: &LinkageFacts, other: &LinkageFacts) -> bool {
    (one.from, one.to, one.kind, one.starts_on)
        == (other.from, other.to, other.kind, other.starts_on)
}

/// Leads every linkage of the one that goes to the one that stays; those that would tie it to itself, or
/// say what another says, are taken away and kept in the record of the merge.
fn move_linkages(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    merged: &Enterprise,
    (into, district): (EnterpriseId, &DistrictCode),
) -> Result<Vec<MovedLinkage>, Failure> {
    let (old, new, now) = (end(merged.meta().id), end(into), tx.now());
    let known = tx.linkages_of(new)?;
    let mut moved = Vec::new();
    for linkage in tx.linkages_of(old)? {
        let (after, _) = linkage.with(old, new, district);
        let is_dropped = after.from == after.to
            || known
                .iter()
                .any(|k| k.meta().id != linkage.meta().id && same(k.facts(), &after));
        moved.push(MovedLinkage::of(
            &linkage,
            linkage.meta().revision + 1,
            is_dropped,
        ));
        if is_dropped {
            tx.save(linkage.remove(permit, now)?)?;
        } else {
            tx.save(linkage.repoint(permit, old, new, district, now)?)?;
        }
    }
    Ok(moved)
}

/// Leads every membership of the one that goes to the one that stays; those that say what one of its own
/// says of the same days are taken away and kept in the record of the merge.
fn move_memberships(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    merged: &Enterprise,
    (into, district): (EnterpriseId, &DistrictCode),
) -> Result<Vec<MovedMembership>, Failure> {
    let (new, now) = (member(into), tx.now());
    let known = tx.memberships_of(new)?;
    let mut moved = Vec::new();
    for membership in tx.memberships_of(member(merged.meta().id))? {
        let after = membership.facts().of(new);
        let is_dropped = known.iter().any(|k| k.facts().overlaps(&after));
        moved.push(MovedMembership::of(
            &membership,
            membership.meta().revision + 1,
            is_dropped,
        ));
        if is_dropped {
            tx.save(membership.remove(permit, now)?)?;
        } else {
            tx.save(membership.repoint(permit, new, district, now)?)?;
        }
    }
    Ok(moved)
}

/// Whoever spoke for the one that goes speaks for the one that stays.
fn move_grants(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    from: EnterpriseId,
    to: EnterpriseId,
) -> Result<Vec<MovedGrant>, Failure> {
    let now = tx.now();
    let mut held = tx.grants_within(&Scope::Enterprise(to))?;
    let mut moved = Vec::new();
    for grant in tx.grants_within(&Scope::Enterprise(from))? {
        let (account, role) = (grant.account(), grant.grant().role);
        let given = if held
            .iter()
            .any(|h| h.account() == account && h.grant().role == role)
        {
            None
        } else {
            let wanted = Grant {
                role,
                scope: Scope::Enterprise(to),
            };
            let id = tx.mint();
            let given = tx.save(AccountGrant::give(permit, id, account, wanted, now)?)?;
            held.push(given.into_thing());
            Some(id)
        };
        moved.push(MovedGrant::of(&grant, given));
        tx.save(grant.take_away(permit, now)?)?;
    }
    Ok(moved)
}

/// Makes two of one again.
pub fn undo(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    merge: Merge,
) -> Result<Saved<Merge>, Failure> {
    let (state, now) = (merge.state().clone(), tx.now());
    merge.may_be_undone()?;
    let merged_state = merge.merged_state();
    let into = tx.enterprise(state.into)?;
    tx.authorize(odoi_domain::policy::Action::UndoMerge, &into.anchors())?;
    let (clusters, mut left) = clusters::led_back(tx, permit, &state)?;
    let (before, touched) = reverted(&state, &into, merge.meta().created_at)?;
    for name in touched {
        left.push(Left {
            part: MergePart::Field,
            which: which(&name)?,
        });
    }
    // The words of the other go before the one that stays is written, its numbers before the other is.
    let lost = lost_parts(tx, &state)?;
    left.extend(lost);
    candidates::reopen(tx, permit, (state.merged, state.into), merge.meta().id)?;
    let undone = tx.save(merge.undo(permit, left.clone(), now)?)?;
    let into = into.amend(permit, before, now)?;
    known(tx, into.thing().facts())?;
    let into = tx.save(into)?.into_thing();
    let last = Meta {
        id: state.merged,
        revision: state.merged_revision,
        created_at: state.merged_created_at,
        updated_at: now,
    };
    let merged = Enterprise::bring_back(permit, last, merged_state, now)?;
    let merged = tx.save(merged)?.into_thing();
    bring_linkages_back(tx, permit, &state, &left, (&merged, &into))?;
    bring_memberships_back(tx, permit, &state, &left, &merged)?;
    bring_grants_back(tx, permit, &state, &left)?;
    for cluster in clusters {
        tx.save(cluster)?;
    }
    relocate(tx, permit, &into)?;
    Ok(undone)
}

/// The linkages and grants that have been touched since, and so stay as they are.
fn lost_parts(tx: &mut WriteContext<'_, '_>, state: &MergeState) -> Result<Vec<Left>, Failure> {
    let mut left = Vec::new();
    for moved in &state.linkages {
        let is_untouched = if moved.is_dropped {
            // The other end may have gone meanwhile.
            let mut others = [moved.facts.from, moved.facts.to]
                .into_iter()
                .filter(|e| *e != end(state.merged));
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
            left.push(Left {
                part: MergePart::Linkage,
                which: which(&moved.id.to_string())?,
            });
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
            left.push(Left {
                part: MergePart::Membership,
                which: which(&moved.id.to_string())?,
            });
        }
    }
    for given in state.grants.iter().filter_map(|moved| moved.given) {
        if !is_there(tx.grant(given))? {
            left.push(Left {
                part: MergePart::Grant,
                which: which(&given.to_string())?,
            });
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

fn bring_linkages_back(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    state: &MergeState,
    left: &[Left],
    (merged, into): (&Enterprise, &Enterprise),
) -> Result<(), Failure> {
    let now = tx.now();
    for moved in state
        .linkages
        .iter()
        .filter(|moved| !is_left(left, &moved.id.to_string()))
    {
        if moved.is_dropped {
            let last = Meta {
                id: moved.id,
                revision: moved.revision,
                created_at: moved.created_at,
                updated_at: now,
            };
            let gone = Linkage::restore(
                last,
                moved.facts.clone(),
                moved.districts.clone(),
                moved.bond(),
            );
            tx.save(gone.bring_back(permit, now)?)?;
        } else {
            let linkage = tx.linkage(moved.id)?;
            let (old, new) = (end(into.meta().id), end(merged.meta().id));
            tx.save(linkage.repoint(permit, old, new, &merged.facts().district, now)?)?;
        }
    }
    Ok(())
}

fn bring_memberships_back(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    state: &MergeState,
    left: &[Left],
    merged: &Enterprise,
) -> Result<(), Failure> {
    let now = tx.now();
    for moved in state
        .memberships
        .iter()
        .filter(|moved| !is_left(left, &moved.id.to_string()))
    {
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

fn bring_grants_back(
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
        let wanted = Grant {
            role: moved.role,
            scope: Scope::Enterprise(state.merged),
        };
        let id = tx.mint();
        tx.save(AccountGrant::give(permit, id, moved.account, wanted, now)?)?;
    }
    Ok(())
}

/// The records of merges forget the person behind an enterprise, those of what had been merged into it
/// before among them. It comes before the enterprise is saved, which is found by the words of them all, and
/// the innermost merge before those that took its words over.
pub fn forget_person(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    enterprise: &Enterprise,
) -> Result<(), Failure> {
    let (mut ids, mut done) = (vec![enterprise.meta().id], BTreeSet::new());
    let mut merges = Vec::new();
    while let Some(id) = ids.pop() {
        candidates::forget(tx, permit, id)?;
        tx.strip_answers(id)?;
        for merge in tx.merges_about(id)? {
            if done.insert(merge.meta().id) {
                ids.push(merge.state().merged);
                merges.push(merge);
            }
        }
    }
    let now = tx.now();
    for merge in merges.into_iter().rev() {
        tx.save(merge.forget_person(permit, &enterprise.facts().name, now)?)?;
    }
    Ok(())
}
