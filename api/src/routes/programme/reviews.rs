//! Reviews of proposals by seat holders, each for themselves until their own is in (rule R6.4).

use crate::extract::{Body, Caller, Patch};
use crate::routes::programme::review_view::{ReviewClaim, ReviewView, ReviewsView};
use crate::routes::shared::{Answered, saved};
use actix_web::web::Path;
use odoi_application::Error;
use odoi_application::programme::conflict_graph::{
    basis_of_decision, claim_of, conflict_graph, conflict_of,
};
use odoi_application::programme::recusal::ConflictChecker;
use odoi_application::programme::reviews::{self, knows, rubric};
use odoi_application::reads::Read;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{ProposalId, ReviewId};
use odoi_domain::policy::actor::Actor;
use odoi_domain::policy::{Action, ConflictBasis};
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::programme::review::{self, Panel, Review, ReviewFacts, ReviewState};
use odoi_domain::{Entity, Moment};

/// What the reviews say together that count: of the revision that was handed in last, each person once, and not of
/// somebody in conflict.
pub(crate) fn panel(
    repo: &mut dyn Read,
    proposal: &Proposal,
    reviews: &[Review],
    basis: ConflictBasis,
) -> Result<Option<Panel>, Error> {
    Ok(counted(repo, proposal, reviews, basis)?.0)
}

/// The same, with what is claimed of the authors.
fn counted(
    repo: &mut dyn Read,
    proposal: &Proposal,
    reviews: &[Review],
    basis: ConflictBasis,
) -> Result<(Option<Panel>, Vec<ReviewClaim>), Error> {
    let watch = conflict_graph(repo, proposal, basis)?;
    let (mut totals, mut claims) = (Vec::new(), Vec::new());
    for review in review::counted(reviews, repo.submitted_revision(proposal.meta().id)?) {
        let (record, review_id) = (review.state(), review.meta().id);
        let (mut counts, mut claim) = (true, None);
        if let Some(by) = record.by {
            counts = conflict_of(repo, &watch, by)?.is_none();
            claim = claim_of(repo, &watch, by)?;
        }
        if let (Some(total), true) = (record.total, counts) {
            totals.push((review_id, total));
            claims.extend(claim.map(|claim| ReviewClaim { review_id, claim }));
        }
    }
    let bonus = match proposal.facts().call_id {
        None => 0,
        Some(id) => repo.call(id)?.facts().bonus_for(proposal.facts().cluster_id),
    };
    Ok((review::panel(&totals, bonus), claims))
}

/// What is shown of the reviews of a proposal to one caller.
fn shown(
    repo: &mut dyn Read,
    actor: &Actor,
    proposal: &Proposal,
    now: Moment,
) -> Result<ReviewsView, Error> {
    let all = repo.reviews_of(proposal.meta().id)?;
    let stands_aside = ConflictChecker::of(actor.account(), now).is_conflicted(repo, proposal)?;
    let may_judge = !stands_aside && knows(repo, actor, proposal, &all, now)?;
    let revision = repo.submitted_revision(proposal.meta().id)?;
    let is_in = |review: &Review| review.state().state == ReviewState::Submitted;
    let is_seen = |review: &Review| {
        let by = review.state().by;
        let is_own = by.is_some() && by == actor.account();
        !stands_aside && (is_own || (may_judge && is_in(review)))
    };
    let (now_reviewed, earlier): (Vec<_>, Vec<_>) =
        all.iter().partition(|review| Some(review.state().proposal_revision) == revision);
    let seen = |some: &[&Review]| {
        let some = some.iter().filter(|review| is_seen(review));
        some.map(|review| ReviewView::of(review)).collect()
    };
    let kept = now_reviewed.iter().filter(|r| is_in(r) && !is_seen(r));
    let (basis, _) = basis_of_decision(repo, proposal, now)?;
    let (panel, claims) =
        if may_judge { counted(repo, proposal, &all, basis)? } else { (None, Vec::new()) };
    Ok(ReviewsView {
        proposal_id: proposal.meta().id,
        rubric: rubric(repo, proposal)?,
        proposal_revision: revision,
        withheld: kept.count(),
        items: seen(&now_reviewed),
        earlier: seen(&earlier),
        stands_aside,
        panel,
        claims,
    })
}

