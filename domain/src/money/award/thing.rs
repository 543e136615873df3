//! The award that is kept: a course, whose it is, who did what to it, and what each act moves.

use super::{
    AwardTerms, AwardTransition, Certificate, Course, Entered, Entry, LedgerEffect, Reversed, Terms,
};
use crate::Code;
use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{
    AwardId, CallId, ClusterId, DocumentId, InstitutionId, PostingId, ProposalId,
};
use crate::kernel::money::Paise;
use crate::kernel::text::Paragraphs;
use crate::policy::actor::{Actor, Anchors};
use crate::policy::{self, Action, Permit, Proofs};
use crate::programme::meeting::Citation;
use crate::programme::proposal::history::{self, Act, History};
use crate::programme::proposal::{Proposal, ProposalState};
use crate::registry::place::DistrictCode;
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded, Violation};

words! {
    /// The state of an award.
    AwardState("award_state") {
        /// Money is, or will be, released.
        Running = "running" ("Running", "തുടരുന്നു"),
        /// Ended: nothing is released any more, but something is not accounted for or not paid back.
        Ended = "ended" ("Ended", "അവസാനിച്ചു"),
        /// Everything is accounted for, and nothing is owed.
        Settled = "settled" ("Settled", "തീർപ്പായി"),
    }
}

