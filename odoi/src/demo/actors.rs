//! Who does what in the demonstration: the applicant, the convenor of the district, or the officer; somebody with
//! an account where there is one.

use super::decisions::{AccessPath, broken, missing};
use super::permit_of;
use super::programme::seated_in;
use odoi_application::Failure;
use odoi_domain::Entity;
use odoi_domain::Violation;
use odoi_domain::policy::actor::{Actor, Anchors, Grant, Role, Scope};
use odoi_domain::policy::{self, Action, Permit};
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::registry::cluster::Cluster;
use odoi_domain::registry::place::DistrictCode;
use odoi_persistence::Tx;

/// Who speaks for a cluster: their account where the demonstration has one.
pub(super) fn applicant(
    tx: &mut Tx<'_>,
    cluster: &Cluster,
    key: &str,
    action: Action,
    anchors: &Anchors,
) -> Result<Permit, Failure> {
    let grant =
        Grant { role: Role::ClusterRepresentative, scope: Scope::Cluster(cluster.meta().id) };
    match super::accounts::representative(key) {
        None => permit_of(grant, action, anchors),
        Some(name) => as_account(tx, name, grant, action, anchors),
    }
}

/// A permit of somebody with an account.
pub(super) fn as_account(
    tx: &mut Tx<'_>,
    name: &str,
    grant: Grant,
    action: Action,
    anchors: &Anchors,
) -> Result<Permit, Failure> {
    let wanted = name.parse().map_err(|violation: Violation| broken(&violation))?;
    let account = tx.account_named(&wanted)?.ok_or_else(|| missing(name))?;
    let actor = Actor::new(account.meta().id, vec![grant]);
    Ok(policy::authorize(&actor, action, anchors)?)
}

/// Who takes a step: the applicant, the convenor of the district, or the officer.
pub(super) fn actor_of(
    tx: &mut Tx<'_>,
    way: &AccessPath,
    thing: &Proposal,
    action: Action,
) -> Result<Permit, Failure> {
    let anchors = thing.anchors();
    let is_for = |role: Role| {
        let rule = action.rule();
        rule.allowances.iter().any(|a| a.roles.contains(&role))
    };
    if is_for(Role::ClusterRepresentative) {
        let cluster = tx.cluster(thing.facts().cluster_id)?;
        return applicant(tx, &cluster, &way.line.cluster, action, &anchors);
    }
    if is_for(Role::KdiscDpe) {
        return convenor(tx, thing.district(), action);
    }
    let grant = Grant { role: Role::KdiscOfficer, scope: Scope::State };
    as_account(tx, "officer", grant, action, &anchors)
}

/// The convenor of a district, where its core group is constituted; else somebody of that role.
pub(super) fn convenor(
    tx: &mut Tx<'_>,
    district: &DistrictCode,
    action: Action,
) -> Result<Permit, Failure> {
    let grant = Grant { role: Role::KdiscDpe, scope: Scope::District(district.clone()) };
    let anchors = Anchors { districts: vec![district.clone()], ..Anchors::default() };
    match seated_in(Role::KdiscDpe, district) {
        Some(name) => as_account(tx, &name, grant, action, &anchors),
        None => permit_of(grant, action, &anchors),
    }
}
