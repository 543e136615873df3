//! Memberships: who belongs to a cluster, as what, and from when to when (rules R3.1, R3.2).

use crate::extract::{Body, Caller, List, OnDay, Patch, Resource, filter};
use crate::page::PageOf;
use crate::routes::shared::{Answered, removed, saved};
use actix_web::web::Path;
use odoi_application::reads::MembershipFilter;
use odoi_application::registry::{memberships, ties};
use odoi_domain::kernel::evidence::Evidence;
use odoi_domain::kernel::id::{ClusterId, MembershipId};
use odoi_domain::policy::Action;
use odoi_domain::registry::bond::{
    Attestation, AttestationEnd, AttestationFacts, Confirmation, WithdrawnAttestation,
};
use odoi_domain::registry::membership::{
    Member, Membership, MembershipEnd, MembershipFacts, MembershipRole, MembershipStatus,
};
use odoi_domain::{Day, Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

filter!(MembershipFilter, sorts: [CreatedAt, UpdatedAt], {
    cluster_id: "Only memberships of these clusters.",
    enterprise_id: "Only memberships of these enterprises.",
    institution_id: "Only memberships of these institutions.",
    role: "Only memberships in these roles.",
    status: "Only memberships with this status on the day `as_of`.",
}, day: as_of);

/// A membership.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MembershipView {
    /// Its id.
    pub id: MembershipId,
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The member.
    pub member: Member,
    /// The role of the member.
    pub role: MembershipRole,
    /// The first day.
    pub starts_on: Day,
    /// The last day, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Day>,
    /// The evidence.
    #[schema(max_items = 10)]
    pub evidence: Vec<Evidence>,
    /// How far it has been confirmed by its two sides. What neither both confirm nor K-DISC attests is a claim.
    pub confirmation: Confirmation,
    /// The word of K-DISC that there is such a membership.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attestation: Option<Attestation>,
    /// The last word of K-DISC that it withdrew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_attestation: Option<WithdrawnAttestation>,
    /// Since when it is proven, and may bar somebody from judging; absent for a claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bars_since: Option<Moment>,
    /// Its status on the day of the request.
    pub status: MembershipStatus,
    /// The day of the request.
    pub as_of: Day,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was created.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl MembershipView {
    fn of(thing: &Membership, as_of: Day) -> Self {
        let (meta, facts) = (*thing.meta(), thing.facts().clone());
        Self {
            id: meta.id,
            cluster_id: facts.cluster_id,
            member: facts.member,
            role: facts.role,
            starts_on: facts.starts_on,
            ends_on: facts.ends_on,
            confirmation: thing.bond().confirmation(),
            attestation: thing.bond().attestation().cloned(),
            withdrawn_attestation: thing.bond().withdrawn().cloned(),
            bars_since: thing.bond().bars_since(),
            status: facts.status(as_of),
            as_of,
            evidence: facts.evidence,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for MembershipView {
    /// What is shown depends on the day, too.
    fn etag(&self) -> String {
        format!("\"{}-{}\"", self.revision, self.as_of)
    }
    fn path(&self) -> String {
        format!("/v1/memberships/{}", self.id)
    }
}

/// List memberships
///
/// The memberships that the caller may see: those of their clusters and districts, or their own. The status
/// is computed for the day `as_of`.
#[utoipa::path(
    get, path = "/v1/memberships", tag = "memberships", params(List<MembershipFilter>),
    responses((status = 200, description = "A page.", body = PageOf<MembershipView>)),
    extensions(("x-action" = json!(Action::ListMemberships)))
)]
pub(crate) async fn list_memberships(caller: Caller, list: List<MembershipFilter>) -> Answered {
    let today = caller.service.application.now().day();
    let as_of = list.filter.as_of.unwrap_or(today);
    caller
        .respond_page(
            list,
            Action::ListMemberships,
            |repo, f, view, paging| repo.memberships(f, view, paging),
            move |_, thing| MembershipView::of(&thing, as_of),
        )
        .await
}

/// Admit a member to a cluster
///
/// By the cluster's side: its representative, the General Manager or convenor of its district, or
/// K-DISC. Whoever speaks for the cluster confirms its side; the member has to confirm for itself. 409 where the same
/// membership already runs on one of the days.
#[utoipa::path(
    post, path = "/v1/memberships", tag = "memberships", request_body = MembershipFacts,
    responses((status = 201, description = "Admitted.", body = MembershipView)),
    extensions(("x-action" = json!(Action::CreateMembership)))
)]
pub(crate) async fn create_membership(caller: Caller, body: Body<MembershipFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_membership", &body.bytes, move |tx| {
            let (today, thing) = (tx.now().day(), memberships::admit_member(tx, facts)?);
            saved(201, &thing, |thing| MembershipView::of(thing, today))
        })
        .await
}

/// Read a membership
///
/// A membership by its id, with its status on the day `as_of`.
#[utoipa::path(
    get, path = "/v1/memberships/{id}", tag = "memberships",
    params(("id" = MembershipId, Path, description = "Its id."), OnDay),
    responses((status = 200, description = "The current state.", body = MembershipView)),
    extensions(("x-action" = json!(Action::ReadMembership)))
)]
pub(crate) async fn get_membership(
    caller: Caller,
    id: Path<MembershipId>,
    when: OnDay,
) -> Answered {
    caller
        .respond_item(move |reading| {
            let thing = reading.membership(*id)?;
            reading.authorize(Action::ReadMembership, &thing.anchors())?;
            Ok(MembershipView::of(&thing, when.as_of))
        })
        .await
}

