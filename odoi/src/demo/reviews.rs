//! The reviews of the demonstration: several seat holders, one of whom sees it all differently.

use super::actors::as_account;
use super::decisions::{AccessPath, missing, proposal};
use super::programme::seated_in;
use odoi_application::Failure;
use odoi_domain::Entity;
use odoi_domain::Moment;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::{Anchors, Grant, Scope};
use odoi_domain::programme::review::{Review, ReviewFacts};
use odoi_domain::programme::seat::Seat;
use odoi_persistence::Tx;

/// Every review of a proposal is written and handed in.
pub(super) fn reviews(tx: &mut Tx<'_>, way: &AccessPath, now: Moment) -> Result<(), Failure> {
    let thing = proposal(tx, way)?;
    let district = thing.district().clone();
    let call = thing.facts().call_id.ok_or_else(|| missing("call"))?;
    let rubric = tx.call(call)?.facts().rubric.clone();
    let seats = tx.seats_of(&district)?;
    let revision = tx.submitted_revision(thing.meta().id)?;
    let revision = revision.ok_or_else(|| missing("revision"))?;
    for line in &way.line.reviews {
        let name = seated_in(line.by, &district).ok_or_else(|| missing("reviewer"))?;
        let grant = Grant { role: line.by, scope: Scope::District(district.clone()) };
        let anchors = Anchors { districts: vec![district.clone()], ..Anchors::default() };
        let permit = as_account(tx, &name, grant.clone(), Action::CreateReview, &anchors)?;
        let by = permit.account().ok_or_else(|| missing("reviewer"))?;
        let sits = |seat: &&Seat| seat.facts().tenure_of(by, now.day()).is_some();
        let seat = seats.iter().find(sits).ok_or_else(|| missing("seat"))?;
        let facts = ReviewFacts {
            proposal_id: thing.meta().id,
            seat_id: seat.meta().id,
            scores: line.scores.clone(),
            remark: line.remark.clone(),
        };
        let id = tx.mint();
        let drafted =
            Review::draft(&permit, id, facts, (district.clone(), revision, &rubric), now)?;
        let drafted = tx.save(drafted)?.into_thing();
        let anchors = drafted.anchors();
        let permit = as_account(tx, &name, grant, Action::SubmitReview, &anchors)?;
        tx.save(drafted.submit(&permit, &rubric, now)?)?;
    }
    Ok(())
}
