//! The use cases of ODOI: one function per use case, each a unit of work that commits as a whole.
//!
//! A use case reads what it needs once, asks the policy, gathers the proofs that a transition demands,
//! calls the transition and saves. It knows neither HTTP nor the command line: both call it alike.

mod context;
mod failure;
pub mod formation;
pub mod forms;
pub mod identity;
pub mod jobs;
pub mod money;
pub mod programme;
pub mod reads;
pub mod registry;
pub mod schemas;
mod schemes;
mod work;

pub use context::{Precondition, WriteContext};
pub use failure::Failure;
pub use odoi_persistence::{
    Answer, ConstraintViolation, Error, IdempotencyKey, Outcome, Principal, Saved, WriteRequest,
    private,
};
pub use work::{Application, Target};
