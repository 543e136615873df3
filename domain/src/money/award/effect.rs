//! What a step of an award moves, in one value with the award: neither is saved without the other (rule R6.8).

use super::Award;
use crate::Recorded;
use crate::kernel::entity::Document;
use crate::kernel::id::{CallId, PostingId, ProposalId};
use crate::kernel::text::Paragraphs;
use crate::money::ledger::Movement;

/// What the ledger has to enter with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerEffect {
    /// Nothing.
    Nothing,
    /// These movements, in one posting.
    Movements(Vec<Movement>),
    /// The posting that takes this one back, and why; and what moves besides, in another one.
    Reversal {
        /// The posting that is taken back.
        of: PostingId,
        /// Why.
        reason: Option<Paragraphs>,
        /// What moves besides.
        besides: Vec<Movement>,
    },
}

/// What the ledger of a call has to enter for an award.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "what is not entered has not moved"]
pub struct LedgerEntry {
    /// The call whose ledger it is.
    pub call: CallId,
    /// The proposal of the award.
    pub proposal: ProposalId,
    /// The id of the first posting.
    pub posting: PostingId,
    /// What moves.
    pub effect: LedgerEffect,
}

impl LedgerEntry {
    /// The posting that it reverses, if it reverses one.
    #[must_use]
    pub const fn reverses(&self) -> Option<PostingId> {
        match self.effect {
            LedgerEffect::Reversal { of, .. } => Some(of),
            LedgerEffect::Nothing | LedgerEffect::Movements(_) => None,
        }
    }
}

/// An award after something was done to it, with what that moves.
///
/// The award cannot be taken out and saved without its postings:
///
/// ```compile_fail,E0616
/// use odoi_domain::{Recorded, award::{Award, AwardTransition}};
/// fn without_postings(transition: AwardTransition) -> Recorded<Award> {
///     transition.award
/// }
/// ```
///
/// ```compile_fail,E0061
/// use odoi_domain::{Recorded, award::{Award, AwardTransition}};
/// fn without_postings<E>(transition: AwardTransition, save: impl FnOnce(&mut (), Recorded<Award>) -> Result<(), E>) {
///     let _saved = transition.save(&mut (), save);
/// }
/// ```
#[derive(Debug)]
#[must_use = "an award that is not saved with its posting has not happened"]
pub struct AwardTransition {
    award: Recorded<Award>,
    entry: LedgerEntry,
}

impl AwardTransition {
    pub(super) fn new(award: Recorded<Award>, posting: PostingId, effect: LedgerEffect) -> Self {
        let record = award.thing().state();
        let entry =
            LedgerEntry { call: record.call_id, proposal: record.proposal_id, posting, effect };
        Self { award, entry }
    }

    /// The award as it will be.
    pub const fn award(&self) -> &Award {
        self.award.thing()
    }

    /// Saves the award, then enters what it moves: whoever does the one does the other.
    pub fn save<W, S, E>(
        self,
        to: &mut W,
        save: impl FnOnce(&mut W, Recorded<Award>) -> Result<S, E>,
        enter: impl FnOnce(&mut W, LedgerEntry) -> Result<(), E>,
    ) -> Result<S, E> {
        let saved = save(to, self.award)?;
        enter(to, self.entry)?;
        Ok(saved)
    }
}
