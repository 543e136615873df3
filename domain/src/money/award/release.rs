//! A tranche is released by the authority of minutes (rule R6.6).

use super::{AwardCommand, AwardRecord};
use crate::Entity;
use crate::kernel::entity::Refusal;
use crate::policy::Action;
use crate::programme::mandate::{self, Authority, Wanted};
use crate::programme::meeting::{Citation, Decision};
use crate::programme::proposal::Proposal;
use crate::programme::proposal::history::{self, Act};

impl AwardCommand {
    /// What it wants to be authorised for, where it needs minutes: a release does, for that very tranche.
    /// `done` is what was done to the award: an item releases once.
    #[must_use]
    pub fn wanted<'a>(&self, proposal: &'a Proposal, done: &[Act]) -> Option<Wanted<'a>> {
        let Self::ReleaseTranche(number) = self else {
            return None;
        };
        Some(Wanted {
            decision: Decision::Release,
            proposal: proposal.meta().id,
            district: proposal.district(),
            amount: None,
            tranche: u16::try_from(*number).ok(),
            since: proposal.submitted_at(),
            revision: None,
            used: history::cited(done),
        })
    }
}

impl AwardRecord {
    /// The item of closed minutes that authorises what is done, where that needs one; else everything that
    /// a release still waits for.
    pub(super) fn authorised(
        &self,
        what: &AwardCommand,
        authority: &Authority,
    ) -> Result<Option<Citation>, Refusal> {
        let AwardCommand::ReleaseTranche(number) = what else {
            return Ok(None);
        };
        let mut waits = self.course.waits_for(*number);
        if self.course.terms.tranches.get(*number).is_none() {
            return Err(Refusal::Invalid(waits));
        }
        let tranche = u16::try_from(*number).ok();
        match authority {
            Ok(mandate) if mandate.is_for(Decision::Release, self.proposal_id, tranche) => {
                if waits.is_empty() {
                    return Ok(Some(mandate.cited()));
                }
            }
            Err(violations) if !violations.is_empty() => waits.extend(violations.iter().cloned()),
            _ => waits.push(mandate::uncited(Decision::Release)),
        }
        Err(Refusal::RequirementsNotMet(waits))
    }

    /// The act that released each tranche, in their order. Tranches are released in their order, and only
    /// the last one can still be taken back.
    #[must_use]
    pub fn released_by(&self) -> Vec<&Act> {
        let mut stands = Vec::new();
        for act in &self.history {
            match act.action {
                Action::ReleaseTranche => stands.push(act),
                Action::CancelRelease => {
                    stands.pop();
                }
                _ => {}
            }
        }
        stands
    }
}
