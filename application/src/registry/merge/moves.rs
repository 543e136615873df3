//! What refers to an enterprise that is merged away is led to the one that stays, or dropped where that has it.

use crate::registry::linkage_evidence;
use crate::registry::merge::clusters::member;
use crate::{Failure, WriteContext};
use odoi_domain::Entity;
use odoi_domain::identity::account::AccountGrant;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::policy::Permit;
use odoi_domain::policy::actor::{Grant, Scope};
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::registry::linkage::{End, EndKind, LinkageFacts};
use odoi_domain::registry::merge::{MovedGrant, MovedLinkage, MovedMembership};
use odoi_domain::registry::place::DistrictCode;

/// The enterprise that stays, and where it stands after the merge.
pub(super) struct Stays<'a> {
    pub(super) id: EnterpriseId,
    pub(super) district: &'a DistrictCode,
}

pub(super) const fn end(id: EnterpriseId) -> End {
    End { kind: EndKind::Enterprise, id: id.0 }
}

/// What makes a linkage unique.
fn same(one: &LinkageFacts, other: &LinkageFacts) -> bool {
    (one.from, one.to, one.kind, one.starts_on)
        == (other.from, other.to, other.kind, other.starts_on)
}

/// Leads every linkage of the one that goes to the one that stays; those that would tie it to itself, or
/// say what another says, are taken away and kept in the record of the merge.
pub(super) fn move_linkages(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    merged: &Enterprise,
    stays: &Stays<'_>,
) -> Result<Vec<MovedLinkage>, Failure> {
    let (old, new, now) = (end(merged.meta().id), end(stays.id), tx.now());
    let known = tx.linkages_of(new)?;
    let mut moved = Vec::new();
    for linkage in tx.linkages_of(old)? {
        let (after, _) = linkage.with(old, new, stays.district);
        let id = linkage.meta().id;
        let twin = known.iter().find(|k| k.meta().id != id && same(k.facts(), &after));
        let is_dropped = after.from == after.to || twin.is_some();
        let mut entry = MovedLinkage::of(&linkage, linkage.meta().revision + 1, is_dropped);
        if is_dropped {
            // The one that says the same takes its evidence over; where there is none, it waits for the undoing.
            entry.evidence = linkage_evidence::follow(tx, permit, id, twin)?;
            tx.save(linkage.remove(permit, now)?)?;
        } else {
            let led = linkage.repoint(permit, old, new, stays.district, now)?;
            let led = tx.save(led)?.into_thing();
            linkage_evidence::follow(tx, permit, id, Some(&led))?;
        }
        moved.push(entry);
    }
    Ok(moved)
}

/// Leads every membership of the one that goes to the one that stays; those that say what one of its own
/// says of the same days are taken away and kept in the record of the merge.
pub(super) fn move_memberships(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    merged: &Enterprise,
    stays: &Stays<'_>,
) -> Result<Vec<MovedMembership>, Failure> {
    let (new, now) = (member(stays.id), tx.now());
    let known = tx.memberships_of(new)?;
    let mut moved = Vec::new();
    for membership in tx.memberships_of(member(merged.meta().id))? {
        let after = membership.facts().of(new);
        let is_dropped = known.iter().any(|k| k.facts().overlaps(&after));
        moved.push(MovedMembership::of(&membership, membership.meta().revision + 1, is_dropped));
        if is_dropped {
            tx.save(membership.remove(permit, now)?)?;
        } else {
            tx.save(membership.repoint(permit, new, stays.district, now)?)?;
        }
    }
    Ok(moved)
}

/// Whoever spoke for the one that goes speaks for the one that stays.
pub(super) fn move_grants(
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
        let given = if held.iter().any(|h| h.account() == account && h.grant().role == role) {
            None
        } else {
            let wanted = Grant { role, scope: Scope::Enterprise(to) };
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
