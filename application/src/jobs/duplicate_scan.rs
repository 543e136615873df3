//! Comparing enterprises that have changed with those that may be the same.
//!
//! Whoever saves an enterprise marks it; this job takes the marked ones in the order in which they changed,
//! looks for others on a reader, and writes the pairs that are worth a look. What it finds depends on the
//! registry alone: each enterprise is compared after its last change, with others as they are then, and one
//! that has changed meanwhile stays marked.

use crate::Failure;
use crate::{Precondition, WriteContext};
use odoi_domain::Entity;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::policy::Action;
use odoi_domain::registry::candidate::{
    CandidateBasis, CandidateState, DuplicateCandidate, compared, in_order,
};
use odoi_domain::registry::duplicate::{Profile, WORTH_A_LOOK};
use odoi_domain::registry::enterprise::Enterprise;
use odoi_persistence::port::Read;
use odoi_persistence::{Answer, Principal, Store, WriteRequest};
use std::cmp::Reverse;

/// So many enterprises are compared in one read. Each is written by itself: with all its new pairs that takes
/// long enough for the other writers.
const STEP: i64 = 10;

/// An enterprise has at most so many new pairs, the likeliest.
const MOST: usize = 50;

/// An enterprise, and those that it is worth comparing with, and by what.
struct Found {
    thing: Enterprise,
    others: Vec<(EnterpriseId, CandidateBasis)>,
}

/// Compares the next enterprises that have changed; counts them. Nothing is left where it counts none.
pub async fn step(store: &Store) -> Result<usize, Failure> {
    let found = store.read(look).await?;
    let compared = found.len();
    for one in found {
        let request = WriteRequest {
            who: Principal::Operator,
            operation: "compare_enterprises",
            key: None,
            request_id: "job-compare".to_owned(),
        };
        store
            .write(request, move |tx| record(&mut WriteContext::new(tx, Precondition::Any), &one))
            .await?;
    }
    Ok(compared)
}

fn look(repo: &mut dyn Read) -> Result<Vec<Found>, Failure> {
    let ids = repo.uncompared(STEP)?;
    let mut things = repo.enterprises_by_id(&ids)?;
    things.sort_by_key(|thing| ids.iter().position(|id| *id == thing.meta().id));
    things
        .into_iter()
        .map(|thing| {
            let others = worth_comparing(repo, &thing)?;
            Ok(Found { thing, others })
        })
        .collect()
}

/// Those that are alike now, and those that have been before. What is masked leads to none that is compared in the open.
fn worth_comparing(
    repo: &mut dyn Read,
    thing: &Enterprise,
) -> Result<Vec<(EnterpriseId, CandidateBasis)>, Failure> {
    let (id, profile) = (thing.meta().id, Profile::of(thing.facts()));
    let mut others = Vec::new();
    for basis in CandidateBasis::ALL {
        let sought = match basis {
            CandidateBasis::OpenFacts => profile.without_numbers(),
            CandidateBasis::MaskedNumbers => profile.numbers(),
        };
        let near = repo.near(&sought, Some(id))?;
        let scored = near.iter().map(|other| {
            let (_, score) = compared(*basis, thing, other);
            (Reverse(score), other.meta().id)
        });
        let mut alike: Vec<_> = scored.filter(|(score, _)| score.0 >= WORTH_A_LOOK).collect();
        alike.sort_unstable();
        alike.truncate(MOST);
        others.extend(alike.into_iter().map(|(_, id)| (id, *basis)));
    }
    for known in repo.candidates_about(id)? {
        let pair = known.state();
        if pair.state != CandidateState::Merged {
            others.extend(pair.sides.iter().map(|side| (side.enterprise, pair.basis)));
        }
    }
    others.sort_unstable();
    others.dedup();
    others.retain(|(other, _)| *other != id);
    Ok(others)
}

fn record(
    tx: &mut WriteContext<'_, '_>,
    Found { thing, others }: &Found,
) -> Result<Answer, Failure> {
    // Changed meanwhile, or compared by another server: then that is to be kept.
    if !tx.mark_compared(thing)? {
        return Ok(Answer::unchanged(200, None));
    }
    let permit = tx.authorize(Action::FindDuplicates, &thing.anchors())?;
    let ids: Vec<EnterpriseId> = others.iter().map(|(id, _)| *id).collect();
    let now_there = tx.enterprises_by_id(&ids)?;
    for (id, basis) in others {
        let Some(other) = now_there.iter().find(|other| other.meta().id == *id) else {
            continue;
        };
        let (pair, now) = ((thing, other), tx.now());
        let ids = in_order(thing.meta().id, *id, |id| *id);
        let changed = match tx.candidate_of(ids, *basis)? {
            Some(known) => known.compare(&permit, pair, now)?,
            None => DuplicateCandidate::find(&permit, (tx.mint(), *basis), pair, now)?,
        };
        if let Some(changed) = changed {
            tx.save(changed)?;
        }
    }
    Ok(Answer::unchanged(200, None))
}
