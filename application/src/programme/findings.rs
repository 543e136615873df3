//! What a step has found out about a proposal and whoever takes it, so that the answer does not ask again.

use crate::programme::mandates::past_actions;
use crate::programme::recusal::ConflictChecker;
use odoi_domain::Moment;
use odoi_domain::policy::{PastActions, Permit, Proofs};
use odoi_domain::programme::mandate::Authority;
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
            past: past_actions(repo, proposal, cited)?,
        })
    }

    /// The proofs for a step that these minutes authorise.
    pub fn proofs(
        &mut self,
        repo: &mut dyn Read,
        permit: &Permit,
        proposal: &Proposal,
        authority: Authority,
    ) -> Result<Proofs<'_>, Error> {
        Ok(Proofs {
            authority,
            clearance: self.conflicts.clearance_for(repo, permit, proposal)?,
            past: &self.past,
        })
    }

    /// The step has been taken under a permit: it is one of the past actions now.
    #[must_use]
    pub fn with_step_taken(mut self, permit: &Permit) -> Self {
        self.past = self.past.after(permit);
        self
    }
}
