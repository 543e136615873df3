//! What every thing of the registry has in common: an id, a revision, two moments, and anchors.

use crate::kernel::id::Id;
pub use crate::kernel::resources::Kind;
use crate::kernel::search::Heading;
use crate::kernel::violation::Class;
use crate::policy::actor::Anchors;
use crate::policy::{Action, Permit};
use crate::{EventType, Moment, Recorded, Violation};

/// Identity and history of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta<I> {
    /// Its id.
    pub id: I,
    /// Counts its states from 1: the strong ETag.
    pub revision: i64,
    /// When it was made.
    pub created_at: Moment,
    /// When it last changed.
    pub updated_at: Moment,
}

impl<I: Id> Meta<I> {
    /// Of a new thing.
    #[must_use]
    pub const fn first(id: I, now: Moment) -> Self {
        Self { id, revision: 1, created_at: now, updated_at: now }
    }

    /// Of the next state of the thing.
    #[must_use]
    pub const fn next(self, now: Moment) -> Self {
        Self { revision: self.revision + 1, updated_at: now, ..self }
    }
}

/// A thing that is kept under a revision.
pub trait Entity: Sized {
    /// The type of its id.
    type Id: Id;
    /// Its kind.
    const KIND: Kind;
    /// Its identity and history.
    fn meta(&self) -> &Meta<Self::Id>;
    /// Where it stands, for the policy.
    fn anchors(&self) -> Anchors;
    /// The text that it is found by; empty where it cannot be searched.
    fn search_text(&self) -> String {
        String::new()
    }
    /// What it is shown as where it is found.
    fn heading(&self) -> Heading {
        Heading { en: self.search_text(), ..Heading::default() }
    }
}

/// A thing that is kept as one document, beside the columns that it is found, ordered and counted by.
pub trait Document: Entity {
    /// Everything that is known of it but its identity and history.
    type State: serde::Serialize + serde::de::DeserializeOwned + Clone + std::fmt::Debug;
    /// What is known of it.
    fn state(&self) -> &Self::State;
    /// Puts together what the database kept.
    fn restore(meta: Meta<Self::Id>, state: Self::State) -> Self;
}

/// What a caller may state about a thing: the same shape in requests and in the registry.
pub trait Facts: Clone + PartialEq {
    /// The type of the thing's id.
    type Id: Id;
    /// The kind of thing that they describe.
    const KIND: Kind;
    /// What has happened when the thing is new.
    const CREATED: EventType;
    /// What has happened when the facts have changed.
    const UPDATED: EventType;
    /// What has happened when the thing is gone.
    const REMOVED: EventType;

    /// Where the thing stands, given its id.
    fn anchors(&self, id: Self::Id) -> Anchors;
    /// Rules between the facts; rules of one value are its word's.
    fn check(&self) -> Vec<Violation> {
        Vec::new()
    }
    /// The text that the thing is found by.
    fn search_text(&self) -> String;
    /// What the thing is shown as where it is found.
    fn heading(&self) -> Heading {
        Heading { en: self.search_text(), ..Heading::default() }
    }
}

/// The reason of a step that takes nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The reason; required by `cancel`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub reason: Option<crate::kernel::text::Paragraphs>,
}

/// Why a thing was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The facts contradict each other.
    #[error("the facts contradict each other")]
    Invalid(Vec<Violation>),
    /// The facts put the thing where the permit does not reach.
    #[error("the permit does not reach where the facts put the thing")]
    OutOfReach,
    /// What the step needs is not there: everything that is missing.
    #[error("something is missing")]
    RequirementsNotMet(Vec<Violation>),
    /// The thing's state does not allow the step.
    #[error("{step} is not allowed in state {state}")]
    IllegalStep {
        /// The step that was tried.
        step: &'static str,
        /// The state that the thing is in.
        state: &'static str,
    },
    /// The permit is for something else: whoever wrote the call has made a mistake, not whoever asks.
    #[error("{what} of a {kind} is not caused by {action}")]
    PermitMismatch {
        /// The action that was permitted.
        action: Action,
        /// What would have happened.
        what: EventType,
        /// The kind of thing that it would have happened to.
        kind: Kind,
    },
    /// A proof is of another proposal, or of somebody else: that is a mistake in the program, too.
    #[error("a proof is of another proposal, or of somebody else")]
    ProofOfAnother,
}

impl Refusal {
    /// The refusal that the classes of the violations ask for: what is untimely tells why the request cannot be right yet.
    #[must_use]
    pub fn of(violations: Vec<Violation>) -> Self {
        let is_untimely = |found: &Violation| found.code.class() == Class::Untimely;
        if violations.iter().any(is_untimely) {
            Self::RequirementsNotMet(violations)
        } else {
            Self::Invalid(violations)
        }
    }
}

/// A thing that is its facts and nothing more: created, amended and removed by whoever may.
#[derive(Debug, Clone, PartialEq)]
pub struct Registered<F: Facts> {
    meta: Meta<F::Id>,
    facts: F,
}

impl<F: Facts> Registered<F> {
    /// A new thing.
    pub fn register(
        permit: &Permit,
        id: F::Id,
        facts: F,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        examine(&facts)?;
        let thing = Self { meta: Meta::first(id, now), facts };
        Recorded::new(permit, thing, F::CREATED, now)
    }

    /// The thing with other facts.
    pub fn amend(self, permit: &Permit, facts: F, now: Moment) -> Result<Recorded<Self>, Refusal> {
        examine(&facts)?;
        let thing = Self { meta: self.meta.next(now), facts };
        Recorded::new(permit, thing, F::UPDATED, now)
    }

    /// The end of the thing.
    pub fn remove(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        self.noted(permit, F::REMOVED, now)
    }

    /// The same facts in a new state, because something happened that readers of the thing must hear of.
    pub(crate) fn noted(
        self,
        permit: &Permit,
        what: EventType,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let thing = Self { meta: self.meta.next(now), facts: self.facts };
        Recorded::new(permit, thing, what, now)
    }

    /// Puts together what the database kept.
    #[must_use]
    pub const fn restore(meta: Meta<F::Id>, facts: F) -> Self {
        Self { meta, facts }
    }

    /// What has been stated about it.
    pub const fn facts(&self) -> &F {
        &self.facts
    }
}

impl<F: Facts> Entity for Registered<F> {
    type Id = F::Id;
    const KIND: Kind = F::KIND;
    fn meta(&self) -> &Meta<F::Id> {
        &self.meta
    }
    fn anchors(&self) -> Anchors {
        self.facts.anchors(self.meta.id)
    }
    fn search_text(&self) -> String {
        self.facts.search_text()
    }
    fn heading(&self) -> Heading {
        self.facts.heading()
    }
}

impl<F> Document for Registered<F>
where
    F: Facts + serde::Serialize + serde::de::DeserializeOwned + std::fmt::Debug,
{
    type State = F;
    fn state(&self) -> &F {
        &self.facts
    }
    fn restore(meta: Meta<F::Id>, facts: F) -> Self {
        Self { meta, facts }
    }
}

/// Facts must agree with each other. That the permit reaches where they put the thing is seen to by `Recorded::new`:
/// a seat holder of one district cannot move a thing into another.
pub(crate) fn examine<F: Facts>(facts: &F) -> Result<(), Refusal> {
    let violations = facts.check();
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations)) }
}
