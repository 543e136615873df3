//! Documents of proposals: attached, removed from drafts, and named as evidence (rule R6.2).

use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{DocumentId, ProposalId};
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::{self, Action, Permit};
use odoi_domain::programme::attachment::{Attachment, Content, FileName};
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::Saved;
use odoi_persistence::port::Read;

/// A file that is to be attached.
pub struct NewDocument {
    /// Its name.
    pub name: FileName,
    /// What is in it.
    pub content: Content,
    /// How much one account may attach altogether, in bytes.
    pub account_limit: i64,
}

/// Asked before anything of a file is received: whether there is such a proposal, and somebody may attach to it.
pub fn require_attachable(
    repo: &mut dyn Read,
    actor: &Actor,
    proposal: ProposalId,
) -> Result<(), Failure> {
    let proposal = repo.proposal(proposal)?;
    policy::authorize(actor, Action::AttachDocument, &proposal.anchors())?;
    Ok(())
}

/// Attaches a document to a proposal that is being written, or as evidence to one that was sanctioned. Refuses what
/// the proposal or the account has no room for.
pub fn attach_document(
    tx: &mut WriteContext<'_, '_>,
    proposal: ProposalId,
    document: NewDocument,
) -> Result<Saved<Attachment>, Failure> {
    let proposal = tx.proposal(proposal)?;
    let permit = tx.authorize(Action::AttachDocument, &proposal.anchors())?;
    tx.at(&proposal)?;
    if let Some(account) = permit.account() {
        tx.lock_entity(account.0)?;
    }
    let held = tx.documents_held(proposal.meta().id, permit.account())?;
    let (id, now) = (tx.mint(), tx.now());
    let room = (&proposal, held, document.account_limit);
    let file = (document.name, document.content);
    Ok(tx.save(Attachment::attach(&permit, id, room, file, now)?)?)
}

/// Removes a document of a draft.
pub fn remove_document(
    tx: &mut WriteContext<'_, '_>,
    id: DocumentId,
) -> Result<Saved<Attachment>, Failure> {
    let document = tx.attachment(id)?;
    let proposal = tx.proposal(document.state().proposal_id)?;
    let permit = tx.authorize(Action::RemoveDocument, &proposal.anchors())?;
    tx.at(&document)?;
    let now = tx.now();
    Ok(tx.save(document.remove(&permit, &proposal, now)?)?)
}

/// Demands that all of these are documents of the proposal.
pub fn require_own(
    tx: &mut WriteContext<'_, '_>,
    proposal: ProposalId,
    named: &[DocumentId],
) -> Result<(), Failure> {
    if named.is_empty() {
        return Ok(());
    }
    let own = tx.attachments_of(proposal)?;
    let is_strange = |id: &DocumentId| own.iter().all(|document| document.meta().id != *id);
    let strange = named.iter().enumerate().filter(|(_, id)| is_strange(id));
    let violation = |at| Violation::new(Code::UnknownReference).at(&format!("/documents/{at}"));
    Failure::unless_valid(strange.map(|(at, _)| violation(at)).collect())
}

/// The documents of a draft go with it.
pub(super) fn remove_all(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    proposal: &Proposal,
) -> Result<(), Failure> {
    let now = tx.now();
    for document in tx.attachments_of(proposal.meta().id)? {
        tx.save(document.remove(permit, proposal, now)?)?;
    }
    Ok(())
}
