//! A write in progress, as a use case sees it.

use crate::Failure;
use odoi_domain::Entity;
use odoi_domain::privacy::Purpose;
use odoi_persistence::Tx;
use std::ops::{Deref, DerefMut};

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
        Self {
            tx,
            precondition,
            purpose: None,
        }
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

impl<'b> Deref for WriteContext<'_, 'b> {
    type Target = Tx<'b>;
    fn deref(&self) -> &Tx<'b> {
        self.tx
    }
}

impl DerefMut for WriteContext<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.tx
    }
}
