//! How two enterprises become one, and two again: every step leaves its own event.
//!
//! Whatever refers to enterprises has a step here: what clusters name, linkages, memberships and grants. The order keeps the rules of the
//! database: references move before what they refer to goes, and numbers that are unique are free
//! before the other takes them.

use super::which;
use crate::registry::candidates;
use crate::registry::enterprises::{known, relocate};
use crate::registry::merge::back::{
    bring_grants_back, bring_linkages_back, bring_memberships_back, lost_parts,
};
use crate::registry::merge::clusters;
use crate::registry::merge::facts::{combined, reverted};
use crate::registry::merge::moves::{Stays, move_grants, move_linkages, move_memberships};
use crate::schemas::Schemas;
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{EnterpriseId, MergeId};
use odoi_domain::policy::{Action, Permit};
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::registry::merge::{FieldName, Left, Merge, MergeFacts, MergePart, MergeState};
use odoi_domain::{Code, Entity, Meta, Violation};
use odoi_persistence::{Error, Saved};
use std::collections::BTreeSet;

/// Merges an enterprise into another: whatever refers to it is led there. Needs both revisions, and a registrar of
/// both districts.
pub fn merge_enterprise(
    tx: &mut WriteContext<'_, '_>,
    id: EnterpriseId,
    facts: &MergeFacts,
    schemas: &Schemas,
) -> Result<Saved<Merge>, Failure> {
    let merged = tx.enterprise(id)?;
    let permit = tx.authorize(Action::MergeEnterprise, &merged.anchors())?;
    tx.at(&merged)?;
    let into = other(tx, facts, id)?;
    tx.authorize(Action::MergeEnterprise, &into.anchors())?;
    if into.meta().revision != facts.into_revision {
        return Err(Error::Stale.into());
    }
    merge(tx, &permit, merged, into, &facts.take, schemas)
}

/// The enterprise that stays, if the caller sees it.
fn other(
    tx: &mut WriteContext<'_, '_>,
    facts: &MergeFacts,
    id: EnterpriseId,
) -> Result<Enterprise, Failure> {
    let refused = |code: Code| {
        let violation = Violation::new(code).at("/into");
        Err(Failure::invalid(vec![violation]))
    };
    if facts.into == id {
        return refused(Code::MergedWithItself);
    }
    let action = Action::ReadEnterprise;
    match tx.enterprise(facts.into) {
        Ok(thing) if tx.authorize(action, &thing.anchors()).is_ok() => Ok(thing),
        Ok(_) | Err(Error::Missing | Error::Merged(_)) => refused(Code::UnknownReference),
        Err(error) => Err(error.into()),
    }
}

/// Makes two of one again, but for what has changed since: the record of the merge names that.
pub fn undo_merge(tx: &mut WriteContext<'_, '_>, id: MergeId) -> Result<Saved<Merge>, Failure> {
    let merge = tx.merge(id)?;
    let permit = tx.authorize(Action::UndoMerge, &merge.anchors())?;
    tx.at(&merge)?;
    undo(tx, &permit, merge)
}

fn merge(
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
    let stays = Stays { id: into.meta().id, district: &after.district };
    let linkages = move_linkages(tx, permit, &merged, &stays)?;
    let memberships = move_memberships(tx, permit, &merged, &stays)?;
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
        not_restored: Vec::new(),
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

fn undo(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    merge: Merge,
) -> Result<Saved<Merge>, Failure> {
    let (state, now) = (merge.state().clone(), tx.now());
    merge.may_be_undone()?;
    let merged_state = merge.merged_state();
    let into = tx.enterprise(state.into)?;
    tx.authorize(Action::UndoMerge, &into.anchors())?;
    let (clusters, mut left) = clusters::led_back(tx, permit, &state)?;
    let (before, touched) = reverted(&state, &into, merge.meta().created_at)?;
    for name in touched {
        left.push(Left { part: MergePart::Field, which: which(&name)? });
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
    bring_linkages_back(tx, permit, &state, &left, &merged)?;
    bring_memberships_back(tx, permit, &state, &left, &merged)?;
    bring_grants_back(tx, permit, &state, &left)?;
    for cluster in clusters {
        tx.save(cluster)?;
    }
    relocate(tx, permit, &into)?;
    Ok(undone)
}

/// The records of merges forget the person behind an enterprise, those of what had been merged into it
/// before among them. It comes before the enterprise is saved, which is found by the words of them all, and
/// the innermost merge before those that took its words over.
pub(crate) fn forget_person(
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
