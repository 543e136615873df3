//! Evidence of linkages (rule R4.1).

use crate::extract::{Body, Caller, List, Resource, filter};
use crate::page::PageOf;
use crate::routes::shared::{Answered, saved, version};
use actix_web::web::Path;
use odoi_application::reads::LinkageEvidenceFilter;
use odoi_application::registry::linkage_evidence;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::evidence::WebAddress;
use odoi_domain::kernel::id::{LinkageEvidenceId, LinkageId};
use odoi_domain::kernel::text::{Prose, Text};
use odoi_domain::policy::Action;
use odoi_domain::registry::linkage_evidence::{
    EvidenceEnd, EvidenceEntry, EvidenceKind, EvidenceState, EvidenceStep, LinkageEvidence,
    LinkageEvidenceFacts,
};
use odoi_domain::{Day, Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(LinkageEvidenceFilter, sorts: [CreatedAt, UpdatedAt], {
    linkage_id: "Only evidence of these linkages.",
    kind: "Only evidence of these kinds.",
    state: "Only evidence in these states.",
    district: "Only evidence of linkages one end of which lies in one of these districts (LGD code).",
});

/// A piece of evidence of a linkage.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinkageEvidenceView {
    /// Its id.
    pub id: LinkageEvidenceId,
    /// The linkage. After a merge this may be the one that says the same. Absent while a merge has removed the linkage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linkage_id: Option<LinkageId>,
    /// The kind of evidence.
    pub kind: EvidenceKind,
    /// What it shows.
    #[schema(inline)]
    pub about: Prose<1000>,
    /// Where it can be looked up: a file number or register, and who keeps it.
    #[schema(inline)]
    pub reference: Text<300>,
    /// The date of the evidence.
    pub dated_on: Day,
    /// Where it can be read on the web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_address: Option<WebAddress>,
    /// The state.
    pub state: EvidenceState,
    /// The states that it came into, the first one first.
    #[schema(min_items = 1, max_items = 3)]
    pub history: Vec<EvidenceEntry>,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was stated.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl LinkageEvidenceView {
    fn of(thing: &LinkageEvidence) -> Self {
        let (meta, record) = (*thing.meta(), thing.state().clone());
        let facts = record.facts;
        Self {
            id: meta.id,
            linkage_id: record.linkage.map(|linkage| linkage.id),
            kind: facts.kind,
            about: facts.about,
            reference: facts.reference,
            dated_on: facts.dated_on,
            web_address: facts.web_address,
            state: thing.status(),
            history: record.history,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for LinkageEvidenceView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/linkage-evidence/{}", self.id)
    }
}

/// List evidence of linkages
///
/// Of the linkages that the caller may see.
#[utoipa::path(
    get, path = "/v1/linkage-evidence", tag = "linkage-evidence", params(List<LinkageEvidenceFilter>),
    responses((status = 200, description = "A page.", body = PageOf<LinkageEvidenceView>)),
    extensions(("x-action" = json!(Action::ListLinkageEvidence)))
)]
pub(crate) async fn list_linkage_evidence(
    caller: Caller,
    list: List<LinkageEvidenceFilter>,
) -> Answered {
    caller
        .respond_page(
            list,
            Action::ListLinkageEvidence,
            |repo, f, view, paging| repo.linkage_evidences(f, view, paging),
            |_, thing| LinkageEvidenceView::of(&thing),
        )
        .await
}

/// State evidence of a linkage
///
/// By whoever may declare the linkage: the representatives of its ends, the convenor of the district, officers of K-DISC. A
/// linkage with evidence keeps its ends and its kind, and cannot be removed.
#[utoipa::path(
    post, path = "/v1/linkage-evidence", tag = "linkage-evidence", request_body = LinkageEvidenceFacts,
    responses((status = 201, description = "Stated.", body = LinkageEvidenceView)),
    extensions(("x-action" = json!(Action::CreateLinkageEvidence)))
)]
pub(crate) async fn create_linkage_evidence(
    caller: Caller,
    body: Body<LinkageEvidenceFacts>,
) -> Answered {
    let facts = body.value;
    caller
        .write("create_linkage_evidence", &body.bytes, move |tx| {
            let thing = linkage_evidence::state_evidence(tx, facts)?;
            saved(201, &thing, LinkageEvidenceView::of)
        })
        .await
}

