//! What a proposal owes the call that it answers: to be meant by it, and to fill in its form (rules
//! R6.1 and R6.2).

use crate::Failure;
use crate::WriteContext;
use crate::forms;
use odoi_domain::formation::gate::{self, Before};
use odoi_domain::formation::statement::AsOf;
use odoi_domain::kernel::entity::Document;
use odoi_domain::programme::call::CallState;
use odoi_domain::programme::proposal::{Proposal, ProposalFacts};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Code, Violation};
use odoi_persistence::Error;

/// Everything that stands between a proposal and its call. A draft need not be complete.
pub fn violations(
    tx: &mut WriteContext<'_, '_>,
    facts: &ProposalFacts,
    district: &DistrictCode,
    is_draft: bool,
) -> Result<Vec<Violation>, Failure> {
    let Some(id) = facts.call_id else {
        return Ok(Vec::new());
    };
    let call = match tx.call(id) {
        Ok(call) => Some(call),
        Err(Error::Missing) => None,
        Err(other) => return Err(other.into()),
    };
    let call = match call {
        Some(call) if call.state().state == CallState::Cancelled => {
            Err(Violation::new(Code::CallCancelled))
        }
        Some(call) if call.state().state != CallState::Draft => Ok(call),
        // A draft of a call is nothing to apply for, and nobody is told of it.
        Some(_) | None => Err(Violation::new(Code::UnknownReference)),
    };
    let call = match call {
        Ok(call) => call,
        Err(violation) => return Ok(vec![violation.at("/call_id")]),
    };
    let cluster = tx.cluster(facts.cluster_id)?;
    let meant = call.facts().is_for(district, &cluster.facts().activities);
    let mut violations: Vec<Violation> = meant.into_iter().collect();
    let form = &call.facts().form.schema;
    let found = match &facts.answers {
        Some(answers) => forms::violations(form, answers, is_draft),
        None if is_draft => Ok(Vec::new()),
        None => forms::violations(form, &serde_json::json!({}), false),
    };
    violations.extend(found.map_err(|violation| Failure::internal(violation.code.text()))?);
    Ok(violations)
}

/// What the cluster lacks to have passed the initiation gate with this academic partner.
fn gate(tx: &mut WriteContext<'_, '_>, facts: &ProposalFacts) -> Result<Vec<Violation>, Failure> {
    let (id, today) = (facts.cluster_id, tx.now().day());
    let when = AsOf { holds_on: today, known_on: today };
    let before = Before {
        cluster: &tx.cluster(id)?,
        interests: &tx.interests_about(&[id])?,
        tries: &tx.gate_tries(id)?,
    };
    let found = gate::closed(&before, when);
    if found.is_empty() && !gate::has_partner(&before, facts.institution_id, when) {
        let violation = Violation::new(Code::PartnerWithoutInterest).at("/institution_id");
        return Ok(vec![violation]);
    }
    Ok(found.iter().map(|finding| finding.violation()).collect())
}

/// What keeps it from ever being sanctioned: no call that could pay, a call that takes it not, and lines or
/// sums that the call does not pay. The call stands since it was first handed in.
fn payable(tx: &mut WriteContext<'_, '_>, thing: &Proposal) -> Result<Vec<Violation>, Failure> {
    let facts = thing.facts();
    let Some(id) = facts.call_id else {
        return Ok(vec![Violation::new(Code::NoBudget).at("/call_id")]);
    };
    let call = match tx.call(id) {
        Ok(call) => call,
        // That there is none has been said.
        Err(Error::Missing) => return Ok(Vec::new()),
        Err(other) => return Err(other.into()),
    };
    let mut violations = call.facts().pays(facts.asked_paise, &facts.cost_lines);
    if !thing.was_sent_back() && !call.takes(tx.now()) {
        violations.push(Violation::new(Code::CallNotOpen).at("/call_id"));
    }
    Ok(violations.into_iter().collect())
}

/// Demands that whoever recalls a proposal for correction can submit it again: not after the window.
pub fn require_recallable(tx: &mut WriteContext<'_, '_>, thing: &Proposal) -> Result<(), Failure> {
    if let Some(id) = thing.facts().call_id
        && !tx.call(id)?.takes(tx.now())
    {
        let violation = Violation::new(Code::CallNotOpen).at("/call_id");
        return Err(Failure::unmet(vec![violation]));
    }
    Ok(())
}

/// Demands that a proposal can be submitted: the cluster has passed the gate with this academic partner, the
/// call takes it and could pay for it, and its form is filled in. What was returned by others may be submitted
/// again after the window.
pub fn require_submittable(tx: &mut WriteContext<'_, '_>, thing: &Proposal) -> Result<(), Failure> {
    let facts = thing.facts();
    let mut missing = violations(tx, facts, thing.district(), false)?;
    missing.extend(payable(tx, thing)?);
    missing.extend(gate(tx, facts)?);
    Failure::unless_met(missing)
}