/// Declares what can be done to an award: the step, its word, its action and its event.
macro_rules! steps {
    ($($(#[$about:meta])* $Step:ident = ($word:literal $label:tt, $Action:ident, $Event:ident);)+) => {
        words! {
            /// A step of an award.
            AwardStep("award_step") { $($(#[$about])* $Step = $word $label),+ }
        }

        impl AwardStep {
            /// The action that the policy knows the step by.
            #[must_use]
            pub const fn action(self) -> Action {
                match self { $(Self::$Step => Action::$Action),+ }
            }

            /// What has happened when the step is taken.
            #[must_use]
            pub const fn event(self) -> EventType {
                match self { $(Self::$Step => EventType::$Event),+ }
            }
        }
    };
}

steps! {
    /// Hand in evidence of a milestone.
    ReportMilestone = ("report_milestone" ("Report a milestone", "നാഴികക്കല്ലിന്റെ തെളിവ് നൽകുക"), ReportMilestone, AwardMilestoneReported);
    /// Accept the evidence of a milestone.
    AcceptMilestone = ("accept_milestone" ("Accept a milestone", "നാഴികക്കല്ല് അംഗീകരിക്കുക"), AcceptMilestone, AwardMilestoneAccepted);
    /// Release a tranche.
    ReleaseTranche = ("release_tranche" ("Release a tranche", "ഗഡു അനുവദിക്കുക"), ReleaseTranche, AwardTrancheReleased);
    /// Take back a release that has not been paid.
    CancelRelease = ("cancel_release" ("Cancel a release", "ഗഡു അനുവദിച്ചത് റദ്ദാക്കുക"), CancelRelease, AwardTrancheTakenBack);
    /// Pay a released tranche.
    DisburseTranche = ("disburse_tranche" ("Pay a tranche", "ഗഡു നൽകുക"), DisburseTranche, AwardTrancheDisbursed);
    /// Hand in the utilisation certificate of a tranche.
    SubmitCertificate = ("submit_certificate" ("Submit a utilisation certificate", "വിനിയോഗ സാക്ഷ്യപത്രം സമർപ്പിക്കുക"), SubmitCertificate, AwardTrancheCertified);
    /// Accept a utilisation certificate.
    AcceptCertificate = ("accept_certificate" ("Accept a utilisation certificate", "വിനിയോഗ സാക്ഷ്യപത്രം അംഗീകരിക്കുക"), AcceptCertificate, AwardCertificateAccepted);
    /// Send a utilisation certificate back.
    ReturnCertificate = ("return_certificate" ("Return a utilisation certificate", "വിനിയോഗ സാക്ഷ്യപത്രം തിരിച്ചയയ്ക്കുക"), ReturnCertificate, AwardCertificateReturned);
    /// Enter what was given back.
    Refund = ("refund" ("Enter a refund", "തിരികെ നൽകിയ തുക രേഖപ്പെടുത്തുക"), RefundAward, AwardRefunded);
    /// End the award.
    End = ("end" ("End the award", "ധനസഹായം അവസാനിപ്പിക്കുക"), EndAward, AwardEnded);
    /// Take back a payment that was entered by mistake.
    ReversePayment = ("reverse_payment" ("Reverse a payment", "ഗഡു നൽകിയതിന്റെ രേഖപ്പെടുത്തൽ പിൻവലിക്കുക"), ReversePayment, AwardPaymentReversed);
    /// Take back the acceptance of a certificate.
    ReverseCertificate = ("reverse_certificate" ("Reverse the acceptance of a certificate", "സാക്ഷ്യപത്രത്തിന്റെ അംഗീകാരം പിൻവലിക്കുക"), ReverseCertificate, AwardCertificateReversed);
    /// Take back a refund that was entered by mistake.
    ReverseRefund = ("reverse_refund" ("Reverse a refund", "തിരികെ നൽകിയതിന്റെ രേഖപ്പെടുത്തൽ പിൻവലിക്കുക"), ReverseRefund, AwardRefundReversed);
    /// Take back the end.
    ReverseEnd = ("reverse_end" ("Reverse the end of the award", "ധനസഹായം അവസാനിപ്പിച്ചത് പിൻവലിക്കുക"), ReverseEnd, AwardEndReversed);
    /// Take back the acceptance of a milestone.
    ReverseMilestone = ("reverse_milestone" ("Reverse the acceptance of a milestone", "നാഴികക്കല്ലിന്റെ അംഗീകാരം പിൻവലിക്കുക"), ReverseMilestone, AwardMilestoneReversed);
}

/// What is done, with all that it needs.
#[derive(Debug, Clone)]
pub enum AwardCommand {
    /// Evidence of a milestone, and documents that show it.
    ReportMilestone(usize, Paragraphs, Vec<DocumentId>),
    /// A milestone.
    AcceptMilestone(usize),
    /// A tranche.
    ReleaseTranche(usize),
    /// A tranche, and why.
    CancelRelease(usize, Option<Paragraphs>),
    /// A tranche.
    DisburseTranche(usize),
    /// A tranche, its certificate, and documents that show it.
    SubmitCertificate(usize, Certificate, Vec<DocumentId>),
    /// A tranche.
    AcceptCertificate(usize),
    /// A tranche, and why.
    ReturnCertificate(usize, Paragraphs),
    /// Unspent money and interest.
    Refund(Paise, Paise),
    /// Why.
    End(Option<Paragraphs>),
    /// One of the steps that take back what a posting entered, the posting, and why. An end that moved nothing
    /// has no posting.
    Reverse(AwardStep, Option<PostingId>, Paragraphs),
    /// A milestone whose acceptance is taken back, and why.
    ReverseMilestone(usize, Paragraphs),
}

/// Everything that is known of an award.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AwardRecord {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The call whose budget it is.
    pub call_id: CallId,
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The academic partner.
    pub institution_id: InstitutionId,
    /// The district of the cluster.
    pub district: DistrictCode,
    /// What was sanctioned, and what became of it.
    pub course: Course,
    /// The postings that stand, the oldest first.
    #[serde(default)]
    pub entries: Vec<Entry>,
    /// The postings that were taken back, the oldest first.
    #[serde(default)]
    pub reversals: Vec<Reversed>,
    /// Why it ended, where it did before its time.
    #[serde(default)]
    pub end_reason: Option<Paragraphs>,
    /// Who did what to it, the oldest first.
    pub history: History,
}

/// Seed money of one proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    pub(super) meta: Meta<AwardId>,
    pub(super) record: AwardRecord,
}

/// A proposal that has been sanctioned, and on which terms.
#[derive(Debug)]
pub struct Sanction<'a> {
    /// The proposal, in state `sanctioned`.
    pub proposal: &'a Proposal,
    /// The terms; all at once where there are none.
    pub terms: Option<AwardTerms>,
}

/// Where a step finds things.
#[derive(Debug, Clone, Copy)]
pub struct StepContext {
    /// Where the proposal stands.
    pub state: ProposalState,
    /// The id under which the ledger will enter what moves.
    pub posting: PostingId,
}

/// What a step rests on.
#[derive(Clone, Copy)]
pub(super) struct Basis {
    /// The item of minutes that authorised it.
    pub(super) minute: Option<Citation>,
    /// Whether the proposal was completed.
    pub(super) is_completed: bool,
    /// The id under which the ledger will enter what moves.
    pub(super) posting: PostingId,
}

/// What is wrong within the certificate stands below it in the request.
fn within(violations: Vec<Violation>) -> Vec<Violation> {
    let deepen = |mut violation: Violation| {
        if violation.pointer != "/tranche" {
            violation.pointer.insert_str(0, "/certificate");
        }
        violation
    };
    violations.into_iter().map(deepen).collect()
}

impl Award {
    /// The award of a proposal that has just been sanctioned: the money is promised.
    pub fn sanction(
        permit: &Permit,
        (id, posting): (AwardId, PostingId),
        sanction: Sanction<'_>,
        now: Moment,
    ) -> Result<AwardTransition, Refusal> {
        let proposal = sanction.proposal;
        let (facts, status) = (proposal.facts(), proposal.status());
        let (Some(call_id), Some(sanctioned)) = (facts.call_id, status.sanctioned) else {
            return Err(Refusal::RequirementsNotMet(vec![
                Violation::new(Code::NoBudget).at("/call_id"),
            ]));
        };
        let terms = sanction.terms.unwrap_or_else(|| AwardTerms::whole(sanctioned));
        let terms = Terms {
            asked: facts.asked_paise,
            lines: facts.cost_lines.clone(),
            sanctioned,
            sanctioned_on: now.day(),
            milestones: terms.milestones,
            tranches: terms.tranches,
        };
        let (course, movements) = Course::sanction(terms).map_err(Refusal::of)?;
        let record = AwardRecord {
            proposal_id: proposal.meta().id,
            call_id,
            cluster_id: facts.cluster_id,
            institution_id: facts.institution_id,
            district: proposal.district().clone(),
            course,
            entries: vec![Entry {
                posting,
                what: Entered::Sanction,
                act: Some(history::act(permit, now)),
            }],
            reversals: Vec::new(),
            end_reason: None,
            history: vec![history::act(permit, now)],
        };
        let meta = Meta::first(id, now);
        let thing = Self { meta, record };
        let amount = sanctioned.get().to_string();
        let award = Recorded::new(permit, thing, EventType::AwardSanctioned, now)?
            .fact("amount_paise", amount);
        Ok(AwardTransition::new(award, posting, LedgerEffect::Movements(movements)))
    }

    /// Does something to it; a release takes what authorises it. Money moves on only while the proposal is at work, by
    /// nobody who has done what is to be separate, and by nobody in conflict.
    pub fn step(
        self,
        permit: &Permit,
        what: AwardCommand,
        proofs: &Proofs<'_>,
        context: StepContext,
        now: Moment,
    ) -> Result<AwardTransition, Refusal> {
        let proposal = self.record.proposal_id;
        let history = &self.record.history;
        proofs.past.require_apart(permit, proposal, history)?;
        if let Some(violation) = what.step().barred_in(context.state) {
            return Err(Refusal::RequirementsNotMet(vec![violation]));
        }
        let basis = Basis {
            minute: self.record.authorised(&what, &proofs.authority)?,
            is_completed: proofs.past.has(Action::CompleteProposal),
            posting: context.posting,
        };
        let taken = self.taken(permit, what, basis, now)?;
        proofs.require_clear(permit, proposal)?;
        Ok(taken)
    }

    /// The step, whoever takes it.
    #[allow(clippy::too_many_lines, reason = "one arm per command")]
    pub(super) fn taken(
        self,
        permit: &Permit,
        what: AwardCommand,
        basis: Basis,
        now: Moment,
    ) -> Result<AwardTransition, Refusal> {
        let (step, number, posting) = (what.step(), what.number(), basis.posting);
        let (mut record, on) = (self.record, now.day());
        let course = record.course.clone();
        let none = |course| (course, Vec::new());
        let owed = course.owes_since;
        let (mut entered, mut reverses, mut unposted) = (what.enters(owed), None, None);
        let (course, movements) = match what {
            AwardCommand::ReportMilestone(number, evidence, documents) => {
                course.report(number, (evidence, documents), on).map(none)
            }
            AwardCommand::AcceptMilestone(number) => course.accept_milestone(number, on).map(none),
            AwardCommand::ReleaseTranche(number) => course.release(number, on),
            AwardCommand::CancelRelease(number, reason) => {
                reverses = record.release_of(number).map(|of| (of, reason));
                course.take_back(number, on)
            }
            AwardCommand::DisburseTranche(number) => course.disburse(number, on),
            AwardCommand::SubmitCertificate(number, certificate, documents) => {
                course.certify(number, (certificate, documents), on).map(none).map_err(within)
            }
            AwardCommand::AcceptCertificate(number) => course.accept_certificate(number, on),
            AwardCommand::ReturnCertificate(number, reason) => {
                course.return_certificate(number, reason, on).map(none)
            }
            AwardCommand::Refund(principal, interest) => {
                course.refund(principal.get(), interest.get(), on)
            }
            AwardCommand::End(reason) => course.end(on).inspect(|_| record.end_reason = reason),
            AwardCommand::Reverse(step, of, reason) => {
                let found = record.reversible(step, of, basis.is_completed);
                found.and_then(|(what, of)| {
                    if what == Entered::End {
                        record.end_reason = None;
                    }
                    match of {
                        Some(of) => reverses = Some((of, Some(reason))),
                        None => unposted = Some(reason),
                    }
                    course.reverse(what, on).map(none)
                })
            }
            AwardCommand::ReverseMilestone(number, reason) => {
                unposted = Some(reason);
                course.reopen_milestone(number).map(none)
            }
        }
        .map_err(Refusal::of)?;
        record.course = course;
        let act = Act { minute: basis.minute, number, ..history::act(permit, now) };
        record.history.push(act.clone());
        entered = entered.filter(|_| !movements.is_empty());
        if let Some(what) = entered {
            let act = Some(act.clone());
            record.entries.push(Entry { posting, what, act });
        }
        if let Some(reason) = unposted {
            record.taken_back_unposted(act.clone(), reason);
        }
        let effect = match reverses {
            Some((of, reason)) => record.taken_back((of, posting), act, reason, movements),
            None if movements.is_empty() => LedgerEffect::Nothing,
            None => LedgerEffect::Movements(movements),
        };
        let meta = self.meta.next(now);
        let thing = Self { meta, record };
        let award = Recorded::new(permit, thing, step.event(), now)?;
        Ok(AwardTransition::new(award, posting, effect))
    }

    /// Follows its proposal into another district; `None` where that changes nothing.
    pub fn relocate(
        mut self,
        permit: &Permit,
        district: &DistrictCode,
        now: Moment,
    ) -> Result<Option<Recorded<Self>>, Refusal> {
        if self.record.district == *district {
            return Ok(None);
        }
        self.record.district = district.clone();
        self.meta = self.meta.next(now);
        Recorded::new(permit, self, EventType::AwardRelocated, now).map(Some)
    }

    /// How far it is.
    #[must_use]
    pub fn status(&self) -> AwardState {
        let course = &self.record.course;
        if course.is_settled() {
            AwardState::Settled
        } else if course.is_over() {
            AwardState::Ended
        } else {
            AwardState::Running
        }
    }

    /// What is possible now with some tranche or milestone, and open to this actor.
    #[must_use]
    pub fn steps_for(&self, actor: &Actor) -> Vec<AwardStep> {
        let anchors = self.anchors();
        let is_open = |step: &&AwardStep| {
            (self.record.course.knows(**step) || self.record.can_reverse(**step))
                && policy::authorize(actor, step.action(), &anchors).is_ok()
        };
        AwardStep::ALL.iter().filter(is_open).copied().collect()
    }
}

impl AwardCommand {
    /// The documents that it names.
    #[must_use]
    pub fn documents(&self) -> &[DocumentId] {
        match self {
            Self::ReportMilestone(_, _, named) | Self::SubmitCertificate(_, _, named) => named,
            _ => &[],
        }
    }

    /// Which milestone or tranche it is about.
    fn number(&self) -> Option<u16> {
        match self {
            Self::ReportMilestone(number, ..)
            | Self::AcceptMilestone(number)
            | Self::ReleaseTranche(number)
            | Self::CancelRelease(number, _)
            | Self::DisburseTranche(number)
            | Self::SubmitCertificate(number, ..)
            | Self::AcceptCertificate(number)
            | Self::ReturnCertificate(number, _)
            | Self::ReverseMilestone(number, _) => u16::try_from(*number).ok(),
            Self::Refund(..) | Self::End(_) | Self::Reverse(..) => None,
        }
    }

    /// The tranche whose certificate it hands in or accepts.
    #[must_use]
    pub const fn certifies(&self) -> Option<usize> {
        match self {
            Self::SubmitCertificate(number, ..) | Self::AcceptCertificate(number) => Some(*number),
            _ => None,
        }
    }

    /// Which step it is.
    #[must_use]
    pub const fn step(&self) -> AwardStep {
        match self {
            Self::ReportMilestone(..) => AwardStep::ReportMilestone,
            Self::AcceptMilestone(_) => AwardStep::AcceptMilestone,
            Self::ReleaseTranche(_) => AwardStep::ReleaseTranche,
            Self::CancelRelease(..) => AwardStep::CancelRelease,
            Self::DisburseTranche(_) => AwardStep::DisburseTranche,
            Self::SubmitCertificate(..) => AwardStep::SubmitCertificate,
            Self::AcceptCertificate(_) => AwardStep::AcceptCertificate,
            Self::ReturnCertificate(..) => AwardStep::ReturnCertificate,
            Self::Refund(..) => AwardStep::Refund,
            Self::End(_) => AwardStep::End,
            Self::Reverse(step, ..) => *step,
            Self::ReverseMilestone(..) => AwardStep::ReverseMilestone,
        }
    }
}

impl Entity for Award {
    type Id = AwardId;
    const KIND: Kind = Kind::Award;

    fn meta(&self) -> &Meta<AwardId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        let record = &self.record;
        Anchors {
            districts: vec![record.district.clone()],
            clusters: vec![record.cluster_id],
            institutions: vec![record.institution_id],
            ..Anchors::default()
        }
    }
}

impl Document for Award {
    type State = AwardRecord;

    fn state(&self) -> &AwardRecord {
        &self.record
    }

    fn restore(meta: Meta<AwardId>, record: AwardRecord) -> Self {
        Self { meta, record }
    }
}
