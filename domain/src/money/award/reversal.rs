//! What was entered for an award by mistake is taken back by a posting that reverses it: the whole of one,
//! once, and never while something that was entered later rests on it (rule R6.7). What moved nothing is
//! taken back without a posting.

use super::{AwardCommand, AwardRecord, AwardStep, Course, LedgerEffect};
use crate::Code;
use crate::kernel::id::PostingId;
use crate::kernel::text::Paragraphs;
use crate::money::ledger::Movement;
use crate::programme::proposal::history::Act;
use crate::{Day, Violation};

/// What a posting entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Entered {
    /// The sanction. It is no entry of a clerk: an award is ended, or its proposal cancelled.
    Sanction,
    /// The release of a tranche; it is taken back by a step of its own.
    Release {
        /// The tranche.
        tranche: usize,
    },
    /// A payment.
    Payment {
        /// The tranche.
        tranche: usize,
    },
    /// What an accepted certificate says.
    Certificate {
        /// The tranche.
        tranche: usize,
    },
    /// A refund.
    Refund {
        /// Unspent money, in paise.
        principal: i64,
        /// Interest, in paise.
        interest: i64,
        /// Since when it was owed.
        since: Option<Day>,
    },
    /// The end.
    End,
    /// What went back to the budget because a release was taken back after the end; it stands beside the posting
    /// that took the release back.
    GivenUp,
}

/// A posting that stands: it was entered and not taken back.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// The posting.
    pub posting: PostingId,
    /// What it entered.
    pub what: Entered,
    /// Who entered it, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
}

/// A reversal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reversed {
    /// Who took it back, and when.
    pub act: Act,
    /// The posting that was taken back; absent for what moved nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<PostingId>,
    /// The posting that did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posting: Option<PostingId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Paragraphs>,
}

impl Entered {
    /// The step that entered it; the sanction was one of the proposal.
    #[must_use]
    pub const fn step(self) -> Option<AwardStep> {
        match self {
            Self::Sanction => None,
            Self::Release { .. } => Some(AwardStep::ReleaseTranche),
            Self::Payment { .. } => Some(AwardStep::DisburseTranche),
            Self::Certificate { .. } => Some(AwardStep::AcceptCertificate),
            Self::Refund { .. } => Some(AwardStep::Refund),
            Self::End => Some(AwardStep::End),
            Self::GivenUp => Some(AwardStep::CancelRelease),
        }
    }

    /// The step that takes it back, where there is one.
    #[must_use]
    pub const fn undone_by(self) -> Option<AwardStep> {
        match self {
            Self::Release { .. } => Some(AwardStep::CancelRelease),
            Self::Payment { .. } => Some(AwardStep::ReversePayment),
            Self::Certificate { .. } => Some(AwardStep::ReverseCertificate),
            Self::Refund { .. } => Some(AwardStep::ReverseRefund),
            Self::End => Some(AwardStep::ReverseEnd),
            Self::Sanction | Self::GivenUp => None,
        }
    }

    /// Whether this, entered later, would not be right without the other.
    #[must_use]
    pub fn rests_on(self, earlier: Self) -> bool {
        match (self, earlier) {
            (Self::Payment { tranche }, Self::Release { tranche: of })
            | (Self::Certificate { tranche }, Self::Payment { tranche: of }) => tranche == of,
            // A tranche is released when those before it are accounted for; what is owed, and what is set
            // aside at the end, follows from certificates and from the end; and a certificate begins with the
            // interest that was not given up yet.
            (
                Self::Release { .. } | Self::Refund { .. } | Self::End | Self::GivenUp,
                Self::Certificate { .. },
            )
            | (Self::Refund { .. } | Self::Certificate { .. } | Self::GivenUp, Self::End)
            | (Self::Certificate { .. }, Self::Refund { .. }) => true,
            _ => false,
        }
    }
}

/// The first of the entries that were made after a posting and rest on it.
#[must_use]
pub fn resting(entries: &[Entry], on: PostingId) -> Option<&Entry> {
    let place = entries.iter().position(|entry| entry.posting == on)?;
    let (_, rest) = entries.split_at(place);
    let (of, later) = rest.split_first()?;
    later.iter().find(|entry| entry.what.rests_on(of.what))
}

impl Course {
    /// Takes back what was entered, of which its posting is to be reversed. Nothing rests on it.
    pub fn reverse(mut self, what: Entered, on: Day) -> Result<Self, Vec<Violation>> {
        let unknown = || vec![Violation::new(Code::UnknownReference).at("/posting_id")];
        match what {
            Entered::Payment { tranche } => {
                let state = self.tranches.get_mut(tranche).ok_or_else(unknown)?;
                if state.certificate.is_some() {
                    let violation = Violation::new(Code::CertificateThere).at("/posting_id");
                    return Err(vec![violation.with(tranche.to_string())]);
                }
                state.disbursed_on = None;
            }
            // It is handed in again, and can be accepted anew or sent back.
            Entered::Certificate { tranche } => {
                let state = self.tranches.get_mut(tranche).ok_or_else(unknown)?;
                state.certified_on = None;
            }
            Entered::Refund { principal, interest, since } => {
                self.refunded -= principal;
                self.interest_paid -= interest;
                self.owes_since = self.owes_since.or(since);
            }
            Entered::End => self.ended_on = None,
            Entered::Sanction | Entered::Release { .. } | Entered::GivenUp => {
                return Err(unknown());
            }
        }
        self.note_debt(on);
        Ok(self)
    }
}

