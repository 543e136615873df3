//! Enterprises that may be one and the same.

use crate::Error;
use odoi_domain::duplicate::Profile;
use odoi_domain::enterprise::Enterprise;
use odoi_domain::id::EnterpriseId;

/// Enterprises that may be one and the same.
pub trait Duplicates {
    /// Enterprises that are worth comparing with a profile, never all of them: those with one of its
    /// numbers, and up to 200 of its district whose names have all of its words but one, in the order of
    /// names; misspelt words and those of the other script count. One of them may be left out.
    fn near(
        &mut self,
        profile: &Profile,
        but: Option<EnterpriseId>,
    ) -> Result<Vec<Enterprise>, Error>;
}
