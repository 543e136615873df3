//! The words, things and rules of the One District One Idea programme.
//!
//! Nothing here reads a database, a clock or a socket: every rule is a pure function of what it is
//! given. The arrows of the house point at this crate; it points at none of the others.

#[macro_use]
mod macros;

pub mod formation;
pub mod identity;
pub mod kernel;
pub mod money;
pub mod policy;
pub mod programme;
pub mod registry;
pub mod schemes;

pub use kernel::entity::{Entity, Kind, Meta};
pub use kernel::events::EventType;
pub use kernel::label::Label;
pub use kernel::recorded::{Change, Event, Recorded};
pub use kernel::time::{Day, Moment};
pub use kernel::violation::{Code, Violation};
pub use kernel::whether::Whether;
pub use kernel::word::Word;
