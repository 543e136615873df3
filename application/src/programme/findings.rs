//! What a step has found out about a proposal and whoever takes it, so that the answer does not ask again.

use crate::Failure;
use crate::programme::mandates::PastActions;
use crate::programme::recusal::ConflictChecker;
use odoi_domain::Moment;
use odoi_domain::policy::Permit;
use odoi_domain::programme::mandate::PastAction;
use odoi_domain::programme::meeting::Citation;
use odoi_domain::programme::proposal::Proposal;
use odoi_persistence::Error;
use odoi_persistence::port::Read;

/// What a step has found out about a proposal and whoever takes it.
pub struct Findings {
    pub(super) conflicts: ConflictChecker,
    pub(super) past: PastActions,
}

impl Findings {
    /// Reads who did what to the proposal, and to the minutes that are cited.
    pub fn of(
        repo: &mut dyn Read,
        permit: &Permit,
        proposal: &Proposal,
        cited: Option<Citation>,
        now: Moment,
    ) -> Result<Self, Error> {
        Ok(Self {
            conflicts: ConflictChecker::of(permit.account(), now),
            past: PastActions::read(repo, proposal, cited)?,
        })
    }

    /// Who did what to the proposal.
    #[must_use]
    pub fn done(&self, proposal: &Proposal) -> Vec<PastAction> {
        self.past.of(proposal)
    }

    /// Demands that whoever is in conflict about the proposal takes no step that decides about it or its money.
    pub fn require_no_conflict(
        &mut self,
        repo: &mut dyn Read,
        permit: &Permit,
        proposal: &Proposal,
    ) -> Result<(), Failure> {
        self.conflicts.require_no_conflict(repo, permit, proposal)
    }

    /// The step has been taken under a permit: it is one of the past actions now.
    #[must_use]
    pub fn with_step_taken(mut self, permit: &Permit) -> Self {
        self.past.note(permit);
        self
    }
}
