//! The lifecycle of a proposal: one table of states and steps (rule R6.2).
//!
//! The table gives the allowed steps of an answer, the routes, the CHECK of the database and the
//! diagram of the documentation.

use crate::EventType;
use crate::policy::Action;

words! {
    /// The state of a proposal.
    ProposalState("proposal_state") {
        /// Being written.
        Draft = "draft" ("Draft", "കരട്"),
        /// Submitted.
        Submitted = "submitted" ("Submitted", "സമർപ്പിച്ചു"),
        /// Complete and eligible.
        Screened = "screened" ("Screened", "പ്രാഥമിക പരിശോധന കഴിഞ്ഞു"),
        /// Shortlisted for detailed study.
        Shortlisted = "shortlisted" ("Shortlisted", "ചുരുക്കപ്പട്ടികയിൽ"),
        /// Being studied in detail.
        UnderDetailedStudy = "under_detailed_study" ("Under detailed study", "വിശദ പഠനത്തിൽ"),
        /// Recommended for sanction.
        Recommended = "recommended" ("Recommended", "ശുപാർശ ചെയ്തു"),
        /// Sanctioned.
        Sanctioned = "sanctioned" ("Sanctioned", "അനുമതി ലഭിച്ചു"),
        /// Work is in progress.
        InProgress = "in_progress" ("In progress", "പുരോഗമിക്കുന്നു"),
        /// Done.
        Completed = "completed" ("Completed", "പൂർത്തിയായി"),
        /// Returned for correction.
        Returned = "returned" ("Returned for correction", "തിരുത്താൻ തിരിച്ചയച്ചു"),
        /// Rejected.
        Rejected = "rejected" ("Rejected", "നിരസിച്ചു"),
        /// Withdrawn by the applicant.
        Withdrawn = "withdrawn" ("Withdrawn", "പിൻവലിച്ചു"),
        /// Ended by K-DISC after sanction.
        Cancelled = "cancelled" ("Cancelled", "റദ്ദാക്കി"),
    }
}

words! {
    /// A step from one state to another.
    ProposalStep("proposal_step") {
        /// Submit.
        Submit = "submit" ("Submit", "സമർപ്പിക്കുക"),
        /// Return for correction.
        Return = "return" ("Return for correction", "തിരുത്താൻ തിരിച്ചയയ്ക്കുക"),
        /// Find complete and eligible.
        Screen = "screen" ("Screen", "പ്രാഥമിക പരിശോധന പൂർത്തിയാക്കുക"),
        /// Shortlist for detailed study.
        Shortlist = "shortlist" ("Shortlist", "ചുരുക്കപ്പട്ടികയിൽ ഉൾപ്പെടുത്തുക"),
        /// Take into detailed study.
        Study = "study" ("Take into detailed study", "വിശദ പഠനത്തിന് എടുക്കുക"),
        /// Recommend for sanction.
        Recommend = "recommend" ("Recommend", "ശുപാർശ ചെയ്യുക"),
        /// Sanction.
        Sanction = "sanction" ("Sanction", "അനുമതി നൽകുക"),
        /// Start the work.
        Start = "start" ("Start the work", "പ്രവൃത്തി തുടങ്ങുക"),
        /// Finish the work.
        Complete = "complete" ("Complete", "പൂർത്തിയാക്കുക"),
        /// Reject.
        Reject = "reject" ("Reject", "നിരസിക്കുക"),
        /// Withdraw.
        Withdraw = "withdraw" ("Withdraw", "പിൻവലിക്കുക"),
        /// End after sanction.
        Cancel = "cancel" ("Cancel", "റദ്ദാക്കുക"),
        /// Recall for correction, before screening.
        Recall = "recall" ("Recall for correction", "തിരുത്താൻ തിരിച്ചെടുക്കുക"),
    }
}

use ProposalState as S;
use ProposalStep as P;

/// Every legal step: from, step, to. What is not here is a 409.
pub const TRANSITIONS: &[(ProposalState, ProposalStep, ProposalState)] = &[
    (S::Draft, P::Submit, S::Submitted),
    (S::Draft, P::Withdraw, S::Withdrawn),
    (S::Submitted, P::Screen, S::Screened),
    (S::Submitted, P::Return, S::Returned),
    (S::Submitted, P::Recall, S::Returned),
    (S::Submitted, P::Reject, S::Rejected),
    (S::Submitted, P::Withdraw, S::Withdrawn),
    (S::Returned, P::Submit, S::Submitted),
    (S::Returned, P::Reject, S::Rejected),
    (S::Returned, P::Withdraw, S::Withdrawn),
    (S::Screened, P::Shortlist, S::Shortlisted),
    (S::Screened, P::Return, S::Returned),
    (S::Screened, P::Reject, S::Rejected),
    (S::Screened, P::Withdraw, S::Withdrawn),
    (S::Shortlisted, P::Study, S::UnderDetailedStudy),
    (S::Shortlisted, P::Reject, S::Rejected),
    (S::Shortlisted, P::Withdraw, S::Withdrawn),
    (S::UnderDetailedStudy, P::Recommend, S::Recommended),
    (S::UnderDetailedStudy, P::Return, S::Returned),
    (S::UnderDetailedStudy, P::Reject, S::Rejected),
    (S::UnderDetailedStudy, P::Withdraw, S::Withdrawn),
    (S::Recommended, P::Sanction, S::Sanctioned),
    (S::Recommended, P::Return, S::Returned),
    (S::Recommended, P::Reject, S::Rejected),
    (S::Recommended, P::Withdraw, S::Withdrawn),
    (S::Sanctioned, P::Start, S::InProgress),
    (S::Sanctioned, P::Cancel, S::Cancelled),
    (S::Sanctioned, P::Withdraw, S::Withdrawn),
    (S::InProgress, P::Complete, S::Completed),
    (S::InProgress, P::Cancel, S::Cancelled),
];

