//! Clusters: what one names must be there, and what hangs on it follows it into another district.

use crate::registry::activities::known_activities;
use crate::registry::registered::Registrable;
use crate::registry::relocation::relocate_linkages;
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::{Document, Registered};
use odoi_domain::kernel::id::ClusterId;
use odoi_domain::money::award::{Award, AwardState};
use odoi_domain::policy::{Action, Permit};
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::registry::activity::ActivityCode;
use odoi_domain::registry::cluster::{Cluster, ClusterFacts};
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::registry::membership::{Member, Sides};
use odoi_domain::registry::place::PlaceLevel;
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::Error;
use odoi_persistence::port::Read;

impl Registrable for ClusterFacts {
    const CREATE: Action = Action::CreateCluster;
    const UPDATE: Action = Action::UpdateCluster;
    const DELETE: Action = Action::DeleteCluster;
    type Key = ClusterId;

    fn find(repo: &mut dyn Read, key: ClusterId) -> Result<Registered<Self>, Error> {
        repo.cluster(key)
    }

    /// What the facts refer to must exist: every reference that does not is named.
    fn known(tx: &mut WriteContext<'_, '_>, thing: &Cluster) -> Result<(), Failure> {
        let facts = thing.facts();
        known_activities(tx, &facts.activities)?;
        known_constituency(tx, facts)?;
        let mut violations: Vec<Violation> = Vec::new();
        for (number, place) in facts.anchor_places.iter().enumerate() {
            if tx.place_by_code(place.level, &place.code)?.is_none() {
                let at = format!("/anchor_places/{number}/code");
                violations.push(Violation::new(Code::UnknownReference).at(&at));
            }
        }
        let named = facts.named_members();
        let members: Vec<Member> = named.iter().map(|(_, member)| *member).collect();
        let there = tx.known_members(&members)?;
        for (at, _) in named.iter().filter(|(_, member)| !there.contains(member)) {
            let at = format!("{at}/id");
            violations.push(Violation::new(Code::UnknownReference).at(&at));
        }
        for (at, activity) in step_activities(facts) {
            if tx.unknown_activity(&[activity])?.is_some() {
                violations.push(Violation::new(Code::UnknownActivity).at(&at));
            }
        }
        Failure::unless_valid(violations)
    }

    /// Only another district moves anything: whatever else is corrected leaves alone what hangs on the cluster.
    fn changed(
        tx: &mut WriteContext<'_, '_>,
        permit: &Permit,
        before: &Cluster,
        after: &Cluster,
    ) -> Result<(), Failure> {
        if before.facts().district == after.facts().district {
            return Ok(());
        }
        relocate(tx, permit, after)
    }
}

/// Demands that the constituency is one, and lies in the cluster's district.
fn known_constituency(tx: &mut WriteContext<'_, '_>, facts: &ClusterFacts) -> Result<(), Failure> {
    let Some(number) = &facts.constituency else {
        return Ok(());
    };
    let found = tx.place_by_code(PlaceLevel::AssemblyConstituency, number)?;
    let violation = match found {
        None => Violation::new(Code::UnknownReference),
        Some(place) if place.facts().district.as_ref() != Some(&facts.district) => {
            Violation::new(Code::OtherDistrict)
        }
        Some(_) => return Ok(()),
    };
    Err(Failure::invalid(vec![violation.at("/constituency")]))
}

/// The activities that steps of chains name, and where.
fn step_activities(facts: &ClusterFacts) -> Vec<(String, ActivityCode)> {
    let mut found = Vec::new();
    for (c, chain) in facts.chains.iter().enumerate() {
        for (s, step) in chain.steps.iter().enumerate() {
            if let Some(activity) = &step.activity {
                let at = format!("/chains/{c}/steps/{s}/activity/code");
                found.push((at, activity.clone()));
            }
        }
    }
    found
}

/// A cluster does not choose the core group that decides about it: it keeps its district while a proposal of it is
/// under way there, or an award is not settled.
fn may_move(thing: &Cluster, proposals: &[Proposal], awards: &[Award]) -> Result<(), Failure> {
    let to = &thing.facts().district;
    let holds =
        |proposal: &Proposal| proposal.district() != to && proposal.status().state.is_pending();
    let owes =
        |award: &Award| award.state().district != *to && award.status() != AwardState::Settled;
    if proposals.iter().any(holds) || awards.iter().any(owes) {
        let violation = Violation::new(Code::UnderWayHere).at("/district");
        return Err(Failure::InUse(vec![violation]));
    }
    Ok(())
}

/// What stands in its district moves with it: its linkages, memberships, proposals and awards,
/// and what has been said about it.
fn relocate(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    thing: &Cluster,
) -> Result<(), Failure> {
    let (id, district, now) = (thing.meta().id, &thing.facts().district, tx.now());
    let (proposals, awards) = (tx.proposals_of(id)?, tx.awards_of(id)?);
    may_move(thing, &proposals, &awards)?;
    for proposal in proposals {
        if let Some(moved) = proposal.relocate(permit, district, now)? {
            tx.save(moved)?;
        }
    }
    for award in awards {
        if let Some(moved) = award.relocate(permit, district, now)? {
            tx.save(moved)?;
        }
    }
    for membership in tx.memberships_in(id)? {
        let sides = Sides { cluster: district.clone(), ..membership.sides().clone() };
        if let Some(moved) = membership.relocate(permit, sides, now)? {
            tx.save(moved)?;
        }
    }
    relocate_statements(tx, permit, thing)?;
    let end = End { kind: EndKind::Cluster, id: id.0 };
    relocate_linkages(tx, permit, end, district)
}

/// What has been said about a cluster stands where it stands.
fn relocate_statements(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    thing: &Cluster,
) -> Result<(), Failure> {
    let (ids, district, now) = ([thing.meta().id], &thing.facts().district, tx.now());
    macro_rules! follow {
        ($($about:ident),+) => {$(
            for statement in tx.$about(&ids)? {
                if let Some(moved) = statement.relocate(permit, district, now)? {
                    tx.save(moved)?;
                }
            }
        )+};
    }
    follow!(interests_about, cooperations_about, assessments_about);
    Ok(())
}