/// Read evidence of a linkage
///
/// A piece of evidence by its id.
#[utoipa::path(
    get, path = "/v1/linkage-evidence/{id}", tag = "linkage-evidence",
    params(("id" = LinkageEvidenceId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = LinkageEvidenceView)),
    extensions(("x-action" = json!(Action::ReadLinkageEvidence)))
)]
pub(crate) async fn get_linkage_evidence(caller: Caller, id: Path<LinkageEvidenceId>) -> Answered {
    caller
        .respond_item(move |reading| {
            let thing = reading.linkage_evidence(*id)?;
            reading.authorize(Action::ReadLinkageEvidence, &thing.anchors())?;
            Ok(LinkageEvidenceView::of(&thing))
        })
        .await
}

/// Takes one step of its life.
async fn take(
    caller: Caller,
    id: LinkageEvidenceId,
    operation: &'static str,
    step: EvidenceStep,
    bytes: &[u8],
) -> Answered {
    caller
        .write(operation, bytes, move |tx| {
            let thing = linkage_evidence::take_step(tx, id, step)?;
            saved(200, &thing, LinkageEvidenceView::of)
        })
        .await
}

/// Accept evidence of a linkage
///
/// By an officer of K-DISC who has not stated it, and who neither speaks for an end of the linkage nor belongs to one by a seat.
#[utoipa::path(
    post, path = "/v1/linkage-evidence/{id}/accept", tag = "linkage-evidence",
    params(("id" = LinkageEvidenceId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = LinkageEvidenceView)),
    extensions(("x-action" = json!(Action::AcceptLinkageEvidence)))
)]
pub(crate) async fn accept_linkage_evidence(
    caller: Caller,
    id: Path<LinkageEvidenceId>,
) -> Answered {
    let operation = "accept_linkage_evidence";
    take(caller, *id, operation, EvidenceStep::Accept, &[]).await
}

/// Reject evidence of a linkage
///
/// With a reason, by an officer who might accept it. Nothing follows a rejection: state other evidence.
#[utoipa::path(
    post, path = "/v1/linkage-evidence/{id}/reject", tag = "linkage-evidence",
    params(("id" = LinkageEvidenceId, Path, description = "Its id.")), request_body = EvidenceEnd,
    responses((status = 200, description = "The current state.", body = LinkageEvidenceView)),
    extensions(("x-action" = json!(Action::RejectLinkageEvidence)))
)]
pub(crate) async fn reject_linkage_evidence(
    caller: Caller,
    id: Path<LinkageEvidenceId>,
    body: Body<EvidenceEnd>,
) -> Answered {
    let (operation, step) = ("reject_linkage_evidence", EvidenceStep::Reject(body.value));
    take(caller, *id, operation, step, &body.bytes).await
}

/// Withdraw evidence of a linkage
///
/// With a reason, by the account that stated it, or by a representative of the end for which it was stated. It may have been
/// accepted.
#[utoipa::path(
    post, path = "/v1/linkage-evidence/{id}/withdraw", tag = "linkage-evidence",
    params(("id" = LinkageEvidenceId, Path, description = "Its id.")), request_body = EvidenceEnd,
    responses((status = 200, description = "The current state.", body = LinkageEvidenceView)),
    extensions(("x-action" = json!(Action::WithdrawLinkageEvidence)))
)]
pub(crate) async fn withdraw_linkage_evidence(
    caller: Caller,
    id: Path<LinkageEvidenceId>,
    body: Body<EvidenceEnd>,
) -> Answered {
    let (operation, step) = ("withdraw_linkage_evidence", EvidenceStep::Withdraw(body.value));
    take(caller, *id, operation, step, &body.bytes).await
}
