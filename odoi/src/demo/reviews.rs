//! The reviews of the demonstration: several seat holders, one of whom sees it all differently.

use super::decisions::{Journey, proposal};
use super::loader::{Loader, Person, missing};
use odoi_application::Failure;
use odoi_application::programme::reviews::{create_review, submit_review};
use odoi_domain::programme::review::ReviewFacts;
use odoi_domain::{Entity, Moment};

/// Every review of a proposal is written and handed in.
pub(super) fn reviews(
    loader: &mut Loader<'_, '_>,
    journey: &Journey,
    now: Moment,
) -> Result<(), Failure> {
    let thing = proposal(loader, journey)?;
    let seats = loader.read().seats_of(thing.district())?;
    for line in &journey.line.reviews {
        let reviewer = Person::of(line.by, &thing.district().to_string());
        let account = loader.account(&reviewer)?;
        let mut seats = seats.iter();
        let seat = seats.find(|seat| seat.facts().tenure_of(account, now.day()).is_some());
        let facts = ReviewFacts {
            proposal_id: thing.meta().id,
            seat_id: seat.ok_or_else(|| missing("seat"))?.meta().id,
            scores: line.scores.clone(),
            remark: line.remark.clone(),
        };
        let drafted = loader.act_at(now, &reviewer, |tx| create_review(tx, facts))?;
        let id = drafted.thing().meta().id;
        loader.act_at(now, &reviewer, |tx| submit_review(tx, id))?;
    }
    Ok(())
}
