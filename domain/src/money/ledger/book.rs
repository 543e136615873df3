//! The book of one call: every posting, and the balances that they add up to.

use super::{LedgerAccount, Movement, PostingDraft};
use crate::Code;
use crate::Violation;
use crate::kernel::id::{PostingId, ProposalId};
use crate::kernel::money::{LARGEST_AMOUNT, Paise};
use std::collections::{BTreeMap, BTreeSet};

type Owner = Option<ProposalId>;

/// The postings of one call and what they add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    balances: BTreeMap<(Owner, LedgerAccount), i64>,
    movements: BTreeMap<PostingId, (Owner, Vec<Movement>)>,
    reversals: BTreeMap<PostingId, PostingId>,
    entries: i64,
}

/// What the database keeps of a book, as far as it matters to whoever asks.
#[derive(Debug, Clone, Default)]
pub struct Storable {
    /// Balances: debits are positive, credits negative.
    pub balances: Vec<(Option<ProposalId>, LedgerAccount, i64)>,
    /// The posting that is to be reversed.
    pub reversing: Option<PostingDraft>,
    /// The posting that has reversed it already.
    pub reversed_by: Option<PostingId>,
    /// How many postings there are.
    pub entries: i64,
}

/// Why a posting was not entered. Nothing of it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unbooked {
    /// It moves nothing, or an amount that is no amount.
    #[error("nothing moves")]
    Nothing,
    /// An account would hold less than nothing: what would be missing, in paise.
    #[error("{account} lacks {missing} paise")]
    Overdrawn {
        /// The account.
        account: LedgerAccount,
        /// What is missing, in paise.
        missing: i64,
    },
    /// A posting with this id is in the book.
    #[error("the posting is in the book")]
    Twice,
    /// It reverses what is not in the book, is reversed already, or is itself a reversal.
    #[error("there is nothing to reverse")]
    Irreversible,
}

impl Unbooked {
    /// The same as a violation of a request.
    #[must_use]
    pub fn violation(&self) -> Violation {
        match self {
            Self::Nothing => Violation::new(Code::NothingMoves),
            Self::Overdrawn { account, missing } => {
                Violation::new(Code::Overdrawn).with(account.text()).with(missing.to_string())
            }
            Self::Twice => Violation::new(Code::PostedTwice),
            Self::Irreversible => Violation::new(Code::Irreversible),
        }
    }
}

/// The balances of one proposal, in paise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    /// Committed and not released yet, in paise.
    pub commitment_paise: i64,
    /// Released and not paid yet, in paise.
    pub payable_paise: i64,
    /// Paid and not accounted for yet, in paise.
    pub disbursed_paise: i64,
    /// Spent according to accepted certificates, in paise.
    pub utilised_paise: i64,
    /// Owed back, in paise.
    pub unspent_paise: i64,
    /// Paid back, in paise.
    pub refunded_paise: i64,
    /// Interest to be given up, in paise.
    pub interest_due_paise: i64,
    /// Interest given up, in paise.
    pub interest_paid_paise: i64,
}

impl Standing {
    /// Both together.
    #[must_use]
    pub const fn plus(&self, other: &Self) -> Self {
        Self {
            commitment_paise: self.commitment_paise + other.commitment_paise,
            payable_paise: self.payable_paise + other.payable_paise,
            disbursed_paise: self.disbursed_paise + other.disbursed_paise,
            utilised_paise: self.utilised_paise + other.utilised_paise,
            unspent_paise: self.unspent_paise + other.unspent_paise,
            refunded_paise: self.refunded_paise + other.refunded_paise,
            interest_due_paise: self.interest_due_paise + other.interest_due_paise,
            interest_paid_paise: self.interest_paid_paise + other.interest_paid_paise,
        }
    }

    /// Everything that was ever released, in paise, wherever it is now.
    #[must_use]
    pub const fn released(&self) -> i64 {
        self.payable_paise
            + self.disbursed_paise
            + self.utilised_paise
            + self.unspent_paise
            + self.refunded_paise
    }

    /// What is still owed: money not accounted for, to be refunded, and interest.
    #[must_use]
    pub const fn owed(&self) -> i64 {
        self.payable_paise + self.disbursed_paise + self.unspent_paise + self.interest_due_paise
    }
}

