//! Documents of proposals.

use crate::Error;
use crate::page::{Page, Paging};
use odoi_domain::kernel::id::{AccountId, DocumentId, ProposalId};
use odoi_domain::programme::attachment::{Attachment, Held};

/// Documents of proposals. Whoever asks for those of a proposal may see it.
pub trait Attachments {
    /// One document, without its content.
    fn attachment(&mut self, id: DocumentId) -> Result<Attachment, Error>;
    /// A page of the documents of a proposal.
    fn attachments(
        &mut self,
        proposal: ProposalId,
        paging: &Paging,
    ) -> Result<Page<Attachment>, Error>;
    /// Every document of a proposal.
    fn attachments_of(&mut self, proposal: ProposalId) -> Result<Vec<Attachment>, Error>;
    /// What is held of documents: of a proposal, and of all that an account has attached.
    fn documents_held(
        &mut self,
        proposal: ProposalId,
        account: Option<AccountId>,
    ) -> Result<Held, Error>;
    /// A piece of the content, counted from 0.
    fn piece(&mut self, id: DocumentId, number: i32) -> Result<Vec<u8>, Error>;
}
