//! The programme: calls, proposals, reviews, meetings, seats, conflicts of interest.

pub mod aside;
pub mod calls;
pub mod claims;
pub mod documents;
pub mod group;
pub mod group_rules;
pub mod inbox;
pub mod journeys;
pub mod keeping;
pub mod meetings;
pub mod proposals;
pub mod reviews;
pub mod revisions;
pub mod seats;
pub mod separation;
pub mod under_way;
