//! The ledger of a call: double entry, to the paisa (rules R6.7 and R6.8).
//!
//! Money moves only by a [`Movement`], and the table [`MOVEMENTS`] says which account each one
//! debits and which it credits: a posting cannot be out of balance. Balances are derived, postings
//! are never edited, and a mistake is put right by a posting that reverses it.

mod book;
mod booked;

pub use book::{Book, Standing, Storable, Unbooked};
pub use booked::{Particulars, Posting, Remarks};

use crate::kernel::id::{PostingId, ProposalId};
use crate::kernel::money::Paise;
use std::collections::BTreeMap;

words! {
    /// An account of the ledger. All but `appropriation` and `interest_earned` are debit accounts:
    /// their balance is never negative.
    LedgerAccount("ledger_account") {
        /// Where the budget of the call comes from.
        Appropriation = "appropriation" ("Appropriation", "വകയിരുത്തൽ"),
        /// What the call can still promise.
        Budget = "budget" ("Budget", "ബജറ്റ്"),
        /// Committed to a proposal and not released yet.
        Commitment = "commitment" ("Committed", "അനുമതി നൽകിയ തുക"),
        /// Released and not paid yet.
        Payable = "payable" ("Payable", "നൽകാനുള്ള തുക"),
        /// Paid and not accounted for yet.
        Disbursed = "disbursed" ("Disbursed", "നൽകിയ തുക"),
        /// Spent, by a certificate that was accepted.
        Utilised = "utilised" ("Utilised", "വിനിയോഗിച്ച തുക"),
        /// Not spent and owed back.
        Unspent = "unspent" ("Unspent", "ചെലവഴിക്കാത്ത തുക"),
        /// Paid back.
        Refunded = "refunded" ("Refunded", "തിരികെ ലഭിച്ച തുക"),
        /// Where interest on money that was paid comes from.
        InterestEarned = "interest_earned" ("Interest earned", "ലഭിച്ച പലിശ"),
        /// Interest that is to be given up.
        InterestDue = "interest_due" ("Interest due", "അടയ്ക്കാനുള്ള പലിശ"),
        /// Interest that was given up.
        InterestPaid = "interest_paid" ("Interest paid", "അടച്ച പലിശ"),
    }
}

words! {
    /// What moves money from one account to another.
    MovementKind("movement_kind") {
        /// The call is given its budget.
        Appropriate = "appropriate" ("Appropriation", "ബജറ്റ് വകയിരുത്തൽ"),
        /// A proposal is sanctioned.
        Commit = "commit" ("Sanction", "തുകയ്ക്ക് അനുമതി"),
        /// What is not released goes back to the budget of the call.
        Decommit = "decommit" ("Return to the budget", "ബജറ്റിലേക്ക് മടക്കൽ"),
        /// A tranche is released.
        Release = "release" ("Release", "ഗഡു അനുവദിക്കൽ"),
        /// It is paid.
        Disburse = "disburse" ("Payment", "ഗഡു നൽകൽ"),
        /// A certificate accounts for what was spent.
        Utilise = "utilise" ("Utilisation", "വിനിയോഗം"),
        /// A certificate leaves a balance that is owed back.
        SetAside = "set_aside" ("Unspent balance set aside", "ചെലവഴിക്കാത്തത് മാറ്റിവയ്ക്കൽ"),
        /// The balance is paid back.
        Refund = "refund" ("Refund", "തുക തിരികെ നൽകൽ"),
        /// Money that was paid earned interest.
        EarnInterest = "earn_interest" ("Interest earned", "പലിശ ലഭിക്കൽ"),
        /// The interest is given up.
        PayInterest = "pay_interest" ("Interest paid", "പലിശ അടയ്ക്കൽ"),
    }
}

use LedgerAccount as A;
use MovementKind as M;

/// The whole bookkeeping: movement, account debited, account credited.
pub const MOVEMENTS: &[(MovementKind, LedgerAccount, LedgerAccount)] = &[
    (M::Appropriate, A::Budget, A::Appropriation),
    (M::Commit, A::Commitment, A::Budget),
    (M::Decommit, A::Budget, A::Commitment),
    (M::Release, A::Payable, A::Commitment),
    (M::Disburse, A::Disbursed, A::Payable),
    (M::Utilise, A::Utilised, A::Disbursed),
    (M::SetAside, A::Unspent, A::Disbursed),
    (M::Refund, A::Refunded, A::Unspent),
    (M::EarnInterest, A::InterestDue, A::InterestEarned),
    (M::PayInterest, A::InterestPaid, A::InterestDue),
];

impl LedgerAccount {
    /// Whether the account is the call's; the others are kept per proposal.
    #[must_use]
    pub const fn is_of_call(self) -> bool {
        matches!(self, Self::Appropriation | Self::Budget)
    }

    /// Whether the account is a source: its balance is a credit, and never a debit.
    #[must_use]
    pub const fn is_source(self) -> bool {
        matches!(self, Self::Appropriation | Self::InterestEarned)
    }
}

