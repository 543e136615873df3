//! Why a use case did not do what was asked, in no protocol's words.

use odoi_domain::Violation;
use odoi_domain::kernel::entity::Refusal;
use odoi_domain::policy::Denial;
use odoi_domain::policy::disclosure::Shown;
use odoi_domain::policy::privacy::Purpose;
use odoi_persistence::Error;

/// Why a use case did not do what was asked. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The policy forbids it.
    #[error("{0:?}")]
    Denied(#[from] Denial),
    /// A rule of the domain refuses it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store does not have it, or could not do it.
    #[error(transparent)]
    Store(#[from] Error),
    /// What refers to the thing hinders the change: everything that does, at its field.
    #[error("what refers to the thing hinders the change")]
    InUse(Vec<Violation>),
    /// What must be there once is there: at its field.
    #[error("another record says the same")]
    Duplicate(Vec<Violation>),
    /// A rule refuses it, and to say so tells something of masked facts: it is said only when the log of disclosures
    /// has it.
    #[error("{why}")]
    Telling {
        /// The rule that refuses it.
        #[source]
        why: Refusal,
        /// What it is told for.
        purpose: Purpose,
        /// Of whom, and which facts.
        shown: Vec<Shown>,
    },
    /// The caller has not said which revision the change is about.
    #[error("the change names no revision")]
    NoPrecondition,
    /// What the caller said about the revision cannot be read.
    #[error("the precondition cannot be read")]
    UnreadablePrecondition,
    /// What the work is about is not there; which, for whoever asked.
    #[error("{0}")]
    Absent(Violation),
    /// What the work needs is not there, in words for the operator.
    #[error("{0}")]
    Lacking(String),
    /// A bug: what the program ships contradicts itself.
    #[error("{0}")]
    Internal(String),
}

impl Failure {
    /// A bug, for the log.
    #[must_use]
    pub fn internal(why: impl Into<String>) -> Self {
        Self::Internal(why.into())
    }

    /// The request breaks these rules, each at its field.
    #[must_use]
    pub const fn invalid(violations: Vec<Violation>) -> Self {
        Self::Refused(Refusal::Invalid(violations))
    }

    /// The request is right, and these things must be there first.
    #[must_use]
    pub const fn unmet(violations: Vec<Violation>) -> Self {
        Self::Refused(Refusal::RequirementsNotMet(violations))
    }

    /// Succeeds where no rule is broken.
    pub fn unless_valid(violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() { Ok(()) } else { Err(Self::invalid(violations)) }
    }

    /// Succeeds where nothing is missing.
    pub fn unless_met(violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() { Ok(()) } else { Err(Self::unmet(violations)) }
    }
}
