//! Institutions: the directory of knowledge, laboratories and credit.

use crate::extract::{Body, Caller, List, Patch, Resource, filter};
use crate::page::PageOf;
use crate::routes::shared::{Answered, removed, saved, version};
use actix_web::web::Path;
use odoi_domain::entity::Facts;
use odoi_domain::id::InstitutionId;
use odoi_domain::institution::{Field, Institution, InstitutionFacts, InstitutionKind};
use odoi_domain::name::Name;
use odoi_domain::place::DistrictCode;
use odoi_domain::policy::Action;
use odoi_domain::registration::Aishe;
use odoi_domain::{Entity, Moment};
use odoi_persistence::port::InstitutionFilter;
use serde::Serialize;
use utoipa::ToSchema;

filter!(InstitutionFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    district: "Only institutions of these districts (LGD code).",
    kind: "Only institutions of these kinds.",
}, words: q);

/// Institution as it is shown.
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
    /// Fields of competence.
    #[schema(inline, max_items = 20)]
    pub fields: Vec<Field>,
    /// Counts its states; the entity tag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was made.
    pub created_at: Moment,
    /// When it last changed.
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
            fields: facts.fields,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for InstitutionView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/institutions/{}", self.id)
    }
}

/// List institutions
///
/// Universities, colleges, laboratories, support organisations and banks.
#[utoipa::path(
    get, path = "/v1/institutions", tag = "institutions", params(List<InstitutionFilter>),
    responses((status = 200, description = "A page.", body = PageOf<InstitutionView>)),
    extensions(("x-action" = json!("institution.list")))
)]
pub(crate) async fn list_institutions(caller: Caller, list: List<InstitutionFilter>) -> Answered {
    caller
        .page(
            list,
            Action::ListInstitutions,
            |repo, f, view, paging| repo.institutions(f, view, paging),
            |_, thing| InstitutionView::of(&thing),
        )
        .await
}

/// Register an institution
///
/// By the convenor of the district or K-DISC.
#[utoipa::path(
    post, path = "/v1/institutions", tag = "institutions", request_body = InstitutionFacts,
    responses((status = 201, description = "Registered.", body = InstitutionView)),
    extensions(("x-action" = json!("institution.create")))
)]
pub(crate) async fn create_institution(caller: Caller, body: Body<InstitutionFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_institution", &body.bytes, move |tx| {
            let id = tx.mint();
            let permit = tx.authorize(Action::CreateInstitution, &facts.anchors(id))?;
            let now = tx.now();
            let thing = tx.save(Institution::register(&permit, id, facts, now)?)?;
            saved(201, &thing, InstitutionView::of)
        })
        .await
}

/// Read an institution
///
/// An institution by its id.
#[utoipa::path(
    get, path = "/v1/institutions/{id}", tag = "institutions", params(("id" = InstitutionId, Path, description = "Its id.")),
    responses((status = 200, description = "As it is now.", body = InstitutionView)),
    extensions(("x-action" = json!("institution.read")))
)]
pub(crate) async fn get_institution(caller: Caller, id: Path<InstitutionId>) -> Answered {
    caller
        .item(move |reading| {
            let thing = reading.institution(*id)?;
            reading.authorize(Action::ReadInstitution, &thing.anchors())?;
            Ok(InstitutionView::of(&thing))
        })
        .await
}

/// Change an institution
///
/// By the convenor of the district, K-DISC, or its own representative.
#[utoipa::path(
    patch, path = "/v1/institutions/{id}", tag = "institutions", params(("id" = InstitutionId, Path, description = "Its id.")),
    request_body(content = InstitutionFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "As it is now.", body = InstitutionView)),
    extensions(("x-action" = json!("institution.update")))
)]
pub(crate) async fn update_institution(
    caller: Caller,
    id: Path<InstitutionId>,
    patch: Patch<InstitutionFacts>,
) -> Answered {
    let bytes = patch.bytes.clone();
    caller
        .write("update_institution", &bytes, move |tx| {
            let thing = tx.institution(*id)?;
            let permit = tx.authorize(Action::UpdateInstitution, &thing.anchors())?;
            tx.at(&thing)?;
            let facts = patch.onto(thing.facts())?;
            let now = tx.now();
            let thing = tx.save(thing.amend(&permit, facts, now)?)?;
            saved(200, &thing, InstitutionView::of)
        })
        .await
}

/// Remove an institution
///
/// Refused while linkages or proposals refer to it.
#[utoipa::path(
    delete, path = "/v1/institutions/{id}", tag = "institutions", params(("id" = InstitutionId, Path, description = "Its id.")),
    responses((status = 204, description = "Removed.")),
    extensions(("x-action" = json!("institution.delete")))
)]
pub(crate) async fn delete_institution(caller: Caller, id: Path<InstitutionId>) -> Answered {
    caller
        .write("delete_institution", &[], move |tx| {
            let thing = tx.institution(*id)?;
            let permit = tx.authorize(Action::DeleteInstitution, &thing.anchors())?;
            tx.at(&thing)?;
            let now = tx.now();
            Ok(removed(&tx.save(thing.remove(&permit, now))?))
        })
        .await
}
