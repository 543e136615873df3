//! An award: seed money of a proposal, from sanction to the last paisa (rule R6.7).
//!
//! [`Course`] is what was sanctioned and what became of it. Each of its transitions takes the course,
//! and gives the course as it is afterwards together with the movements that the ledger has to enter
//! in the same transaction. [`Award`] is the thing that is kept: a course, whose it is, and who did
//! what to it.

mod certificate;
mod due;
mod effect;
mod ending;
mod grounds;
mod milestone;
mod release;
mod reversal;
mod thing;
mod transition;
pub mod waiting;

use crate::Code;
pub use certificate::{Account, Certificate, Invoice, Returned};
pub use due::{Late, LateKind, TimeLimits, days_late};
pub use effect::{AwardTransition, LedgerEffect, LedgerEntry};
pub use grounds::Ground;
pub use reversal::{Entered, Entry, Reversed, resting};
pub use thing::{Award, AwardCommand, AwardRecord, AwardState, AwardStep, Sanction, StepContext};
pub use transition::Moved;

use crate::kernel::id::DocumentId;
use crate::kernel::money::Paise;
use crate::kernel::text::{Line, Paragraphs};
use crate::money::ledger::Standing;
use crate::programme::proposal::cost::{CostLine, innovation};
use crate::{Day, Violation};
use std::collections::BTreeSet;

/// A milestone of the terms.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// What.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub title: Line,
    /// By when.
    pub due_on: Day,
}

/// A tranche of the terms.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Tranche {
    /// How much, in paise.
    pub amount_paise: Paise,
    /// The milestones that must be accepted first, counted from 0.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub milestones: Vec<u16>,
}

/// The terms of an award: milestones and tranches.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AwardTerms {
    /// What is to be reached.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub milestones: Vec<Milestone>,
    /// The tranches, in the order in which they are released. They add up to the whole amount.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 20))]
    pub tranches: Vec<Tranche>,
}

impl AwardTerms {
    /// All of the money at once, and nothing to wait for.
    #[must_use]
    pub fn whole(sanctioned: Paise) -> Self {
        let all = Tranche { amount_paise: sanctioned, milestones: Vec::new() };
        Self { milestones: Vec::new(), tranches: vec![all] }
    }
}

/// What is sanctioned and on which terms.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Terms {
    /// What the proposal asks for.
    pub asked: Paise,
    /// The lines of the proposal as they were sanctioned.
    pub lines: Vec<CostLine>,
    /// What is sanctioned.
    pub sanctioned: Paise,
    /// The day of the sanction.
    pub sanctioned_on: Day,
    /// What is to be reached.
    pub milestones: Vec<Milestone>,
    /// In which parts the money comes.
    pub tranches: Vec<Tranche>,
}

/// How far a milestone is.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MilestoneState {
    /// What shows that it was reached.
    pub evidence: Option<Paragraphs>,
    /// Documents that show it.
    #[serde(default)]
    pub documents: Vec<DocumentId>,
    /// When it was submitted.
    pub reported_on: Option<Day>,
    /// When it was accepted.
    pub accepted_on: Option<Day>,
}

/// How far a tranche is.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TrancheState {
    /// When it was released.
    pub released_on: Option<Day>,
    /// When it was paid.
    pub disbursed_on: Option<Day>,
    /// What the grantee certifies about it.
    pub certificate: Option<Certificate>,
    /// Documents that show it: bills, statements of the account.
    #[serde(default)]
    pub documents: Vec<DocumentId>,
    /// When it was submitted.
    #[serde(default)]
    #[serde(alias = "submitted_on")]
    #[serde(alias = "handed_in_on")]
    pub submitted_on: Option<Day>,
    /// Why the last one was sent back.
    #[serde(default)]
    pub returned: Option<Paragraphs>,
    /// When it was accepted.
    pub certified_on: Option<Day>,
    /// Those that were sent back, the oldest first.
    #[serde(default)]
    pub returns: Vec<Returned>,
}

/// Seed money of one proposal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Course {
    /// On which terms.
    pub terms: Terms,
    /// How far each milestone is.
    pub milestones: Vec<MilestoneState>,
    /// How far each tranche is.
    pub tranches: Vec<TrancheState>,
    /// Interest given up besides what certificates say, in paise.
    pub interest_paid: i64,
    /// Given back, in paise.
    pub refunded: i64,
    /// Since when something is to be given back.
    pub owes_since: Option<Day>,
    /// When it ended: nothing is released any more.
    pub ended_on: Option<Day>,
}

impl Terms {
    /// Rules between the terms: sanctioned ≤ asked ≤ innovation lines, and tranches that are all of it.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        let at = "/sanctioned_paise";
        let covered = innovation(&self.lines);
        if self.sanctioned.get() <= 0 || self.sanctioned > self.asked {
            let violation = Violation::new(Code::OverAsked).at(at);
            violations.push(violation.with(self.asked.get().to_string()));
        }
        if self.sanctioned > covered {
            let violation = Violation::new(Code::SanctionOverLines).at(at);
            violations.push(violation.with(covered.get().to_string()));
        }
        let sum = self.tranches.iter().try_fold(0_i64, |sum, tranche| {
            let amount = tranche.amount_paise.get();
            (amount > 0).then(|| sum.checked_add(amount)).flatten()
        });
        if sum != Some(self.sanctioned.get()) {
            let violation = Violation::new(Code::TranchesSum).at("/terms/tranches");
            violations.push(violation.with(self.sanctioned.get().to_string()));
        }
        for (at, milestone) in self.milestones.iter().enumerate() {
            if milestone.due_on < self.sanctioned_on {
                let pointer = format!("/terms/milestones/{at}/due_on");
                let violation = Violation::new(Code::DueBeforeSanction).at(&pointer);
                violations.push(violation.with(self.sanctioned_on.to_string()));
            }
        }
        for (at, tranche) in self.tranches.iter().enumerate() {
            for (place, milestone) in tranche.milestones.iter().enumerate() {
                let pointer = format!("/terms/tranches/{at}/milestones/{place}");
                if usize::from(*milestone) >= self.milestones.len() {
                    violations.push(Violation::new(Code::UnknownReference).at(&pointer));
                } else if tranche.milestones.iter().take(place).any(|m| m == milestone) {
                    violations.push(Violation::new(Code::Repeated).at(&pointer));
                }
            }
        }
        violations
    }
}

