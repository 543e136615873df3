//! Linkages: the ties between enterprises, clusters and institutions (rule R4.1).

use crate::extract::{Body, Caller, List, Patch, Resource, filter};
use crate::page::PageOf;
use crate::routes::shared::{Answered, removed, saved, version};
use actix_web::web::Path;
use odoi_application::reads::LinkageFilter;
use odoi_application::registry::{linkages, ties};
use odoi_domain::kernel::id::LinkageId;
use odoi_domain::kernel::text::Prose;
use odoi_domain::policy::Action;
use odoi_domain::registry::bond::{
    Attestation, AttestationEnd, AttestationFacts, Confirmation, WithdrawnAttestation,
};
use odoi_domain::registry::linkage::{End, Layer, Linkage, LinkageFacts, LinkageKind};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Day, Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(LinkageFilter, sorts: [CreatedAt, UpdatedAt], {
    kind: "Only linkages of these kinds.",
    layer: "Only linkages of these layers.",
    district: "Only linkages one end of which lies in one of these districts (LGD code).",
    enterprise_id: "Only linkages of these enterprises.",
    cluster_id: "Only linkages of these clusters.",
    institution_id: "Only linkages of these institutions.",
});

/// A linkage.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinkageView {
    /// Its id.
    pub id: LinkageId,
    /// The end that gives, sells, trains or advises.
    pub from: End,
    /// The other end.
    pub to: End,
    /// What the tie is.
    pub kind: LinkageKind,
    /// The layer of the network.
    pub layer: Layer,
    /// How strong it is, from 1 (faint) to 5 (vital).
    #[schema(minimum = 1, maximum = 5)]
    pub strength: i32,
    /// The day it began.
    pub starts_on: Day,
    /// The day it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Day>,
    /// A note.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub note: Option<Prose<1000>>,
    /// The districts of the two ends.
    #[schema(min_items = 2, max_items = 2)]
    pub districts: Vec<DistrictCode>,
    /// How far it has been confirmed by its ends. What neither both ends confirm nor K-DISC attests is a claim.
    pub confirmation: Confirmation,
    /// The word of K-DISC that there is such a tie.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attestation: Option<Attestation>,
    /// The last word of K-DISC that it withdrew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_attestation: Option<WithdrawnAttestation>,
    /// Since when it is proven, and may bar somebody from judging; absent for a claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bars_since: Option<Moment>,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was declared.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl LinkageView {
    fn of(thing: &Linkage) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            from: facts.from,
            to: facts.to,
            kind: facts.kind,
            layer: facts.layer,
            strength: facts.strength,
            starts_on: facts.starts_on,
            ends_on: facts.ends_on,
            note: facts.note,
            districts: thing.districts().to_vec(),
            confirmation: thing.bond().confirmation(),
            attestation: thing.bond().attestation().cloned(),
            withdrawn_attestation: thing.bond().withdrawn().cloned(),
            bars_since: thing.bond().bars_since(),
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for LinkageView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/linkages/{}", self.id)
    }
}

/// List linkages
///
/// The linkages that the caller may see: those of their districts, or their own.
#[utoipa::path(
    get, path = "/v1/linkages", tag = "linkages", params(List<LinkageFilter>),
    responses((status = 200, description = "A page.", body = PageOf<LinkageView>)),
    extensions(("x-action" = json!(Action::ListLinkages)))
)]
pub(crate) async fn list_linkages(caller: Caller, list: List<LinkageFilter>) -> Answered {
    caller
        .respond_page(
            list,
            Action::ListLinkages,
            |repo, f, view, paging| repo.linkages(f, view, paging),
            |_, thing| LinkageView::of(&thing),
        )
        .await
}

/// Declare a linkage
///
/// A caller who represents an end confirms that end by declaring. The other end has to confirm for itself. What others
/// declare, such as the convenor of a district, is a claim until both ends confirm it, or K-DISC attests it.
#[utoipa::path(
    post, path = "/v1/linkages", tag = "linkages", request_body = LinkageFacts,
    responses((status = 201, description = "Declared.", body = LinkageView)),
    extensions(("x-action" = json!(Action::CreateLinkage)))
)]
pub(crate) async fn create_linkage(caller: Caller, body: Body<LinkageFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_linkage", &body.bytes, move |tx| {
            let thing = linkages::declare_linkage(tx, facts)?;
            saved(201, &thing, LinkageView::of)
        })
        .await
}

