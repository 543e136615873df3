//! What a list states about a place, and how that is merged with what is known of it.

use odoi_domain::kernel::geo::Point;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::{Line, Text};
use odoi_domain::registry::place::{
    Area, AreaRelation, CodeSystem, DistrictCode, OtherCode, PinCode, PlaceCode, PlaceFacts,
    PlaceKey, PlaceLevel,
};

/// At most so many other names are kept, as the schema of a place says.
const MOST_NAMES: usize = 12;

/// An area that a list says a place lies in or overlaps.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AreaClaim {
    pub(super) relation: AreaRelation,
    pub(super) place: PlaceKey,
}

/// What a row of a list states. What it does not speak of stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Claim {
    pub(super) level: PlaceLevel,
    /// The official code of the place within its level.
    pub(super) code: PlaceCode,
    pub(super) name: Option<Name>,
    /// Whether the list's spelling is the one that is shown; another is kept for search.
    pub(super) is_leading: bool,
    /// Whether a place that is not known yet is made.
    pub(super) makes: bool,
    pub(super) district: Option<DistrictCode>,
    pub(super) centroid: Option<Point>,
    pub(super) other_codes: Vec<(CodeSystem, PlaceCode)>,
    pub(super) pin_codes: Vec<PinCode>,
    pub(super) areas: Vec<AreaClaim>,
    /// Who says so: what the same list said of areas before is replaced.
    pub(super) source: Text<120>,
}

impl Claim {
    pub(super) fn of(level: PlaceLevel, code: PlaceCode, source: Text<120>) -> Self {
        Self {
            level,
            code,
            name: None,
            is_leading: true,
            makes: true,
            district: None,
            centroid: None,
            other_codes: Vec::new(),
            pin_codes: Vec::new(),
            areas: Vec::new(),
            source,
        }
    }

    /// The facts of a place that nobody knew, where the list names it.
    pub(super) fn fresh(&self) -> Option<PlaceFacts> {
        let name = self.name.clone()?;
        Some(PlaceFacts::new(self.level, self.code.clone(), name))
    }

    /// The facts with what the list states; `areas` are the claim's, found.
    pub(super) fn onto(&self, known: &PlaceFacts, areas: Vec<Area>) -> PlaceFacts {
        let mut facts = known.clone();
        self.put_name(&mut facts);
        if self.district.is_some() {
            facts.district.clone_from(&self.district);
        }
        facts.centroid = self.centroid.or(facts.centroid);
        for (system, code) in &self.other_codes {
            facts.other_codes.retain(|other| other.system != *system);
            facts.other_codes.push(OtherCode { system: *system, code: code.clone() });
        }
        // In one order, whichever list came first: the same list twice changes nothing.
        facts.other_codes.sort();
        facts.pin_codes.extend(self.pin_codes.iter().cloned());
        facts.pin_codes.sort();
        facts.pin_codes.dedup();
        facts.areas.retain(|area| area.source != self.source);
        let unsaid = |area: &Area| !known_elsewhere(known, area, &self.source);
        facts.areas.extend(areas.into_iter().filter(unsaid));
        facts.areas.sort_by_key(|area| area.place);
        facts
    }

    fn put_name(&self, facts: &mut PlaceFacts) {
        let Some(name) = &self.name else { return };
        if self.is_leading {
            let earlier = std::mem::replace(&mut facts.name.en, name.en.clone());
            also_called(facts, &earlier);
            if name.ml.is_some() {
                facts.name.ml.clone_from(&name.ml);
            }
        } else {
            also_called(facts, &name.en);
            if facts.name.ml.is_none() {
                facts.name.ml.clone_from(&name.ml);
            }
        }
    }
}

/// What another source has said of the same two areas stays as it is.
fn known_elsewhere(known: &PlaceFacts, area: &Area, source: &Text<120>) -> bool {
    known.areas.iter().any(|other| other.place == area.place && other.source != *source)
}

/// Keeps another spelling of the name for search.
fn also_called(facts: &mut PlaceFacts, spelling: &Line) {
    let alike = |name: &Line| letters(name.as_str()) == letters(spelling.as_str());
    let is_known = alike(&facts.name.en) || facts.other_names.iter().any(alike);
    if !is_known && facts.other_names.len() < MOST_NAMES {
        facts.other_names.push(spelling.clone());
    }
}

/// The letters and digits of a name, folded: spaces, hyphens and stops are set as each list likes.
pub(super) fn letters(name: &str) -> String {
    let folded = odoi_domain::kernel::fold::fold(name);
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}
