//! Clusters: enterprises near each other that make the same or similar things (rule R3.1).

use crate::activity::ActivityCode;
use crate::place::{DistrictCode, PlaceCode};
use crate::text::Text;
use crate::{
    Flaw, Kind, actor::Anchors, enterprise, entity, entity::Registered, id::ClusterId, name::Name,
};

words! {
    /// What kind of cluster it is.
    ClusterKind("cluster_kind") {
        /// A manufacturing cluster.
        Manufacturing = "manufacturing",
        /// A cluster of medium enterprises.
        MediumEnterprise = "medium_enterprise",
        /// A cluster of micro-enterprises.
        MicroEnterprise = "micro_enterprise",
    }
}

/// What is stated about a cluster.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClusterFacts {
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub kind: ClusterKind,
    /// Its sector, in a word or two.
    #[cfg_attr(feature = "openapi", schema(inline, example = "food"))]
    pub sector: Text<60>,
    /// The district that it is anchored in.
    pub district: DistrictCode,
    /// The number of the assembly constituency that it is anchored in.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub constituency: Option<PlaceCode>,
    /// What its members do; the first is the main activity.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 8))]
    pub activities: Vec<ActivityCode>,
}

/// A cluster.
pub type Cluster = Registered<ClusterFacts>;

impl entity::Facts for ClusterFacts {
    type Id = ClusterId;
    const KIND: Kind = Kind::Cluster;

    fn anchors(&self, id: ClusterId) -> Anchors {
        Anchors {
            districts: vec![self.district.clone()],
            clusters: vec![id],
            ..Anchors::default()
        }
    }

    fn check(&self) -> Vec<Flaw> {
        enterprise::repeated(&self.activities)
    }

    fn heading(&self) -> crate::search::Heading {
        crate::search::Heading::of(&self.name).active(&self.activities)
    }

    fn search_text(&self) -> String {
        format!("{} {}", self.name.text(), self.sector)
    }
}