/// Read a linkage
///
/// A linkage by its id.
#[utoipa::path(
    get, path = "/v1/linkages/{id}", tag = "linkages", params(("id" = LinkageId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = LinkageView)),
    extensions(("x-action" = json!(Action::ReadLinkage)))
)]
pub(crate) async fn get_linkage(caller: Caller, id: Path<LinkageId>) -> Answered {
    caller
        .respond_item(move |reading| {
            let thing = reading.linkage(*id)?;
            reading.authorize(Action::ReadLinkage, &thing.anchors())?;
            Ok(LinkageView::of(&thing))
        })
        .await
}

/// Change a linkage
///
/// The end that does not make the change has to confirm anew, and K-DISC to attest anew whom it ties, as what, and when. A
/// linkage with evidence keeps its ends and its kind.
#[utoipa::path(
    patch, path = "/v1/linkages/{id}", tag = "linkages", params(("id" = LinkageId, Path, description = "Its id.")),
    request_body(content = LinkageFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The current state.", body = LinkageView)),
    extensions(("x-action" = json!(Action::UpdateLinkage)))
)]
pub(crate) async fn update_linkage(
    caller: Caller,
    id: Path<LinkageId>,
    patch: Patch<LinkageFacts>,
) -> Answered {
    let bytes = patch.bytes.clone();
    caller
        .write("update_linkage", &bytes, move |tx| {
            let thing = linkages::update_linkage(tx, *id, |facts| patch.onto(facts))?;
            saved(200, &thing, LinkageView::of)
        })
        .await
}

/// Confirm a linkage
///
/// Confirms every end that you speak for, as its representative. 409 where there is none left to confirm.
#[utoipa::path(
    post, path = "/v1/linkages/{id}/confirm", tag = "linkages", params(("id" = LinkageId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = LinkageView)),
    extensions(("x-action" = json!(Action::ConfirmLinkage)))
)]
pub(crate) async fn confirm_linkage(caller: Caller, id: Path<LinkageId>) -> Answered {
    caller
        .write("confirm_linkage", &[], move |tx| {
            let thing = ties::confirm::<Linkage>(tx, *id)?;
            saved(200, &thing, LinkageView::of)
        })
        .await
}

/// Attest a linkage
///
/// By an officer of K-DISC, with evidence: from then on it counts as if both ends had confirmed it. Nobody attests a tie
/// of what they speak for, or belong to by a seat, themselves.
#[utoipa::path(
    post, path = "/v1/linkages/{id}/attest", tag = "linkages", params(("id" = LinkageId, Path, description = "Its id.")),
    request_body = AttestationFacts,
    responses((status = 200, description = "The current state.", body = LinkageView)),
    extensions(("x-action" = json!(Action::AttestLinkage)))
)]
pub(crate) async fn attest_linkage(
    caller: Caller,
    id: Path<LinkageId>,
    body: Body<AttestationFacts>,
) -> Answered {
    caller
        .write("attest_linkage", &body.bytes, move |tx| {
            let thing = ties::attest::<Linkage>(tx, *id, body.value)?;
            saved(200, &thing, LinkageView::of)
        })
        .await
}

/// Withdraw the attestation of a linkage
///
/// By an officer of K-DISC who may attest it, with a reason. Where the ends have not confirmed it, it is a claim again and
/// bars nobody from then on; what was decided before stays as it was.
#[utoipa::path(
    post, path = "/v1/linkages/{id}/withdraw-attestation", tag = "linkages", params(("id" = LinkageId, Path, description = "Its id.")),
    request_body = AttestationEnd,
    responses((status = 200, description = "The current state.", body = LinkageView)),
    extensions(("x-action" = json!(Action::WithdrawLinkageAttestation)))
)]
pub(crate) async fn withdraw_linkage_attestation(
    caller: Caller,
    id: Path<LinkageId>,
    body: Body<AttestationEnd>,
) -> Answered {
    caller
        .write("withdraw_linkage_attestation", &body.bytes, move |tx| {
            let thing = ties::withdraw_attestation::<Linkage>(tx, *id, body.value)?;
            saved(200, &thing, LinkageView::of)
        })
        .await
}

/// Remove a linkage
///
/// For a linkage that was declared by mistake. Set `ends_on` for a linkage that has ended. Refused while there is evidence of it.
#[utoipa::path(
    delete, path = "/v1/linkages/{id}", tag = "linkages", params(("id" = LinkageId, Path, description = "Its id.")),
    responses((status = 204, description = "Removed.")),
    extensions(("x-action" = json!(Action::DeleteLinkage)))
)]
pub(crate) async fn delete_linkage(caller: Caller, id: Path<LinkageId>) -> Answered {
    caller
        .write("delete_linkage", &[], move |tx| Ok(removed(&linkages::delete_linkage(tx, *id)?)))
        .await
}
