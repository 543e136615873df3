//! Linkages: declared between two actors of the registry, changed and removed by those who may.

use crate::registry::linkage_evidence::require_same_tie;
use crate::{Failure, WriteContext};
use odoi_domain::kernel::id::LinkageId;
use odoi_domain::policy::Action;
use odoi_domain::registry::linkage::{Linkage, LinkageFacts};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::Saved;

/// Declares a linkage. Whoever speaks for an end confirms it by that; what others declare is a claim.
pub fn declare_linkage(
    tx: &mut WriteContext<'_, '_>,
    facts: LinkageFacts,
) -> Result<Saved<Linkage>, Failure> {
    let action = Action::CreateLinkage;
    let districts = ends(tx, &facts, action)?;
    let permit = tx.authorize(action, &Linkage::standing(&facts, &districts))?;
    let (id, now) = (tx.mint(), tx.now());
    Ok(tx.save(Linkage::declare(&permit, id, facts, districts, now)?)?)
}

/// Changes what a linkage states. The other end has to confirm anew what it has not seen.
pub fn update_linkage(
    tx: &mut WriteContext<'_, '_>,
    id: LinkageId,
    change: impl FnOnce(&LinkageFacts) -> Result<LinkageFacts, Failure>,
) -> Result<Saved<Linkage>, Failure> {
    let thing = tx.linkage(id)?;
    let permit = tx.authorize(Action::UpdateLinkage, &thing.anchors())?;
    tx.at(&thing)?;
    let (before, facts) = (thing.facts().clone(), change(thing.facts())?);
    let districts = ends(tx, &facts, Action::UpdateLinkage)?;
    let now = tx.now();
    let changed = tx.save(thing.amend(&permit, facts, districts, now)?)?;
    require_same_tie(tx, &before, changed.thing())?;
    Ok(changed)
}

/// Removes the record of a linkage that was declared by mistake. Refused where there is evidence of it.
pub fn delete_linkage(
    tx: &mut WriteContext<'_, '_>,
    id: LinkageId,
) -> Result<Saved<Linkage>, Failure> {
    let thing = tx.linkage(id)?;
    let permit = tx.authorize(Action::DeleteLinkage, &thing.anchors())?;
    tx.at(&thing)?;
    let now = tx.now();
    Ok(tx.save(thing.remove(&permit, now)?)?)
}

/// The districts of the two ends, or which end there is not. Whoever may not declare a linkage of the
/// end that there is, is not told whether there is the other.
fn ends(
    tx: &mut WriteContext<'_, '_>,
    facts: &LinkageFacts,
    action: Action,
) -> Result<[DistrictCode; 2], Failure> {
    let found = [tx.district_of(facts.from)?, tx.district_of(facts.to)?];
    if let [Some(from), Some(to)] = &found {
        return Ok([from.clone(), to.clone()]);
    }
    let [from, to] = &found;
    let known = from.as_ref().map(|d| (facts.from, d)).or(to.as_ref().map(|d| (facts.to, d)));
    if let Some((end, district)) = known {
        let alone = LinkageFacts { from: end, to: end, ..facts.clone() };
        tx.authorize(action, &Linkage::standing(&alone, &[district.clone(), district.clone()]))?;
    }
    let missing = [(from, "/from/id"), (to, "/to/id")];
    let violations = missing.iter().filter(|(district, _)| district.is_none());
    let violations =
        violations.map(|(_, pointer)| Violation::new(Code::UnknownReference).at(pointer));
    Err(Failure::invalid(violations.collect()))
}
