//! Memberships: who is admitted to a cluster, what is changed of that, and how it ends.

use crate::{Failure, WriteContext};
use odoi_domain::kernel::id::MembershipId;
use odoi_domain::policy::Action;
use odoi_domain::registry::membership::{Membership, MembershipEnd, MembershipFacts, Sides};
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::{Error, Saved};

/// Takes a member into a cluster. Refused where the same membership runs on one of the days already.
pub fn admit_member(
    tx: &mut WriteContext<'_, '_>,
    facts: MembershipFacts,
) -> Result<Saved<Membership>, Failure> {
    let sides = sides(tx, &facts)?;
    let anchors = Membership::standing(&facts, &sides);
    let permit = tx.authorize(Action::CreateMembership, &anchors)?;
    let (id, now) = (tx.mint(), tx.now());
    let recorded = Membership::admit(&permit, id, facts, sides, now)?;
    apart(tx, id, recorded.thing().facts())?;
    Ok(tx.save(recorded)?)
}

/// Changes role, days and evidence of a membership.
pub fn update_membership(
    tx: &mut WriteContext<'_, '_>,
    id: MembershipId,
    change: impl FnOnce(&MembershipFacts) -> Result<MembershipFacts, Failure>,
) -> Result<Saved<Membership>, Failure> {
    let thing = tx.membership(id)?;
    let permit = tx.authorize(Action::UpdateMembership, &thing.anchors())?;
    tx.at(&thing)?;
    tx.cluster_locked(thing.facts().cluster_id)?;
    let facts = change(thing.facts())?;
    let now = tx.now();
    let recorded = thing.amend(&permit, facts, now)?;
    apart(tx, id, recorded.thing().facts())?;
    Ok(tx.save(recorded)?)
}

/// Ends a membership, or ends it earlier.
pub fn end_membership(
    tx: &mut WriteContext<'_, '_>,
    id: MembershipId,
    end: &MembershipEnd,
) -> Result<Saved<Membership>, Failure> {
    let thing = tx.membership(id)?;
    let permit = tx.authorize(Action::EndMembership, &thing.anchors())?;
    tx.at(&thing)?;
    let now = tx.now();
    Ok(tx.save(thing.end(&permit, end.ends_on, now)?)?)
}

/// Removes the record of a membership that was entered by mistake.
pub fn delete_membership(
    tx: &mut WriteContext<'_, '_>,
    id: MembershipId,
) -> Result<Saved<Membership>, Failure> {
    let thing = tx.membership(id)?;
    let permit = tx.authorize(Action::DeleteMembership, &thing.anchors())?;
    tx.at(&thing)?;
    let now = tx.now();
    Ok(tx.save(thing.remove(&permit, now)?)?)
}

/// The districts of the two sides, or which side there is not. Whoever may not admit to the cluster
/// is not told whether there is such a member.
fn sides(tx: &mut WriteContext<'_, '_>, facts: &MembershipFacts) -> Result<Sides, Failure> {
    let missing = |at: &str| {
        let violation = Violation::new(Code::UnknownReference).at(at);
        Failure::invalid(vec![violation])
    };
    let cluster = match tx.cluster_locked(facts.cluster_id) {
        Ok(cluster) => cluster.facts().district.clone(),
        Err(Error::Missing) => return Err(missing("/cluster_id")),
        Err(other) => return Err(other.into()),
    };
    let alone = Sides { cluster: cluster.clone(), member: cluster.clone() };
    match tx.district_of(facts.member.end())? {
        Some(member) => Ok(Sides { cluster, member }),
        None => {
            tx.authorize(Action::CreateMembership, &Membership::standing(facts, &alone))?;
            Err(missing("/member/id"))
        }
    }
}

/// Equal memberships must not share a day. The cluster is held, so that two cannot be made at once.
fn apart(
    tx: &mut WriteContext<'_, '_>,
    id: MembershipId,
    facts: &MembershipFacts,
) -> Result<(), Failure> {
    let equal = tx.equal_memberships(facts)?;
    let overlapping = |other: &&Membership| other.meta().id != id && other.facts().overlaps(facts);
    match equal.iter().find(overlapping) {
        None => Ok(()),
        Some(other) => {
            let violation = Violation::new(Code::OverlappingMembership).at("/starts_on");
            let violation = violation.with(other.facts().starts_on.to_string());
            Err(Failure::Duplicate(vec![violation]))
        }
    }
}
