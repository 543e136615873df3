//! An award runs while its proposal does: what ends with the proposal, and which end can be taken back
//! (rule R6.7).

use super::thing::Basis;
use super::{
    Award, AwardCommand, AwardRecord, AwardStep, AwardTransition, Entered, Entry, LedgerEffect,
    resting,
};
use crate::Code;
use crate::kernel::entity::{Entity, Refusal};
use crate::kernel::id::PostingId;
use crate::policy::{Action, Permit};
use crate::programme::proposal::{Proposal, ProposalState, history};
use crate::{Moment, Recorded, Violation};

/// The steps by which money goes out, or may again, or waits anew, and where a request names what they are about.
/// Reports, certificates and refunds are not among them: what was paid is accounted for whatever becomes of the
/// proposal.
const MOVES_ON: &[(AwardStep, &str)] = &[
    (AwardStep::ReleaseTranche, "/tranche"),
    (AwardStep::DisburseTranche, "/tranche"),
    (AwardStep::ReverseEnd, "/posting_id"),
    (AwardStep::ReverseMilestone, "/milestone"),
];

impl AwardStep {
    /// Why no money moves on by it while the proposal stands there; `None` where it may.
    #[must_use]
    pub fn barred_in(self, state: ProposalState) -> Option<Violation> {
        let (_, at) = MOVES_ON.iter().find(|(step, _)| *step == self)?;
        let code = match state {
            _ if state.is_funded() => return None,
            ProposalState::Completed => Code::CompletedAlready,
            _ => Code::EndedWithProposal,
        };
        Some(Violation::new(code).at(at))
    }
}

impl Award {
    /// Its proposal was withdrawn or cancelled: nothing more is paid, and what was not spent is owed. An award that has
    /// ended already stays ended, and is not taken up again. What entitles to it was proved for the step of the proposal.
    pub fn end_with_proposal(
        mut self,
        permit: &Permit,
        proposal: &Proposal,
        posting: PostingId,
        now: Moment,
    ) -> Result<AwardTransition, Refusal> {
        let status = proposal.status();
        let has_ended = matches!(status.state, ProposalState::Withdrawn | ProposalState::Cancelled);
        if proposal.meta().id != self.record.proposal_id || !has_ended {
            return Err(Refusal::ProofOfAnother);
        }
        if self.record.course.ended_on.is_none() {
            let what = AwardCommand::End(status.reason.clone());
            let basis = Basis { minute: None, is_completed: false, posting };
            return self.taken(permit, what, basis, now);
        }
        self.record.history.push(history::act(permit, now));
        self.meta = self.meta.next(now);
        let award = Recorded::new(permit, self, AwardStep::End.event(), now)?;
        Ok(AwardTransition::new(award, posting, LedgerEffect::Nothing))
    }
}

impl AwardRecord {
    /// Whether its proposal was withdrawn or cancelled.
    pub(super) fn ended_with_proposal(&self) -> bool {
        let ends = [Action::WithdrawProposal, Action::CancelProposal];
        self.history.iter().any(|act| ends.contains(&act.action))
    }

    /// The entry of its end, where that moved anything.
    pub(super) fn end_entry(&self) -> Option<&Entry> {
        self.entries.iter().rfind(|entry| entry.what == Entered::End)
    }

    /// The first entry that rests on its end. Of an end that moved nothing there is no posting, but an act.
    pub(super) fn resting_on_end(&self) -> Option<&Entry> {
        if let Some(entry) = self.end_entry() {
            return resting(&self.entries, entry.posting);
        }
        let acts = &self.history;
        let end = acts.iter().rposition(|act| act.action == Action::EndAward)?;
        let (_, later) = acts.split_at(end);
        let is_later = |entry: &&Entry| entry.act.as_ref().is_some_and(|act| later.contains(act));
        let rests = |entry: &&Entry| entry.what.rests_on(Entered::End);
        self.entries.iter().filter(is_later).find(rests)
    }
}
