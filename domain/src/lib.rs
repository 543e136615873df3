//! The words, things and rules of the One District One Idea programme.
//!
//! Nothing here reads a database, a clock or a socket: every rule is a pure function of what it is
//! given. The arrows of the house point at this crate; it points at none of the others.

#[macro_use]
mod macros;

pub mod aadhaar;
pub mod account;
pub mod activity;
pub mod actor;
pub mod affiliation;
pub mod attachment;
pub mod award;
pub mod bond;
pub mod call;
pub mod candidate;
pub mod cluster;
pub mod conflict;
pub mod cooperation;
pub mod declaration;
pub mod disclosure;
pub mod duplicate;
pub mod enterprise;
pub mod entity;
pub mod events;
pub mod evidence;
pub mod external;
pub mod fold;
pub mod gate;
pub mod geo;
pub mod id;
pub mod inbox;
pub mod institution;
pub mod label;
pub mod ledger;
pub mod linkage;
pub mod mandate;
pub mod meeting;
pub mod membership;
pub mod merge;
pub mod money;
pub mod name;
pub mod place;
pub mod policy;
pub mod privacy;
pub mod proposal;
pub mod recorded;
pub mod registration;
pub mod review;
pub mod rules;
pub mod scheme;
pub mod scorecard;
pub mod search;
pub mod seat;
pub mod session;
pub mod size;
pub mod statement;
pub mod stored;
pub mod suggestion;
pub mod text;
pub mod time;
pub mod version;
pub mod violation;
pub mod whether;
pub mod word;

pub use entity::{Entity, Kind, Meta};
pub use events::EventType;
pub use label::Label;
pub use recorded::{Change, Event, Recorded};
pub use time::{Day, Moment};
pub use violation::{Code, Violation};
pub use whether::Whether;
pub use word::Word;