impl Course {
    /// Released so far, in paise.
    #[must_use]
    pub fn released(&self) -> i64 {
        let released = |(terms, state): (&Tranche, &TrancheState)| {
            state.released_on.map_or(0, |_| terms.amount_paise.get())
        };
        self.terms.tranches.iter().zip(&self.tranches).map(released).sum()
    }

    /// The accepted certificates, in the order of their tranches.
    fn accepted(&self) -> impl Iterator<Item = &Certificate> {
        self.tranches
            .iter()
            .filter(|state| state.certified_on.is_some())
            .filter_map(|state| state.certificate.as_ref())
    }

    /// The invoices of every certificate that stands, handed in or accepted.
    #[must_use]
    pub fn invoice_keys(&self) -> BTreeSet<String> {
        let stands = self.tranches.iter().filter_map(|t| t.certificate.as_ref());
        let invoices = stands.flat_map(|certificate| &certificate.invoices);
        invoices.map(Invoice::key).collect()
    }

    /// Paid, and left over from what has been certified, without interest, in paise.
    #[must_use]
    pub fn carried(&self) -> i64 {
        let certified = |(terms, state): (&Tranche, &TrancheState)| {
            state.certified_on.map_or(0, |_| terms.amount_paise.get())
        };
        let received: i64 = self.terms.tranches.iter().zip(&self.tranches).map(certified).sum();
        received - self.accepted().map(Certificate::spent).sum::<i64>()
    }

    /// Interest that is not given up yet, in paise.
    #[must_use]
    pub fn interest_owed(&self) -> i64 {
        let net =
            |c: &Certificate| c.interest_earned_paise.get() - c.interest_deposited_paise.get();
        self.accepted().map(net).sum::<i64>() - self.interest_paid
    }

    /// Whether no more money will be released.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.ended_on.is_some() || self.tranches.iter().all(|t| t.certified_on.is_some())
    }

    /// Unspent money that is to be given back, in paise: only when no more will come.
    #[must_use]
    pub fn unspent(&self) -> i64 {
        if self.is_over() && !self.has_uncertified() { self.carried() - self.refunded } else { 0 }
    }

    fn has_uncertified(&self) -> bool {
        self.tranches.iter().any(|t| t.released_on.is_some() && t.certified_on.is_none())
    }

    /// Where the money is, in paise: what the ledger says of the proposal.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let (mut payable, mut paid) = (0, 0);
        for (terms, state) in self.terms.tranches.iter().zip(&self.tranches) {
            match (state.released_on, state.disbursed_on) {
                (Some(_), None) => payable += terms.amount_paise.get(),
                (_, Some(_)) => paid += terms.amount_paise.get(),
                _ => {}
            }
        }
        let spent: i64 = self.accepted().map(Certificate::spent).sum();
        let deposited = |c: &Certificate| c.interest_deposited_paise.get();
        let promised = self.terms.sanctioned.get() - self.released();
        Standing {
            commitment_paise: if self.ended_on.is_some() { 0 } else { promised },
            payable_paise: payable,
            disbursed_paise: paid - spent - self.unspent() - self.refunded,
            utilised_paise: spent,
            unspent_paise: self.unspent(),
            refunded_paise: self.refunded,
            interest_due_paise: self.interest_owed(),
            interest_paid_paise: self.accepted().map(deposited).sum::<i64>() + self.interest_paid,
        }
    }

    /// What the work lacks to be completed: money that was paid for it, and every milestone but those that
    /// only tranches wait for that were never released.
    #[must_use]
    pub fn unfinished(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        if self.tranches.iter().all(|state| state.disbursed_on.is_none()) {
            violations.push(Violation::new(Code::NothingPaid));
        }
        for (number, state) in self.milestones.iter().enumerate() {
            if state.accepted_on.is_none() && !self.is_given_up(number) {
                violations.push(Violation::new(Code::MilestoneOpen).with(number.to_string()));
            }
        }
        violations
    }

    /// Whether tranches wait for a milestone, and none of them was released.
    fn is_given_up(&self, milestone: usize) -> bool {
        let both = self.terms.tranches.iter().zip(&self.tranches);
        let mut waiting = both
            .filter(|(terms, _)| terms.milestones.iter().any(|m| usize::from(*m) == milestone))
            .map(|(_, state)| state.released_on)
            .peekable();
        waiting.peek().is_some() && waiting.all(|released| released.is_none())
    }

    /// Whether everything released is accounted for and nothing is owed.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.is_over()
            && !self.has_uncertified()
            && self.unspent() == 0
            && self.interest_owed() == 0
    }
}
