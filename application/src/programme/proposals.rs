//! Proposals: drafting them, changing them, and each step of their lifecycle (rule R6.2).

use crate::money::effects;
use crate::programme::findings::Findings;
use crate::programme::mandates::authority;
use crate::programme::{documents, eligibility};
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Facts;
use odoi_domain::kernel::id::ProposalId;
use odoi_domain::policy::Action;
use odoi_domain::programme::proposal::{Proposal, ProposalFacts, ProposalStep, StepFacts};
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::Saved;

/// A proposal on which a step was taken.
pub struct ProposalStepTaken {
    /// The proposal after the step.
    pub proposal: Saved<Proposal>,
    /// What the step has found out about it and whoever took it.
    pub found: Findings,
}

/// Drafts a proposal in the district of its cluster. Refuses facts that name a cluster, partner or call that does not
/// exist, and answers that the form of the call does not take.
pub fn create_proposal(
    tx: &mut WriteContext<'_, '_>,
    facts: ProposalFacts,
) -> Result<Saved<Proposal>, Failure> {
    let district = district(tx, &facts)?;
    let (id, now) = (tx.mint(), tx.now());
    let checked = (facts, district);
    let permit = tx.authorize(Action::CreateProposal, &checked.anchors(id))?;
    let (facts, district) = checked;
    // What it costs to judge answers is spent on nobody who may not draft here.
    fits_call(tx, &facts, &district)?;
    let drafts = tx.drafts_of(facts.cluster_id)?;
    let drafted = Proposal::draft(&permit, id, facts, (district, drafts), now)?;
    Ok(tx.save(drafted)?)
}

/// Changes a draft or a returned proposal. Refuses what a new draft would be refused for, and another call or cluster
/// once it was submitted.
pub fn update_proposal(
    tx: &mut WriteContext<'_, '_>,
    id: ProposalId,
    change: impl FnOnce(&ProposalFacts) -> Result<ProposalFacts, Failure>,
) -> Result<Saved<Proposal>, Failure> {
    let proposal = tx.proposal(id)?;
    let permit = tx.authorize(Action::UpdateProposal, &proposal.anchors())?;
    tx.at(&proposal)?;
    let facts = change(proposal.facts())?;
    let district = district(tx, &facts)?;
    fits_call(tx, &facts, &district)?;
    let now = tx.now();
    Ok(tx.save(proposal.amend(&permit, facts, district, now)?)?)
}

/// Removes a draft with its documents. What was submitted is withdrawn instead.
pub fn delete_proposal(
    tx: &mut WriteContext<'_, '_>,
    id: ProposalId,
) -> Result<Saved<Proposal>, Failure> {
    let proposal = tx.proposal(id)?;
    let permit = tx.authorize(Action::DeleteProposal, &proposal.anchors())?;
    tx.at(&proposal)?;
    let now = tx.now();
    let removed = proposal.clone().remove(&permit, now)?;
    documents::remove_all(tx, &permit, &proposal)?;
    Ok(tx.save(removed)?)
}

/// Takes a step of the lifecycle, with what it does to the award. Refuses a step that is not legal now; that lacks the
/// minutes which decide it; that the same person must leave to another, by what they did before or by a conflict of
/// interest; and what cannot be submitted, recalled, paid for or completed.
pub fn take_step(
    tx: &mut WriteContext<'_, '_>,
    id: ProposalId,
    step: ProposalStep,
    with: StepFacts,
) -> Result<ProposalStepTaken, Failure> {
    let proposal = tx.proposal(id)?;
    let permit = &tx.authorize(step.action(), &proposal.anchors())?;
    tx.at(&proposal)?;
    let now = tx.now();
    effects::await_award(tx, step, proposal.meta().id)?;
    let terms = with.terms.clone();
    let mut found = Findings::of(&mut **tx, permit, &proposal, with.minute, now)?;
    let authority = authority(tx, proposal.wanted(step, &with), with.minute)?;
    let proofs = found.proofs(&mut **tx, permit, &proposal, authority)?;
    let taken = proposal.step(permit, step, with, &proofs, now)?;
    match step {
        ProposalStep::Submit => eligibility::require_submittable(tx, taken.thing())?,
        ProposalStep::Recall => eligibility::require_recallable(tx, taken.thing())?,
        _ => {}
    }
    let proposal = tx.save(taken)?;
    effects::apply_award_effects(tx, permit, (step, terms), proposal.thing())?;
    let found = found.with_step_taken(permit);
    Ok(ProposalStepTaken { proposal, found })
}

/// The district of the proposing cluster; names a cluster or partner that there is not.
fn district(tx: &mut WriteContext<'_, '_>, facts: &ProposalFacts) -> Result<DistrictCode, Failure> {
    // Nobody moves the cluster while the proposal takes its district from it.
    tx.lock_entity(facts.cluster_id.0)?;
    let cluster = End { kind: EndKind::Cluster, id: facts.cluster_id.0 };
    let partner = End { kind: EndKind::Institution, id: facts.institution_id.0 };
    let mut violations = Vec::new();
    let unknown = |at| Violation::new(Code::UnknownReference).at(at);
    let found = tx.district_of(cluster)?;
    if found.is_none() {
        violations.push(unknown("/cluster_id"));
    }
    if tx.district_of(partner)?.is_none() {
        violations.push(unknown("/institution_id"));
    }
    match found {
        Some(district) if violations.is_empty() => Ok(district),
        _ => Err(Failure::invalid(violations)),
    }
}

/// Refuses a draft that its call does not take; it need not be complete.
fn fits_call(
    tx: &mut WriteContext<'_, '_>,
    facts: &ProposalFacts,
    district: &DistrictCode,
) -> Result<(), Failure> {
    Failure::unless_valid(eligibility::violations(tx, facts, district, true)?)
}
