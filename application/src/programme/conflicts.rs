//! Conflicts of interest that somebody declares about themselves (rule R6.4).

use crate::{Failure, WriteContext};
use odoi_domain::kernel::id::{AccountId, ProposalId};
use odoi_domain::policy::Action;
use odoi_domain::programme::declaration::{Declaration, DeclarationFacts, DeclarationRecord};
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::Saved;

/// A conflict that was declared.
pub struct DeclaredConflict {
    /// The declaration.
    pub declaration: Saved<Declaration>,
    /// The proposal that it is about.
    pub proposal: Proposal,
}

/// Declares a conflict of interest of the actor about a proposal. Refuses whoever neither sits in the core group of its
/// district nor decides about it by office.
pub fn declare_conflict(
    tx: &mut WriteContext<'_, '_>,
    id: ProposalId,
    facts: DeclarationFacts,
) -> Result<DeclaredConflict, Failure> {
    let proposal = tx.proposal(id)?;
    let permit = tx.authorize(Action::DeclareConflict, &proposal.anchors())?;
    tx.at(&proposal)?;
    let (declared, now) = (tx.mint(), tx.now());
    let seats = tx.seats_of(proposal.district())?;
    let day = now.day();
    let sits = |by: &AccountId| {
        let mut seats = seats.iter();
        seats.any(|seat| seat.facts().tenure_of(*by, day).is_some())
    };
    // Whoever turns proposals down decides by office.
    let decides = tx.authorize(Action::RejectProposal, &proposal.anchors());
    let may = |by: &AccountId| decides.is_ok() || sits(by);
    let Some(by) = permit.account().filter(may) else {
        return Err(Failure::unmet(vec![Violation::new(Code::NoSeat)]));
    };
    let record = DeclarationRecord {
        proposal_id: id,
        district: proposal.district().clone(),
        by,
        reason: facts.reason,
    };
    let declaration = tx.save(Declaration::make(&permit, declared, record, now)?)?;
    Ok(DeclaredConflict { declaration, proposal })
}