impl ProposalState {
    /// The state that a step leads to, if the step is legal here.
    #[must_use]
    pub fn after(self, step: ProposalStep) -> Option<Self> {
        TRANSITIONS.iter().find(|(from, by, _)| *from == self && *by == step).map(|(_, _, to)| *to)
    }

    /// The legal steps from here.
    pub fn steps(self) -> impl Iterator<Item = ProposalStep> {
        TRANSITIONS.iter().filter(move |(from, _, _)| *from == self).map(|(_, step, _)| *step)
    }

    /// Whether money is promised, released and paid for it: its award runs in these states and in no other.
    #[must_use]
    pub const fn is_funded(self) -> bool {
        matches!(self, Self::Sanctioned | Self::InProgress)
    }

    /// Whether it was handed in and has not come to an end: its cluster and its call have it on their hands.
    #[must_use]
    pub fn is_pending(self) -> bool {
        self != Self::Draft && self.steps().next().is_some()
    }

    /// Whether it was handed in and nobody has decided whether it is paid for.
    #[must_use]
    pub fn is_undecided(self) -> bool {
        self.is_pending() && !self.is_funded()
    }

    /// Whether its facts may still be changed by the applicant.
    #[must_use]
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

impl ProposalStep {
    /// The action that the policy knows the step by.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Submit => Action::SubmitProposal,
            Self::Return => Action::ReturnProposal,
            Self::Screen => Action::ScreenProposal,
            Self::Shortlist => Action::ShortlistProposal,
            Self::Study => Action::StudyProposal,
            Self::Recommend => Action::RecommendProposal,
            Self::Sanction => Action::SanctionProposal,
            Self::Start => Action::StartProposal,
            Self::Complete => Action::CompleteProposal,
            Self::Reject => Action::RejectProposal,
            Self::Withdraw => Action::WithdrawProposal,
            Self::Cancel => Action::CancelProposal,
            Self::Recall => Action::RecallProposal,
        }
    }

    /// What has happened when the step is taken.
    #[must_use]
    pub const fn event(self) -> EventType {
        match self {
            Self::Submit => EventType::ProposalSubmitted,
            Self::Return => EventType::ProposalReturned,
            Self::Screen => EventType::ProposalScreened,
            Self::Shortlist => EventType::ProposalShortlisted,
            Self::Study => EventType::ProposalTakenIntoStudy,
            Self::Recommend => EventType::ProposalRecommended,
            Self::Sanction => EventType::ProposalSanctioned,
            Self::Start => EventType::ProposalStarted,
            Self::Complete => EventType::ProposalCompleted,
            Self::Reject => EventType::ProposalRejected,
            Self::Withdraw => EventType::ProposalWithdrawn,
            Self::Cancel => EventType::ProposalCancelled,
            Self::Recall => EventType::ProposalRecalled,
        }
    }

    /// Whether the step looks at the award of the proposal, or ends it.
    #[must_use]
    pub const fn asks_award(self) -> bool {
        matches!(self, Self::Complete | Self::Withdraw | Self::Cancel)
    }

    /// Whether whoever takes the step must say why.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Reject | Self::Cancel)
    }
}

/// The lifecycle as a Mermaid state diagram.
#[must_use]
pub fn diagram() -> String {
    let mut out = String::from("stateDiagram-v2\n    [*] --> draft\n");
    for (from, step, to) in TRANSITIONS {
        out += &format!("    {from} --> {to}: {step}\n");
    }
    for state in S::ALL.iter().filter(|s| s.steps().next().is_none()) {
        out += &format!("    {state} --> [*]\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Word;

    #[test]
    fn a_step_leads_to_one_state_only() {
        for (i, (from, step, _)) in TRANSITIONS.iter().enumerate() {
            assert!(
                !TRANSITIONS[..i].iter().any(|(f, s, _)| f == from && s == step),
                "{from} {step}"
            );
        }
    }

    #[test]
    fn every_state_is_reached_and_every_step_is_used() {
        for state in S::ALL.iter().filter(|s| **s != S::Draft) {
            assert!(TRANSITIONS.iter().any(|(_, _, to)| to == state), "{state}");
        }
        for step in P::ALL {
            assert!(TRANSITIONS.iter().any(|(_, s, _)| s == step), "{step}");
            assert_eq!(step.action().as_str(), format!("proposal.{step}"));
        }
    }

    #[test]
    fn what_is_pending_is_undecided_or_paid_for() {
        for state in S::ALL {
            let is_pending = state.is_undecided() || state.is_funded();
            assert_eq!(state.is_pending(), is_pending, "{state}");
        }
        assert!(S::Returned.is_undecided() && !S::Draft.is_pending() && !S::Rejected.is_pending());
    }

    #[test]
    fn the_ends_are_ends() {
        let ends: Vec<&str> =
            S::ALL.iter().filter(|s| s.steps().next().is_none()).map(|s| s.text()).collect();
        assert_eq!(ends, ["completed", "rejected", "withdrawn", "cancelled"]);
    }
}
