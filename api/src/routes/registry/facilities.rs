//! Facilities: laboratories and equipment of institutions.

use crate::extract::{Caller, filter};
use crate::routes::registered::registered;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::reads::FacilityFilter;
use odoi_domain::kernel::id::{FacilityId, InstitutionId};
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::Prose;
use odoi_domain::policy::Action;
use odoi_domain::registry::facility::{Charge, Facility, FacilityFacts, FacilityKind};
use odoi_domain::registry::institution::Field;
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(FacilityFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    institution_id: "Only facilities of these institutions.",
    kind: "Only facilities of these kinds.",
    district: "Only facilities in these districts (LGD code).",
    field: "Only facilities that serve one of these fields of competence, whatever the case and punctuation.",
    open_to_firms: "Only facilities that firms may use, or only those that they may not.",
}, words: q);

/// A laboratory or equipment of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacilityView {
    /// Its id.
    pub id: FacilityId,
    /// The institution that has it.
    pub institution_id: InstitutionId,
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub kind: FacilityKind,
    /// The district that it stands in.
    pub district: DistrictCode,
    /// The number of equal pieces, or of places to work at.
    #[schema(minimum = 1, maximum = 10_000)]
    pub count: i32,
    /// Whether firms may use it.
    pub open_to_firms: bool,
    /// What it can do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub description: Option<Prose<2000>>,
    /// Fields of competence that it serves.
    #[schema(inline, max_items = 20)]
    pub fields: Vec<Field>,
    /// What firms pay for its use.
    #[schema(max_items = 10)]
    pub charges: Vec<Charge>,
    /// Further terms of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub terms: Option<Prose<1000>>,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was created.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl FacilityView {
    fn of(thing: &Facility) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            institution_id: facts.institution_id,
            name: facts.name,
            kind: facts.kind,
            district: facts.district,
            count: facts.count,
            open_to_firms: facts.open_to_firms,
            description: facts.description,
            fields: facts.fields,
            charges: facts.charges,
            terms: facts.terms,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

registered! {
    Facility, FacilityFacts, FacilityView, FacilityId, FacilityFilter,
    tag: "facilities", paths: ("/v1/facilities", "/v1/facilities/{id}"), ports: (facilities, facility),
    list_facilities: ListFacilities = ("List facilities", "Laboratories and equipment of institutions, with the terms on which firms may use them.");
    create_facility: CreateFacility = ("Register a facility", "By a representative of the institution, the convenor of the district, or K-DISC.");
    get_facility: ReadFacility = ("Read a facility", "A facility by its id.");
    update_facility: UpdateFacility = ("Change a facility", "By a representative of the institution, the convenor of the district, or K-DISC.");
    delete_facility: DeleteFacility = ("Remove a facility", "An institution can be removed once it has no facilities.");
}
