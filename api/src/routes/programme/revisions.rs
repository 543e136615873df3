//! Revisions of a proposal: what was stated when, and what differs between any two (rule R6.2).

use crate::extract::{Between, Caller, ReadContext, Resource, content_tag};
use crate::problem::Problem;
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_application::Error;
use odoi_domain::kernel::id::ProposalId;
use odoi_domain::policy::Action;
use odoi_domain::programme::proposal::ProposalFacts;
use odoi_domain::programme::proposal::comparison::{FactChange, Revision, compare};
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

/// A revision, without its content.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RevisionRow {
    /// Its number, counted from 1.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub number: i32,
    /// When it was stated.
    pub made_at: Moment,
    /// When it was submitted, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Moment>,
}

impl RevisionRow {
    fn of(revision: &Revision) -> Self {
        Self {
            number: revision.number,
            made_at: revision.made_at,
            submitted_at: revision.submitted_at,
        }
    }
}

/// The revisions of a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RevisionListView {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// Latest first; at most 200.
    #[schema(max_items = 200)]
    pub items: Vec<RevisionRow>,
}

/// A revision of a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RevisionView {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// Its number, counted from 1.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub number: i32,
    /// When it was stated.
    pub made_at: Moment,
    /// When it was submitted, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Moment>,
    /// What was stated.
    pub facts: ProposalFacts,
}

impl RevisionView {
    fn of(proposal_id: ProposalId, revision: Revision) -> Self {
        let Revision { number, made_at, submitted_at, facts } = revision;
        Self { proposal_id, number, made_at, submitted_at, facts }
    }
}

/// The differences between two revisions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ComparisonView {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The number of the earlier revision.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub from: i32,
    /// The number of the later revision.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub to: i32,
    /// The differences, 1,000 at most. Cost lines are matched by a shared asset, or by title. What lies so deep that its
    /// pointer would be longer than 1,000 characters is one change of what it lies in.
    #[schema(max_items = 1_000)]
    pub changes: Vec<FactChange>,
}

impl ComparisonView {
    fn of(proposal_id: ProposalId, before: &Revision, after: &Revision) -> Self {
        let changes = compare(&before.facts, &after.facts);
        Self { proposal_id, from: before.number, to: after.number, changes }
    }
}

macro_rules! computed {
    ($($View:ident = $end:literal),+) => {$(
        impl Resource for $View {
            fn etag(&self) -> String {
                content_tag(self)
            }
            fn path(&self) -> String {
                format!("/v1/proposals/{}/{}", self.proposal_id, $end)
            }
        }
    )+};
}

computed!(RevisionListView = "revisions", RevisionView = "revisions", ComparisonView = "compare");

/// The proposal, for somebody who may see it.
fn seen(reading: &mut ReadContext<'_>, id: ProposalId) -> Result<(), Problem> {
    let proposal = reading.proposal(id)?;
    reading.authorize(Action::ReadProposal, &proposal.anchors())?;
    Ok(())
}

/// List the revisions of a proposal
///
/// The content of a proposal at each amendment and each submission.
#[utoipa::path(
    get, path = "/v1/proposals/{id}/revisions", tag = "proposals", params(("id" = ProposalId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = RevisionListView)),
    extensions(("x-action" = json!(Action::ReadProposal)))
)]
pub(crate) async fn list_proposal_revisions(caller: Caller, id: Path<ProposalId>) -> Answered {
    caller
        .respond_item(move |reading| {
            seen(reading, *id)?;
            let items = reading.revisions(*id)?.iter().map(RevisionRow::of).collect();
            Ok(RevisionListView { proposal_id: *id, items })
        })
        .await
}

/// Read a revision of a proposal
///
/// The content of the revision.
#[utoipa::path(
    get, path = "/v1/proposals/{id}/revisions/{number}", tag = "proposals",
    params(
        ("id" = ProposalId, Path, description = "Its id."),
        ("number" = i32, Path, description = "The number of the revision.", minimum = 1, maximum = 2_147_483_647),
    ),
    responses((status = 200, description = "As it was.", body = RevisionView)),
    extensions(("x-action" = json!(Action::ReadProposal)))
)]
pub(crate) async fn get_proposal_revision(
    caller: Caller,
    path: Path<(ProposalId, i32)>,
) -> Answered {
    let (id, number) = path.into_inner();
    caller
        .respond_item(move |reading| {
            seen(reading, id)?;
            Ok(RevisionView::of(id, reading.revision(id, number)?))
        })
        .await
}

/// Compare two revisions of a proposal
///
/// Field by field, with a JSON pointer, the earlier and the later value. Default: the
/// latest revision against the one before.
#[utoipa::path(
    get, path = "/v1/proposals/{id}/compare", tag = "proposals",
    params(("id" = ProposalId, Path, description = "Its id."), Between),
    responses((status = 200, description = "The differences.", body = ComparisonView)),
    extensions(("x-action" = json!(Action::ReadProposal)))
)]
pub(crate) async fn compare_proposal_revisions(
    caller: Caller,
    id: Path<ProposalId>,
    between: Between,
) -> Answered {
    caller
        .respond_item(move |reading| {
            seen(reading, *id)?;
            let after = match between.to {
                Some(number) => reading.revision(*id, number)?,
                None => reading.latest_revision(*id)?.ok_or(Error::Missing)?,
            };
            let from = between.from.unwrap_or_else(|| (after.number - 1).max(1));
            let before = reading.revision(*id, from)?;
            Ok(ComparisonView::of(*id, &before, &after))
        })
        .await
}
