//! Clusters: the directory of the programme.

use crate::extract::{Body, Caller, List, Patch, Resource, Writing, filter};
use crate::page::PageOf;
use crate::problem::{Kind, Problem};
use crate::routes::shared::known_activities;
use crate::routes::shared::{Answered, removed, saved, version};
use actix_web::web::Path;
use odoi_domain::activity::ActivityCode;
use odoi_domain::cluster::{Cluster, ClusterFacts, ClusterKind};
use odoi_domain::entity::Facts;
use odoi_domain::id::ClusterId;
use odoi_domain::name::Name;
use odoi_domain::place::{DistrictCode, PlaceCode, PlaceLevel};
use odoi_domain::policy::Action;
use odoi_domain::text::Text;
use odoi_domain::{Entity, Flaw, Moment};
use odoi_persistence::port::ClusterFilter;
use serde::Serialize;
use utoipa::ToSchema;

filter!(ClusterFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    district: "Only clusters of these districts (LGD code).",
    kind: "Only clusters of these kinds.",
    constituency: "Only clusters anchored in these assembly constituencies (number).",
}, words: q);

/// Cluster as it is shown.
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
    /// Counts its states; the entity tag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was made.
    pub created_at: Moment,
    /// When it last changed.
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
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for ClusterView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/clusters/{}", self.id)
    }
}

/// Demands that the constituency is one, and lies in the cluster's district.
fn known_constituency(tx: &mut Writing<'_, '_>, facts: &ClusterFacts) -> Result<(), Problem> {
    let Some(number) = &facts.constituency else {
        return Ok(());
    };
    let found = tx.place_by_code(PlaceLevel::AssemblyConstituency, number)?;
    let code = match found {
        None => "unknown_reference",
        Some(place) if place.facts().district.as_ref() != Some(&facts.district) => "other_district",
        Some(_) => return Ok(()),
    };
    Err(Problem::new(Kind::Invalid).faults(vec![Flaw::new(code).at("/constituency").into()]))
}

/// List clusters
///
/// Every cluster of the programme.
#[utoipa::path(
    get, path = "/v1/clusters", tag = "clusters", params(List<ClusterFilter>),
    responses((status = 200, description = "A page.", body = PageOf<ClusterView>)),
    extensions(("x-action" = json!("cluster.list")))
)]
pub(crate) async fn list_clusters(caller: Caller, list: List<ClusterFilter>) -> Answered {
    caller
        .page(
            list,
            Action::ListClusters,
            |repo, f, view, paging| repo.clusters(f, view, paging),
            |_, thing| ClusterView::of(&thing),
        )
        .await
}

/// Register a cluster
///
/// By the General Manager or convenor of the district, or K-DISC.
#[utoipa::path(
    post, path = "/v1/clusters", tag = "clusters", request_body = ClusterFacts,
    responses((status = 201, description = "Registered.", body = ClusterView)),
    extensions(("x-action" = json!("cluster.create")))
)]
pub(crate) async fn create_cluster(caller: Caller, body: Body<ClusterFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_cluster", &body.bytes, move |tx| {
            let id = tx.mint();
            let permit = tx.authorize(Action::CreateCluster, &facts.anchors(id))?;
            known_activities(tx, &facts.activities)?;
            known_constituency(tx, &facts)?;
            let now = tx.now();
            let thing = tx.save(Cluster::register(&permit, id, facts, now)?)?;
            saved(201, &thing, ClusterView::of)
        })
        .await
}

/// Read a cluster
///
/// A cluster by its id.
#[utoipa::path(
    get, path = "/v1/clusters/{id}", tag = "clusters", params(("id" = ClusterId, Path, description = "Its id.")),
    responses((status = 200, description = "As it is now.", body = ClusterView)),
    extensions(("x-action" = json!("cluster.read")))
)]
pub(crate) async fn get_cluster(caller: Caller, id: Path<ClusterId>) -> Answered {
    caller
        .item(move |reading| {
            let thing = reading.cluster(*id)?;
            reading.authorize(Action::ReadCluster, &thing.anchors())?;
            Ok(ClusterView::of(&thing))
        })
        .await
}

/// Change a cluster
///
/// By the General Manager or convenor of the district, K-DISC, or its own representative.
#[utoipa::path(
    patch, path = "/v1/clusters/{id}", tag = "clusters", params(("id" = ClusterId, Path, description = "Its id.")),
    request_body(content = ClusterFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "As it is now.", body = ClusterView)),
    extensions(("x-action" = json!("cluster.update")))
)]
pub(crate) async fn update_cluster(
    caller: Caller,
    id: Path<ClusterId>,
    patch: Patch<ClusterFacts>,
) -> Answered {
    let bytes = patch.bytes.clone();
    caller
        .write("update_cluster", &bytes, move |tx| {
            let thing = tx.cluster(*id)?;
            let permit = tx.authorize(Action::UpdateCluster, &thing.anchors())?;
            tx.at(&thing)?;
            let facts = patch.onto(thing.facts())?;
            known_activities(tx, &facts.activities)?;
            known_constituency(tx, &facts)?;
            let now = tx.now();
            let thing = tx.save(thing.amend(&permit, facts, now)?)?;
            saved(200, &thing, ClusterView::of)
        })
        .await
}

/// Remove a cluster
///
/// Refused while linkages or proposals refer to it.
#[utoipa::path(
    delete, path = "/v1/clusters/{id}", tag = "clusters", params(("id" = ClusterId, Path, description = "Its id.")),
    responses((status = 204, description = "Removed.")),
    extensions(("x-action" = json!("cluster.delete")))
)]
pub(crate) async fn delete_cluster(caller: Caller, id: Path<ClusterId>) -> Answered {
    caller
        .write("delete_cluster", &[], move |tx| {
            let thing = tx.cluster(*id)?;
            let permit = tx.authorize(Action::DeleteCluster, &thing.anchors())?;
            tx.at(&thing)?;
            let now = tx.now();
            Ok(removed(&tx.save(thing.remove(&permit, now))?))
        })
        .await
}
