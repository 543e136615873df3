//! Reviews of proposals by seat holders, each for themselves until their own is submitted (rule R6.4).

use crate::programme::recusal::ConflictChecker;
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::{Document, Refusal};
use odoi_domain::kernel::id::{AccountId, ReviewId, SeatId};
use odoi_domain::policy::actor::{Actor, Anchors};
use odoi_domain::policy::{self, Action, Clearance};
use odoi_domain::programme::proposal::Proposal;
use odoi_domain::programme::review::{
    self, REVIEWED_IN, Review, ReviewFacts, ReviewState, Round, Rubric,
};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Code, Entity, Moment, Violation};
use odoi_persistence::port::Read;
use odoi_persistence::{Error, Saved};

/// Begins a review. Refuses a seat in which the author does not sit; a proposal that cannot be reviewed now, or not by
/// the author; and a second review of the same revision.
pub fn create_review(
    tx: &mut WriteContext<'_, '_>,
    facts: ReviewFacts,
) -> Result<Saved<Review>, Failure> {
    let proposal = match tx.proposal(facts.proposal_id) {
        Err(Error::Missing) => {
            return Err(invalid(Violation::new(Code::UnknownReference).at("/proposal_id")));
        }
        found => found?,
    };
    let district = proposal.district().clone();
    let permit = tx.authorize(Action::CreateReview, &in_district(&district))?;
    let (by, now) = (permit.account(), tx.now());
    require_seated(tx, facts.seat_id, &district, by)?;
    let mut conflicts = ConflictChecker::of(by, now);
    let (rubric, clearance) = reviewable(&mut **tx, &mut conflicts, &proposal)?;
    let proposal_revision = tx.submitted_revision(facts.proposal_id)?.unwrap_or(1);
    require_unreviewed(tx, &facts, proposal_revision, by)?;
    let round = Round { district, proposal_revision, rubric: &rubric, clearance };
    let id = tx.mint();
    Ok(tx.save(Review::draft(&permit, id, facts, round, now)?)?)
}

/// Changes the author's own draft. Refuses a proposal that cannot be reviewed any more, or was submitted anew.
pub fn update_review(
    tx: &mut WriteContext<'_, '_>,
    id: ReviewId,
    change: impl FnOnce(&ReviewFacts) -> Result<ReviewFacts, Failure>,
) -> Result<Saved<Review>, Failure> {
    let mut found = visible_to_writer(tx, id)?;
    let review = found.review;
    let permit = tx.authorize(Action::UpdateReview, &review.anchors())?;
    tx.at(&review)?;
    let facts = change(&review.state().facts)?;
    let (rubric, clearance) = reviewable(&mut **tx, &mut found.conflicts, &found.proposal)?;
    require_this_round(tx, &review)?;
    let now = tx.now();
    Ok(tx.save(review.amend(&permit, facts, &rubric, clearance, now)?)?)
}

/// Submits the author's own review. Refuses an incomplete one, an author who has left the seat, and what a change would
/// be refused for.
pub fn submit_review(
    tx: &mut WriteContext<'_, '_>,
    id: ReviewId,
) -> Result<Saved<Review>, Failure> {
    let mut found = visible_to_writer(tx, id)?;
    let (review, proposal) = (found.review, found.proposal);
    let permit = tx.authorize(Action::SubmitReview, &review.anchors())?;
    tx.at(&review)?;
    let seat = review.state().facts.seat_id;
    require_seated(tx, seat, proposal.district(), permit.account())?;
    let (rubric, clearance) = reviewable(&mut **tx, &mut found.conflicts, &proposal)?;
    require_this_round(tx, &review)?;
    let now = tx.now();
    Ok(tx.save(review.submit(&permit, &rubric, clearance, now)?)?)
}

/// The rubric of the call that a proposal answers.
pub fn rubric(repo: &mut dyn Read, proposal: &Proposal) -> Result<Option<Rubric>, Error> {
    match proposal.facts().call_id {
        None => Ok(None),
        Some(id) => Ok(Some(repo.call(id)?.facts().rubric.clone())),
    }
}

/// Whether somebody may know what others have written. Until it is decided, whoever sits in a seat, as holder or
/// alternate, could still be called on to review: they have written one themselves, for whichever seat.
pub fn knows(
    repo: &mut dyn Read,
    actor: &Actor,
    proposal: &Proposal,
    reviews: &[Review],
    now: Moment,
) -> Result<bool, Error> {
    if review::is_decided(proposal.status().state) {
        return Ok(true);
    }
    let anchors = in_district(proposal.district());
    let oversees = policy::authorize(actor, Action::ReadReview, &anchors).is_ok();
    let Some(me) = actor.account() else {
        return Ok(oversees);
    };
    let seats = repo.seats_of(proposal.district())?;
    let sits = seats.iter().any(|seat| seat.facts().tenure_of(me, now.day()).is_some());
    let revision = repo.submitted_revision(proposal.meta().id)?;
    let is_own = |review: &Review| {
        let record = review.state();
        record.state == ReviewState::Submitted
            && Some(record.proposal_revision) == revision
            && record.by == Some(me)
    };
    Ok((sits && reviews.iter().any(is_own)) || (oversees && !sits))
}

