//! A thing that is its facts and nothing more: how one is registered, changed and removed, once for all
//! kinds. What a kind adds to that are its hooks.

use crate::{Failure, WriteContext};
use odoi_domain::Entity;
use odoi_domain::kernel::entity::{Facts, Registered};
use odoi_domain::policy::{Action, Permit};
use odoi_persistence::port::Read;
use odoi_persistence::{Error, Saved, Storable};

/// A kind of registered thing: the actions that the policy knows, and what follows from a change.
pub trait Registrable: Facts {
    /// The action that registers one.
    const CREATE: Action;
    /// The action that changes one.
    const UPDATE: Action;
    /// The action that removes one.
    const DELETE: Action;
    /// What callers name one by: usually its id.
    type Key;

    /// The thing of a key.
    fn find(repo: &mut dyn Read, key: Self::Key) -> Result<Registered<Self>, Error>;

    /// Demands that what the facts name is there. Whether the facts may stand at all is known by then.
    fn known(_tx: &mut WriteContext<'_, '_>, _thing: &Registered<Self>) -> Result<(), Failure> {
        Ok(())
    }

    /// The thing has been changed and saved: what hangs on it follows, or refuses the change as a whole.
    fn changed(
        _tx: &mut WriteContext<'_, '_>,
        _permit: &Permit,
        _before: &Registered<Self>,
        _after: &Registered<Self>,
    ) -> Result<(), Failure> {
        Ok(())
    }

    /// Demands that nothing hinders the removal but what the database refuses by itself.
    fn removable(_tx: &mut WriteContext<'_, '_>, _thing: &Registered<Self>) -> Result<(), Failure> {
        Ok(())
    }
}

/// Registers a thing. Refused are facts that contradict each other, that the caller's roles do not reach, or
/// that name what there is not.
pub fn create<F: Registrable>(
    tx: &mut WriteContext<'_, '_>,
    facts: F,
) -> Result<Saved<Registered<F>>, Failure>
where
    Registered<F>: Storable,
{
    let (id, now) = (tx.mint(), tx.now());
    let permit = tx.authorize(F::CREATE, &facts.anchors(id))?;
    // Whether the facts may stand there comes before whether what they name exists.
    let recorded = Registered::register(&permit, id, facts, now)?;
    F::known(tx, recorded.thing())?;
    Ok(tx.save(recorded)?)
}

/// Changes what is stated of a thing, if the caller knows it as it is.
pub fn update<F: Registrable>(
    tx: &mut WriteContext<'_, '_>,
    key: F::Key,
    change: impl FnOnce(&F) -> Result<F, Failure>,
) -> Result<Saved<Registered<F>>, Failure>
where
    Registered<F>: Storable,
{
    let before = F::find(&mut **tx, key)?;
    let permit = tx.authorize(F::UPDATE, &before.anchors())?;
    tx.at(&before)?;
    let facts = change(before.facts())?;
    let recorded = before.clone().amend(&permit, facts, tx.now())?;
    F::known(tx, recorded.thing())?;
    let after = tx.save(recorded)?;
    F::changed(tx, &permit, &before, after.thing())?;
    Ok(after)
}

/// Removes a thing, if the caller knows it as it is and nothing refers to it.
pub fn delete<F: Registrable>(
    tx: &mut WriteContext<'_, '_>,
    key: F::Key,
) -> Result<Saved<Registered<F>>, Failure>
where
    Registered<F>: Storable,
{
    let thing = F::find(&mut **tx, key)?;
    let permit = tx.authorize(F::DELETE, &thing.anchors())?;
    tx.at(&thing)?;
    F::removable(tx, &thing)?;
    let now = tx.now();
    Ok(tx.save(thing.remove(&permit, now)?)?)
}
