//! Enterprises that may be one and the same.

use crate::Error;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::registry::duplicate::Profile;
use odoi_domain::registry::enterprise::Enterprise;

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
