//! Reviews as they are shown: one, and those of a proposal that somebody may see.

use crate::extract::{Resource, content_tag};
use crate::routes::shared::version;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, ProposalId, ReviewId, SeatId};
use odoi_domain::kernel::text::Paragraphs;
use odoi_domain::programme::conflict::Claim;
use odoi_domain::programme::review::{Panel, Review, ReviewState, Rubric, Score};
use odoi_domain::{Entity, Moment};
use serde::Serialize;
use utoipa::ToSchema;

/// A review.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewView {
    /// Its id.
    pub id: ReviewId,
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The seat for which it is written.
    pub seat_id: SeatId,
    /// The revision of the proposal that it is about.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub proposal_revision: i32,
    /// The author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written_by: Option<AccountId>,
    /// The state.
    pub state: ReviewState,
    /// The version of the rubric that it uses.
    #[schema(minimum = 1, maximum = 10_000)]
    pub rubric_version: i32,
    /// A score per criterion.
    #[schema(max_items = 20)]
    pub scores: Vec<Score>,
    /// Further remarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub remark: Option<Paragraphs>,
    /// When it was submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Moment>,
    /// Its weighted total in hundredths of a point of 100, once it is submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 10_000)]
    pub total: Option<i64>,
    /// The revision. The `ETag` is made from it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was drafted.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl ReviewView {
    pub(crate) fn of(thing: &Review) -> Self {
        let (meta, record) = (*thing.meta(), thing.state().clone());
        Self {
            id: meta.id,
            proposal_id: record.facts.proposal_id,
            seat_id: record.facts.seat_id,
            proposal_revision: record.proposal_revision,
            written_by: record.by,
            state: record.state,
            rubric_version: record.rubric_version,
            scores: record.facts.scores,
            remark: record.facts.remark,
            submitted_at: record.submitted_at,
            total: record.total,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for ReviewView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/reviews/{}", self.id)
    }
}

/// The reviews of a proposal that the caller may see.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewsView {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The rubric of its call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rubric: Option<Rubric>,
    /// The revision under review. Each submitted revision has its own round.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub proposal_revision: Option<i32>,
    /// The caller's own review of this round and, once it is submitted, the other submitted reviews.
    #[schema(max_items = 99)]
    pub items: Vec<ReviewView>,
    /// Reviews of earlier rounds that the caller may see. They are kept and do not count.
    #[schema(max_items = 999)]
    pub earlier: Vec<ReviewView>,
    /// Number of submitted reviews that are hidden: the caller's own is not submitted, or they stand aside.
    #[schema(minimum = 0, maximum = 99)]
    pub withheld: usize,
    /// Whether the caller stands aside because of a conflict of interest.
    pub stands_aside: bool,
    /// The summary of the submitted reviews of this round, without those of people in conflict, each person once.
    /// Absent while anything is hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub panel: Option<Panel>,
    /// Of whose reviews, among those that the panel counts, somebody claims that their authors are tied to the
    /// applicant: claimed, does not bar.
    #[schema(max_items = 99)]
    pub claims: Vec<ReviewClaim>,
}

/// A review that counts, and what is claimed of its author.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewClaim {
    /// The review.
    pub review_id: ReviewId,
    /// What is claimed.
    pub claim: Claim,
}

impl Resource for ReviewsView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/proposals/{}/reviews", self.proposal_id)
    }
}
