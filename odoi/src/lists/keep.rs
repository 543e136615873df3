//! Writes what a list states, through the same door as everybody.

use super::claim::Claim;
use crate::cli::operator;
use odoi_application::Failure;
use odoi_domain::Entity;
use odoi_domain::kernel::entity::Facts;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Anchors;
use odoi_domain::registry::place::{Area, AreaRelation, Place, PlaceKey};
use odoi_persistence::Tx;
use odoi_persistence::{Answer, Store};

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
    Storable,
    /// Nothing was done.
    Rejected(String),
}

/// Adds a place, or brings it up to date.
pub(super) async fn keep(store: &Store, claim: Claim) -> Outcome {
    match operator::load(store, "import_place", move |tx| put(tx, &claim)).await {
        Ok(answer) => match answer.status {
            201 => Outcome::Created,
            200 => Outcome::Updated,
            203 => Outcome::Storable,
            _ => Outcome::Unchanged,
        },
        // A report has one line for each row.
        Err(error) => Outcome::Rejected(error.to_string().replace("\n  ", "; ")),
    }
}

fn put(tx: &mut Tx<'_>, claim: &Claim) -> Result<Answer, Failure> {
    let now = tx.now();
    let areas = areas(tx, claim)?;
    match tx.place_by_code(claim.level, &claim.code)? {
        None => {
            let fresh = claim.fresh().filter(|_| claim.makes);
            let Some(fresh) = fresh else {
                let why = format!("there is no {} {} yet", claim.level, claim.code);
                return Err(Failure::Lacking(why));
            };
            let (facts, id) = (claim.onto(&fresh, areas), tx.mint());
            let permit = tx.authorize(Action::CreatePlace, &facts.anchors(id))?;
            let saved = tx.save(Place::register(&permit, id, facts, now)?)?;
            Ok(saved.answer(201, None))
        }
        Some(known) => {
            let facts = claim.onto(known.facts(), areas);
            if facts == *known.facts() {
                return Ok(Answer::unchanged(204, None));
            }
            if known.facts().is_protected {
                return Ok(Answer::unchanged(203, None));
            }
            let permit = tx.authorize(Action::UpdatePlace, &Anchors::default())?;
            let saved = tx.save(known.amend(&permit, facts, now)?)?;
            Ok(saved.answer(200, None))
        }
    }
}

/// The areas of a claim, each found by its code.
fn areas(tx: &mut Tx<'_>, claim: &Claim) -> Result<Vec<Area>, Failure> {
    let mut found = Vec::new();
    for area in &claim.areas {
        let Ok(place) = tx.place_by_key(area.place.clone()) else {
            let why = format!("{} is not registered; import its list first", shown(&area.place));
            return Err(Failure::Lacking(why));
        };
        let level = place.facts().level;
        if area.relation == AreaRelation::Within && !claim.level.can_lie_in(level) {
            let why = format!("a {} cannot lie in a {level}", claim.level);
            return Err(Failure::Lacking(why));
        }
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
