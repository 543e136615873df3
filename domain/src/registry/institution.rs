//! Institutions: where knowledge, laboratories and credit come from (rule R2.8).

use crate::kernel::entity;
use crate::kernel::entity::Registered;
use crate::kernel::geo::Point;
use crate::kernel::id::InstitutionId;
use crate::kernel::name::Name;
use crate::kernel::text::Text;
use crate::policy::actor::Anchors;
use crate::registry::place::DistrictCode;
use crate::registry::registration::Aishe;
use crate::{EventType, Kind, Violation};

words! {
    /// What kind of institution it is.
    InstitutionKind("institution_kind") {
        /// A university, or an institute of that rank.
        University = "university" ("University", "സർവകലാശാല"),
        /// A college.
        College = "college" ("College", "കോളേജ്"),
        /// A research laboratory.
        ResearchLaboratory = "research_laboratory" ("Research laboratory", "ഗവേഷണശാല"),
        /// A centre of excellence.
        CentreOfExcellence = "centre_of_excellence" ("Centre of excellence", "മികവിന്റെ കേന്ദ്രം"),
        /// An organisation that supports enterprises.
        SupportOrganisation = "support_organisation" ("Support organisation", "സംരംഭക സഹായ സ്ഥാപനം"),
        /// A bank.
        Bank = "bank" ("Bank", "ബാങ്ക്"),
    }
}

/// A field of competence, in a few words.
pub type Field = Text<80>;

/// What is stated about an institution.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InstitutionFacts {
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub kind: InstitutionKind,
    /// The district that it stands in.
    pub district: DistrictCode,
    /// Its AISHE code, if it is a college or university that has one.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub aishe: Option<Aishe>,
    /// Its location, in Kerala.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub location: Option<Point>,
    /// Fields of competence.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, max_items = 20))]
    pub fields: Vec<Field>,
}

/// An institution.
pub type Institution = Registered<InstitutionFacts>;

impl entity::Facts for InstitutionFacts {
    type Id = InstitutionId;
    const KIND: Kind = Kind::Institution;
    const CREATED: EventType = EventType::InstitutionCreated;
    const UPDATED: EventType = EventType::InstitutionUpdated;
    const REMOVED: EventType = EventType::InstitutionRemoved;

    fn anchors(&self, id: InstitutionId) -> Anchors {
        Anchors {
            districts: vec![self.district.clone()],
            institutions: vec![id],
            ..Anchors::default()
        }
    }

    fn check(&self) -> Vec<Violation> {
        let location = self.location;
        let violation = location.and_then(|at| at.flaw_outside_kerala("/location"));
        violation.into_iter().collect()
    }

    fn heading(&self) -> crate::kernel::search::Heading {
        crate::kernel::search::Heading::of(&self.name)
    }

    fn search_text(&self) -> String {
        let fields: Vec<&str> = self.fields.iter().map(Text::as_str).collect();
        format!("{} {}", self.name.text(), fields.join(" "))
    }
}
