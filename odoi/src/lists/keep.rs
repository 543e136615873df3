//! Writes what a list states, by the use cases of places.

use super::claim::Claim;
use crate::cli::operator;
use odoi_application::registry::registered::{create, update};
use odoi_application::{Answer, Failure, WriteContext};
use odoi_domain::Entity;
use odoi_domain::registry::place::{Area, PlaceFacts, PlaceKey};
use odoi_persistence::Store;

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A new place.
    Created,
    /// A place that is now as the row says.
    Updated,
    /// The place is as the row says.
    Unchanged,
    /// The place differs from the row, and somebody has protected it.
    Kept,
    /// Nothing was done.
    Rejected(String),
}

/// Adds a place, or brings it up to date.
pub(super) async fn keep(store: &Store, claim: Claim) -> Outcome {
    match operator::write(store, "import_place", move |tx| put(tx, &claim)).await {
        Ok(answer) => match answer.status {
            201 => Outcome::Created,
            200 => Outcome::Updated,
            203 => Outcome::Kept,
            _ => Outcome::Unchanged,
        },
        // A report has one line for each row.
        Err(error) => Outcome::Rejected(error.to_string().replace("\n  ", "; ")),
    }
}

fn put(tx: &mut WriteContext<'_, '_>, claim: &Claim) -> Result<Answer, Failure> {
    let areas = areas(tx, claim)?;
    match tx.place_by_code(claim.level, &claim.code)? {
        None => {
            let fresh = claim.fresh().filter(|_| claim.makes);
            let Some(fresh) = fresh else {
                let why = format!("there is no {} {} yet", claim.level, claim.code);
                return Err(Failure::Lacking(why));
            };
            Ok(create(tx, claim.onto(&fresh, areas))?.answer(201, None))
        }
        Some(known) => {
            let facts = claim.onto(known.facts(), areas);
            if facts == *known.facts() {
                return Ok(Answer::unchanged(204, None));
            }
            if known.facts().is_protected {
                return Ok(Answer::unchanged(203, None));
            }
            let key = PlaceKey::Id(known.meta().id);
            let updated = update(tx, key, |_: &PlaceFacts| Ok(facts))?;
            Ok(updated.answer(200, None))
        }
    }
}

/// The areas of a claim, each found by its code.
fn areas(tx: &mut WriteContext<'_, '_>, claim: &Claim) -> Result<Vec<Area>, Failure> {
    let mut found = Vec::new();
    for area in &claim.areas {
        let Ok(place) = tx.place_by_key(area.place.clone()) else {
            let why = format!("{} is not registered; import its list first", shown(&area.place));
            return Err(Failure::Lacking(why));
        };
        found.push(Area {
            relation: area.relation,
            place: place.meta().id,
            source: claim.source.clone(),
        });
    }
    Ok(found)
}

fn shown(key: &PlaceKey) -> String {
    match key {
        PlaceKey::Id(id) => id.to_string(),
        PlaceKey::Code(level, code) => format!("{level} {code}"),
        PlaceKey::OtherCode(level, system, code) => format!("{level} {code} ({system})"),
    }
}
