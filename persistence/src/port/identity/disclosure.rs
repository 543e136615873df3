//! Disclosures of personal data.

use super::DisclosureFilter;
use crate::Error;
use crate::page::{Page, Paging};
use odoi_domain::kernel::id::DisclosureId;
use odoi_domain::policy::View;
use odoi_domain::policy::disclosure::Disclosure;

/// Disclosures of personal data.
pub trait Disclosures {
    /// One disclosure.
    fn disclosure(&mut self, id: DisclosureId) -> Result<Disclosure, Error>;
    /// A page of disclosures: those that show something of what the view holds.
    fn disclosures(
        &mut self,
        filter: &DisclosureFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Disclosure>, Error>;
}
