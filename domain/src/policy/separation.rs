//! Separation of duties: which two acts one person must not both do on one proposal, and the proof of who did what
//! to it (rule R6.9).

use super::{Action, Permit};
use crate::kernel::entity::{Document, Entity, Refusal};
use crate::kernel::id::{AccountId, AwardId, MeetingId, ProposalId};
use crate::programme::attachment::Attachment;
use crate::programme::proposal::Proposal;
use crate::programme::proposal::history::Act;
use crate::{Code, Violation};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What the side of the applicant does: whoever wrote a word of it, or attached a document that was handed in with
/// it, has proposed it.
const PROPOSES: &[Action] = &[
    Action::CreateProposal,
    Action::UpdateProposal,
    Action::SubmitProposal,
    Action::AttachDocument,
];
/// What it accounts for.
const REPORTS: &[Action] = &[Action::ReportMilestone, Action::SubmitCertificate];
/// What decides about a proposal.
const DECIDES: &[Action] = &[
    Action::ScreenProposal,
    Action::ShortlistProposal,
    Action::StudyProposal,
    Action::RecommendProposal,
    Action::SanctionProposal,
    Action::StartProposal,
    Action::CompleteProposal,
];
/// What moves its money, or says that it was well spent.
const PAYS: &[Action] = &[
    Action::ReleaseTranche,
    Action::DisburseTranche,
    Action::AcceptMilestone,
    Action::AcceptCertificate,
    Action::RefundAward,
    Action::ReversePayment,
    Action::ReverseCertificate,
    Action::ReverseRefund,
    Action::ReverseEnd,
    Action::ReverseMilestone,
];

/// What is done to the minutes of a meeting.
const MINUTES: &[Action] = &[Action::RecordMeeting, Action::CloseMeeting];

/// What else is done for the side that judges.
const JUDGES: &[Action] = &[
    Action::ReturnProposal,
    Action::RejectProposal,
    Action::CancelProposal,
    Action::CancelRelease,
    Action::ReturnCertificate,
    Action::EndAward,
];

/// Whether whoever does it must not be in conflict about the proposal.
#[must_use]
pub fn is_impartial(act: Action) -> bool {
    [DECIDES, PAYS, JUDGES].iter().any(|list| list.contains(&act))
}

/// Acts of which one person must not do one of the first and one of the second on one proposal.
pub const SEPARATED: &[(&[Action], &[Action])] = &[
    (PROPOSES, DECIDES),
    (PROPOSES, PAYS),
    (PROPOSES, JUDGES),
    (REPORTS, PAYS),
    (REPORTS, &[Action::SanctionProposal, Action::CompleteProposal]),
    (&[Action::SanctionProposal], &[Action::ReleaseTranche]),
    (&[Action::ReleaseTranche], &[Action::DisburseTranche]),
    // Nobody writes the minutes by which they sanction.
    (MINUTES, &[Action::SanctionProposal]),
];

/// Something that was done, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastAction {
    /// What.
    pub action: Action,
    /// By whom; nobody where the program did it by itself.
    pub by: Option<AccountId>,
}

impl From<&Act> for PastAction {
    fn from(act: &Act) -> Self {
        Self { action: act.action, by: act.by }
    }
}

/// The earlier act of the same person that forbids this one.
fn separated(
    action: Action,
    by: Option<AccountId>,
    done: impl IntoIterator<Item = PastAction>,
) -> Option<Action> {
    let by = by?;
    let forbids = |earlier: Action| {
        SEPARATED.iter().any(|(one, other)| {
            (one.contains(&earlier) && other.contains(&action))
                || (one.contains(&action) && other.contains(&earlier))
        })
    };
    done.into_iter()
        .find(|past| past.by == Some(by) && forbids(past.action))
        .map(|past| past.action)
}

/// Every act that some other one forbids: of these it must be known who did them.
#[must_use]
pub fn kept_apart() -> Vec<Action> {
    let all = SEPARATED.iter().flat_map(|(one, other)| [*one, *other]);
    let mut acts: Vec<Action> = all.flatten().copied().collect();
    acts.sort_unstable();
    acts.dedup();
    acts
}

/// What the audit trail says of some things: who did any of the acts that are kept apart.
#[derive(Debug, Clone)]
pub struct TrailExtract {
    about: Vec<Uuid>,
    acts: Vec<PastAction>,
}

impl TrailExtract {
    /// What was read of these things.
    #[must_use]
    pub fn read(about: &[Uuid], acts: Vec<PastAction>) -> Self {
        let about = about.to_vec();
        Self { about, acts }
    }

    /// The act of the same person that forbids another one.
    #[must_use]
    pub fn forbids(&self, action: Action, by: Option<AccountId>) -> Option<Action> {
        separated(action, by, self.acts.iter().copied())
    }
}

