//! Reviews of proposals, and the conflicts that keep somebody from writing one.

use crate::Error;
use odoi_domain::kernel::id::{ProposalId, ReviewId};
use odoi_domain::programme::declaration::Declaration;
use odoi_domain::programme::review::Review;

/// Reviews.
pub trait Reviews {
    /// One review.
    fn review(&mut self, id: ReviewId) -> Result<Review, Error>;
    /// Every review of a proposal, in the order of their ids.
    fn reviews_of(&mut self, proposal: ProposalId) -> Result<Vec<Review>, Error>;
    /// Every conflict that somebody declared about a proposal, in the order of their ids.
    fn declarations_about(&mut self, proposal: ProposalId) -> Result<Vec<Declaration>, Error>;
}
