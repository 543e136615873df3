//! Places: overlapping areas, each known by its level and the code of that level (rules R1.1, R1.2).

mod area;
mod code;
mod reference;

use crate::Code;
pub use area::{Area, AreaRelation, AreaWay};
pub use code::{CodeSystem, DistrictCode, OtherCode, PinCode, PlaceCode, PlaceKey};
pub use reference::{PlaceName, PlaceRef};

use crate::kernel::entity;
use crate::kernel::entity::Registered;
use crate::kernel::geo::Point;
use crate::kernel::id::PlaceId;
use crate::kernel::name::Name;
use crate::kernel::text::Line;
use crate::policy::actor::Anchors;
use crate::{EventType, Kind, Violation, Word};

words! {
    /// The level of a place. Each level is its own number space, and levels overlap.
    PlaceLevel("place_level") {
        /// The state of Kerala.
        State = "state" ("State", "സംസ്ഥാനം"),
        /// A revenue district; code: LGD.
        District = "district" ("District", "ജില്ല"),
        /// A taluk; code: LGD sub-district.
        Taluk = "taluk" ("Taluk", "താലൂക്ക്"),
        /// A development block; code: LGD.
        DevelopmentBlock = "development_block" ("Development block", "വികസന ബ്ലോക്ക്"),
        /// A grama panchayat; code: LGD local body.
        GramaPanchayat = "grama_panchayat" ("Grama panchayat", "ഗ്രാമപഞ്ചായത്ത്"),
        /// A block panchayat; code: State Election Commission.
        BlockPanchayat = "block_panchayat" ("Block panchayat", "ബ്ലോക്ക് പഞ്ചായത്ത്"),
        /// A district panchayat; code: State Election Commission.
        DistrictPanchayat = "district_panchayat" ("District panchayat", "ജില്ലാ പഞ്ചായത്ത്"),
        /// A municipality; code: LGD local body.
        Municipality = "municipality" ("Municipality", "നഗരസഭ"),
        /// A municipal corporation; code: LGD local body.
        Corporation = "corporation" ("Municipal corporation", "കോർപ്പറേഷൻ"),
        /// A ward of a local body; code: State Election Commission.
        Ward = "ward" ("Ward", "വാർഡ്"),
        /// An assembly constituency; code: its number, 1 to 140.
        AssemblyConstituency = "assembly_constituency" ("Assembly constituency", "നിയമസഭാ മണ്ഡലം"),
    }
}

impl PlaceLevel {
    /// Whether the official code of this level is that of the Local Government Directory.
    #[must_use]
    pub const fn is_keyed_on_lgd(self) -> bool {
        !matches!(
            self,
            Self::BlockPanchayat
                | Self::DistrictPanchayat
                | Self::Ward
                | Self::AssemblyConstituency
        )
    }
}

/// What is stated about a place.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PlaceFacts {
    /// Its level.
    pub level: PlaceLevel,
    /// Its official code, unique within the level.
    pub code: PlaceCode,
    /// Its name.
    pub name: Name,
    /// Its district. Absent for the state and for areas that cross districts.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub district: Option<DistrictCode>,
    /// Its centroid, if known; in Kerala.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub centroid: Option<Point>,
    /// Its codes in other lists.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 8))]
    pub other_codes: Vec<OtherCode>,
    /// Other spellings and former names, for search.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, max_items = 12))]
    pub other_names: Vec<Line>,
    /// The postal index numbers used in it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub pin_codes: Vec<PinCode>,
    /// The larger areas that it lies in or overlaps, besides its district.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub areas: Vec<Area>,
    /// Whether a person has corrected it. Imports then leave it unchanged.
    #[serde(default)]
    pub is_protected: bool,
}

impl PlaceFacts {
    /// A place of which nothing is known but level, code and name.
    #[must_use]
    pub const fn new(level: PlaceLevel, code: PlaceCode, name: Name) -> Self {
        Self {
            level,
            code,
            name,
            district: None,
            centroid: None,
            other_codes: Vec::new(),
            other_names: Vec::new(),
            pin_codes: Vec::new(),
            areas: Vec::new(),
            is_protected: false,
        }
    }
}

/// A place.
pub type Place = Registered<PlaceFacts>;

