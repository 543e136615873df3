//! What somebody belongs to, what ties an actor to others, and which ties nobody but the applicant's side stands by
//! (rule R6.4).

use crate::Failure;
use crate::WriteContext;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, ClusterId, EnterpriseId};
use odoi_domain::policy::{Affiliations, Confirmer, ConflictBasis, Permit, SpokeFor, TieClearance};
use odoi_domain::programme::conflict::{Tie, belongs_to};
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::registry::membership::{Member, MemberKind};
use odoi_domain::{Entity, Moment};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

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

/// What an account belongs to: the affiliations of its seats in whatever district, and whatever it speaks for. What is
/// over cools like a tie.
pub fn affiliations(
    repo: &mut dyn Read,
    account: AccountId,
    basis: &ConflictBasis,
) -> Result<Affiliations, Error> {
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
    Ok(Affiliations { account, ends, ties })
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

/// What these confirmers spoke for when they confirmed: a role that came later is left out.
pub fn spoke_for(repo: &mut dyn Read, confirmers: BTreeSet<Confirmer>) -> Result<SpokeFor, Error> {
    let mut found = SpokeFor::new();
    for by in confirmers {
        found.insert(by, speaks_for(repo, by.account, by.at)?);
    }
    Ok(found)
}

/// Nobody attests a tie of what they speak for or belong to by a seat, now or before, nor takes such a word back.
pub fn require_unconcerned(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    ends: [End; 2],
) -> Result<TieClearance, Failure> {
    let mut own = Vec::new();
    if let Some(account) = permit.account() {
        own = speaks_for(&mut **tx, account, None)?;
        let affiliations = tx.affiliations_of(account)?;
        own.extend(affiliations.iter().map(|one| one.stated.end));
    }
    for end in &mut own {
        *end = resolve_merged(&mut **tx, *end)?;
    }
    Ok(TieClearance::of(permit, ends, &own)?)
}
