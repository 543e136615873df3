//! What steps of a proposal do to its award, and how anything that moves is entered into the ledger of
//! its call: in the same transaction, while nobody else posts there (rules R6.7 and R6.8).

use crate::Failure;
use crate::WriteContext;
use crate::money::ledger::LockedLedger;
use odoi_domain::Code;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{CallId, ProposalId};
use odoi_domain::kernel::text::Line;
use odoi_domain::money::award::{Award, AwardTerms, AwardTransition, LedgerEffect, Sanction};
use odoi_domain::policy::Permit;
use odoi_domain::programme::call::{Call, CallState};
use odoi_domain::programme::proposal::{Proposal, ProposalStep};
use odoi_domain::{Entity, Violation};
use odoi_persistence::Saved;
use odoi_persistence::port::Next;

/// What a step of a proposal does to its award. The proposal is as it is after the step.
pub fn apply_award_effects(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    (step, terms): (ProposalStep, Option<AwardTerms>),
    proposal: &Proposal,
) -> Result<(), Failure> {
    match step {
        ProposalStep::Sanction => sanction(tx, permit, (proposal, terms)),
        ProposalStep::Withdraw | ProposalStep::Cancel => end(tx, permit, proposal),
        ProposalStep::Complete => settled(tx, proposal),
        _ => Ok(()),
    }
}

/// The money is promised: the award is made, and the budget of the call is less by it. The ledger is locked once,
/// before the call is read: whoever cancels the call waits, or is seen.
fn sanction(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    (proposal, terms): (&Proposal, Option<AwardTerms>),
) -> Result<(), Failure> {
    let (id, posting, now) = (tx.mint(), tx.mint(), tx.now());
    let granted = Award::sanction(permit, (id, posting), Sanction { proposal, terms }, now)?;
    let next = Next {
        call: granted.award().state().call_id,
        proposal: Some(proposal.meta().id),
        reverses: None,
    };
    let mut ledger = LockedLedger::lock(tx, next)?;
    let call = paying(tx, next.call)?;
    ledger.appropriate(tx, permit, &call)?;
    let postings = Postings { ledger: Some(ledger), reference: None };
    save_with_postings(tx, permit, granted, postings)?;
    Ok(())
}

/// The call that pays; one that was called off, or is not published, pays nothing.
fn paying(tx: &mut WriteContext<'_, '_>, id: CallId) -> Result<Call, Failure> {
    let call = tx.call(id)?;
    match call.state().state {
        CallState::Open | CallState::Closed => Ok(call),
        _ => Err(Failure::unmet(vec![Violation::new(Code::NoBudget).at("/call_id")])),
    }
}

/// Whoever takes a step that asks the award waits for those who change it now: it is read as they leave it. The
/// proposal's own turn has been taken before.
pub fn await_award(
    tx: &mut WriteContext<'_, '_>,
    step: ProposalStep,
    proposal: ProposalId,
) -> Result<(), Failure> {
    if step.asks_award()
        && let Some(award) = tx.award_of(proposal)?
    {
        tx.lock_entity(award.meta().id.0)?;
    }
    Ok(())
}

/// Whoever withdraws, or is cancelled, gets nothing more and owes what was not spent.
fn end(tx: &mut WriteContext<'_, '_>, permit: &Permit, proposal: &Proposal) -> Result<(), Failure> {
    let Some(award) = tx.award_of(proposal.meta().id)? else {
        return Ok(());
    };
    let now = tx.now();
    let ended = award.end_with_proposal(permit, proposal, tx.mint(), now)?;
    save_with_postings(tx, permit, ended, Postings::default())?;
    Ok(())
}

/// Work is done when it was paid for, its milestones are reached, and the last paisa is accounted for.
fn settled(tx: &mut WriteContext<'_, '_>, proposal: &Proposal) -> Result<(), Failure> {
    let Some(award) = tx.award_of(proposal.meta().id)? else {
        return Ok(());
    };
    let course = &award.state().course;
    let mut violations = course.unfinished();
    if !course.is_settled() {
        violations.push(Violation::new(Code::AwardOpen).with(award.meta().id.to_string()));
    }
    Failure::unless_met(violations)
}

/// How what moves is entered.
#[derive(Default)]
pub struct Postings {
    /// The ledger, where it has been locked already.
    pub ledger: Option<LockedLedger>,
    /// What the treasury or the bank calls it.
    pub reference: Option<Line>,
}

/// Saves an award and enters what it moves: the only way to save what was done to one.
pub fn save_with_postings(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    done: AwardTransition,
    postings: Postings,
) -> Result<Saved<Award>, Failure> {
    let save = |tx: &mut WriteContext<'_, '_>, award| Ok(tx.save(award)?);
    done.save(tx, save, |tx, entry| {
        if entry.effect == LedgerEffect::Nothing {
            return Ok(());
        }
        let next =
            Next { call: entry.call, proposal: Some(entry.proposal), reverses: entry.reverses() };
        let mut ledger = match postings.ledger {
            Some(ledger) => ledger,
            None => LockedLedger::lock(tx, next)?,
        };
        ledger.post(tx, permit, (entry, postings.reference))
    })
}
