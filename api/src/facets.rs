//! Counts by facet, beside lists and searches.
//!
//! Counting looks at a thousand things and no more, so that it takes as long in a registry of any size: counts are
//! exact where no more are found, and otherwise lower bounds that say so.

use crate::extract::ReadContext;
use crate::problem::Problem;
use odoi_application::reads::Counted;
use odoi_domain::Day;
use odoi_domain::kernel::search::Facet;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Counts are exact up to so many things found.
pub(crate) const COUNTED: usize = 1_000;

/// Number of results.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tally {
    /// The count.
    #[schema(minimum = 0, maximum = 1000)]
    pub count: usize,
    /// Whether that is all; where not, there are at least so many.
    pub is_exact: bool,
}

impl Tally {
    /// Of so many found, at most one more than are counted.
    pub(crate) fn of(found: usize) -> Self {
        Self { count: found.min(COUNTED), is_exact: found <= COUNTED }
    }
}

/// The number of results that have one value of a facet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacetValue {
    /// The value, in the form that the filter of the same name takes.
    #[schema(max_length = 40)]
    pub value: String,
    /// Number of results with this value.
    #[schema(minimum = 1, maximum = 1000)]
    pub count: usize,
}

/// The counts of one facet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacetCounts {
    /// The facet.
    pub facet: Facet,
    /// Whether all results were counted. If false, each count is a lower bound: the count among 1,000 results.
    pub is_exact: bool,
    /// The counts, largest first.
    #[schema(max_items = 1000)]
    pub values: Vec<FacetValue>,
}

/// A filter that facets are counted beside.
pub(crate) trait Widened: Clone + PartialEq {
    /// The same without what it says of a facet, so that the facet's other values can be chosen.
    fn without(&self, facet: Facet) -> Self;
}

/// Declares which field of a filter belongs to which facet.
macro_rules! widened {
    ($Filter:ty) => {
        impl crate::facets::Widened for $Filter {
            fn without(&self, facet: odoi_domain::kernel::search::Facet) -> Self {
                use odoi_domain::kernel::search::Facet;
                let mut wider = self.clone();
                match facet {
                    Facet::Kind => wider.kind.clear(),
                    Facet::District => wider.district.clear(),
                    Facet::Division => wider.division.clear(),
                    Facet::SizeClass => wider.size_class.clear(),
                    Facet::Cluster => wider.cluster_id.clear(),
                }
                wider
            }
        }
    };
}
pub(crate) use widened;

/// The counts of each facet that was asked for, each as if the list were not narrowed by it. `find` gives the things
/// of a list, at most one more than are counted.
pub(crate) fn count<F: Widened>(
    reading: &mut ReadContext<'_>,
    filter: &F,
    (wanted, on): (&[Facet], Day),
    find: impl Fn(&mut ReadContext<'_>, &F) -> Result<Vec<Counted>, Problem>,
) -> Result<Vec<FacetCounts>, Problem> {
    let mut wanted = wanted.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    // Facets that the list is not narrowed by are counted among the same things.
    let mut found: Vec<(F, Vec<Counted>)> = Vec::new();
    let mut counts = Vec::new();
    for facet in wanted {
        let wider = filter.without(facet);
        if !found.iter().any(|(other, _)| *other == wider) {
            let things = find(reading, &wider)?;
            found.push((wider.clone(), things));
        }
        let things = found.iter().find(|(other, _)| *other == wider);
        let things = things.map_or(&[][..], |(_, things)| things.as_slice());
        let counted = things.get(..COUNTED).unwrap_or(things);
        counts.push(FacetCounts {
            facet,
            is_exact: things.len() <= COUNTED,
            values: tally(values(reading, facet, counted, on)?),
        });
    }
    Ok(counts)
}

/// The value of each thing that has one.
fn values(
    reading: &mut ReadContext<'_>,
    facet: Facet,
    things: &[Counted],
    on: Day,
) -> Result<Vec<String>, Problem> {
    let own =
        |of: fn(&Counted) -> &String| Ok(things.iter().map(|thing| of(thing).clone()).collect());
    let ids: Vec<Uuid> = things.iter().map(|thing| thing.id).collect();
    match facet {
        Facet::Kind => own(|thing| &thing.kind),
        Facet::District => own(|thing| &thing.district),
        Facet::Division => own(|thing| &thing.division),
        Facet::SizeClass => {
            let classes = reading.size_classes(&ids)?;
            Ok(classes.iter().map(ToString::to_string).collect())
        }
        Facet::Cluster => {
            let clusters = reading.clusters_of(&ids, on)?;
            Ok(clusters.iter().map(ToString::to_string).collect())
        }
    }
}

fn tally(values: Vec<String>) -> Vec<FacetValue> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in values.into_iter().filter(|value| !value.is_empty()) {
        *counts.entry(value).or_default() += 1;
    }
    let mut values: Vec<FacetValue> =
        counts.into_iter().map(|(value, count)| FacetValue { value, count }).collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    values
}
