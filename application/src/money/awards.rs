//! Awards: everything that is done to one (rule R6.7).

use crate::money::effects::{Postings, save_with_postings};
use crate::programme::documents;
use crate::programme::findings::Findings;
use crate::programme::mandates::{authority, require_resolution_stands};
use crate::{Failure, WriteContext};
use odoi_domain::Entity;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::AwardId;
use odoi_domain::kernel::text::Line;
use odoi_domain::money::award::{Award, AwardCommand, Invoice, StepContext};
use odoi_domain::programme::meeting::Citation;
use odoi_persistence::Saved;

/// What is asked of an award.
pub struct AwardRequest {
    /// What is to be done.
    pub what: AwardCommand,
    /// What the treasury or the bank calls it.
    pub reference: Option<Line>,
    /// The item of closed minutes that decided it.
    pub minute: Option<Citation>,
}

impl From<AwardCommand> for AwardRequest {
    fn from(what: AwardCommand) -> Self {
        Self { what, reference: None, minute: None }
    }
}

/// An award to which something was done.
pub struct AwardStepTaken {
    /// The award afterwards.
    pub award: Saved<Award>,
    /// What has been found out about its proposal and whoever did it.
    pub found: Findings,
}

/// Does something to an award, and enters into the ledger what it moves. Refuses what is not due; what lacks the
/// minutes that decide it, or rests on minutes that were corrected; what the same person must leave to another, by what
/// they did before or by a conflict of interest; and an invoice that another award has counted.
pub fn take_step(
    tx: &mut WriteContext<'_, '_>,
    id: AwardId,
    request: AwardRequest,
) -> Result<AwardStepTaken, Failure> {
    let AwardRequest { what, reference, minute } = request;
    let award = tx.award(id)?;
    let permit = &tx.authorize(what.step().action(), &award.anchors())?;
    tx.at(&award)?;
    let now = tx.now();
    let proposal = tx.proposal(award.state().proposal_id)?;
    documents::require_own(tx, proposal.meta().id, what.documents())?;
    let wanted = what.wanted(&proposal, &award.state().history);
    let authority = authority(tx, wanted, minute)?;
    let context = StepContext { state: proposal.status().state, posting: tx.mint() };
    let mut found = Findings::of(&mut **tx, permit, &proposal, minute, now)?;
    require_resolution_stands(tx, (&award, &proposal), &what)?;
    let certifies = what.certifies();
    let proofs = found.proofs(&mut **tx, permit, &proposal, authority)?;
    let taken = award.step(permit, what, &proofs, context, now)?;
    require_counted_once(tx, taken.award(), certifies)?;
    let postings = Postings { ledger: None, reference };
    let award = save_with_postings(tx, permit, taken, postings)?;
    let found = found.with_step_taken(permit);
    Ok(AwardStepTaken { award, found })
}

/// Demands that no invoice of a certificate is counted in two awards.
fn require_counted_once(
    tx: &mut WriteContext<'_, '_>,
    award: &Award,
    certifies: Option<usize>,
) -> Result<(), Failure> {
    let tranches = &award.state().course.tranches;
    let state = certifies.and_then(|number| tranches.get(number));
    let Some(certificate) = state.and_then(|state| state.certificate.as_ref()) else {
        return Ok(());
    };
    let keys = certificate.invoices.iter().map(Invoice::key).collect();
    // What others submit now is there, or not, when it is looked for.
    tx.lock_names(&keys)?;
    let elsewhere = tx.invoices_elsewhere(award.meta().id, &keys)?;
    Failure::unless_valid(certificate.counted_elsewhere(&elsewhere))
}
