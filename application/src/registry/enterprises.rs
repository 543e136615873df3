//! Enterprises: registered, changed and removed. What they name must exist, and what hangs on them follows.

use crate::registry::activities::known_activities;
use crate::registry::candidates;
use crate::registry::relocation::{relocate_linkages, relocate_member};
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Facts;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::policy::{Action, Permit};
use odoi_domain::registry::enterprise::{Enterprise, EnterpriseFacts, EnterpriseField, Statement};
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::registry::membership::{Member, MemberKind};
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::Saved;

/// A changed enterprise, and what an import has left as it was.
#[derive(Debug)]
pub struct UpdatedEnterprise {
    /// The enterprise.
    pub enterprise: Saved<Enterprise>,
    /// The protected facts that were not changed.
    pub kept: Vec<EnterpriseField>,
}

/// Registers an enterprise. On whose word is asked of the caller once it is known that one may be registered.
pub fn create_enterprise<E: From<Failure>>(
    tx: &mut WriteContext<'_, '_>,
    facts: EnterpriseFacts,
    stated: impl FnOnce(&mut WriteContext<'_, '_>) -> Result<Statement, E>,
) -> Result<Saved<Enterprise>, E> {
    let (id, now) = (tx.mint(), tx.now());
    let permit = tx.authorize(Action::CreateEnterprise, &facts.anchors(id));
    let permit = permit.map_err(Failure::from)?;
    let statement = stated(tx)?;
    let recorded = Enterprise::register_by(&permit, id, facts, &statement, now);
    let recorded = recorded.map_err(Failure::from)?;
    known(tx, recorded.thing().facts())?;
    Ok(tx.save(recorded).map_err(Failure::from)?)
}

/// Changes an enterprise, if the caller knows it as it is. An import leaves protected facts alone. On whose word is
/// asked of the caller once the change itself is known to be valid.
pub fn update_enterprise<E: From<Failure>>(
    tx: &mut WriteContext<'_, '_>,
    id: EnterpriseId,
    change: impl FnOnce(&EnterpriseFacts) -> Result<EnterpriseFacts, Failure>,
    stated: impl FnOnce(&mut WriteContext<'_, '_>) -> Result<Statement, E>,
) -> Result<UpdatedEnterprise, E> {
    let before = tx.enterprise(id).map_err(Failure::from)?;
    let permit = tx.authorize(Action::UpdateEnterprise, &before.anchors());
    let permit = permit.map_err(Failure::from)?;
    tx.at(&before)?;
    let facts = change(before.facts())?;
    let statement = stated(tx)?;
    Ok(amend(tx, &permit, before, facts, &statement)?)
}

fn amend(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    before: Enterprise,
    facts: EnterpriseFacts,
    statement: &Statement,
) -> Result<UpdatedEnterprise, Failure> {
    let (now, district) = (tx.now(), before.facts().district.clone());
    let (recorded, kept) = before.amend_by(permit, facts, statement, now)?;
    known(tx, recorded.thing().facts())?;
    let enterprise = tx.save(recorded)?;
    if enterprise.thing().facts().district != district {
        relocate(tx, permit, enterprise.thing())?;
    }
    Ok(UpdatedEnterprise { enterprise, kept })
}

/// Removes an enterprise; the pairs of possible duplicates that it was one of are closed.
pub fn delete_enterprise(
    tx: &mut WriteContext<'_, '_>,
    id: EnterpriseId,
) -> Result<Saved<Enterprise>, Failure> {
    let thing = tx.enterprise(id)?;
    let permit = tx.authorize(Action::DeleteEnterprise, &thing.anchors())?;
    tx.at(&thing)?;
    let now = tx.now();
    let gone = tx.save(thing.remove(&permit, now)?)?;
    candidates::close(tx, &permit, id, None)?;
    Ok(gone)
}

/// What the facts refer to must exist, and lie where the enterprise does.
pub(super) fn known(tx: &mut WriteContext<'_, '_>, facts: &EnterpriseFacts) -> Result<(), Failure> {
    known_activities(tx, &facts.activities)?;
    let mut violations: Vec<Violation> = Vec::new();
    for (at, place) in facts.named_places() {
        let violation = match tx.place_by_code(place.level, &place.code)? {
            None => Some(Violation::new(Code::UnknownPlace)),
            Some(found) => {
                let district = found.facts().district.clone();
                let is_elsewhere = district.is_some_and(|district| district != facts.district);
                is_elsewhere.then_some(Violation::new(Code::OtherDistrict))
            }
        };
        violations.extend(violation.map(|violation| violation.at(&at)));
    }
    Failure::unless_valid(violations)
}

/// What stands in its district moves with it: its linkages and memberships.
pub(super) fn relocate(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    thing: &Enterprise,
) -> Result<(), Failure> {
    let end = End { kind: EndKind::Enterprise, id: thing.meta().id.0 };
    relocate_linkages(tx, permit, end, &thing.facts().district)?;
    let member = Member { kind: MemberKind::Enterprise, id: thing.meta().id.0 };
    relocate_member(tx, permit, member, &thing.facts().district)
}
