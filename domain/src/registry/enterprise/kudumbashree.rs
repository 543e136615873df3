//! Kudumbashree units: anchored at a neighbourhood group, an area or a community development society
//! (rule R2.4).

use super::{EnterpriseFacts, EnterpriseKind};
use crate::Code;
use crate::Violation;
use crate::kernel::external::{ExternalId, SourceSystem};
use crate::kernel::text::Line;
use crate::registry::place::{PlaceLevel, PlaceRef};

words! {
    /// A tier of Kudumbashree's community organisation.
    AnchorLevel("anchor_level") {
        /// Neighbourhood group: ten to twenty women, one of each family.
        Nhg = "nhg" ("Neighbourhood group (NHG)", "അയൽക്കൂട്ടം (NHG)"),
        /// Area development society: one per ward.
        Ads = "ads" ("Area development society (ADS)", "ഏരിയ ഡെവലപ്മെന്റ് സൊസൈറ്റി (ADS)"),
        /// Community development society: one per local body, two in some cities.
        Cds = "cds" ("Community development society (CDS)", "കമ്മ്യൂണിറ്റി ഡെവലപ്മെന്റ് സൊസൈറ്റി (CDS)"),
    }
}

words! {
    /// What a Kudumbashree unit lives by.
    KudumbashreeSector("kudumbashree_sector") {
        /// Making things.
        Production = "production" ("Production", "ഉൽപ്പാദനം"),
        /// Services.
        Service = "service" ("Service", "സേവനം"),
        /// Buying and selling.
        Trade = "trade" ("Trade", "വ്യാപാരം"),
    }
}

/// The group of a unit. No format of these ids is published, so they are opaque.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct KudumbashreeAnchor {
    /// Its tier.
    pub level: AnchorLevel,
    /// The system that issued the id.
    pub source_system: SourceSystem,
    /// Its id in that system.
    pub external_id: ExternalId,
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub name: Line,
    /// The local body of the group.
    pub local_body: PlaceRef,
}

/// The Kudumbashree facts of an enterprise.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct KudumbashreeFacts {
    /// The group that it belongs to.
    pub anchor: KudumbashreeAnchor,
    /// Its sector.
    pub sector: KudumbashreeSector,
}

/// A group enterprise has so many members (Kudumbashree, Rural Micro Enterprise guidelines).
const GROUP: std::ops::RangeInclusive<i32> = 5..=10;

impl EnterpriseKind {
    /// Whether it is a unit of Kudumbashree.
    #[must_use]
    pub const fn is_kudumbashree(self) -> bool {
        !matches!(self, Self::Firm)
    }
}

/// Rules that a unit must keep.
pub(super) fn violations(facts: &EnterpriseFacts) -> Vec<Violation> {
    let mut violations = Vec::new();
    if let Some(unit) = &facts.kudumbashree {
        if !facts.kind.is_kudumbashree() {
            violations.push(Violation::new(Code::NotKudumbashree).at("/kudumbashree"));
        }
        if !is_local_body(unit.anchor.local_body.level) {
            let place = "/kudumbashree/anchor/local_body/level";
            violations.push(Violation::new(Code::LocalBodyLevel).at(place));
        }
    }
    if facts.kind == EnterpriseKind::KudumbashreeIndividual && facts.members.is_some_and(|n| n != 1)
    {
        violations.push(Violation::new(Code::IndividualMembers).at("/members"));
    }
    violations
}

/// What is unusual about a unit and yet taken: the registry shows units as they are.
pub(super) fn warnings(facts: &EnterpriseFacts) -> Vec<Violation> {
    let mut found = Vec::new();
    if facts.kind.is_kudumbashree() && facts.kudumbashree.is_none() {
        found.push(Violation::new(Code::AnchorMissing).at("/kudumbashree"));
    }
    if facts.kind == EnterpriseKind::KudumbashreeGroup {
        if facts.members.is_some_and(|n| !GROUP.contains(&n)) {
            found.push(Violation::new(Code::GroupSize).at("/members"));
        }
        let women = facts.members.zip(facts.women_members);
        if women.is_some_and(|(members, women)| women < members) {
            found.push(Violation::new(Code::GroupOfWomen).at("/women_members"));
        }
    }
    found
}

/// Whether a place of this level is a local body at which a society is formed.
pub(super) const fn is_local_body(level: PlaceLevel) -> bool {
    matches!(level, PlaceLevel::GramaPanchayat | PlaceLevel::Municipality | PlaceLevel::Corporation)
}