/// Change a membership
///
/// Role, dates and evidence, by the cluster's side. Cluster and member cannot change. Another role or other days
/// have to be confirmed, or attested, anew.
#[utoipa::path(
    patch, path = "/v1/memberships/{id}", tag = "memberships", params(("id" = MembershipId, Path, description = "Its id.")),
    request_body(content = MembershipFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The current state.", body = MembershipView)),
    extensions(("x-action" = json!(Action::UpdateMembership)))
)]
pub(crate) async fn update_membership(
    caller: Caller,
    id: Path<MembershipId>,
    patch: Patch<MembershipFacts>,
) -> Answered {
    let bytes = patch.bytes.clone();
    caller
        .write("update_membership", &bytes, move |tx| {
            let (today, thing) = (
                tx.now().day(),
                memberships::update_membership(tx, *id, |facts| patch.onto(facts))?,
            );
            saved(200, &thing, |thing| MembershipView::of(thing, today))
        })
        .await
}

/// Confirm a membership
///
/// Confirms every side that you speak for, as its representative: the member's, the cluster's. 409 where there is none
/// left to confirm.
#[utoipa::path(
    post, path = "/v1/memberships/{id}/confirm", tag = "memberships", params(("id" = MembershipId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = MembershipView)),
    extensions(("x-action" = json!(Action::ConfirmMembership)))
)]
pub(crate) async fn confirm_membership(caller: Caller, id: Path<MembershipId>) -> Answered {
    caller
        .write("confirm_membership", &[], move |tx| {
            let (today, thing) = (tx.now().day(), ties::confirm::<Membership>(tx, *id)?);
            saved(200, &thing, |thing| MembershipView::of(thing, today))
        })
        .await
}

/// Attest a membership
///
/// By an officer of K-DISC, with evidence: from then on it counts as if both sides had confirmed it. Nobody attests a
/// membership of what they speak for, or belong to by a seat, themselves.
#[utoipa::path(
    post, path = "/v1/memberships/{id}/attest", tag = "memberships", params(("id" = MembershipId, Path, description = "Its id.")),
    request_body = AttestationFacts,
    responses((status = 200, description = "The current state.", body = MembershipView)),
    extensions(("x-action" = json!(Action::AttestMembership)))
)]
pub(crate) async fn attest_membership(
    caller: Caller,
    id: Path<MembershipId>,
    body: Body<AttestationFacts>,
) -> Answered {
    caller
        .write("attest_membership", &body.bytes, move |tx| {
            let (today, thing) = (tx.now().day(), ties::attest::<Membership>(tx, *id, body.value)?);
            saved(200, &thing, |thing| MembershipView::of(thing, today))
        })
        .await
}

/// Withdraw the attestation of a membership
///
/// By an officer of K-DISC who may attest it, with a reason. Where its sides have not confirmed it, it is a claim again and
/// bars nobody from then on; what was decided before stays as it was.
#[utoipa::path(
    post, path = "/v1/memberships/{id}/withdraw-attestation", tag = "memberships", params(("id" = MembershipId, Path, description = "Its id.")),
    request_body = AttestationEnd,
    responses((status = 200, description = "The current state.", body = MembershipView)),
    extensions(("x-action" = json!(Action::WithdrawMembershipAttestation)))
)]
pub(crate) async fn withdraw_membership_attestation(
    caller: Caller,
    id: Path<MembershipId>,
    body: Body<AttestationEnd>,
) -> Answered {
    caller
        .write("withdraw_membership_attestation", &body.bytes, move |tx| {
            let (today, thing) =
                (tx.now().day(), ties::withdraw_attestation::<Membership>(tx, *id, body.value)?);
            saved(200, &thing, |thing| MembershipView::of(thing, today))
        })
        .await
}

/// End a membership
///
/// By the side of the cluster or of the member. Sets the last day, or an earlier one.
#[utoipa::path(
    post, path = "/v1/memberships/{id}/end", tag = "memberships", params(("id" = MembershipId, Path, description = "Its id.")),
    request_body = MembershipEnd,
    responses((status = 200, description = "The current state.", body = MembershipView)),
    extensions(("x-action" = json!(Action::EndMembership)))
)]
pub(crate) async fn end_membership(
    caller: Caller,
    id: Path<MembershipId>,
    body: Body<MembershipEnd>,
) -> Answered {
    caller
        .write("end_membership", &body.bytes, move |tx| {
            let (today, thing) =
                (tx.now().day(), memberships::end_membership(tx, *id, &body.value)?);
            saved(200, &thing, |thing| MembershipView::of(thing, today))
        })
        .await
}

/// Remove a membership
///
/// For a membership that was entered by mistake. End a membership that is over instead.
#[utoipa::path(
    delete, path = "/v1/memberships/{id}", tag = "memberships", params(("id" = MembershipId, Path, description = "Its id.")),
    responses((status = 204, description = "Removed.")),
    extensions(("x-action" = json!(Action::DeleteMembership)))
)]
pub(crate) async fn delete_membership(caller: Caller, id: Path<MembershipId>) -> Answered {
    caller
        .write("delete_membership", &[], move |tx| {
            Ok(removed(&memberships::delete_membership(tx, *id)?))
        })
        .await
}
