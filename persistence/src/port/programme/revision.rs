//! Revisions of proposals.

use crate::Error;
use odoi_domain::kernel::id::ProposalId;
use odoi_domain::programme::proposal::comparison::Revision;

/// Revisions of proposals. Whoever asks may see the proposal.
pub trait Revisions {
    /// The latest 200 revisions of a proposal, the latest first.
    fn revisions(&mut self, proposal: ProposalId) -> Result<Vec<Revision>, Error>;
    /// One revision.
    fn revision(&mut self, proposal: ProposalId, number: i32) -> Result<Revision, Error>;
    /// The number of the revision that was last handed in, if any was.
    fn submitted_revision(&mut self, proposal: ProposalId) -> Result<Option<i32>, Error>;
    /// Every revision that was handed in, the first one first.
    fn handed_in(&mut self, proposal: ProposalId) -> Result<Vec<Revision>, Error>;
    /// The latest revision, if any was kept.
    fn latest_revision(&mut self, proposal: ProposalId) -> Result<Option<Revision>, Error>;
}
