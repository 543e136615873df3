//! What steps of a proposal do to its award, and how anything that moves is entered into the book of
//! its call: in the same transaction, while nobody else posts there (rules R6.7 and R6.8).

use crate::Failure;
use odoi_domain::Code;
use odoi_domain::award::{
    Award, AwardCommand, AwardTerms, AwardTransition, Before, LedgerEffect, Sanction,
};
use odoi_domain::call::{Call, CallState};
use odoi_domain::entity::{Document, Refusal};
use odoi_domain::id::{CallId, PostingId, ProposalId};
use odoi_domain::ledger::{Movement, MovementKind, Posting, PostingDraft, Remarks};
use odoi_domain::mandate;
use odoi_domain::policy::Permit;
use odoi_domain::proposal::{Proposal, ProposalStep, history};
use odoi_domain::text::Line;
use odoi_domain::{Entity, Moment, Violation};
use odoi_persistence::Saved;
use odoi_persistence::Tx;
use odoi_persistence::port::Next;

/// What a step of a proposal does to its award. The proposal is as it is after the step.
pub fn follow(
    tx: &mut Tx<'_>,
    permit: &Permit,
    (step, terms): (ProposalStep, Option<AwardTerms>),
    proposal: &Proposal,
    now: Moment,
) -> Result<(), Failure> {
    match step {
        ProposalStep::Sanction => sanction(tx, permit, (proposal, terms), now),
        ProposalStep::Withdraw | ProposalStep::Cancel => end(tx, permit, proposal, now),
        ProposalStep::Complete => settled(tx, proposal),
        _ => Ok(()),
    }
}

/// The money is promised: the award is made, and the budget of the call is less by it.
fn sanction(
    tx: &mut Tx<'_>,
    permit: &Permit,
    (proposal, terms): (&Proposal, Option<AwardTerms>),
    now: Moment,
) -> Result<(), Failure> {
    let (id, posting) = (tx.mint(), tx.mint());
    let granted = Award::sanction(permit, (id, posting), Sanction { proposal, terms }, now)?;
    let id = granted.award.thing().state().call_id;
    hold(tx, id)?;
    let call = paying(tx, id)?;
    appropriate(tx, permit, &call, now)?;
    save(tx, permit, granted, (posting, None), now)?;
    Ok(())
}

/// Nobody else posts in the book of a call, or calls the call off, until this is done.
pub fn hold(tx: &mut Tx<'_>, call: CallId) -> Result<(), Failure> {
    tx.book_locked(Next {
        call,
        proposal: None,
        reverses: None,
    })?;
    Ok(())
}

/// The call that pays; one that was called off, or is not published, pays nothing.
fn paying(tx: &mut Tx<'_>, id: CallId) -> Result<Call, Failure> {
    let call = tx.call(id)?;
    match call.state().state {
        CallState::Open | CallState::Closed => Ok(call),
        _ => Err(
            Refusal::RequirementsNotMet(vec![Violation::new(Code::NoBudget).at("/call_id")]).into(),
        ),
    }
}

/// The call is given its budget, if it has not been given it.
pub fn appropriate(
    tx: &mut Tx<'_>,
    permit: &Permit,
    call: &Call,
    now: Moment,
) -> Result<(), Failure> {
    let next = Next {
        call: call.meta().id,
        proposal: None,
        reverses: None,
    };
    let mut book = tx.book_locked(next)?;
    if book.appropriated().get() == 0 {
        let budget = call.facts().budget_paise;
        let posting = PostingDraft {
            id: tx.mint(),
            proposal: None,
            movements: vec![Movement::new(MovementKind::Appropriate, budget)],
            reverses: None,
        };
        let entry = Posting::enter(
            permit,
            (next.call, &mut book),
            (posting, Remarks::default()),
            now,
        )?;
        tx.save(entry)?;
    }
    Ok(())
}

/// Whoever takes a step that asks the award waits for those who change it now: it is read as they leave it. The
/// proposal's own turn has been taken before.
pub fn await_award(
    tx: &mut Tx<'_>,
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

/// Whoever withdraws, or is cancelled, gets nothing more and owes what was not spent. An award that has ended
/// already is told all the same, so that nobody takes it up again.
fn end(tx: &mut Tx<'_>, permit: &Permit, proposal: &Proposal, now: Moment) -> Result<(), Failure> {
    let Some(award) = tx.award_of(proposal.meta().id)? else {
        return Ok(());
    };
    let posting = tx.mint();
    let granted = if award.state().course.ended_on.is_some() {
        award.end_with_proposal(permit, now)?
    } else {
        let status = proposal.status();
        let before = Before {
            state: status.state,
            done: &history::done(proposal.history()),
        };
        let what = AwardCommand::End(status.reason.clone());
        award.step(permit, what, mandate::none(), (posting, before), now)?
    };
    save(tx, permit, granted, (posting, None), now)?;
    Ok(())
}

/// Work is done when it was paid for, its milestones are reached, and the last paisa is accounted for.
fn settled(tx: &mut Tx<'_>, proposal: &Proposal) -> Result<(), Failure> {
    let Some(award) = tx.award_of(proposal.meta().id)? else {
        return Ok(());
    };
    let course = &award.state().course;
    let mut violations = course.unfinished();
    if !course.is_settled() {
        violations.push(Violation::new(Code::AwardOpen).with(award.meta().id.to_string()));
    }
    if violations.is_empty() {
        Ok(())
    } else {
        Err(Refusal::RequirementsNotMet(violations).into())
    }
}

/// Saves an award and enters what it moves.
pub fn save(
    tx: &mut Tx<'_>,
    permit: &Permit,
    granted: AwardTransition,
    (posting, reference): (PostingId, Option<Line>),
    now: Moment,
) -> Result<Saved<Award>, Failure> {
    let award = tx.save(granted.award)?;
    let record = award.thing().state();
    let (call, proposal) = (record.call_id, record.proposal_id);
    let (reverses, reason, movements) = match granted.booking {
        LedgerEffect::Nothing => return Ok(award),
        LedgerEffect::Movements(movements) => (None, None, movements),
        LedgerEffect::Reversal {
            of,
            reason,
            besides,
        } => (Some(of), reason, besides),
    };
    let mut book = tx.book_locked(Next {
        call,
        proposal: Some(proposal),
        reverses,
    })?;
    let mut id = posting;
    let mut remarks = Remarks { reference, reason };
    if let Some(of) = reverses {
        let back = book
            .reversal(id, of)
            .map_err(|unbooked| Refusal::RequirementsNotMet(vec![unbooked.violation()]))?;
        let said = (back, std::mem::take(&mut remarks));
        tx.save(Posting::enter(permit, (call, &mut book), said, now)?)?;
        id = tx.mint();
    }
    if !movements.is_empty() {
        let entry = drawn_up((id, proposal), movements);
        tx.save(Posting::enter(
            permit,
            (call, &mut book),
            (entry, remarks),
            now,
        )?)?;
    }
    Ok(award)
}

/// The posting of what moves.
fn drawn_up((id, proposal): (PostingId, ProposalId), movements: Vec<Movement>) -> PostingDraft {
    PostingDraft {
        id,
        proposal: Some(proposal),
        movements,
        reverses: None,
    }
}