impl MovementKind {
    /// The account debited and the account credited.
    #[must_use]
    pub fn accounts(self) -> (LedgerAccount, LedgerAccount) {
        MOVEMENTS
            .iter()
            .find(|(kind, _, _)| *kind == self)
            .map_or((A::Budget, A::Appropriation), |(_, debit, credit)| (*debit, *credit))
    }
}

/// An amount that moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Movement {
    /// What moves it.
    pub kind: MovementKind,
    /// How much, in paise; more than nothing.
    pub amount_paise: Paise,
}

impl Movement {
    /// So much, moved so.
    #[must_use]
    pub const fn new(kind: MovementKind, amount: Paise) -> Self {
        Self { kind, amount_paise: amount }
    }
}

/// One side of a movement: debits are positive, credits negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The account.
    pub account: LedgerAccount,
    /// The proposal that it is kept for; `None` for the accounts of the call.
    pub proposal: Option<ProposalId>,
    /// In paise.
    pub paise: i64,
}

/// What is written into the ledger at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingDraft {
    /// Its id.
    pub id: PostingId,
    /// The proposal that it is about; `None` for the budget of the call.
    pub proposal: Option<ProposalId>,
    /// What moves.
    pub movements: Vec<Movement>,
    /// The posting that this one takes back.
    pub reverses: Option<PostingId>,
}

impl PostingDraft {
    /// The account that each of its movements debits and the one that it credits: those of a reversal
    /// change sides.
    pub fn sides(&self) -> impl Iterator<Item = (Movement, LedgerAccount, LedgerAccount)> {
        let turned = self.reverses.is_some();
        self.movements.iter().map(move |movement| {
            let (debit, credit) = movement.kind.accounts();
            if turned { (*movement, credit, debit) } else { (*movement, debit, credit) }
        })
    }

    /// What it adds to each account that it touches, taken together: what comes and goes at once is never
    /// missing in between.
    #[must_use]
    pub fn changes(&self) -> BTreeMap<(Option<ProposalId>, LedgerAccount), i64> {
        let mut changes = BTreeMap::new();
        for line in self.lines() {
            let sum: &mut i64 = changes.entry((line.proposal, line.account)).or_default();
            *sum = sum.saturating_add(line.paise);
        }
        changes
    }

    /// Its lines, two per movement; those of a reversal have their signs turned.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::with_capacity(self.movements.len() * 2);
        for (movement, debit, credit) in self.sides() {
            for (account, side) in [(debit, 1), (credit, -1)] {
                lines.push(Line {
                    account,
                    proposal: self.proposal.filter(|_| !account.is_of_call()),
                    paise: side * movement.amount_paise.get(),
                });
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_movement_has_one_row_and_two_accounts() {
        for kind in MovementKind::ALL {
            let rows: Vec<_> = MOVEMENTS.iter().filter(|(k, _, _)| k == kind).collect();
            assert_eq!(rows.len(), 1, "{kind}");
            let (debit, credit) = kind.accounts();
            assert_ne!(debit, credit, "{kind}");
        }
        for account in LedgerAccount::ALL {
            assert!(MOVEMENTS.iter().any(|(_, d, c)| d == account || c == account), "{account}");
        }
    }

    #[test]
    fn what_comes_and_goes_in_one_posting_is_netted() {
        let posting = |reverses| PostingDraft {
            id: PostingId(uuid::Uuid::from_u128(1)),
            proposal: Some(ProposalId(uuid::Uuid::from_u128(2))),
            movements: vec![
                Movement::new(M::EarnInterest, Paise::new(5)),
                Movement::new(M::PayInterest, Paise::new(5)),
            ],
            reverses,
        };
        let back = posting(Some(PostingId(uuid::Uuid::from_u128(3))));
        for (posting, sign) in [(posting(None), 1), (back, -1)] {
            let changes = posting.changes();
            let of = |account| changes[&(posting.proposal, account)];
            assert_eq!(of(A::InterestDue), 0, "nothing is owed before, or after");
            assert_eq!((of(A::InterestPaid), of(A::InterestEarned)), (5 * sign, -5 * sign));
        }
    }

    #[test]
    fn a_posting_and_its_reversal_cancel_line_by_line() {
        let posting = PostingDraft {
            id: PostingId(uuid::Uuid::from_u128(1)),
            proposal: Some(ProposalId(uuid::Uuid::from_u128(2))),
            movements: vec![
                Movement::new(M::Utilise, Paise::new(75)),
                Movement::new(M::EarnInterest, Paise::new(3)),
            ],
            reverses: None,
        };
        let back = PostingDraft {
            id: PostingId(uuid::Uuid::from_u128(3)),
            reverses: Some(posting.id),
            ..posting.clone()
        };
        assert_eq!(posting.lines().iter().map(|l| l.paise).sum::<i64>(), 0);
        let both = [posting.lines(), back.lines()].concat();
        for line in &both {
            let same =
                both.iter().filter(|l| (l.account, l.proposal) == (line.account, line.proposal));
            assert_eq!(same.map(|l| l.paise).sum::<i64>(), 0, "{line:?}");
        }
    }
}
