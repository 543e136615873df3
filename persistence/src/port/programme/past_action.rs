//! Who did what: the audit trail, asked about a few things.

use crate::Error;
use odoi_domain::policy::Action;
use odoi_domain::programme::mandate::PastAction;
use uuid::Uuid;

/// The audit trail.
pub trait PastActionPort {
    /// Who did any of these acts to any of these things, each once.
    fn deeds(&mut self, about: &[Uuid], acts: &[Action]) -> Result<Vec<PastAction>, Error>;
}
