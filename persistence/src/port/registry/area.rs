//! What is stated about areas.

use odoi_domain::kernel::id::PlaceId;
use odoi_domain::registry::place::AreaRelation;

/// What somebody has stated about two areas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The area that it was stated of.
    pub place: PlaceId,
    /// The area that it lies in or overlaps.
    pub other: PlaceId,
    /// How.
    pub relation: AreaRelation,
    /// Who says so; absent where it follows from the district of the place.
    pub source: Option<String>,
}
