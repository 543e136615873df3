//! A change and its event, inseparable: no event, no write (rule R10.2).

use crate::kernel::entity::Refusal;
use crate::kernel::id::{AccountId, Id};
use crate::policy::{Action, Permit};
use crate::{Entity, EventType, Kind, Moment};
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
    /// What happened.
    pub what: EventType,
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

impl Event {
    /// The kind of thing.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.what.rule().kind
    }

    /// What it did to the thing's row.
    #[must_use]
    pub const fn change(&self) -> Change {
        self.what.rule().change
    }
}

/// A thing in a new state together with the event that made it so.
///
/// Only the transitions of this crate make one, each of them under a permit for the event, and the store saves
/// nothing else.
///
/// ```compile_fail,E0451
/// use odoi_domain::{Event, Recorded};
/// fn by_hand<T>(thing: T, event: Event) -> Recorded<T> {
///     Recorded { thing, event }
/// }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a change that is not saved has not happened"]
pub struct Recorded<T> {
    thing: T,
    event: Event,
}

impl<T: Entity> Recorded<T> {
    /// The permit must be for an action that causes the event. Where that action is one on this very thing, it must
    /// reach the thing as it now stands; what follows from something that happened elsewhere needs the action alone.
    pub(crate) fn new(
        permit: &Permit,
        thing: T,
        what: EventType,
        at: Moment,
    ) -> Result<Self, Refusal> {
        let (rule, action) = (what.rule(), permit.action());
        let is_follow_up = rule.follows.contains(&action);
        if rule.kind != T::KIND || !(is_follow_up || rule.by.contains(&action)) {
            let kind = T::KIND;
            return Err(Refusal::PermitMismatch { action, what, kind });
        }
        if !is_follow_up && !permit.reaches(&thing.anchors()) {
            return Err(Refusal::OutOfReach);
        }
        let meta = thing.meta();
        let event = Event {
            what,
            subject: meta.id.uuid(),
            revision: meta.revision,
            action,
            by: permit.account(),
            at,
            facts: Vec::new(),
        };
        Ok(Self { thing, event })
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
