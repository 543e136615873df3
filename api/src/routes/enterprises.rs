//! Enterprises: the registry, seen and kept by district.

use crate::extract::{Body, Caller, List, Patch, Resource, filter};
use crate::page::PageOf;
use crate::routes::shared::known_activities;
use crate::routes::shared::{Answered, removed, saved, version};
use actix_web::web::Path;
use odoi_domain::activity::ActivityCode;
use odoi_domain::enterprise::{Enterprise, EnterpriseFacts, EnterpriseKind};
use odoi_domain::entity::Facts;
use odoi_domain::id::EnterpriseId;
use odoi_domain::name::Name;
use odoi_domain::place::{DistrictCode, PinCode};
use odoi_domain::policy::Action;
use odoi_domain::registration::{Gstin, Udyam};
use odoi_domain::{Entity, Moment};
use odoi_persistence::port::EnterpriseFilter;
use serde::Serialize;
use utoipa::ToSchema;

filter!(EnterpriseFilter, sorts: [Name, CreatedAt, UpdatedAt], {
    district: "Only enterprises of these districts (LGD code).",
    kind: "Only enterprises of these kinds.",
    activity: "Only enterprises whose main activity is one of these codes or narrower: `10` finds `10612`.",
    pin_code: "Only enterprises with these postal index numbers.",
}, words: q);

/// Enterprise as it is shown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnterpriseView {
    /// Its id.
    pub id: EnterpriseId,
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub kind: EnterpriseKind,
    /// The district that it works in.
    pub district: DistrictCode,
    /// Its postal index number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin_code: Option<PinCode>,
    /// Its Udyam number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub udyam: Option<Udyam>,
    /// Its GST number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gstin: Option<Gstin>,
    /// What it does; the first is its main activity.
    #[schema(max_items = 8)]
    pub activities: Vec<ActivityCode>,
    /// Counts its states; the entity tag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was made.
    pub created_at: Moment,
    /// When it last changed.
    pub updated_at: Moment,
}

impl EnterpriseView {
    fn of(thing: &Enterprise) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            name: facts.name,
            kind: facts.kind,
            district: facts.district,
            pin_code: facts.pin_code,
            udyam: facts.udyam,
            gstin: facts.gstin,
            activities: facts.activities,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for EnterpriseView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/enterprises/{}", self.id)
    }
}

/// List enterprises
///
/// The enterprises that you may see: those of your districts, or your own.
#[utoipa::path(
    get, path = "/v1/enterprises", tag = "enterprises", params(List<EnterpriseFilter>),
    responses((status = 200, description = "A page.", body = PageOf<EnterpriseView>)),
    extensions(("x-action" = json!("enterprise.list")))
)]
pub(crate) async fn list_enterprises(caller: Caller, list: List<EnterpriseFilter>) -> Answered {
    caller
        .page(
            list,
            Action::ListEnterprises,
            |repo, f, view, paging| repo.enterprises(f, view, paging),
            |_, thing| EnterpriseView::of(&thing),
        )
        .await
}

/// Register an enterprise
///
/// A firm or a Kudumbashree unit; identifiers are optional, and checked where they are given (rule R2.1).
#[utoipa::path(
    post, path = "/v1/enterprises", tag = "enterprises", request_body = EnterpriseFacts,
    responses((status = 201, description = "Registered.", body = EnterpriseView)),
    extensions(("x-action" = json!("enterprise.create")))
)]
pub(crate) async fn create_enterprise(caller: Caller, body: Body<EnterpriseFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_enterprise", &body.bytes, move |tx| {
            let id = tx.mint();
            let permit = tx.authorize(Action::CreateEnterprise, &facts.anchors(id))?;
            known_activities(tx, &facts.activities)?;
            let now = tx.now();
            let thing = tx.save(Enterprise::register(&permit, id, facts, now)?)?;
            saved(201, &thing, EnterpriseView::of)
        })
        .await
}

/// Read an enterprise
///
/// An enterprise by its id.
#[utoipa::path(
    get, path = "/v1/enterprises/{id}", tag = "enterprises", params(("id" = EnterpriseId, Path, description = "Its id.")),
    responses((status = 200, description = "As it is now.", body = EnterpriseView)),
    extensions(("x-action" = json!("enterprise.read")))
)]
pub(crate) async fn get_enterprise(caller: Caller, id: Path<EnterpriseId>) -> Answered {
    caller
        .item(move |reading| {
            let thing = reading.enterprise(*id)?;
            reading.authorize(Action::ReadEnterprise, &thing.anchors())?;
            Ok(EnterpriseView::of(&thing))
        })
        .await
}

/// Change an enterprise
///
/// Whoever keeps the registry of its district, and its own representative, may change it.
#[utoipa::path(
    patch, path = "/v1/enterprises/{id}", tag = "enterprises", params(("id" = EnterpriseId, Path, description = "Its id.")),
    request_body(content = EnterpriseFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "As it is now.", body = EnterpriseView)),
    extensions(("x-action" = json!("enterprise.update")))
)]
pub(crate) async fn update_enterprise(
    caller: Caller,
    id: Path<EnterpriseId>,
    patch: Patch<EnterpriseFacts>,
) -> Answered {
    let bytes = patch.bytes.clone();
    caller
        .write("update_enterprise", &bytes, move |tx| {
            let thing = tx.enterprise(*id)?;
            let permit = tx.authorize(Action::UpdateEnterprise, &thing.anchors())?;
            tx.at(&thing)?;
            let facts = patch.onto(thing.facts())?;
            known_activities(tx, &facts.activities)?;
            let now = tx.now();
            let thing = tx.save(thing.amend(&permit, facts, now)?)?;
            saved(200, &thing, EnterpriseView::of)
        })
        .await
}

/// Remove an enterprise
///
/// Refused while linkages refer to it.
#[utoipa::path(
    delete, path = "/v1/enterprises/{id}", tag = "enterprises", params(("id" = EnterpriseId, Path, description = "Its id.")),
    responses((status = 204, description = "Removed.")),
    extensions(("x-action" = json!("enterprise.delete")))
)]
pub(crate) async fn delete_enterprise(caller: Caller, id: Path<EnterpriseId>) -> Answered {
    caller
        .write("delete_enterprise", &[], move |tx| {
            let thing = tx.enterprise(*id)?;
            let permit = tx.authorize(Action::DeleteEnterprise, &thing.anchors())?;
            tx.at(&thing)?;
            let now = tx.now();
            Ok(removed(&tx.save(thing.remove(&permit, now))?))
        })
        .await
}
