//! What somebody belongs to, what ties an actor to others, and which ties nobody but the applicant's side stands by
//! (rule R6.4).

use crate::Failure;
use crate::WriteContext;
use crate::programme::conflict_graph::Basis;
use odoi_domain::Code;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, ClusterId, EnterpriseId};
use odoi_domain::policy::Permit;
use odoi_domain::programme::conflict::{Tie, belongs_to};
use odoi_domain::registry::bond::TieGround;
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::registry::membership::{Member, MemberKind};
use odoi_domain::{Entity, Moment, Violation};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What somebody belongs to, and the ties of that.
pub struct Affiliations {
    /// What the person belongs to.
    pub ends: Vec<End>,
    /// What these are tied to.
    pub ties: Vec<Tie>,
}

/// Where an actor is found now: an enterprise that was merged into another lives on in that one.
pub fn resolve_merged(repo: &mut dyn Read, end: End) -> Result<End, Error> {
    if end.kind != EndKind::Enterprise {
        return Ok(end);
    }
    match repo.enterprise(EnterpriseId(end.id)) {
        Err(Error::Merged(into)) => Ok(End { id: into.0, ..end }),
        Ok(_) | Err(Error::Missing) => Ok(end),
        Err(error) => Err(error),
    }
}

/// What tied an actor until a day, whatever was merged into it among that. What was noted is never rewritten, and
/// leads to where those that it names live on.
fn former_ties(repo: &mut dyn Read, of: End) -> Result<Vec<Tie>, Error> {
    let (mut ties, mut ids) = (Vec::new(), vec![of.id]);
    let mut seen = BTreeSet::new();
    while let Some(id) = ids.pop() {
        if !seen.insert(id) {
            continue;
        }
        ties.extend(repo.former_ties_of(End { id, ..of })?);
        if of.kind == EndKind::Enterprise {
            let merges = repo.merges_into(EnterpriseId(id))?;
            let standing = merges.iter().map(Document::state).filter(|m| !m.is_undone);
            ids.extend(standing.map(|merge| merge.merged.0));
        }
    }
    let mut known: BTreeMap<Uuid, End> = BTreeMap::new();
    for end in ties.iter_mut().flat_map(|tie| &mut tie.ends) {
        let now = match known.get(&end.id) {
            Some(now) => *now,
            None => resolve_merged(repo, *end)?,
        };
        known.insert(end.id, now);
        *end = now;
    }
    Ok(ties)
}

/// The ties of an actor: its linkages and memberships, those that are over or were taken away and those that are only
/// claimed among them.
pub fn ties_of(repo: &mut dyn Read, of: End) -> Result<Vec<Tie>, Error> {
    let linkages = repo.linkages_of(of)?;
    let memberships = match of.kind {
        EndKind::Cluster => repo.memberships_in(ClusterId(of.id))?,
        EndKind::Enterprise => {
            repo.memberships_of(Member { kind: MemberKind::Enterprise, id: of.id })?
        }
        EndKind::Institution => {
            repo.memberships_of(Member { kind: MemberKind::Institution, id: of.id })?
        }
    };
    let tied = linkages.iter().flat_map(Tie::of_linkage);
    Ok(tied
        .chain(memberships.iter().flat_map(Tie::of_membership))
        .chain(former_ties(repo, of)?)
        .collect())
}

impl Affiliations {
    /// Of an account: the affiliations of its seats in whatever district, and whatever it speaks for. What is over
    /// cools like a tie.
    pub fn of(repo: &mut dyn Read, account: AccountId, basis: &Basis) -> Result<Self, Error> {
        let (rule, day) = (&basis.rule.rule, basis.on);
        let mut ends = Vec::new();
        for one in repo.affiliations_of(account)? {
            let held = one.held(basis.known);
            ends.extend(held.filter(|time| rule.lasts(*time, day)).map(|_| one.stated.end));
        }
        for grant in repo.grants_of(account)? {
            let given = grant.meta().created_at <= basis.known;
            ends.extend(belongs_to(&grant.grant().scope).filter(|_| given));
        }
        for one in repo.former_belongings_of(account)? {
            let until = one.until;
            let lasts = rule.lasts((until.min(day), Some(until)), day);
            ends.extend((lasts && one.is_known_by(basis.known)).then_some(one.end));
        }
        for one in &mut ends {
            *one = resolve_merged(repo, *one)?;
        }
        let mut ties = Vec::new();
        for one in &ends {
            ties.extend(ties_of(repo, *one)?);
        }
        ties.retain(|tie| tie.is_known_by(basis.known));
        Ok(Self { ends, ties })
    }
}

/// What an account speaks for, or ever spoke for; by a moment, where one is given: roles that came later are left out.
fn speaks_for(
    repo: &mut dyn Read,
    account: AccountId,
    by: Option<Moment>,
) -> Result<Vec<End>, Error> {
    let grants = repo.grants_of(account)?;
    let given = grants.iter().filter(|one| by.is_none_or(|by| one.meta().created_at <= by));
    let now = given.filter_map(|one| belongs_to(&one.grant().scope));
    let mut ends: Vec<End> = now.collect();
    let former = repo.former_belongings_of(account)?;
    let former = former.iter().filter(|one| by.is_none_or(|by| one.is_known_by(by)));
    ends.extend(former.map(|one| one.end));
    Ok(ends)
}

/// Those of some ties by which somebody may be barred: they are proven, and not by the side of the applicant alone,
/// which could choose by such a tie who judges it. At its other end somebody else has confirmed it, or K-DISC attests it.
pub fn proven(repo: &mut dyn Read, applicants: &[End], ties: &[Tie]) -> Result<Vec<Tie>, Error> {
    let mut people: BTreeMap<(AccountId, Option<Moment>), bool> = BTreeMap::new();
    let mut proven = Vec::new();
    for tie in ties.iter().filter(|tie| !tie.is_claim()) {
        let other = tie.beyond(applicants).filter(|_| tie.ground == TieGround::Confirmed);
        let place = other.and_then(|other| tie.ends.iter().position(|end| *end == other));
        let by = place.and_then(|place| tie.confirmed_by.get(place).copied().flatten());
        let is_of_applicant = match by {
            None => false,
            // What they spoke for when it was proven: a role that came later makes no claim of it.
            Some(by) => match people.get(&(by, tie.known_at)) {
                Some(known) => *known,
                None => {
                    let own = speaks_for(repo, by, tie.known_at)?;
                    let found = own.iter().any(|end| applicants.contains(end));
                    people.insert((by, tie.known_at), found);
                    found
                }
            },
        };
        if !is_of_applicant {
            proven.push(*tie);
        }
    }
    Ok(proven)
}

/// Nobody attests a tie of what they speak for or belong to by a seat, now or before, nor takes such a word back.
pub fn require_unconcerned(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    ends: &[End],
) -> Result<(), Failure> {
    let mut own = Vec::new();
    if let Some(account) = permit.account() {
        own = speaks_for(&mut **tx, account, None)?;
        let affiliations = tx.affiliations_of(account)?;
        own.extend(affiliations.iter().map(|one| one.stated.end));
    }
    for end in own {
        let end = resolve_merged(&mut **tx, end)?;
        if !ends.contains(&end) {
            continue;
        }
        let violation = Violation::new(Code::OwnTie);
        return Err(Failure::unmet(vec![violation]));
    }
    Ok(())
}
