//! What stands in the district of another thing moves with it.

use crate::registry::linkage_evidence;
use crate::{Failure, WriteContext};
use odoi_domain::Entity;
use odoi_domain::policy::Permit;
use odoi_domain::registry::linkage::End;
use odoi_domain::registry::membership::{Member, Sides};
use odoi_domain::registry::place::DistrictCode;

/// The linkages of an actor, and the evidence of these, follow it into another district.
pub fn relocate_linkages(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    end: End,
    district: &DistrictCode,
) -> Result<(), Failure> {
    for linkage in tx.linkages_of(end)? {
        if let Some(moved) = linkage.relocate(permit, end, district, tx.now())? {
            let moved = tx.save(moved)?.into_thing();
            linkage_evidence::follow(tx, permit, moved.meta().id, Some(&moved))?;
        }
    }
    Ok(())
}

/// The memberships of an enterprise or institution follow it into another district.
pub fn relocate_member(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    member: Member,
    district: &DistrictCode,
) -> Result<(), Failure> {
    for membership in tx.memberships_of(member)? {
        let sides = Sides { member: district.clone(), ..membership.sides().clone() };
        if let Some(moved) = membership.relocate(permit, sides, tx.now())? {
            tx.save(moved)?;
        }
    }
    Ok(())
}
