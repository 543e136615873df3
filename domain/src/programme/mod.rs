//! The programme: calls, proposals, reviews, meetings, seats, conflicts of interest.

pub mod affiliation;
pub mod attachment;
pub mod call;
pub mod conflict;
pub mod declaration;
pub mod inbox;
pub mod mandate;
pub mod meeting;
pub mod proposal;
pub mod review;
pub mod seat;
