//! Clusters: enterprises near each other that make the same or similar things (rule R3.1).

pub mod assets;
pub mod chain;
pub mod naming;

use crate::Code;
use crate::formation::cooperation::LadderStep;
use crate::kernel::entity;
use crate::kernel::entity::Refusal;
use crate::kernel::entity::Registered;
use crate::kernel::geo::Point;
use crate::kernel::id::ClusterId;
use crate::kernel::name::Name;
use crate::kernel::text::Text;
use crate::policy::actor::Anchors;
use crate::registry::activity::ActivityCode;
use crate::registry::enterprise;
use crate::registry::membership::Member;
use crate::registry::place::{DistrictCode, PlaceCode, PlaceLevel};
use crate::{EventType, Kind, Moment, Recorded, Violation, policy::Permit};
use assets::{AnchorPlace, Brand, Shared, Vehicle, repeats};
use chain::ProductChain;
use std::collections::BTreeSet;

words! {
    /// What kind of cluster it is.
    ClusterKind("cluster_kind") {
        /// A manufacturing cluster.
        Manufacturing = "manufacturing" ("Manufacturing cluster", "ഉൽപ്പാദന ക്ലസ്റ്റർ"),
        /// A cluster of medium enterprises.
        MediumEnterprise = "medium_enterprise" ("Cluster of medium enterprises", "ഇടത്തരം സംരംഭങ്ങളുടെ ക്ലസ്റ്റർ"),
        /// A cluster of micro-enterprises.
        MicroEnterprise = "micro_enterprise" ("Cluster of micro-enterprises", "സൂക്ഷ്മ സംരംഭങ്ങളുടെ ക്ലസ്റ്റർ"),
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
    /// The point around which its members gather, in Kerala: its common facility, or the middle of its members.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub location: Option<Point>,
    /// Further places where it is anchored: constituencies, local bodies, blocks. The constituency given above
    /// need not be repeated.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub anchor_places: Vec<AnchorPlace>,
    /// The legal person that owns what the members share, if there is one.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub vehicle: Option<Vehicle>,
    /// Its product chains, step by step.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 10))]
    pub chains: Vec<ProductChain>,
    /// Inputs that members share.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub shared_inputs: Vec<Shared>,
    /// Machines that members share.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub machines: Vec<Shared>,
    /// Skills that members share.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub skills: Vec<Shared>,
    /// Its brands, geographical indications and certificates.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub brands: Vec<Brand>,
}

impl ClusterFacts {
    /// The numbers of all its assembly constituencies, the main one first, each once.
    #[must_use]
    pub fn constituencies(&self) -> Vec<PlaceCode> {
        let others = self
            .anchor_places
            .iter()
            .filter(|place| place.level == PlaceLevel::AssemblyConstituency)
            .map(|place| &place.code);
        let mut all: Vec<PlaceCode> = Vec::new();
        for code in self.constituency.iter().chain(others) {
            if !all.contains(code) {
                all.push(code.clone());
            }
        }
        all
    }

    /// Everybody that its chains and shared things name, and where.
    #[must_use]
    pub fn named_members(&self) -> Vec<(String, Member)> {
        let mut named = Vec::new();
        let mut add = |at: String, members: &[Member]| {
            for (number, member) in members.iter().enumerate() {
                named.push((format!("{at}/{number}"), *member));
            }
        };
        for (c, chain) in self.chains.iter().enumerate() {
            for (s, step) in chain.steps.iter().enumerate() {
                add(format!("/chains/{c}/steps/{s}/members"), &step.members);
                add(format!("/chains/{c}/steps/{s}/alternatives"), &step.alternatives);
            }
        }
        let lists = [
            ("shared_inputs", &self.shared_inputs),
            ("machines", &self.machines),
            ("skills", &self.skills),
        ];
        for (name, list) in lists {
            for (number, shared) in list.iter().enumerate() {
                add(format!("/{name}/{number}/members"), &shared.members);
            }
        }
        named
    }

    /// Entries that stand twice in the lists of assets.
    fn repeated_assets(&self) -> Vec<Violation> {
        let tag = |shared: &Shared| crate::kernel::fold::words(shared.tag.as_str());
        let mut violations = repeats(&self.anchor_places, "anchor_places", Clone::clone);
        violations.extend(repeats(&self.shared_inputs, "shared_inputs", tag));
        violations.extend(repeats(&self.machines, "machines", tag));
        violations.extend(repeats(&self.skills, "skills", tag));
        violations.extend(repeats(&self.brands, "brands", |b| (b.name.clone(), b.kind)));
        for (number, chain) in self.chains.iter().enumerate() {
            violations.extend(chain.check(&format!("/chains/{number}")));
        }
        for (at, list) in [
            ("shared_inputs", &self.shared_inputs),
            ("machines", &self.machines),
            ("skills", &self.skills),
        ] {
            for (place, shared) in list.iter().enumerate() {
                let mut seen = BTreeSet::new();
                for (number, member) in shared.members.iter().enumerate() {
                    if !seen.insert(*member) {
                        let pointer = format!("/{at}/{place}/members/{number}");
                        violations.push(Violation::new(Code::Repeated).at(&pointer));
                    }
                }
            }
        }
        violations
    }
}

/// A cluster.
pub type Cluster = Registered<ClusterFacts>;

impl Cluster {
    /// Says that the cluster stands on another step of the co-operation ladder: no fact of it has
    /// changed, but who follows it must hear of it.
    pub fn ladder_moved(
        self,
        permit: &Permit,
        from: Option<LadderStep>,
        to: Option<LadderStep>,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let name = |step: Option<LadderStep>| step.map_or("none", LadderStep::text);
        let moved = self.noted(permit, EventType::ClusterLadderMoved, now)?;
        Ok(moved.fact("from", name(from)).fact("to", name(to)))
    }
}

impl entity::Facts for ClusterFacts {
    type Id = ClusterId;
    const KIND: Kind = Kind::Cluster;
    const CREATED: EventType = EventType::ClusterCreated;
    const UPDATED: EventType = EventType::ClusterUpdated;
    const REMOVED: EventType = EventType::ClusterRemoved;

    fn anchors(&self, id: ClusterId) -> Anchors {
        Anchors { districts: vec![self.district.clone()], clusters: vec![id], ..Anchors::default() }
    }

    fn check(&self) -> Vec<Violation> {
        let mut violations = enterprise::repeated(&self.activities);
        let outside = self.location.and_then(|at| at.flaw_outside_kerala("/location"));
        violations.extend(outside);
        violations.extend(self.repeated_assets());
        violations
    }

    fn heading(&self) -> crate::kernel::search::Heading {
        crate::kernel::search::Heading::of(&self.name).active(&self.activities)
    }

    fn search_text(&self) -> String {
        let mut text = format!("{} {}", self.name.text(), self.sector);
        let products = self.chains.iter().map(|chain| chain.product.text());
        let brands = self.brands.iter().map(|brand| brand.name.to_string());
        for more in products.chain(brands) {
            text.push(' ');
            text.push_str(&more);
        }
        text
    }
}
