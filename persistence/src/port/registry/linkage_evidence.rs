//! Evidence of linkages.

use super::LinkageEvidenceFilter;
use crate::Error;
use crate::page::{Page, Paging};
use odoi_domain::kernel::id::{LinkageEvidenceId, LinkageId};
use odoi_domain::policy::View;
use odoi_domain::registry::linkage_evidence::LinkageEvidence;

/// Evidence of linkages.
pub trait LinkageEvidences {
    /// One piece.
    fn linkage_evidence(&mut self, id: LinkageEvidenceId) -> Result<LinkageEvidence, Error>;
    /// A page of it.
    fn linkage_evidences(
        &mut self,
        filter: &LinkageEvidenceFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<LinkageEvidence>, Error>;
    /// All of a linkage, in the order of its ids.
    fn evidence_of_linkage(&mut self, id: LinkageId) -> Result<Vec<LinkageEvidence>, Error>;
}
