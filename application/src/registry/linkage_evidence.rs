//! Evidence of linkages: stated for an end or by an officer, decided about by another, withdrawn by the side that stated it.

use crate::programme::affiliations::require_unconcerned;
use crate::{Failure, WriteContext};
use odoi_domain::kernel::id::{LinkageEvidenceId, LinkageId};
use odoi_domain::policy::actor::Anchors;
use odoi_domain::policy::{Action, Permit};
use odoi_domain::registry::linkage::{Linkage, LinkageFacts};
use odoi_domain::registry::linkage_evidence::{
    EvidenceStep, LinkageEvidence, LinkageEvidenceFacts,
};
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::{Error, Saved};

/// States evidence of a linkage. Of one that the caller's roles do not reach they are told what they are told of one
/// that there is not.
pub fn state_evidence(
    tx: &mut WriteContext<'_, '_>,
    facts: LinkageEvidenceFacts,
) -> Result<Saved<LinkageEvidence>, Failure> {
    let action = Action::CreateLinkageEvidence;
    // Held, so that it stays the linkage of these ends.
    let linkage = match tx.linkage_locked(facts.linkage_id) {
        Ok(linkage) => linkage,
        Err(Error::Missing) => {
            tx.authorize(action, &Anchors::default())?;
            let violation = Violation::new(Code::UnknownReference).at("/linkage_id");
            return Err(Failure::invalid(vec![violation]));
        }
        Err(error) => return Err(error.into()),
    };
    let permit = tx.authorize(action, &linkage.anchors())?;
    let (id, now) = (tx.mint(), tx.now());
    Ok(tx.save(LinkageEvidence::make(&permit, id, facts, &linkage, now)?)?)
}

/// Accepts, rejects or withdraws evidence. Whoever speaks for an end of the linkage, or belongs to one, decides nothing.
pub fn take_step(
    tx: &mut WriteContext<'_, '_>,
    id: LinkageEvidenceId,
    step: EvidenceStep,
) -> Result<Saved<LinkageEvidence>, Failure> {
    let thing = tx.linkage_evidence(id)?;
    let permit = tx.authorize(step.action(), &thing.anchors())?;
    tx.at(&thing)?;
    let ends = thing.ends().filter(|_| !matches!(step, EvidenceStep::Withdraw(_)));
    let clearance = ends.map(|ends| require_unconcerned(tx, &permit, ends)).transpose()?;
    let now = tx.now();
    Ok(tx.save(thing.step(&permit, step, clearance, now)?)?)
}

/// The evidence of a linkage follows it, or goes to another one, or to none while a merge has taken it away. A linkage
/// that was changed is saved before: until then evidence of it can be stated.
pub(super) fn follow(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    from: LinkageId,
    to: Option<&Linkage>,
) -> Result<Vec<LinkageEvidenceId>, Failure> {
    let mut moved = Vec::new();
    for thing in tx.evidence_of_linkage(from)? {
        let id = thing.meta().id;
        if let Some(recorded) = thing.follow(permit, to, tx.now())? {
            tx.save(recorded)?;
            moved.push(id);
        }
    }
    Ok(moved)
}

/// Evidence speaks of a tie of these two, of this kind: where there is any, neither changes.
pub(super) fn require_same_tie(
    tx: &mut WriteContext<'_, '_>,
    before: &LinkageFacts,
    after: &Linkage,
) -> Result<(), Failure> {
    let now = after.facts();
    let changed = [
        ("/from", before.from != now.from),
        ("/to", before.to != now.to),
        ("/kind", before.kind != now.kind),
    ];
    let changed = changed.iter().filter(|(_, is_changed)| *is_changed);
    let violations: Vec<Violation> =
        changed.map(|(at, _)| Violation::new(Code::CannotChange).at(at)).collect();
    if violations.is_empty() || tx.evidence_of_linkage(after.meta().id)?.is_empty() {
        return Ok(());
    }
    Err(Failure::InUse(violations))
}
