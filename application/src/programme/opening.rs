//! What a meeting finds when it begins, and who can sit in it: seats with those who hold the role of their
//! designation, and each proposal as it lies before the meeting (rules R6.3 and R6.6).

use crate::programme::conflict_graph::{group_rules, recusals};
use odoi_domain::Moment;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::policy::ConflictBasis;
use odoi_domain::policy::actor::{Role, Scope};
use odoi_domain::programme::meeting::{AgendaItem, Meeting, Opening, Roll, Tabled};
use odoi_domain::registry::place::DistrictCode;
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use std::collections::BTreeSet;

/// Whether an account can sit in a seat that needs a role: it is active and holds it in the district.
pub fn can_sit(
    repo: &mut dyn Read,
    account: AccountId,
    (role, district): (Role, &DistrictCode),
    now: Moment,
) -> Result<bool, Error> {
    let here = Scope::District(district.clone());
    let actor = repo.actor(account, None, now)?;
    Ok(actor.is_some_and(|actor| {
        let mut grants = actor.grants().iter();
        grants.any(|grant| grant.role == role && [&Scope::State, &here].contains(&&grant.scope))
    }))
}

/// Who of the seats cannot sit any more.
pub fn lapsed(
    repo: &mut dyn Read,
    rolls: &[Roll],
    district: &DistrictCode,
    now: Moment,
) -> Result<BTreeSet<AccountId>, Error> {
    let mut gone = BTreeSet::new();
    for roll in rolls {
        for who in [roll.holder, roll.alternate].into_iter().flatten() {
            if !can_sit(repo, who, (roll.designation.role(), district), now)? {
                gone.insert(who);
            }
        }
    }
    Ok(gone)
}

/// What a meeting finds that begins at a moment.
pub fn opening(repo: &mut dyn Read, meeting: &Meeting, now: Moment) -> Result<Opening, Error> {
    let facts = &meeting.state().facts;
    let seats = repo.seats_of(&facts.district)?;
    let rolls: Vec<Roll> = seats.iter().map(|seat| Roll::of(seat, now.day())).collect();
    let gone = lapsed(repo, &rolls, &facts.district, now)?;
    let rolls: Vec<Roll> = rolls.into_iter().map(|roll| roll.without(&gone)).collect();
    let rule = group_rules(repo, now.day())?.conflicts;
    let basis = ConflictBasis { rule, on: now.day(), known: now };
    let recusals = recusals(repo, &basis, &facts.agenda, &rolls, &[])?;
    let mut laid = Vec::with_capacity(facts.agenda.len());
    for item in &facts.agenda {
        laid.push(tabled(repo, item)?);
    }
    Ok(Opening { rolls, recusals, conflicts: basis.rule, tabled: laid })
}

/// What lies before a meeting of an item.
pub fn tabled(repo: &mut dyn Read, item: &AgendaItem) -> Result<Tabled, Error> {
    let Some(id) = item.proposal_id else {
        return Ok(Tabled::nothing());
    };
    let state = repo.proposal(id)?.status().state;
    let waits = match (item.tranche, repo.award_of(id)?) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(number), Some(award)) => {
            !award.state().course.waits_for(usize::from(number)).is_empty()
        }
    };
    let revision = repo.submitted_revision(id)?;
    Ok(Tabled::proposal(revision, item.decides, (state, waits)))
}
