//! Clusters: the directory of the programme.

use crate::extract::{Caller, filter};
use crate::routes::registered::registered;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::reads::ClusterFilter;
use odoi_domain::kernel::geo::Point;
use odoi_domain::kernel::id::ClusterId;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Text;
use odoi_domain::policy::Action;
use odoi_domain::registry::activity::ActivityCode;
use odoi_domain::registry::cluster::assets::{AnchorPlace, Brand, Shared, Vehicle};
use odoi_domain::registry::cluster::chain::ProductChain;
use odoi_domain::registry::cluster::{Cluster, ClusterFacts, ClusterKind};
use odoi_domain::registry::place::{DistrictCode, PlaceCode};
use odoi_domain::{Entity, Moment};
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

registered! {
    Cluster, ClusterFacts, ClusterView, ClusterId, ClusterFilter,
    tag: "clusters", paths: ("/v1/clusters", "/v1/clusters/{id}"), ports: (clusters, cluster),
    list_clusters: ListClusters = ("List clusters", "Every cluster of the programme.");
    create_cluster: CreateCluster = ("Register a cluster", "By the General Manager or convenor of the district, or K-DISC.");
    get_cluster: ReadCluster = ("Read a cluster", "A cluster by its id.");
    update_cluster: UpdateCluster = ("Change a cluster", "By the General Manager or convenor of the district, K-DISC, or its own representative. The district cannot change while a proposal of the cluster is under way or an award is not settled (409 `in-use`).");
    delete_cluster: DeleteCluster = ("Remove a cluster", "Refused while linkages, memberships, proposals or statements refer to it.");
}
