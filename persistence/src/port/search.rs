//! The search over everything.

use super::SearchFilter;
use crate::Error;
use odoi_domain::Kind;
use odoi_domain::kernel::search::{Closeness, Match};
use odoi_domain::policy::View;
use uuid::Uuid;

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Malayalam.
    pub name_ml: Option<String>,
    /// What it is ordered by within its closeness.
    pub name_key: String,
    /// The district that it stands in; empty where it stands in none.
    pub district: String,
    /// The NIC division of its main activity; empty where it has none.
    pub division: String,
    /// How closely it was found.
    pub closeness: Closeness,
    /// How each typed word was found.
    pub matches: Vec<Match>,
}

/// What is looked for: how narrow, as far as somebody sees it, and from where on.
#[derive(Debug, Clone)]
pub struct Find<'a> {
    /// What it is narrowed by.
    pub filter: &'a SearchFilter,
    /// The kinds that are looked at, each as far as it is seen.
    pub views: &'a [(Kind, View)],
    /// Behind which hit: its closeness, its name's key, its id.
    pub after: Option<(Closeness, String, Uuid)>,
    /// At most so many.
    pub most: usize,
}

/// The search over everything that can be found by words.
pub trait Search {
    /// What is found, closest first.
    fn search(&mut self, find: &Find<'_>) -> Result<Vec<Hit>, Error>;
}
