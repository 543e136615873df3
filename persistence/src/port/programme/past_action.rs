//! Who did what: the audit trail, asked about a few things.

use crate::Error;
use odoi_domain::policy::TrailExtract;
use uuid::Uuid;

/// The audit trail.
pub trait PastActionPort {
    /// Who did any of the acts that are kept apart to any of these things, each once.
    fn past_actions(&mut self, about: &[Uuid]) -> Result<TrailExtract, Error>;
}
