//! Who stands aside: whoever is in conflict about a proposal, in whichever seat or role, neither sees its
//! deliberations nor decides about it (rule R6.4).

use crate::extract::Writing;
use crate::problem::{Kind, Problem};
use crate::routes::watch::{Watch, recusals};
use odoi_domain::entity::Document;
use odoi_domain::id::{AccountId, ProposalId};
use odoi_domain::mandate;
use odoi_domain::meeting::{Asides, Attendance, Meeting};
use odoi_domain::policy::Permit;
use odoi_domain::proposal::Proposal;
use odoi_domain::{Entity, Flaw, Moment};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use std::collections::{BTreeSet, HashMap};

/// What one account may look at: each proposal is asked about once.
pub(super) struct Eyes {
    me: Option<AccountId>,
    now: Moment,
    known: HashMap<ProposalId, bool>,
}

impl Eyes {
    /// Those of an account; whoever has none belongs to nobody.
    pub(super) fn of(me: Option<AccountId>, now: Moment) -> Self {
        Self {
            me,
            now,
            known: HashMap::new(),
        }
    }

    /// Whether the account is in conflict about a proposal.
    pub(super) fn avert(&mut self, repo: &mut dyn Read, about: &Proposal) -> Result<bool, Error> {
        let id = about.meta().id;
        let Some(me) = self.me else {
            return Ok(false);
        };
        if let Some(known) = self.known.get(&id) {
            return Ok(*known);
        }
        let seats = repo.seats_of(about.district())?;
        let watch = Watch::over(repo, about, self.now)?;
        let found = watch.conflict(repo, &seats, me)?.is_some();
        self.known.insert(id, found);
        Ok(found)
    }

    /// The items of a meeting, by their place, about whose proposals the account is in conflict.
    fn conflicted(
        &mut self,
        repo: &mut dyn Read,
        meeting: &Meeting,
    ) -> Result<BTreeSet<usize>, Error> {
        let mut found = BTreeSet::new();
        for (at, item) in meeting.state().facts.agenda.iter().enumerate() {
            if let Some(id) = item.proposal_id {
                let proposal = repo.proposal(id)?;
                if self.avert(repo, &proposal)? {
                    found.insert(at);
                }
            }
        }
        Ok(found)
    }

    /// The items of a meeting whose deliberations are not for the account: it is in conflict about the
    /// proposal, or its seat is recorded as standing aside.
    pub(super) fn withheld(
        &mut self,
        repo: &mut dyn Read,
        meeting: &Meeting,
    ) -> Result<BTreeSet<usize>, Error> {
        let mut all = self.conflicted(repo, meeting)?;
        all.extend(meeting.withheld_from(self.me));
        Ok(all)
    }
}

/// Who must stand aside at a meeting with this attendance, and of what whoever records or closes it.
pub(super) fn known(
    tx: &mut Writing<'_, '_>,
    (permit, meeting): (&Permit, &Meeting),
    attendance: &[Attendance],
) -> Result<Asides, Error> {
    let (record, now) = (meeting.state(), tx.now());
    let seats = tx.seats_of(&record.facts.district)?;
    let by = (&record.facts, &meeting.rules().conflicts);
    let group = (&seats[..], &record.rolls[..]);
    Ok(Asides {
        recusals: recusals(&mut ***tx, by, group, attendance, now)?,
        withheld: Eyes::of(permit.account(), now).conflicted(&mut ***tx, meeting)?,
    })
}

/// Whoever is in conflict about a proposal takes no step that decides about it or its money.
pub(super) fn impartial(
    tx: &mut Writing<'_, '_>,
    permit: &Permit,
    proposal: &Proposal,
) -> Result<(), Problem> {
    let now = tx.now();
    if mandate::is_impartial(permit.action())
        && Eyes::of(permit.account(), now).avert(&mut ***tx, proposal)?
    {
        let flaw = Flaw::new("in_conflict");
        return Err(Problem::new(Kind::Unmet).faults(vec![flaw.into()]));
    }
    Ok(())
}
