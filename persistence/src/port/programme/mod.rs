//! The programme: calls, proposals, reviews, meetings, seats, conflicts of interest.

pub(crate) mod attachment;
pub(crate) mod meeting;
pub(crate) mod past_action;
pub(crate) mod review;
pub(crate) mod revision;

use super::*;
