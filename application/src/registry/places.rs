//! Places: what they lie in or overlap must be there, and of a level that can do so.

use crate::registry::registered::Registrable;
use crate::{Failure, WriteContext};
use odoi_domain::kernel::entity::Registered;
use odoi_domain::kernel::id::PlaceId;
use odoi_domain::policy::{Action, Permit};
use odoi_domain::registry::place::{AreaRelation, Place, PlaceFacts, PlaceKey};
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::Error;
use odoi_persistence::port::Read;

impl Registrable for PlaceFacts {
    const CREATE: Action = Action::CreatePlace;
    const UPDATE: Action = Action::UpdatePlace;
    const DELETE: Action = Action::DeletePlace;
    type Key = PlaceKey;

    fn find(repo: &mut dyn Read, key: PlaceKey) -> Result<Registered<Self>, Error> {
        repo.place_by_key(key)
    }

    /// Demands that the areas which a place lies in exist, and are of a level that it can lie in.
    fn known(tx: &mut WriteContext<'_, '_>, thing: &Place) -> Result<(), Failure> {
        let facts = thing.facts();
        let ids: Vec<PlaceId> = facts.areas.iter().map(|area| area.place).collect();
        let found = tx.places_by_id(&ids)?;
        let mut violations = Vec::new();
        for (number, area) in facts.areas.iter().enumerate() {
            let other = found.iter().find(|place| place.meta().id == area.place);
            let is_within = area.relation == AreaRelation::Within;
            let violation = match other.map(|place| place.facts().level) {
                None => {
                    let pointer = format!("/areas/{number}/place");
                    Violation::new(Code::UnknownReference).at(&pointer)
                }
                Some(level) if is_within && !facts.level.can_lie_in(level) => {
                    let violation = Violation::new(Code::AreaLevel).with(level.text());
                    violation.at(&format!("/areas/{number}/relation"))
                }
                Some(_) => continue,
            };
            violations.push(violation);
        }
        Failure::unless_valid(violations)
    }

    /// No place lies in itself.
    fn changed(
        _tx: &mut WriteContext<'_, '_>,
        _permit: &Permit,
        _before: &Registered<Self>,
        after: &Registered<Self>,
    ) -> Result<(), Failure> {
        let mut areas = after.facts().areas.iter();
        let itself = areas.position(|area| area.place == after.meta().id);
        let violation = itself
            .map(|number| Violation::new(Code::AreaOfItself).at(&format!("/areas/{number}/place")));
        Failure::unless_valid(violation.into_iter().collect())
    }
}
