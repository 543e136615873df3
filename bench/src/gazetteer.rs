//! Where enterprises stand: the local bodies that the database knows, by district. The program ships with
//! districts and constituencies; lists of local bodies are imported before the registry is filled.

use crate::Failed;
use crate::random::Random;
use odoi_domain::policy::View;
use odoi_domain::registry::place::{PlaceLevel, PlaceRef};
use odoi_persistence::Store;
use odoi_persistence::page::{Paging, SortKey};
use odoi_persistence::port::PlaceFilter;
use std::collections::BTreeMap;

/// Local bodies by the code of their district, in the order of their names.
#[derive(Debug, Default)]
pub(crate) struct Gazetteer(BTreeMap<String, Vec<PlaceRef>>);

impl Gazetteer {
    /// Of a database.
    pub(crate) async fn of(store: &Store) -> Result<Self, Failed> {
        let filter = PlaceFilter {
            level: vec![
                PlaceLevel::GramaPanchayat,
                PlaceLevel::Municipality,
                PlaceLevel::Corporation,
            ],
            ..PlaceFilter::default()
        };
        let everything = View { everything: true, ..View::default() };
        let paging = Paging {
            limit: u16::MAX,
            key: SortKey::Name,
            descending: false,
            after: None,
            count: false,
            near: None,
        };
        let page = store.read(move |repo| repo.places(&filter, &everything, &paging)).await?;
        let mut bodies: BTreeMap<String, Vec<PlaceRef>> = BTreeMap::new();
        for place in &page.items {
            let facts = place.facts();
            if let Some(district) = &facts.district {
                bodies
                    .entry(district.to_string())
                    .or_default()
                    .push(PlaceRef { level: facts.level, code: facts.code.clone() });
            }
        }
        Ok(Self(bodies))
    }

    /// How many local bodies there are.
    pub(crate) fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// A local body of a district, if any is known. The first ones have most: of ten, the first is
    /// drawn some three times as often as the middle.
    pub(crate) fn draw(&self, district: &str, random: &mut Random) -> Option<PlaceRef> {
        let bodies = self.0.get(district)?;
        let most = u64::try_from(bodies.len()).ok()?;
        let place = random.below(most) * random.below(most) / most.max(1);
        bodies.get(usize::try_from(place).ok()?).cloned()
    }
}
