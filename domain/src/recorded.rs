//! A change and its event, inseparable: no event, no write (rule R10.2).

use crate::{Entity, Kind, Moment, id::Id, policy::Permit};
use crate::{id::AccountId, policy::Action};
use uuid::Uuid;

words! {
    /// What a change did to its thing.
    Change("change") {
        /// It is new.
        Created = "created" ("Created", "ഉണ്ടാക്കി"),
        /// It has a new state.
        Updated = "updated" ("Updated", "പുതുക്കി"),
        /// It is gone.
        Removed = "removed" ("Removed", "നീക്കി"),
    }
}

/// What happened, as the audit trail and the change feed keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened, in the past tense and without the kind: `submitted`.
    pub name: &'static str,
    /// What it did to the thing's row.
    pub change: Change,
    /// The kind of thing.
    pub kind: Kind,
    /// The thing.
    pub subject: Uuid,
    /// The revision that it made.
    pub revision: i64,
    /// The rule by which it was allowed.
    pub action: Action,
    /// Who did it; `None` for somebody who has not signed in.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// What else is worth keeping, free of personal data and secrets.
    pub facts: Vec<(&'static str, String)>,
}

/// A thing in a new state together with the event that made it so.
///
/// Only the transitions of this crate make one, each of them under a permit, and the store saves
/// nothing else.
#[derive(Debug, Clone)]
#[must_use = "a change that is not saved has not happened"]
pub struct Recorded<T> {
    thing: T,
    event: Event,
}

impl<T: Entity> Recorded<T> {
    pub(crate) fn new(
        permit: &Permit,
        thing: T,
        change: Change,
        name: &'static str,
        at: Moment,
    ) -> Self {
        let meta = thing.meta();
        let event = Event {
            name,
            change,
            kind: T::KIND,
            subject: meta.id.uuid(),
            revision: meta.revision,
            action: permit.action(),
            by: permit.account(),
            at,
            facts: Vec::new(),
        };
        Self { thing, event }
    }

    pub(crate) fn fact(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.event.facts.push((name, value.into()));
        self
    }
}

impl<T> Recorded<T> {
    /// The thing and its event.
    pub fn into_parts(self) -> (T, Event) {
        (self.thing, self.event)
    }

    /// The thing in its new state.
    pub const fn thing(&self) -> &T {
        &self.thing
    }
}
