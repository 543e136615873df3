//! What people decide about pairs of possible duplicates: who sees a pair, and what it tells of masked facts (rule R2.6).

use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::{Document, Refusal};
use odoi_domain::kernel::id::CandidateId;
use odoi_domain::policy::actor::{Actor, Anchors};
use odoi_domain::policy::disclosure::Shown;
use odoi_domain::policy::privacy::{self, PersonalField, Purpose};
use odoi_domain::policy::{self, Action, Denial, Permit};
use odoi_domain::registry::candidate::{CandidateBasis, Dismissal, DuplicateCandidate};
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::{Entity, Moment, Recorded};
use odoi_persistence::port::Read;
use odoi_persistence::{Error, Saved};

/// The two enterprises of a pair as they are now; one that has gone is absent.
pub type Both = [Option<Enterprise>; 2];

/// A pair that was decided, with its two enterprises.
#[derive(Debug)]
pub struct DecidedCandidate {
    /// The pair.
    pub pair: Saved<DuplicateCandidate>,
    /// The two.
    pub both: Both,
}

/// The two as they are now; those that have gone are absent.
pub fn both(repo: &mut dyn Read, pair: &DuplicateCandidate) -> Result<Both, Error> {
    let ids = pair.state().sides.clone().map(|side| side.enterprise);
    let found = repo.enterprises_by_id(&ids)?;
    Ok(ids.map(|id| found.iter().find(|thing| thing.meta().id == id).cloned()))
}

/// Where each of the two stands: as it is now, and as it was where it has gone.
fn anchors(pair: &DuplicateCandidate, both: &Both) -> Vec<Anchors> {
    let sides = pair.state().sides.iter().zip(both);
    sides.map(|(side, now)| now.as_ref().map_or_else(|| side.anchors(), Entity::anchors)).collect()
}

/// A pair is a matter of those who see both of it.
pub fn permit(
    actor: &Actor,
    action: Action,
    pair: &DuplicateCandidate,
    both: &Both,
) -> Result<Permit, Failure> {
    let asked = anchors(pair, both)
        .iter()
        .map(|anchors| policy::authorize(actor, action, anchors))
        .collect::<Result<Vec<_>, _>>()?;
    let first = asked.into_iter().next();
    first.ok_or_else(|| Failure::internal("a pair of nothing"))
}

/// What is told of the two by showing the pair to somebody for a purpose: nothing, or that numbers are the same that
/// are masked. Who may not see them of both is told that there is no such pair.
pub fn tells(
    actor: &Actor,
    purpose: Option<Purpose>,
    pair: &DuplicateCandidate,
    both: &Both,
) -> Result<Vec<Shown>, Failure> {
    let state = pair.state();
    if state.basis == CandidateBasis::OpenFacts {
        return Ok(Vec::new());
    }
    let told = state.reasons.iter().filter_map(|r| r.rule.tells());
    let mut fields: Vec<PersonalField> = told.collect();
    if fields.is_empty() {
        // Not alike any more: that they have been says as much.
        fields = vec![PersonalField::Mobile];
    }
    let mut shown = Vec::new();
    for (side, anchors) in state.sides.iter().zip(anchors(pair, both)) {
        let allowed = privacy::disclosed(actor, &anchors, purpose);
        if !fields.iter().all(|field| allowed.contains(field)) {
            return Err(Denial::Hidden.into());
        }
        let district = anchors.districts.first().unwrap_or(&side.district);
        shown.push(Shown {
            enterprise: side.enterprise,
            district: district.clone(),
            fields: fields.clone(),
        });
    }
    Ok(shown)
}

/// Decides that two enterprises are not one.
pub fn dismiss_candidate(
    tx: &mut WriteContext<'_, '_>,
    id: CandidateId,
    purpose: Option<Purpose>,
    dismissal: Dismissal,
) -> Result<DecidedCandidate, Failure> {
    let action = Action::DismissCandidate;
    decide(tx, id, action, purpose, |pair, permit, now| pair.dismiss(permit, dismissal, now))
}

/// Puts a dismissed pair on the worklist again.
pub fn reopen_candidate(
    tx: &mut WriteContext<'_, '_>,
    id: CandidateId,
    purpose: Option<Purpose>,
) -> Result<DecidedCandidate, Failure> {
    let action = Action::ReopenCandidate;
    decide(tx, id, action, purpose, |pair, permit, now| pair.reopen(permit, now))
}

fn decide(
    tx: &mut WriteContext<'_, '_>,
    id: CandidateId,
    action: Action,
    purpose: Option<Purpose>,
    step: impl FnOnce(
        DuplicateCandidate,
        &Permit,
        Moment,
    ) -> Result<Recorded<DuplicateCandidate>, Refusal>,
) -> Result<DecidedCandidate, Failure> {
    let pair = tx.candidate(id)?;
    let both = both(&mut **tx, &pair)?;
    let permit = permit(tx.actor(), action, &pair, &both)?;
    tells(tx.actor(), purpose, &pair, &both)?;
    tx.at(&pair)?;
    let now = tx.now();
    let pair = tx.save(step(pair, &permit, now)?)?;
    Ok(DecidedCandidate { pair, both })
}
