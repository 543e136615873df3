//! The programme: calls, proposals, reviews, meetings, seats, conflicts of interest.

pub(crate) mod calls;
pub(crate) mod conflicts;
pub(crate) mod documents;
pub(crate) mod inbox;
pub(crate) mod inbox_money;
pub(crate) mod meeting_view;
pub(crate) mod meetings;
pub(crate) mod minutes;
pub(crate) mod proposals;
pub(crate) mod review_view;
pub(crate) mod reviews;
pub(crate) mod revisions;
pub(crate) mod seats;
pub(crate) mod why;
pub(crate) mod why_award;
