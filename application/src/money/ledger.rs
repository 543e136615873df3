//! The ledger of a call at work: locked once, and posted to while nobody else does (rule R6.7).

use crate::Failure;
use crate::WriteContext;
use odoi_domain::Entity;
use odoi_domain::kernel::entity::Refusal;
use odoi_domain::kernel::id::CallId;
use odoi_domain::kernel::text::Line;
use odoi_domain::money::award::{LedgerEffect, LedgerEntry};
use odoi_domain::money::ledger::{
    Book, Movement, MovementKind, Posting, PostingDraft, Remarks, Unbooked,
};
use odoi_domain::policy::Permit;
use odoi_domain::programme::call::Call;
use odoi_persistence::port::Next;

/// The ledger of a call while nobody else posts there, or cancels the call.
pub struct LockedLedger {
    call: CallId,
    book: Book,
}

impl LockedLedger {
    /// Waits for whoever posts in the ledger now, and reads as much of it as the next posting needs.
    pub fn lock(tx: &mut WriteContext<'_, '_>, next: Next) -> Result<Self, Failure> {
        let (call, book) = (next.call, tx.book_locked(next)?);
        Ok(Self { call, book })
    }

    /// Gives the call its budget, if it has not been given it.
    pub fn appropriate(
        &mut self,
        tx: &mut WriteContext<'_, '_>,
        permit: &Permit,
        call: &Call,
    ) -> Result<(), Failure> {
        if self.book.appropriated().get() != 0 {
            return Ok(());
        }
        let budget = Movement::new(MovementKind::Appropriate, call.facts().budget_paise);
        let draft =
            PostingDraft { id: tx.mint(), proposal: None, movements: vec![budget], reverses: None };
        self.enter(tx, permit, draft, Remarks::default())
    }

    /// Enters what an award moves: a reversal, movements, or both in two postings.
    pub fn post(
        &mut self,
        tx: &mut WriteContext<'_, '_>,
        permit: &Permit,
        (entry, reference): (LedgerEntry, Option<Line>),
    ) -> Result<(), Failure> {
        let (mut id, proposal) = (entry.posting, Some(entry.proposal));
        let mut remarks = Remarks { reference, reason: None };
        let movements = match entry.effect {
            LedgerEffect::Nothing => return Ok(()),
            LedgerEffect::Movements(movements) => movements,
            LedgerEffect::Reversal { of, reason, besides } => {
                let unbooked =
                    |unbooked: Unbooked| Refusal::RequirementsNotMet(vec![unbooked.violation()]);
                let back = self.book.reversal(id, of).map_err(unbooked)?;
                remarks.reason = reason;
                self.enter(tx, permit, back, std::mem::take(&mut remarks))?;
                id = tx.mint();
                besides
            }
        };
        if movements.is_empty() {
            return Ok(());
        }
        let draft = PostingDraft { id, proposal, movements, reverses: None };
        self.enter(tx, permit, draft, remarks)
    }

    fn enter(
        &mut self,
        tx: &mut WriteContext<'_, '_>,
        permit: &Permit,
        draft: PostingDraft,
        remarks: Remarks,
    ) -> Result<(), Failure> {
        let (into, now) = ((self.call, &mut self.book), tx.now());
        tx.save(Posting::enter(permit, into, (draft, remarks), now)?)?;
        Ok(())
    }
}

/// The ledger of a call whose next posting is about nothing but its budget. Whoever cancels the call waits for it, too.
pub fn lock_ledger(tx: &mut WriteContext<'_, '_>, call: CallId) -> Result<LockedLedger, Failure> {
    let next = Next { call, proposal: None, reverses: None };
    LockedLedger::lock(tx, next)
}

/// The call is given its budget, if it has not been given it.
pub fn appropriate(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    call: &Call,
) -> Result<(), Failure> {
    lock_ledger(tx, call.meta().id)?.appropriate(tx, permit, call)
}
