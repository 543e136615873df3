//! Conflicts of interest about a proposal: derived from ties and memberships with the shortest path, and
//! declared (rule R6.4).

use crate::extract::{self, Body, Caller, OnDay, Resource, content_tag};
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::Error;
use odoi_application::programme::conflict_graph::{
    basis_of_day, claim_of, conflict_graph, conflict_of, rolls,
};
use odoi_application::programme::conflicts;
use odoi_application::reads::Read;
use odoi_domain::formation::rule_set::Numbered;
use odoi_domain::kernel::id::{AccountId, ProposalId, SeatId};
use odoi_domain::policy::{Action, ConflictBasis};
use odoi_domain::programme::conflict::{Claim, Conflict, ConflictRule};
use odoi_domain::programme::declaration::DeclarationFacts;
use odoi_domain::programme::meeting::Roll;
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::programme::seat::{Capacity, Designation};
use odoi_domain::{Day, Entity};
use serde::Serialize;
use utoipa::ToSchema;

/// A person in a seat, and their conflict of interest if they have one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SeatConflict {
    /// The seat.
    pub seat_id: SeatId,
    /// Its designation.
    pub designation: Designation,
    /// Whether they are holder or alternate.
    pub capacity: Capacity,
    /// Their account.
    pub account_id: AccountId,
    /// Why they must not judge the proposal. Absent where they may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Conflict>,
    /// Claimed, does not bar: the chain that would tie them to the applicant if those of its ties were proven that
    /// are only claimed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
}

/// The conflicts of interest of a core group about a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConflictsView {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The day that it is computed for.
    pub as_of: Day,
    /// The version of the conflict rule in force on that day.
    #[schema(max_length = 20)]
    pub rule: String,
    /// The largest number of ties that still makes a conflict.
    #[schema(minimum = 0, maximum = 2)]
    pub max_hops: u16,
    /// Holders and alternates of the seats of the district.
    #[schema(max_items = 80)]
    pub seats: Vec<SeatConflict>,
}

impl Resource for ConflictsView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/proposals/{}/conflicts", self.proposal_id)
    }
}

/// Every holder and alternate of a core group, and whether they are in conflict.
pub(crate) fn of_group(
    repo: &mut dyn Read,
    proposal: &Proposal,
    (basis, rolls): (ConflictBasis, &[Roll]),
) -> Result<(Numbered<ConflictRule>, Vec<SeatConflict>), Error> {
    let watch = conflict_graph(repo, proposal, basis)?;
    let mut found = Vec::new();
    for roll in rolls {
        let sitting = [(Capacity::Holder, roll.holder), (Capacity::Alternate, roll.alternate)];
        for (capacity, account) in sitting {
            let Some(account_id) = account else {
                continue;
            };
            let conflict = conflict_of(repo, &watch, account_id)?;
            let claim = match &conflict {
                Some(found) if found.path.is_some() => None,
                _ => claim_of(repo, &watch, account_id)?,
            };
            found.push(SeatConflict {
                seat_id: roll.seat_id,
                designation: roll.designation,
                capacity,
                account_id,
                conflict,
                claim,
            });
        }
    }
    Ok((watch.basis.rule, found))
}

fn view(repo: &mut dyn Read, proposal: &Proposal, on: Day) -> Result<ConflictsView, Error> {
    let sitting = rolls(repo, proposal.district(), on)?;
    let basis = basis_of_day(repo, on)?;
    let (rule, seats) = of_group(repo, proposal, (basis, &sitting))?;
    Ok(ConflictsView {
        proposal_id: proposal.meta().id,
        as_of: on,
        rule: rule.name(),
        max_hops: rule.rule.max_hops,
        seats,
    })
}

/// List conflicts of interest about a proposal
///
/// Each holder and alternate of the core group of the district. A conflict is derived from the shortest chain of
/// linkages and memberships between what the person belongs to and the cluster or its academic partner, which is
/// shown; or it was declared. Parties are those of every submitted version. A linkage or membership counts
/// since both its ends confirmed it, whoever speaks for the applicant apart, or since K-DISC attests it; a day on which
/// it is said to have begun proves nothing. What is only claimed is shown as a claim and bars nobody. Whoever is in
/// conflict neither sees deliberations nor scores nor votes, and does not count for the quorum. Seats, ties, declarations, roles and the
/// version of the rule are those of the day `as_of`, as far as they were known then. A tie that ended or was removed
/// counts for as many days after its end as the rule says.
#[utoipa::path(
    get, path = "/v1/proposals/{id}/conflicts", tag = "reviews", params(("id" = ProposalId, Path, description = "The proposal's id."), OnDay),
    responses((status = 200, description = "The conflicts on that day.", body = ConflictsView)),
    extensions(("x-action" = json!(Action::ReadConflicts)))
)]
pub(crate) async fn get_conflicts(caller: Caller, id: Path<ProposalId>, when: OnDay) -> Answered {
    caller
        .respond_item(move |reading| {
            let proposal = reading.proposal(*id)?;
            reading.authorize(Action::ReadConflicts, &proposal.anchors())?;
            Ok(view(&mut **reading, &proposal, when.as_of)?)
        })
        .await
}

/// Declare a conflict of interest
///
/// By a person in a seat of the core group of the district, by an officer or by a convenor, about themselves. A declaration cannot be withdrawn.
#[utoipa::path(
    post, path = "/v1/proposals/{id}/conflicts", tag = "reviews", params(("id" = ProposalId, Path, description = "The proposal's id.")),
    request_body = DeclarationFacts,
    responses((status = 201, description = "Declared.", body = ConflictsView)),
    extensions(("x-action" = json!(Action::DeclareConflict)))
)]
pub(crate) async fn declare_conflict(
    caller: Caller,
    id: Path<ProposalId>,
    body: Body<DeclarationFacts>,
) -> Answered {
    caller
        .write("declare_conflict", &body.bytes, move |tx| {
            let declared = conflicts::declare_conflict(tx, *id, body.value)?;
            let today = tx.now().day();
            let view = view(&mut **tx, &declared.proposal, today)?;
            extract::saved(201, &declared.declaration, &view)
        })
        .await
}
