//! A write in progress, as a use case sees it.

use crate::Failure;
use odoi_domain::kernel::id::Id;
use odoi_domain::policy::actor::{Actor, Anchors};
use odoi_domain::policy::privacy::Purpose;
use odoi_domain::policy::{Action, Denial, Permit};
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::{Entity, Moment, Recorded};
use odoi_persistence::port::Read;
use odoi_persistence::{Error, Saved, Storable, Tx};
use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};
use uuid::Uuid;

/// Which revision of a thing a change is about (`If-Match`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Precondition {
    /// The caller said nothing.
    Absent,
    /// Whatever revision there is.
    Any,
    /// One of these revisions.
    Revisions(Vec<i64>),
    /// The caller said something that cannot be read.
    Unreadable,
}

/// A write in the name of a caller: everything that may be read, the policy, and what may be saved.
pub struct WriteContext<'a, 'b> {
    tx: &'a mut Tx<'b>,
    precondition: Precondition,
    /// What another record is named for that has the same number, where the caller may see that.
    pub purpose: Option<Purpose>,
}

impl<'a, 'b> WriteContext<'a, 'b> {
    /// A write with what its caller knows of the thing.
    pub const fn new(tx: &'a mut Tx<'b>, precondition: Precondition) -> Self {
        Self { tx, precondition, purpose: None }
    }

    /// Demands that the caller knows the thing as it is.
    pub fn at<T: Entity>(&self, thing: &T) -> Result<(), Failure> {
        match &self.precondition {
            Precondition::Absent => Err(Failure::NoPrecondition),
            Precondition::Unreadable => Err(Failure::UnreadablePrecondition),
            Precondition::Any => Ok(()),
            Precondition::Revisions(known) if known.contains(&thing.meta().revision) => Ok(()),
            Precondition::Revisions(_) => Err(odoi_persistence::Error::Stale.into()),
        }
    }
}

impl WriteContext<'_, '_> {
    /// Who acts.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        self.tx.actor()
    }

    /// The moment of this write.
    #[must_use]
    pub const fn now(&self) -> Moment {
        self.tx.now()
    }

    /// A new id.
    #[must_use]
    pub(crate) fn mint<I: Id>(&self) -> I {
        self.tx.mint()
    }

    /// Asks the policy.
    pub(crate) fn authorize(&self, action: Action, anchors: &Anchors) -> Result<Permit, Denial> {
        self.tx.authorize(action, anchors)
    }

    /// Asks the policy about what stands nowhere.
    pub(crate) fn authorize_at_all(&self, action: Action) -> Result<Permit, Denial> {
        self.tx.authorize_at_all(action)
    }

    /// Compares the masked numbers of what was saved with those that are taken: the last of all that can refuse a write.
    pub fn settle_numbers(&mut self) -> Result<(), Error> {
        self.tx.settle_numbers()
    }

    /// Writes a thing with its event. Use cases alone do that.
    pub(crate) fn save<T: Storable>(&mut self, recorded: Recorded<T>) -> Result<Saved<T>, Error> {
        self.tx.save(recorded)
    }

    /// Waits for whoever changes the same thing now.
    pub(crate) fn lock_entity(&mut self, id: Uuid) -> Result<(), Error> {
        self.tx.lock_entity(id)
    }

    /// Waits for whoever writes something by one of these names now.
    pub(crate) fn lock_names(&mut self, names: &BTreeSet<String>) -> Result<(), Error> {
        self.tx.lock_names(names)
    }

    /// Takes the bodies out of saved answers that name a thing whose personal data is erased.
    pub(crate) fn strip_answers<I: Id>(&mut self, subject: I) -> Result<(), Error> {
        self.tx.strip_answers(subject)
    }

    /// Notes that an enterprise, as it was read, has been compared with the others.
    pub(crate) fn mark_compared(&mut self, thing: &Enterprise) -> Result<bool, Error> {
        self.tx.mark_compared(thing)
    }
}

impl<'b> Deref for WriteContext<'_, 'b> {
    type Target = dyn Read + 'b;
    fn deref(&self) -> &Self::Target {
        &**self.tx
    }
}

impl DerefMut for WriteContext<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut **self.tx
    }
}