impl AwardCommand {
    /// What the posting of the step enters, if it moves anything; `since` is since when something is owed.
    pub(super) const fn enters(&self, since: Option<Day>) -> Option<Entered> {
        match self {
            Self::ReleaseTranche(number) => Some(Entered::Release { tranche: *number }),
            Self::DisburseTranche(number) => Some(Entered::Payment { tranche: *number }),
            Self::AcceptCertificate(number) => Some(Entered::Certificate { tranche: *number }),
            Self::Refund(principal, interest) => Some(Entered::Refund {
                principal: principal.get(),
                interest: interest.get(),
                since,
            }),
            Self::End(_) => Some(Entered::End),
            Self::CancelRelease(..) => Some(Entered::GivenUp),
            _ => None,
        }
    }
}

impl AwardRecord {
    /// A posting stands no more: another one takes it back.
    pub(super) fn taken_back(
        &mut self,
        (of, posting): (PostingId, PostingId),
        act: Act,
        reason: Option<Paragraphs>,
        besides: Vec<Movement>,
    ) -> LedgerEffect {
        self.entries.retain(|entry| entry.posting != of);
        self.reversals.push(Reversed {
            act,
            reverses: Some(of),
            posting: Some(posting),
            reason: reason.clone(),
        });
        LedgerEffect::Reversal { of, reason, besides }
    }

    /// What moved nothing is taken back: no posting says so, but the award does.
    pub(super) fn taken_back_unposted(&mut self, act: Act, reason: Paragraphs) {
        self.reversals.push(Reversed { act, reverses: None, posting: None, reason: Some(reason) });
    }

    /// What a posting entered that is of the kind which the step takes back.
    fn entered_by(&self, posting: PostingId, step: AwardStep) -> Result<Entered, Violation> {
        if (self.reversals.iter()).any(|one| one.reverses == Some(posting)) {
            return Err(Violation::new(Code::ReversedAlready));
        }
        if (self.reversals.iter()).any(|one| one.posting == Some(posting)) {
            return Err(Violation::new(Code::Irreversible));
        }
        let entry = self.entries.iter().find(|entry| entry.posting == posting);
        let what = entry.ok_or_else(|| Violation::new(Code::UnknownReference))?.what;
        match what.undone_by() {
            Some(by) if by == step => Ok(what),
            Some(by) => Err(Violation::new(Code::PostingOfAnotherKind).with(by.text())),
            None => Err(Violation::new(Code::Irreversible)),
        }
    }

    /// What is to be taken back, and the posting that entered it, where the step can do that; a completed proposal is
    /// settled for good. An end is found without its posting: an award has one, which may have moved nothing.
    pub(super) fn reversible(
        &self,
        step: AwardStep,
        posting: Option<PostingId>,
        is_completed: bool,
    ) -> Result<(Entered, Option<PostingId>), Vec<Violation>> {
        let refused = |violation: Violation| vec![violation.at("/posting_id")];
        let ends = || self.end_entry().map(|entry| entry.posting);
        let posting = posting.or_else(|| ends().filter(|_| step == AwardStep::ReverseEnd));
        let what = match posting {
            Some(posting) => self.entered_by(posting, step).map_err(refused)?,
            None if self.course.ended_on.is_some() => Entered::End,
            None => return Err(refused(Violation::new(Code::NotEnded))),
        };
        if is_completed {
            return Err(refused(Violation::new(Code::CompletedAlready)));
        }
        if what == Entered::End && self.ended_with_proposal() {
            return Err(refused(Violation::new(Code::EndedWithProposal)));
        }
        let resting = match posting {
            Some(posting) => resting(&self.entries, posting),
            None => self.resting_on_end(),
        };
        match resting.and_then(|entry| entry.what.step()) {
            Some(later) => {
                let violation = Violation::new(Code::RestedOn).at("/posting_id");
                Err(vec![violation.with(later.text())])
            }
            None => Ok((what, posting)),
        }
    }

    /// Whether a step could take back any posting now.
    pub(super) fn can_reverse(&self, step: AwardStep) -> bool {
        if step == AwardStep::ReverseEnd {
            let has_ended = self.course.ended_on.is_some();
            return has_ended && !self.ended_with_proposal() && self.resting_on_end().is_none();
        }
        self.entries.iter().any(|entry| {
            entry.what.undone_by() == Some(step)
                && resting(&self.entries, entry.posting).is_none()
                && self.course.clone().reverse(entry.what, self.course.terms.sanctioned_on).is_ok()
        })
    }

    /// The posting of the release of a tranche that stands.
    pub(super) fn release_of(&self, number: usize) -> Option<PostingId> {
        let release = Entered::Release { tranche: number };
        let found = self.entries.iter().rfind(|entry| entry.what == release);
        found.map(|entry| entry.posting)
    }
}
