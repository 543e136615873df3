//! Institutions: the directory of knowledge, laboratories and credit.

use crate::extract::{Caller, filter};
use crate::routes::registered::registered;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::reads::InstitutionFilter;
use odoi_domain::kernel::geo::Point;
use odoi_domain::kernel::id::InstitutionId;
use odoi_domain::kernel::name::Name;
use odoi_domain::policy::Action;
use odoi_domain::registry::institution::{Field, Institution, InstitutionFacts, InstitutionKind};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::registry::registration::Aishe;
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(InstitutionFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    district: "Only institutions of these districts (LGD code).",
    kind: "Only institutions of these kinds.",
}, words: q, located: true);

/// An institution.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InstitutionView {
    /// Its id.
    pub id: InstitutionId,
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub kind: InstitutionKind,
    /// The district that it stands in.
    pub district: DistrictCode,
    /// Its AISHE code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aishe: Option<Aishe>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Point>,
    /// Fields of competence.
    #[schema(inline, max_items = 20)]
    pub fields: Vec<Field>,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was created.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl InstitutionView {
    fn of(thing: &Institution) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            name: facts.name,
            kind: facts.kind,
            district: facts.district,
            aishe: facts.aishe,
            location: facts.location,
            fields: facts.fields,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

registered! {
    Institution, InstitutionFacts, InstitutionView, InstitutionId, InstitutionFilter,
    tag: "institutions", paths: ("/v1/institutions", "/v1/institutions/{id}"), ports: (institutions, institution),
    list_institutions: ListInstitutions = ("List institutions", "Universities, colleges, laboratories, support organisations and banks.");
    create_institution: CreateInstitution = ("Register an institution", "By the convenor of the district or K-DISC.");
    get_institution: ReadInstitution = ("Read an institution", "An institution by its id.");
    update_institution: UpdateInstitution = ("Change an institution", "By the convenor of the district, K-DISC, or its own representative.");
    delete_institution: DeleteInstitution = ("Remove an institution", "Refused while linkages or proposals refer to it.");
}