/// Which things the audit trail must be asked about for a step of a proposal or its award: these two, and the meeting
/// whose minutes are cited.
#[must_use]
pub fn subjects(
    proposal: ProposalId,
    award: Option<AwardId>,
    cited: Option<MeetingId>,
) -> Vec<Uuid> {
    let others = [award.map(|id| id.0), cited.map(|id| id.0)];
    std::iter::once(proposal.0).chain(others.into_iter().flatten()).collect()
}

/// Proof of who did what to a proposal, its award and the minutes that are cited. It is made only of what was read for
/// that proposal, and every step that decides demands it: nobody does two things that are to be separate.
///
/// No list stands for it, and no past can be made up:
///
/// ```compile_fail,E0308
/// use odoi_domain::policy::{Action, PastActions, Permit};
/// fn forgotten() -> &'static PastActions {
///     &[]
/// }
/// ```
///
/// ```compile_fail,E0451
/// use odoi_domain::{id::ProposalId, policy::PastActions};
/// fn by_hand(proposal: ProposalId) -> PastActions {
///     PastActions { proposal, done: Vec::new() }
/// }
/// ```
#[derive(Debug, Clone)]
pub struct PastActions {
    proposal: ProposalId,
    done: Vec<PastAction>,
}

impl PastActions {
    /// Those of a proposal: its own history, what the audit trail says of its [`subjects`], and who attached the documents
    /// that it was applied with. Refuses a trail that was not asked about it.
    pub fn of(
        proposal: &Proposal,
        trail: TrailExtract,
        documents: &[Attachment],
    ) -> Result<Self, Refusal> {
        let id = proposal.meta().id;
        if !trail.about.contains(&id.0) {
            return Err(Refusal::ProofOfAnother);
        }
        let mut done = trail.acts;
        done.extend(proposal.history().iter().map(PastAction::from));
        // Evidence of later is not what a proposal was applied with.
        let applies = |one: &&Attachment| {
            one.state().proposal_id == id && proposal.applies_with(one.meta().created_at)
        };
        done.extend(
            documents.iter().filter(applies).map(|one| PastAction {
                action: Action::AttachDocument,
                by: one.state().uploaded_by,
            }),
        );
        Ok(Self { proposal: id, done })
    }

    /// Whether they are of this proposal.
    #[must_use]
    pub fn is_of(&self, proposal: ProposalId) -> bool {
        self.proposal == proposal
    }

    /// The act of the same person that forbids another one.
    #[must_use]
    pub fn forbids(&self, action: Action, by: Option<AccountId>) -> Option<Action> {
        separated(action, by, self.done.iter().copied())
    }

    /// Whether anybody did this.
    #[must_use]
    pub(crate) fn has(&self, action: Action) -> bool {
        self.done.iter().any(|past| past.action == action)
    }

    /// Whoever wrote any of the proposal, attached a document that was submitted with it, or submitted it.
    #[must_use]
    pub fn authors(&self) -> BTreeSet<AccountId> {
        let proposes = |past: &&PastAction| PROPOSES.contains(&past.action);
        let authors = self.done.iter().filter(proposes);
        authors.filter_map(|past| past.by).collect()
    }

    /// The same after a step under a permit. The minutes that authorised it are of the past: who kept them matters no more.
    #[must_use]
    pub fn after(mut self, permit: &Permit) -> Self {
        self.done.retain(|past| !MINUTES.contains(&past.action));
        self.done.push(PastAction { action: permit.action(), by: permit.account() });
        self
    }

    /// Demands that they are of this proposal, and that nothing which the holder of the permit has done to it or its award
    /// forbids what is permitted.
    pub(crate) fn require_apart(
        &self,
        permit: &Permit,
        proposal: ProposalId,
        history: &[Act],
    ) -> Result<(), Refusal> {
        if !self.is_of(proposal) {
            return Err(Refusal::ProofOfAnother);
        }
        let history = history.iter().map(PastAction::from);
        let done = self.done.iter().copied().chain(history);
        match separated(permit.action(), permit.account(), done) {
            None => Ok(()),
            Some(earlier) => {
                let violation = Violation::new(Code::SamePerson).with(earlier.text());
                Err(Refusal::RequirementsNotMet(vec![violation]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_proposes_does_not_approve() {
        let account = |number| Some(AccountId(Uuid::from_u128(number)));
        let past = |action, by| PastAction { action, by: account(by) };
        let done = [past(Action::SubmitProposal, 1), past(Action::ScreenProposal, 2)];
        let by = |n, action| separated(action, account(n), done);
        assert_eq!(by(1, Action::SanctionProposal), Some(Action::SubmitProposal));
        assert_eq!(by(2, Action::SubmitProposal), Some(Action::ScreenProposal));
        assert_eq!(by(2, Action::SanctionProposal), None);
        assert_eq!(by(1, Action::WithdrawProposal), None);
    }
}
