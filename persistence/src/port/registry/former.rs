//! What tied actors and people until a day, and is not stated any more; and what people were stated to belong to.

use crate::Error;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::programme::affiliation::{Affiliation, FormerBelonging};
use odoi_domain::programme::conflict::Tie;
use odoi_domain::registry::linkage::End;

/// Former ties and belongings.
pub trait Former {
    /// What tied an actor to others until a day.
    fn former_ties_of(&mut self, end: End) -> Result<Vec<Tie>, Error>;
    /// What an account spoke for, since when and until when.
    fn former_belongings_of(&mut self, account: AccountId) -> Result<Vec<FormerBelonging>, Error>;
    /// What an account was ever stated to belong to in any of its seats, in whatever district.
    fn affiliations_of(&mut self, account: AccountId) -> Result<Vec<Affiliation>, Error>;
}
