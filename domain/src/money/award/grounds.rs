//! What the money rests on: the minutes that sanctioned it and released it must still say so when it goes out
//! (rule R6.6).

use super::{Award, AwardCommand};
use crate::kernel::entity::{Document, Entity};
use crate::kernel::id::ProposalId;
use crate::kernel::money::Paise;
use crate::policy::Action;
use crate::programme::mandate;
use crate::programme::meeting::{AgendaItem, Citation, Decision, Meeting};
use crate::programme::proposal::Proposal;
use crate::programme::proposal::history::Act;

/// An item of minutes that was cited before, and what it has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    cited: Citation,
    proposal: ProposalId,
    decision: Decision,
    amount: Option<Paise>,
    tranche: Option<u16>,
}

impl Ground {
    /// The later item that took it away, among the meetings about the proposal: the last word of what corrects it,
    /// where that does not decide the same for at least as much.
    #[must_use]
    pub fn revoked_by(&self, meetings: &[Meeting]) -> Option<Citation> {
        let meeting = |of: Citation| meetings.iter().find(|one| one.meta().id == of.meeting_id);
        let by = mandate::corrected_by(meeting(self.cited)?, self.cited.item, meetings)?;
        let item = agenda(meeting(by)?, by.item)?;
        (!self.is_repeated_by(item)).then_some(by)
    }

    fn is_repeated_by(&self, item: &AgendaItem) -> bool {
        let decides = (item.proposal_id, item.decides, item.tranche);
        let is_enough = |wanted: Paise| item.amount_paise.is_none_or(|most| wanted <= most);
        decides == (Some(self.proposal), Some(self.decision), self.tranche)
            && self.amount.is_none_or(is_enough)
    }
}

fn agenda(meeting: &Meeting, item: u16) -> Option<&AgendaItem> {
    meeting.state().facts.agenda.get(usize::from(item))
}

impl Award {
    /// The minutes without which a step is not taken: those of the sanction where money is released or paid, and those
    /// of the release where it is paid.
    #[must_use]
    pub fn grounds(&self, proposal: &Proposal, what: &AwardCommand) -> Vec<Ground> {
        let sanctioned = || self.sanction_ground(proposal);
        match what {
            AwardCommand::ReleaseTranche(_) => sanctioned().into_iter().collect(),
            AwardCommand::DisburseTranche(number) => {
                let released = self.release_ground(*number);
                sanctioned().into_iter().chain(released).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Everything that it rests on while money is still to go out: the sanction, and releases that are not paid.
    #[must_use]
    pub fn all_grounds(&self, proposal: &Proposal) -> Vec<Ground> {
        let course = &self.record.course;
        if course.is_over() || course.tranches.iter().all(|one| one.disbursed_on.is_some()) {
            return Vec::new();
        }
        let unpaid = course.tranches.iter().enumerate();
        let unpaid = unpaid.filter(|(_, one)| one.disbursed_on.is_none());
        let released = unpaid.filter_map(|(number, _)| self.release_ground(number));
        let sanctioned = self.sanction_ground(proposal);
        sanctioned.into_iter().chain(released).collect()
    }

    fn sanction_ground(&self, proposal: &Proposal) -> Option<Ground> {
        let is_sanction = |act: &&Act| act.action == Action::SanctionProposal;
        let act = proposal.history().iter().rfind(is_sanction)?;
        let amount = Some(self.record.course.terms.sanctioned);
        self.ground(act.minute, Decision::Sanction, (amount, None))
    }

    fn release_ground(&self, number: usize) -> Option<Ground> {
        let releases = self.record.released_by();
        let act = releases.get(number)?;
        let tranche = (None, u16::try_from(number).ok());
        self.ground(act.minute, Decision::Release, tranche)
    }

    fn ground(
        &self,
        cited: Option<Citation>,
        decision: Decision,
        (amount, tranche): (Option<Paise>, Option<u16>),
    ) -> Option<Ground> {
        Some(Ground { cited: cited?, proposal: self.record.proposal_id, decision, amount, tranche })
    }
}
