//! Pairs of enterprises that may be one.

use super::CandidateFilter;
use crate::Error;
use crate::page::{Page, Paging};
use odoi_domain::kernel::id::{CandidateId, EnterpriseId};
use odoi_domain::policy::View;
use odoi_domain::registry::candidate::{CandidateBasis, DuplicateCandidate};
use odoi_domain::registry::enterprise::Enterprise;

/// Pairs of enterprises that may be one.
pub trait Candidates {
    /// One pair.
    fn candidate(&mut self, id: CandidateId) -> Result<DuplicateCandidate, Error>;
    /// A page of pairs that were compared by so much: those of which the view holds both.
    fn candidates(
        &mut self,
        filter: &CandidateFilter,
        of: (CandidateBasis, &View),
        paging: &Paging,
    ) -> Result<Page<DuplicateCandidate>, Error>;
    /// The pair of two enterprises, the older id first.
    fn candidate_of(
        &mut self,
        pair: [EnterpriseId; 2],
        basis: CandidateBasis,
    ) -> Result<Option<DuplicateCandidate>, Error>;
    /// Every pair that an enterprise is one of, in the order of their ids.
    fn candidates_about(&mut self, id: EnterpriseId) -> Result<Vec<DuplicateCandidate>, Error>;
    /// Enterprises by their ids, in no order; those that are gone are left out.
    fn enterprises_by_id(&mut self, ids: &[EnterpriseId]) -> Result<Vec<Enterprise>, Error>;
    /// Some enterprises that have changed since they were compared with the others, the longest first.
    fn uncompared(&mut self, most: i64) -> Result<Vec<EnterpriseId>, Error>;
}
