//! Facilities: the laboratories and equipment that institutions open to firms (rule R2.8).

use crate::kernel::entity;
use crate::kernel::entity::Registered;
use crate::kernel::id::{FacilityId, InstitutionId};
use crate::kernel::money::Paise;
use crate::kernel::name::Name;
use crate::kernel::search::Heading;
use crate::kernel::text::{Prose, Text};
use crate::policy::actor::Anchors;
use crate::registry::institution::Field;
use crate::registry::place::DistrictCode;
use crate::{EventType, Kind};

words! {
    /// What kind of facility it is.
    FacilityKind("facility_kind") {
        /// A laboratory.
        Laboratory = "laboratory" ("Laboratory", "ലബോറട്ടറി"),
        /// A machine or an instrument.
        Equipment = "equipment" ("Equipment", "ഉപകരണം"),
        /// A centre that tests and certifies.
        TestingCentre = "testing_centre" ("Testing centre", "പരിശോധനാ കേന്ദ്രം"),
        /// A workshop.
        Workshop = "workshop" ("Workshop", "വർക്ക്ഷോപ്പ്"),
        /// A pilot plant.
        PilotPlant = "pilot_plant" ("Pilot plant", "പൈലറ്റ് പ്ലാന്റ്"),
    }
}

words! {
    /// What the use of a facility is charged by.
    ChargeUnit("charge_unit") {
        /// By the hour.
        Hour = "hour" ("Per hour", "മണിക്കൂറിന്"),
        /// By the day.
        Day = "day" ("Per day", "ദിവസത്തിന്"),
        /// By the use.
        Use = "use" ("Per use", "ഓരോ ഉപയോഗത്തിനും"),
        /// By the sample.
        Sample = "sample" ("Per sample", "ഓരോ സാമ്പിളിനും"),
    }
}

/// What the use of a facility costs.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Charge {
    /// The amount in paise; 0 where the use is free.
    pub amount_paise: Paise,
    /// What it is charged by.
    pub per: ChargeUnit,
    /// The basis of the amount, and for whom it holds: a published tariff, a concession for micro-enterprises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub basis: Option<Prose<400>>,
}

/// What is stated about a facility.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FacilityFacts {
    /// The institution that has it. Firms contact the institution.
    pub institution_id: InstitutionId,
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub kind: FacilityKind,
    /// The district that it stands in, which need not be that of the institution's seat.
    pub district: DistrictCode,
    /// The number of equal pieces, or of places to work at.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub count: i32,
    /// Whether firms may use it.
    pub open_to_firms: bool,
    /// What it can do: capacity, accuracy, accreditation.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub description: Option<Prose<2000>>,
    /// Fields of competence that it serves.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, max_items = 20))]
    pub fields: Vec<Field>,
    /// What firms pay for its use.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 10))]
    pub charges: Vec<Charge>,
    /// Further terms of use: how to book it, by when, what the firm has to bring.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub terms: Option<Prose<1000>>,
}

/// A facility.
pub type Facility = Registered<FacilityFacts>;

impl entity::Facts for FacilityFacts {
    type Id = FacilityId;
    const KIND: Kind = Kind::Facility;
    const CREATED: EventType = EventType::FacilityCreated;
    const UPDATED: EventType = EventType::FacilityUpdated;
    const REMOVED: EventType = EventType::FacilityRemoved;

    fn anchors(&self, _id: FacilityId) -> Anchors {
        Anchors {
            districts: vec![self.district.clone()],
            institutions: vec![self.institution_id],
            ..Anchors::default()
        }
    }

    fn heading(&self) -> Heading {
        Heading::of(&self.name)
    }

    fn search_text(&self) -> String {
        let fields: Vec<&str> = self.fields.iter().map(Text::as_str).collect();
        format!("{} {}", self.name.text(), fields.join(" "))
    }
}