/// List the reviews of a proposal
///
/// The caller's own review; once it is submitted, also the others and their summary. Officers of K-DISC and auditors see
/// all submitted reviews. A person in conflict sees none.
#[utoipa::path(
    get, path = "/v1/proposals/{id}/reviews", tag = "reviews", params(("id" = ProposalId, Path, description = "The proposal's id.")),
    responses((status = 200, description = "The reviews that the caller may see.", body = ReviewsView)),
    extensions(("x-action" = json!(Action::ListReviews)))
)]
pub(crate) async fn list_reviews(caller: Caller, id: Path<ProposalId>) -> Answered {
    let now = caller.service.application.now();
    caller
        .respond_item(move |reading| {
            let proposal = reading.proposal(*id)?;
            reading.authorize(Action::ListReviews, &proposal.anchors())?;
            let actor = reading.actor().clone();
            Ok(shown(&mut **reading, &actor, &proposal, now)?)
        })
        .await
}

/// Begin a review
///
/// By a holder or alternate of the seat, for a proposal that is screened, shortlisted or under detailed study and
/// answers a call. It is scored by the rubric of the call. A draft may be incomplete.
#[utoipa::path(
    post, path = "/v1/reviews", tag = "reviews", request_body = ReviewFacts,
    responses((status = 201, description = "Begun.", body = ReviewView)),
    extensions(("x-action" = json!(Action::CreateReview)))
)]
pub(crate) async fn create_review(caller: Caller, body: Body<ReviewFacts>) -> Answered {
    let facts = body.value;
    caller
        .write("create_review", &body.bytes, move |tx| {
            saved(201, &reviews::create_review(tx, facts)?, ReviewView::of)
        })
        .await
}

/// Read a review
///
/// The caller's own. Officers of K-DISC and auditors read all submitted reviews. Only the author sees a draft. A person in
/// conflict sees none, and a person who may still have to review sees no other review.
#[utoipa::path(
    get, path = "/v1/reviews/{id}", tag = "reviews", params(("id" = ReviewId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = ReviewView)),
    extensions(("x-action" = json!(Action::ReadReview)))
)]
pub(crate) async fn get_review(caller: Caller, id: Path<ReviewId>) -> Answered {
    let now = caller.service.application.now();
    caller
        .respond_item(move |reading| {
            let actor = reading.actor().clone();
            let found = reviews::visible_review(&mut **reading, &actor, *id, now)?;
            Ok(ReviewView::of(&found.review))
        })
        .await
}

/// Change a review
///
/// Only the caller's own draft. Its proposal and seat cannot change.
#[utoipa::path(
    patch, path = "/v1/reviews/{id}", tag = "reviews", params(("id" = ReviewId, Path, description = "Its id.")),
    request_body(content = ReviewFacts, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The current state.", body = ReviewView)),
    extensions(("x-action" = json!(Action::UpdateReview)))
)]
pub(crate) async fn update_review(
    caller: Caller,
    id: Path<ReviewId>,
    patch: Patch<ReviewFacts>,
) -> Answered {
    let bytes = patch.bytes.clone();
    caller
        .write("update_review", &bytes, move |tx| {
            let review = reviews::update_review(tx, *id, |facts| patch.onto(facts))?;
            saved(200, &review, ReviewView::of)
        })
        .await
}

/// Submit a review
///
/// The caller's own review, with a score and a reason for every criterion. It cannot change afterwards, and the caller can read
/// the others.
#[utoipa::path(
    post, path = "/v1/reviews/{id}/submit", tag = "reviews", params(("id" = ReviewId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = ReviewView)),
    extensions(("x-action" = json!(Action::SubmitReview)))
)]
pub(crate) async fn submit_review(caller: Caller, id: Path<ReviewId>) -> Answered {
    caller
        .write("submit_review", &[], move |tx| {
            saved(200, &reviews::submit_review(tx, *id)?, ReviewView::of)
        })
        .await
}