/// A review that somebody may see.
pub struct VisibleReview {
    /// The review.
    pub review: Review,
    /// Its proposal.
    pub proposal: Proposal,
    /// What has been found out of the conflicts of whoever sees it.
    conflicts: ConflictChecker,
}

/// A review that somebody may see, with its proposal; to everybody else there is none, whatever they want of it.
pub fn visible_review(
    repo: &mut dyn Read,
    actor: &Actor,
    id: ReviewId,
    now: Moment,
) -> Result<VisibleReview, Failure> {
    let review = repo.review(id)?;
    policy::authorize(actor, Action::ReadReview, &review.anchors())?;
    let record = review.state();
    let is_own = record.by.is_some() && record.by == actor.account();
    let proposal = repo.proposal(record.facts.proposal_id)?;
    let all = repo.reviews_of(record.facts.proposal_id)?;
    let is_kept = record.state == ReviewState::Draft || !knows(repo, actor, &proposal, &all, now)?;
    let mut conflicts = ConflictChecker::of(actor.account(), now);
    if (is_kept && !is_own) || conflicts.is_conflicted(repo, &proposal)? {
        return Err(Error::Missing.into());
    }
    Ok(VisibleReview { review, proposal, conflicts })
}

fn visible_to_writer(
    tx: &mut WriteContext<'_, '_>,
    id: ReviewId,
) -> Result<VisibleReview, Failure> {
    let (actor, now) = (tx.actor().clone(), tx.now());
    visible_review(&mut **tx, &actor, id, now)
}

fn in_district(district: &DistrictCode) -> Anchors {
    Anchors { districts: vec![district.clone()], ..Anchors::default() }
}

fn invalid(violation: Violation) -> Failure {
    Failure::invalid(vec![violation])
}

fn unmet(violation: Violation) -> Failure {
    Failure::unmet(vec![violation])
}

/// The rubric that a review is written by, and the proof that its author is in no conflict, where the proposal can be
/// reviewed now by whoever asks.
fn reviewable(
    repo: &mut dyn Read,
    conflicts: &mut ConflictChecker,
    proposal: &Proposal,
) -> Result<(Rubric, Clearance), Failure> {
    let state = proposal.status().state;
    if !REVIEWED_IN.contains(&state) {
        let (step, state) = ("review", state.text());
        return Err(Refusal::IllegalStep { step, state }.into());
    }
    let Some(clearance) = conflicts.clearance(repo, proposal)? else {
        return Err(unmet(Violation::new(Code::InConflict).at("/seat_id")));
    };
    let Some(rubric) = rubric(repo, proposal)? else {
        return Err(unmet(Violation::new(Code::NoRubric).at("/proposal_id")));
    };
    Ok((rubric, clearance))
}

/// Demands that a review is of the round that goes on: what was submitted anew is reviewed anew.
fn require_this_round(tx: &mut WriteContext<'_, '_>, review: &Review) -> Result<(), Failure> {
    let record = review.state();
    let revision = tx.submitted_revision(record.facts.proposal_id)?;
    if Some(record.proposal_revision) == revision {
        return Ok(());
    }
    let violation =
        Violation::new(Code::ReviewOfEarlier).with(record.proposal_revision.to_string());
    Err(unmet(violation))
}

/// Demands that nobody reviews a revision twice, from whichever seat.
fn require_unreviewed(
    tx: &mut WriteContext<'_, '_>,
    facts: &ReviewFacts,
    revision: i32,
    by: Option<AccountId>,
) -> Result<(), Failure> {
    let written = tx.reviews_of(facts.proposal_id)?;
    let is_mine = |review: &Review| {
        let record = review.state();
        record.proposal_revision == revision
            && by.is_some()
            && record.by == by
            && record.facts.seat_id != facts.seat_id
    };
    if written.iter().any(is_mine) {
        return Err(unmet(Violation::new(Code::ReviewedAlready).at("/seat_id")));
    }
    Ok(())
}

/// Demands that the seat is of the district, and whoever asks sits in it.
fn require_seated(
    tx: &mut WriteContext<'_, '_>,
    seat: SeatId,
    district: &DistrictCode,
    by: Option<AccountId>,
) -> Result<(), Failure> {
    let today = tx.now().day();
    let violation = match tx.seat(seat) {
        Ok(seat) if seat.facts().district == *district => {
            let tenure = by.and_then(|by| seat.facts().tenure_of(by, today));
            if tenure.is_some() {
                return Ok(());
            }
            Violation::new(Code::NotInThisSeat)
        }
        Ok(_) | Err(Error::Missing) => Violation::new(Code::UnknownReference),
        Err(other) => return Err(other.into()),
    };
    Err(invalid(violation.at("/seat_id")))
}
