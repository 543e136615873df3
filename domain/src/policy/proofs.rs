//! The proofs that a step of a proposal or its award demands.

use super::{Clearance, PastActions, Permit, is_impartial};
use crate::kernel::entity::Refusal;
use crate::kernel::id::ProposalId;
use crate::programme::mandate::Authority;
use crate::{Code, Violation};

/// The proofs that a step of a proposal or its award demands besides the permit.
///
/// A step without one of them does not compile:
///
/// ```compile_fail,E0063
/// use odoi_domain::{mandate::Authority, policy::{PastActions, Proofs}};
/// fn without_clearance(authority: Authority, past: &PastActions) -> Proofs<'_> {
///     Proofs { authority, past }
/// }
/// ```
///
/// ```compile_fail,E0063
/// use odoi_domain::{mandate::Authority, policy::{Clearance, Proofs}};
/// fn without_past(authority: Authority, clearance: Option<Clearance>) -> Proofs<'static> {
///     Proofs { authority, clearance }
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Proofs<'a> {
    /// The minutes that authorise it, where it needs any.
    pub authority: Authority,
    /// Who did what before.
    pub past: &'a PastActions,
    /// That whoever takes the step is in no conflict; `None` is good only where the step decides nothing.
    pub clearance: Option<Clearance>,
}

impl Proofs<'_> {
    /// Demands that the holder of the permit is cleared of a conflict, where what is permitted decides.
    pub(crate) fn require_clear(
        &self,
        permit: &Permit,
        proposal: ProposalId,
    ) -> Result<(), Refusal> {
        match &self.clearance {
            _ if !is_impartial(permit.action()) => Ok(()),
            Some(clearance) => clearance.require(permit, proposal),
            None => {
                let violation = Violation::new(Code::InConflict);
                Err(Refusal::RequirementsNotMet(vec![violation]))
            }
        }
    }
}
