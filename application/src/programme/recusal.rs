//! Who stands aside: whoever is in conflict about a proposal, in whichever seat or role, neither sees its
//! deliberations, nor decides about it, nor keeps a meeting that does (rule R6.4).

use crate::Failure;
use crate::programme::affiliations::affiliations;
use crate::programme::conflict_graph::{basis_now, conflict_graph, judge, recusals};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, ProposalId};
use odoi_domain::policy::{
    Affiliations, AgendaClearance, Clearance, ConflictBasis, Permit, is_impartial, uncleared,
};
use odoi_domain::programme::meeting::{AgendaItem, Attendance, Meeting, Recusal};
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::{Entity, Moment};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use std::collections::{BTreeSet, HashMap};

/// What one account may look at: it, and each proposal, is asked about once.
pub struct ConflictChecker {
    me: Option<AccountId>,
    now: Moment,
    sight: Option<(ConflictBasis, Affiliations)>,
    known: HashMap<ProposalId, Option<Clearance>>,
}

impl ConflictChecker {
    /// Those of an account; whoever has none belongs to nobody.
    pub fn of(me: Option<AccountId>, now: Moment) -> Self {
        Self { me, now, sight: None, known: HashMap::new() }
    }

    /// The proof that the account is in no conflict about a proposal; `None` where it is.
    pub fn clearance(
        &mut self,
        repo: &mut dyn Read,
        about: &Proposal,
    ) -> Result<Option<Clearance>, Error> {
        let id = about.meta().id;
        let Some(me) = self.me else {
            return Ok(Some(Clearance::of_nobody(id)));
        };
        if let Some(known) = self.known.get(&id) {
            return Ok(*known);
        }
        let (basis, own) = match self.sight.take() {
            Some(sight) => sight,
            None => {
                let basis = basis_now(repo, self.now)?;
                let own = affiliations(repo, me, &basis)?;
                (basis, own)
            }
        };
        let graph = conflict_graph(repo, about, basis.clone())?;
        let found = judge(repo, &graph, &own)?.ok();
        self.sight = Some((basis, own));
        self.known.insert(id, found);
        Ok(found)
    }

    /// Whether the account is in conflict about a proposal.
    pub fn is_conflicted(&mut self, repo: &mut dyn Read, about: &Proposal) -> Result<bool, Error> {
        Ok(self.clearance(repo, about)?.is_none())
    }

    /// The proof for a step about a proposal or its money; only steps that decide are looked into.
    pub fn clearance_for(
        &mut self,
        repo: &mut dyn Read,
        permit: &Permit,
        about: &Proposal,
    ) -> Result<Option<Clearance>, Error> {
        if is_impartial(permit.action()) { self.clearance(repo, about) } else { Ok(None) }
    }

    /// The proofs about the proposals of an agenda, as far as there are any.
    pub fn clearances(
        &mut self,
        repo: &mut dyn Read,
        agenda: &[AgendaItem],
    ) -> Result<Vec<Clearance>, Error> {
        let mut found = Vec::new();
        for id in agenda.iter().filter_map(|item| item.proposal_id) {
            let proposal = repo.proposal(id)?;
            found.extend(self.clearance(repo, &proposal)?);
        }
        Ok(found)
    }

    /// Demands that whoever is in conflict about an item of an agenda calls no meeting with it, and puts it on none.
    pub fn clear_agenda(
        &mut self,
        repo: &mut dyn Read,
        agenda: &[AgendaItem],
    ) -> Result<AgendaClearance, Failure> {
        let found = self.clearances(repo, agenda)?;
        let clearance = AgendaClearance::of(self.me, agenda, &found, BTreeSet::new())?;
        Ok(clearance)
    }

    /// The items of a meeting whose deliberations are not for the account: it is in conflict about the
    /// proposal, or its seat is recorded as standing aside.
    pub fn withheld(
        &mut self,
        repo: &mut dyn Read,
        meeting: &Meeting,
    ) -> Result<BTreeSet<usize>, Error> {
        let agenda = &meeting.state().facts.agenda;
        let found = self.clearances(repo, agenda)?;
        let mut all = uncleared(self.me, agenda, &found);
        all.extend(meeting.withheld_from(self.me));
        Ok(all)
    }
}

/// Who must stand aside at a meeting with this attendance, item by item.
pub fn known(
    repo: &mut dyn Read,
    meeting: &Meeting,
    attendance: &[Attendance],
    now: Moment,
) -> Result<Vec<Vec<Recusal>>, Error> {
    let record = meeting.state();
    let rule = meeting.rules().conflicts.clone();
    let basis = ConflictBasis { rule, on: now.day(), known: now };
    recusals(repo, &basis, &record.facts.agenda, &record.rolls, attendance)
}
