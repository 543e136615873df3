//! Who stands aside: whoever is in conflict about a proposal, in whichever seat or role, neither sees its
//! deliberations, nor decides about it, nor keeps a meeting that does (rule R6.4).

use crate::Failure;
use crate::programme::affiliations::Affiliations;
use crate::programme::conflict_graph::{Basis, ConflictGraph, recusals};
use odoi_domain::Code;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, ProposalId};
use odoi_domain::policy::Permit;
use odoi_domain::programme::mandate;
use odoi_domain::programme::meeting::{self, AgendaItem, Attendance, Meeting, Recusal};
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::{Entity, Moment, Violation};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use std::collections::{BTreeSet, HashMap};

/// What one account may look at: it, and each proposal, is asked about once.
pub struct ConflictChecker {
    me: Option<AccountId>,
    now: Moment,
    sight: Option<(Basis, Affiliations)>,
    known: HashMap<ProposalId, bool>,
}

impl ConflictChecker {
    /// Those of an account; whoever has none belongs to nobody.
    pub fn of(me: Option<AccountId>, now: Moment) -> Self {
        Self { me, now, sight: None, known: HashMap::new() }
    }

    /// Whether the account is in conflict about a proposal.
    pub fn is_conflicted(&mut self, repo: &mut dyn Read, about: &Proposal) -> Result<bool, Error> {
        let id = about.meta().id;
        let Some(me) = self.me else {
            return Ok(false);
        };
        if let Some(known) = self.known.get(&id) {
            return Ok(*known);
        }
        let (basis, own) = match self.sight.take() {
            Some(sight) => sight,
            None => {
                let basis = Basis::now(repo, self.now)?;
                let own = Affiliations::of(repo, me, &basis)?;
                (basis, own)
            }
        };
        let watch = ConflictGraph::over(repo, about, basis.clone())?;
        let found = watch.judge(repo, &own, me)?.is_some();
        self.sight = Some((basis, own));
        self.known.insert(id, found);
        Ok(found)
    }

    /// Demands that whoever is in conflict about a proposal takes no step that decides about it or its money.
    pub fn require_no_conflict(
        &mut self,
        repo: &mut dyn Read,
        permit: &Permit,
        proposal: &Proposal,
    ) -> Result<(), Failure> {
        if mandate::is_impartial(permit.action()) && self.is_conflicted(repo, proposal)? {
            return Err(Failure::unmet(vec![Violation::new(Code::InConflict)]));
        }
        Ok(())
    }

    /// The items of an agenda, by their place, about whose proposals the account is in conflict.
    fn conflicted(
        &mut self,
        repo: &mut dyn Read,
        agenda: &[AgendaItem],
    ) -> Result<BTreeSet<usize>, Error> {
        let mut found = BTreeSet::new();
        for (at, item) in agenda.iter().enumerate() {
            if let Some(id) = item.proposal_id {
                let proposal = repo.proposal(id)?;
                if self.is_conflicted(repo, &proposal)? {
                    found.insert(at);
                }
            }
        }
        Ok(found)
    }

    /// Demands that whoever is in conflict about an item of an agenda calls no meeting with it, and puts it on none.
    pub fn require_unconflicted_agenda(
        &mut self,
        repo: &mut dyn Read,
        agenda: &[AgendaItem],
    ) -> Result<(), Failure> {
        left_to_others(&self.conflicted(repo, agenda)?)
    }

    /// Demands that whoever stands aside for an item of a meeting neither begins it, nor records it, nor closes it, nor
    /// changes it, nor cancels it: who was there, and when, decides about every item.
    pub fn require_unconflicted_chair(
        &mut self,
        repo: &mut dyn Read,
        meeting: &Meeting,
    ) -> Result<(), Failure> {
        left_to_others(&self.withheld(repo, meeting)?)
    }

    /// The items of a meeting whose deliberations are not for the account: it is in conflict about the
    /// proposal, or its seat is recorded as standing aside.
    pub fn withheld(
        &mut self,
        repo: &mut dyn Read,
        meeting: &Meeting,
    ) -> Result<BTreeSet<usize>, Error> {
        let mut all = self.conflicted(repo, &meeting.state().facts.agenda)?;
        all.extend(meeting.withheld_from(self.me));
        Ok(all)
    }
}

fn left_to_others(items: &BTreeSet<usize>) -> Result<(), Failure> {
    if items.is_empty() {
        return Ok(());
    }
    let violations = meeting::in_conflict(items).into_iter();
    Err(Failure::unmet(violations.collect()))
}

/// Who must stand aside at a meeting with this attendance, item by item.
pub fn known(
    repo: &mut dyn Read,
    meeting: &Meeting,
    attendance: &[Attendance],
    now: Moment,
) -> Result<Vec<Vec<Recusal>>, Error> {
    let record = meeting.state();
    let by = (&record.facts, &meeting.rules().conflicts);
    recusals(repo, by, (&record.rolls, attendance), now)
}