impl Book {
    /// Reads the postings of a call in the order in which they were entered.
    pub fn read<'a>(
        postings: impl IntoIterator<Item = &'a PostingDraft>,
    ) -> Result<Self, Unbooked> {
        let mut book = Self::default();
        for posting in postings {
            book.post(posting)?;
        }
        Ok(book)
    }

    /// The book of which this is kept. What it does not hold it takes for nothing, so that whoever posts
    /// must have asked for the balances of the call and of the proposal.
    #[must_use]
    pub fn kept(kept: Storable) -> Self {
        let mut book = Self { entries: kept.entries, ..Self::default() };
        for (owner, account, paise) in kept.balances {
            book.balances.insert((owner, account), paise);
        }
        if let Some(posting) = kept.reversing {
            if let Some(by) = kept.reversed_by {
                book.reversals.insert(posting.id, by);
            }
            if let Some(of) = posting.reverses {
                book.reversals.insert(of, posting.id);
            }
            book.movements.insert(posting.id, (posting.proposal, posting.movements));
        }
        book
    }

    /// How many postings there are.
    #[must_use]
    pub const fn entries(&self) -> i64 {
        self.entries
    }

    /// Enters a posting, or says why not and enters nothing of it.
    pub fn post(&mut self, posting: &PostingDraft) -> Result<(), Unbooked> {
        if self.movements.contains_key(&posting.id) {
            return Err(Unbooked::Twice);
        }
        let amounts = posting.movements.iter().map(|m| m.amount_paise.get());
        if posting.movements.is_empty()
            || amounts.into_iter().any(|a| !(1..=LARGEST_AMOUNT).contains(&a))
        {
            return Err(Unbooked::Nothing);
        }
        if let Some(reversed) = posting.reverses {
            self.reversible(reversed, posting)?;
        }
        let mut changed = posting.changes();
        for (key, balance) in &mut changed {
            *balance = balance.saturating_add(self.get(*key));
        }
        for ((_, account), balance) in &changed {
            let held = if account.is_source() { -balance } else { *balance };
            if held < 0 {
                return Err(Unbooked::Overdrawn { account: *account, missing: -held });
            }
        }
        self.balances.extend(changed);
        if let Some(reversed) = posting.reverses {
            self.reversals.insert(reversed, posting.id);
        }
        let entry = (posting.proposal, posting.movements.clone());
        self.movements.insert(posting.id, entry);
        self.entries += 1;
        Ok(())
    }

    /// The posting that would take another one back.
    pub fn reversal(&self, id: PostingId, of: PostingId) -> Result<PostingDraft, Unbooked> {
        let (proposal, movements) = self.movements.get(&of).ok_or(Unbooked::Irreversible)?;
        let posting = PostingDraft {
            id,
            proposal: *proposal,
            movements: movements.clone(),
            reverses: Some(of),
        };
        self.reversible(of, &posting).map(|()| posting)
    }

    /// A reversal takes back the whole of one posting, once, and is not itself taken back.
    fn reversible(&self, of: PostingId, by: &PostingDraft) -> Result<(), Unbooked> {
        let same = self
            .movements
            .get(&of)
            .is_some_and(|(owner, movements)| *owner == by.proposal && *movements == by.movements);
        let is_reversal = self.reversals.values().any(|reversal| *reversal == of);
        if same && !is_reversal && !self.reversals.contains_key(&of) {
            Ok(())
        } else {
            Err(Unbooked::Irreversible)
        }
    }

    fn get(&self, key: (Owner, LedgerAccount)) -> i64 {
        self.balances.get(&key).copied().unwrap_or(0)
    }

    /// What the call can still promise.
    #[must_use]
    pub fn available(&self) -> Paise {
        Paise::new(self.get((None, LedgerAccount::Budget)))
    }

    /// What the call was given.
    #[must_use]
    pub fn appropriated(&self) -> Paise {
        Paise::new(-self.get((None, LedgerAccount::Appropriation)))
    }

    /// Where the money of a proposal is.
    #[must_use]
    pub fn standing(&self, proposal: ProposalId) -> Standing {
        let at = |account| self.get((Some(proposal), account));
        Standing {
            commitment_paise: at(LedgerAccount::Commitment),
            payable_paise: at(LedgerAccount::Payable),
            disbursed_paise: at(LedgerAccount::Disbursed),
            utilised_paise: at(LedgerAccount::Utilised),
            unspent_paise: at(LedgerAccount::Unspent),
            refunded_paise: at(LedgerAccount::Refunded),
            interest_due_paise: at(LedgerAccount::InterestDue),
            interest_paid_paise: at(LedgerAccount::InterestPaid),
        }
    }

    /// What the accounts of all proposals hold together.
    #[must_use]
    pub fn total(&self) -> Standing {
        let mut sum = Standing::default();
        for proposal in self.proposals() {
            sum = sum.plus(&self.standing(proposal));
        }
        sum
    }

    /// The proposals that money was ever moved for.
    #[must_use]
    pub fn proposals(&self) -> BTreeSet<ProposalId> {
        self.balances.keys().filter_map(|(owner, _)| *owner).collect()
    }

    /// Whether debits and credits add up, and the budget is what was neither promised nor used.
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        let all: i128 = self.balances.values().map(|b| i128::from(*b)).sum();
        let promised: i64 = self
            .proposals()
            .into_iter()
            .map(|p| self.standing(p))
            .map(|s| s.commitment_paise + s.released())
            .sum();
        all == 0 && self.appropriated().get() == self.available().get() + promised
    }
}

#[cfg(test)]
mod tests;