impl entity::Facts for PlaceFacts {
    type Id = PlaceId;
    const KIND: Kind = Kind::Place;
    const CREATED: EventType = EventType::PlaceCreated;
    const UPDATED: EventType = EventType::PlaceUpdated;
    const REMOVED: EventType = EventType::PlaceRemoved;

    fn anchors(&self, _id: PlaceId) -> Anchors {
        Anchors { districts: self.district.iter().cloned().collect(), ..Anchors::default() }
    }

    fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        let code = self.code.to_string();
        match self.level {
            PlaceLevel::District if code.parse::<DistrictCode>().is_err() => {
                violations.push(Violation::new(Code::DistrictCode).at("/code"));
            }
            PlaceLevel::District
                if self.district.as_ref().is_some_and(|d| d.to_string() != code) =>
            {
                violations.push(Violation::new(Code::DistrictOfDistrict).at("/district"));
            }
            PlaceLevel::AssemblyConstituency if !matches!(code.parse::<u16>(), Ok(1..=140)) => {
                violations.push(Violation::new(Code::ConstituencyNumber).at("/code"));
            }
            _ => {}
        }
        violations.extend(self.centroid.and_then(|at| at.flaw_outside_kerala("/centroid")));
        violations.extend(repeated("/other_codes", &self.other_codes, |a, b| a.system == b.system));
        violations.extend(repeated("/other_names", &self.other_names, |a, b| a == b));
        violations.extend(repeated("/pin_codes", &self.pin_codes, |a, b| a == b));
        violations.extend(repeated("/areas", &self.areas, |a, b| a.place == b.place));
        violations
    }

    fn heading(&self) -> crate::kernel::search::Heading {
        crate::kernel::search::Heading::of(&self.name)
    }

    fn search_text(&self) -> String {
        let mut text = format!("{} {}", self.name.text(), self.code);
        let names = self.other_names.iter().map(Line::as_str);
        let codes = self.other_codes.iter().map(|other| other.code.as_str());
        let pins = self.pin_codes.iter().map(PinCode::as_str);
        for more in names.chain(codes).chain(pins) {
            text.push(' ');
            text.push_str(more);
        }
        text
    }
}

/// What stands twice in a list, at its second place.
fn repeated<T>(list: &str, values: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<Violation> {
    let twice = |(place, value): (usize, &T)| {
        values
            .iter()
            .take(place)
            .any(|earlier| same(earlier, value))
            .then(|| Violation::new(Code::Repeated).at(&format!("{list}/{place}")))
    };
    values.iter().enumerate().filter_map(twice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::entity::Facts;

    fn place() -> PlaceFacts {
        let name = Name::english(Line::new("Kalady").unwrap());
        PlaceFacts::new(PlaceLevel::GramaPanchayat, "221053".parse().unwrap(), name)
    }

    fn violations(facts: &PlaceFacts) -> Vec<(&'static str, String)> {
        facts
            .check()
            .into_iter()
            .map(|violation| (violation.code.text(), violation.pointer))
            .collect()
    }

    #[test]
    fn nothing_stands_twice_and_a_list_gives_one_code() {
        let other = |system, code: &str| OtherCode { system, code: code.parse().unwrap() };
        let facts = PlaceFacts {
            other_codes: vec![
                other(CodeSystem::Lsg, "G070301"),
                other(CodeSystem::Sec2025, "G07010"),
                other(CodeSystem::Lsg, "G070302"),
            ],
            pin_codes: vec!["683574".parse().unwrap(), "683574".parse().unwrap()],
            centroid: Some(Point::of_degrees(76.4, 10.2).unwrap()),
            ..place()
        };
        assert_eq!(
            violations(&facts),
            [
                ("outside_kerala", "/centroid".to_owned()),
                ("repeated", "/other_codes/2".to_owned()),
                ("repeated", "/pin_codes/1".to_owned()),
            ]
        );
        assert_eq!(violations(&place()), []);
    }

    #[test]
    fn a_place_is_found_by_every_name_code_and_pin_code() {
        let facts = PlaceFacts {
            other_names: vec![Line::new("Kaladi").unwrap()],
            other_codes: vec![OtherCode {
                system: CodeSystem::Lsg,
                code: "G070301".parse().unwrap(),
            }],
            pin_codes: vec!["683574".parse().unwrap()],
            ..place()
        };
        assert_eq!(facts.search_text(), "Kalady 221053 Kaladi G070301 683574");
    }
}
