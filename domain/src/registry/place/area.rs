//! Which area lies in which, and which overlap: the levels of Kerala are no tree (rule R1.2).

use super::PlaceLevel;
use super::PlaceLevel::{
    AssemblyConstituency, BlockPanchayat, Corporation, DevelopmentBlock, District,
    DistrictPanchayat, GramaPanchayat, Municipality, State, Taluk, Ward,
};
use crate::kernel::id::PlaceId;
use crate::kernel::text::Text;

words! {
    /// The stated relation of two areas.
    AreaRelation("area_relation") {
        /// The area lies wholly in the other.
        Within = "within" ("Lies wholly within", "പൂർണ്ണമായും ഉള്ളിൽ"),
        /// The areas share some ground.
        Overlaps = "overlaps" ("Overlaps", "ഭാഗികമായി പൊതുവായത്"),
    }
}

words! {
    /// The relation of an area to a place.
    AreaWay("area_way") {
        /// It lies wholly in the place.
        Contains = "contains" ("Within the place", "സ്ഥലത്തിനുള്ളിൽ"),
        /// The place lies wholly in it.
        Within = "within" ("Around the place", "സ്ഥലത്തെ ഉൾക്കൊള്ളുന്നത്"),
        /// It shares ground with the place.
        Overlaps = "overlaps" ("Overlaps the place", "സ്ഥലവുമായി ഭാഗികമായി പൊതുവായത്"),
    }
}

/// An area that a place lies in or overlaps, with its source.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The relation of the place to the area.
    pub relation: AreaRelation,
    /// The other area.
    pub place: PlaceId,
    /// The source: an order, a list, a gazette.
    #[cfg_attr(
        feature = "openapi",
        schema(
            inline,
            example = "Delimitation of Parliamentary and Assembly Constituencies Order, 2008"
        )
    )]
    pub source: Text<120>,
}

/// In what areas of a level can lie; a place lies in its district without a word.
const LIES_IN: &[(PlaceLevel, &[PlaceLevel])] = &[
    (State, &[]),
    (District, &[State]),
    (Taluk, &[District]),
    (DevelopmentBlock, &[District]),
    (DistrictPanchayat, &[District]),
    (BlockPanchayat, &[DevelopmentBlock, DistrictPanchayat, District]),
    (
        GramaPanchayat,
        &[
            BlockPanchayat,
            DevelopmentBlock,
            DistrictPanchayat,
            Taluk,
            AssemblyConstituency,
            District,
        ],
    ),
    (Municipality, &[Taluk, AssemblyConstituency, District]),
    (Corporation, &[Taluk, AssemblyConstituency, District]),
    (
        Ward,
        &[
            GramaPanchayat,
            Municipality,
            Corporation,
            BlockPanchayat,
            DistrictPanchayat,
            DevelopmentBlock,
            Taluk,
            AssemblyConstituency,
            District,
        ],
    ),
    (AssemblyConstituency, &[District]),
];

impl PlaceLevel {
    /// Whether an area of this level can lie wholly in one of the other. No level can lie in itself, by
    /// whatever way round, so areas never lie in each other in a circle.
    #[must_use]
    pub fn can_lie_in(self, other: Self) -> bool {
        LIES_IN.iter().any(|(level, larger)| *level == self && larger.contains(&other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_is_in_the_table_and_none_lies_in_itself_by_any_way() {
        for level in PlaceLevel::ALL {
            assert_eq!(LIES_IN.iter().filter(|(known, _)| known == level).count(), 1, "{level}");
            let (mut reached, mut ways) = (Vec::new(), vec![*level]);
            while let Some(at) = ways.pop() {
                for larger in PlaceLevel::ALL.iter().filter(|larger| at.can_lie_in(**larger)) {
                    if !reached.contains(larger) {
                        reached.push(*larger);
                        ways.push(*larger);
                    }
                }
            }
            assert!(!reached.contains(level), "{level} lies in itself");
        }
    }

    #[test]
    fn a_constituency_is_not_nested_in_a_block_nor_a_block_in_a_constituency() {
        assert!(!AssemblyConstituency.can_lie_in(DevelopmentBlock));
        assert!(!DevelopmentBlock.can_lie_in(AssemblyConstituency));
        assert!(GramaPanchayat.can_lie_in(AssemblyConstituency));
    }
}
