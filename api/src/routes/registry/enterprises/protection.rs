//! Where the facts of an enterprise come from, which of them imports leave alone, and the erasure of
//! personal data (rules R2.5, R2.7).

use super::{EnterpriseView, plain};
use crate::extract::{Body, Caller};
use crate::routes::shared::{Answered, saved, version};
use actix_web::web::Path;
use odoi_application::registry::protection;
use odoi_domain::kernel::external::SourceSystem;
use odoi_domain::kernel::id::{AccountId, EnterpriseId};
use odoi_domain::policy::Action;
use odoi_domain::registry::enterprise::{
    Enterprise, EnterpriseErasure, EnterpriseField, Mark, Protection,
};
use odoi_domain::{Day, Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

/// The origin of one fact.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FactProvenance {
    /// The fact.
    pub field: EnterpriseField,
    /// The source of the fact.
    pub source: SourceSystem,
    /// The day on which it was true.
    pub as_of: Day,
    /// The account that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
    /// When it was written.
    pub recorded_at: Moment,
    /// Whether imports leave it as it is.
    pub is_protected: bool,
}

/// The provenance of an enterprise: no values.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProvenanceView {
    /// The enterprise.
    pub enterprise_id: EnterpriseId,
    /// The revision of the enterprise.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// Every fact that has been stated, protected or erased.
    #[schema(max_items = 40)]
    pub facts: Vec<FactProvenance>,
}

impl crate::extract::Resource for ProvenanceView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/enterprises/{}/provenance", self.enterprise_id)
    }
}

impl ProvenanceView {
    fn of(thing: &Enterprise) -> Self {
        let fact = |(field, mark): (&EnterpriseField, &Mark)| FactProvenance {
            field: *field,
            source: mark.source.clone(),
            as_of: mark.as_of,
            by: mark.by,
            recorded_at: mark.recorded_at,
            is_protected: mark.is_protected,
        };
        Self {
            enterprise_id: thing.meta().id,
            revision: thing.meta().revision,
            facts: thing.marks().iter().map(fact).collect(),
        }
    }
}

/// Read where the facts of an enterprise come from
///
/// For each fact its source, the day on which it was true, who wrote it and when, and whether it is
/// protected from imports.
#[utoipa::path(
    get, path = "/v1/enterprises/{id}/provenance", tag = "enterprises",
    params(("id" = EnterpriseId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = ProvenanceView)),
    extensions(("x-action" = json!(Action::ReadEnterprise)))
)]
pub(crate) async fn get_provenance(caller: Caller, id: Path<EnterpriseId>) -> Answered {
    caller
        .respond_item(move |reading| {
            let thing = reading.enterprise(*id)?;
            reading.authorize(Action::ReadEnterprise, &thing.anchors())?;
            Ok(ProvenanceView::of(&thing))
        })
        .await
}

/// Protect facts of an enterprise
///
/// Imports leave these facts unchanged from now on. People can still change them.
#[utoipa::path(
    post, path = "/v1/enterprises/{id}/protect", tag = "enterprises",
    params(("id" = EnterpriseId, Path, description = "Its id.")), request_body = Protection,
    responses((status = 200, description = "The current state.", body = ProvenanceView)),
    extensions(("x-action" = json!(Action::ProtectEnterprise)))
)]
pub(crate) async fn protect_facts(
    caller: Caller,
    id: Path<EnterpriseId>,
    body: Body<Protection>,
) -> Answered {
    caller
        .write("protect_facts", &body.bytes, move |tx| {
            let thing = protection::protect_facts(tx, *id, &body.value.fields)?;
            saved(200, &thing, ProvenanceView::of)
        })
        .await
}

/// Stop protecting facts of an enterprise
///
/// Imports may change these facts again.
#[utoipa::path(
    post, path = "/v1/enterprises/{id}/unprotect", tag = "enterprises",
    params(("id" = EnterpriseId, Path, description = "Its id.")), request_body = Protection,
    responses((status = 200, description = "The current state.", body = ProvenanceView)),
    extensions(("x-action" = json!(Action::ProtectEnterprise)))
)]
pub(crate) async fn unprotect_facts(
    caller: Caller,
    id: Path<EnterpriseId>,
    body: Body<Protection>,
) -> Answered {
    caller
        .write("unprotect_facts", &body.bytes, move |tx| {
            let thing = protection::unprotect_facts(tx, *id, &body.value.fields)?;
            saved(200, &thing, ProvenanceView::of)
        })
        .await
}

/// Erase the personal data of an enterprise's owner
///
/// Removes the owner's name, contact, category and disability; of an individual's enterprise also address and location, and the PAN
/// and GST numbers that a person holds. Products and lines of an address that contain the owner's name go too. They are removed from the registry, from search and from saved answers
/// of earlier requests; the audit trail never contains them and stays verifiable. Imports do not restore them
/// (Digital Personal Data Protection Act 2023).
#[utoipa::path(
    post, path = "/v1/enterprises/{id}/erase-personal-data", tag = "enterprises",
    params(("id" = EnterpriseId, Path, description = "Its id.")), request_body = EnterpriseErasure,
    responses((status = 200, description = "The current state.", body = EnterpriseView)),
    extensions(("x-action" = json!(Action::EraseEnterprise)))
)]
pub(crate) async fn erase_personal_data(
    caller: Caller,
    id: Path<EnterpriseId>,
    body: Body<EnterpriseErasure>,
) -> Answered {
    let visibility = plain(&caller);
    caller
        .write("erase_personal_data", &body.bytes, move |tx| {
            let thing = protection::erase_personal_data(tx, *id, body.value)?;
            saved(200, &thing, |thing| EnterpriseView::of(thing, &visibility))
        })
        .await
}
