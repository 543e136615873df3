//! Merges of enterprises.

use crate::Error;
use odoi_domain::kernel::id::{EnterpriseId, MergeId};
use odoi_domain::registry::merge::Merge;

/// Merges of enterprises.
pub trait Merges {
    /// One merge.
    fn merge(&mut self, id: MergeId) -> Result<Merge, Error>;
    /// Merges into an enterprise, undone ones too, the oldest first; at most 200.
    fn merges_into(&mut self, id: EnterpriseId) -> Result<Vec<Merge>, Error>;
    /// Every merge that an enterprise is either side of, undone ones too.
    fn merges_about(&mut self, id: EnterpriseId) -> Result<Vec<Merge>, Error>;
}
