//! Clusters: the directory of the programme.

use crate::extract::{Caller, WriteContext, filter};
use crate::problem::{Kind, Problem};
use crate::routes::registry::registry;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::registry::activities::known_activities;
use odoi_application::registry::relocation::relocate_linkages;
use odoi_domain::Code;
use odoi_domain::activity::ActivityCode;
use odoi_domain::award::{Award, AwardState};
use odoi_domain::cluster::assets::{AnchorPlace, Brand, Shared, Vehicle};
use odoi_domain::cluster::chain::ProductChain;
use odoi_domain::cluster::{Cluster, ClusterFacts, ClusterKind};
use odoi_domain::entity::Document;
use odoi_domain::geo::Point;
use odoi_domain::id::ClusterId;
use odoi_domain::linkage::{End, EndKind};
use odoi_domain::membership::{Member, Sides};
use odoi_domain::name::Name;
use odoi_domain::place::{DistrictCode, PlaceCode, PlaceLevel};
use odoi_domain::policy::{Action, Permit};
use odoi_domain::proposal::Proposal;
use odoi_domain::text::Text;
use odoi_domain::{Entity, Moment, Violation};
use odoi_persistence::port::ClusterFilter;
use serde::Serialize;
use utoipa::ToSchema;

filter!(ClusterFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    district: "Only clusters of these districts (LGD code).",
    kind: "Only clusters of these kinds.",
    constituency: "Only clusters anchored in these assembly constituencies (number).",
}, words: q, located: true);

/// A cluster.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClusterView {
    /// Its id.
    pub id: ClusterId,
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub kind: ClusterKind,
    /// Its sector.
    #[schema(inline)]
    pub sector: Text<60>,
    /// The district that it is anchored in.
    pub district: DistrictCode,
    /// The number of the assembly constituency that it is anchored in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constituency: Option<PlaceCode>,
    /// What its members do; the first is the main activity.
    #[schema(max_items = 8)]
    pub activities: Vec<ActivityCode>,
    /// The point around which its members gather.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Point>,
    /// Further places where it is anchored.
    #[schema(max_items = 40)]
    pub anchor_places: Vec<AnchorPlace>,
    /// The legal person that owns what the members share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<Vehicle>,
    /// Its product chains, step by step.
    #[schema(max_items = 10)]
    pub chains: Vec<ProductChain>,
    /// Inputs that members share.
    #[schema(max_items = 40)]
    pub shared_inputs: Vec<Shared>,
    /// Machines that members share.
    #[schema(max_items = 40)]
    pub machines: Vec<Shared>,
    /// Skills that members share.
    #[schema(max_items = 40)]
    pub skills: Vec<Shared>,
    /// Its brands, geographical indications and certificates.
    #[schema(max_items = 20)]
    pub brands: Vec<Brand>,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was created.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl ClusterView {
    fn of(thing: &Cluster) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            name: facts.name,
            kind: facts.kind,
            sector: facts.sector,
            district: facts.district,
            constituency: facts.constituency,
            activities: facts.activities,
            location: facts.location,
            anchor_places: facts.anchor_places,
            vehicle: facts.vehicle,
            chains: facts.chains,
            shared_inputs: facts.shared_inputs,
            machines: facts.machines,
            skills: facts.skills,
            brands: facts.brands,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

/// Demands that the constituency is one, and lies in the cluster's district.
fn known_constituency(tx: &mut WriteContext<'_, '_>, facts: &ClusterFacts) -> Result<(), Problem> {
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
    Err(Problem::new(Kind::Invalid).violations(vec![violation.at("/constituency")]))
}

/// What the facts refer to must exist: every reference that does not is named.
fn known(tx: &mut WriteContext<'_, '_>, thing: &Cluster) -> Result<(), Problem> {
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
    if violations.is_empty() {
        Ok(())
    } else {
        Err(Problem::new(Kind::Invalid).violations(violations))
    }
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
fn may_move(tx: &mut WriteContext<'_, '_>, thing: &Cluster) -> Result<(), Problem> {
    let (id, to) = (thing.meta().id, &thing.facts().district);
    let holds =
        |proposal: &Proposal| proposal.district() != to && proposal.status().state.is_pending();
    let owes =
        |award: &Award| award.state().district != *to && award.status() != AwardState::Settled;
    if tx.proposals_of(id)?.iter().any(holds) || tx.awards_of(id)?.iter().any(owes) {
        let violation = Violation::new(Code::UnderWayHere).at("/district");
        return Err(Problem::new(Kind::InUse).violations(vec![violation]));
    }
    Ok(())
}

/// What stands in its district moves with it: its linkages, memberships, proposals and awards,
/// and what has been said about it.
fn relocate(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    thing: &Cluster,
) -> Result<(), Problem> {
    may_move(tx, thing)?;
    for proposal in tx.proposals_of(thing.meta().id)? {
        if let Some(moved) = proposal.relocate(permit, &thing.facts().district, tx.now())? {
            tx.save(moved)?;
        }
    }
    for award in tx.awards_of(thing.meta().id)? {
        if let Some(moved) = award.relocate(permit, &thing.facts().district, tx.now())? {
            tx.save(moved)?;
        }
    }
    for membership in tx.memberships_in(thing.meta().id)? {
        let sides = Sides {
            cluster: thing.facts().district.clone(),
            ..membership.sides().clone()
        };
        if let Some(moved) = membership.relocate(permit, sides, tx.now())? {
            tx.save(moved)?;
        }
    }
    relocate_statements(tx, permit, thing)?;
    let end = End {
        kind: EndKind::Cluster,
        id: thing.meta().id.0,
    };
    Ok(relocate_linkages(tx, permit, end, &thing.facts().district)?)
}

/// What has been said about a cluster stands where it stands.
fn relocate_statements(
    tx: &mut WriteContext<'_, '_>,
    permit: &Permit,
    thing: &Cluster,
) -> Result<(), Problem> {
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

registry! {
    Cluster, ClusterFacts, ClusterView, ClusterId, ClusterFilter,
    tag: "clusters", paths: ("/v1/clusters", "/v1/clusters/{id}"), ports: (clusters, cluster),
    checks: [known], follows: [relocate], removes: [],
    list_clusters: ListClusters = ("List clusters", "Every cluster of the programme.");
    create_cluster: CreateCluster = ("Register a cluster", "By the General Manager or convenor of the district, or K-DISC.");
    get_cluster: ReadCluster = ("Read a cluster", "A cluster by its id.");
    update_cluster: UpdateCluster = ("Change a cluster", "By the General Manager or convenor of the district, K-DISC, or its own representative. The district cannot change while a proposal of the cluster is under way or an award is not settled (409 `in-use`).");
    delete_cluster: DeleteCluster = ("Remove a cluster", "Refused while linkages, memberships, proposals or statements refer to it.");
}
