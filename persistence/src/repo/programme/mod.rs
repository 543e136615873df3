//! The programme: calls, proposals, reviews, meetings, seats, conflicts of interest.

pub(crate) mod affiliation;
pub(crate) mod attachment;
pub(crate) mod call;
pub(crate) mod meeting;
pub(crate) mod past_action;
pub(crate) mod proposal;
pub(crate) mod review;
pub(crate) mod revision;
pub(crate) mod seat;

use super::*;
