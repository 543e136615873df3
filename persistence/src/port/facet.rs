//! What is counted by facet. Counting looks at so many things and no more: it costs the same in a registry of any size.

use super::EnterpriseFilter;
use crate::Error;
use odoi_domain::Day;
use odoi_domain::kernel::id::ClusterId;
use odoi_domain::policy::View;
use odoi_domain::registry::size::SizeClass;
use uuid::Uuid;

/// A thing that is counted, with what its own row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Its id.
    pub id: Uuid,
    /// Its kind, as the filter `kind` of its list takes it.
    pub kind: String,
    /// The district that it stands in; empty where it stands in none.
    pub district: String,
    /// The NIC division of its main activity; empty where it has none.
    pub division: String,
}

/// What things are counted by.
pub trait Facets {
    /// The first enterprises of a list by name, at most so many.
    fn enterprises_counted(
        &mut self,
        filter: &EnterpriseFilter,
        view: &View,
        most: usize,
    ) -> Result<Vec<Counted>, Error>;
    /// The size classes of those of some things that have one, as they were computed last.
    fn size_classes(&mut self, ids: &[Uuid]) -> Result<Vec<SizeClass>, Error>;
    /// The clusters that some things belong to on a day, each as often as things belong to it.
    fn clusters_of(&mut self, ids: &[Uuid], on: Day) -> Result<Vec<ClusterId>, Error>;
}
