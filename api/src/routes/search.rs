//! The search over everything, with counts by facet (rules R1.3 and R2.6).

use crate::extract::{Caller, Filter, List, NextPage, Pairs, Reading, any_of_schema, words_schema};
use crate::page;
use crate::problem::{Fault, Kind as ProblemKind, Problem};
use crate::routes::shared::Answered;
use odoi_domain::policy::{self, Action, View};
use odoi_domain::search::{Closeness, Facet, Match};
use odoi_domain::{Flaw, Kind};
use odoi_persistence::page::{Border, Position, SortKey};
use odoi_persistence::port::{Find, Hit, SearchFilter};
use odoi_persistence::searched_kinds;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

/// Counts are exact up to so many things found, in their order; beyond, they are lower bounds and say so.
const COUNTED: usize = 1_000;

impl Filter for SearchFilter {
    const SORTS: &'static [SortKey] = &[];
    // Its order is that of closeness; what it finds is in the lists of each kind, by the same words.
    const IS_EXPORTED: bool = false;

    fn take(pairs: &mut Pairs) -> Self {
        Self {
            kind: pairs.any_of("kind"),
            district: pairs.any_of("district"),
            division: pairs.any_of("division"),
            facets: pairs.any_of("facets"),
            q: pairs.words("q"),
        }
    }

    fn describe() -> Vec<(&'static str, &'static str, RefOr<Schema>)> {
        vec![
            (
                "q",
                "What is looked for: words in English or Malayalam. Without it, everything is listed by name.",
                words_schema(),
            ),
            (
                "kind",
                "Only things of these kinds.",
                any_of_schema(|f: &Self| &f.kind),
            ),
            (
                "district",
                "Only things of these districts (LGD code).",
                any_of_schema(|f: &Self| &f.district),
            ),
            (
                "division",
                "Only things whose main activity is of these NIC divisions.",
                any_of_schema(|f: &Self| &f.division),
            ),
            (
                "facets",
                "What to count the things found by. A facet that the search is narrowed by is counted as if it were not, \
                so that its other values can be chosen.",
                any_of_schema(|f: &Self| &f.facets),
            ),
        ]
    }
}

/// Something that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchHit {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Its id.
    #[schema(max_length = 36)]
    pub id: Uuid,
    /// Its name in English.
    #[schema(max_length = 200)]
    pub name_en: String,
    /// Its name in Malayalam.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub name_ml: Option<String>,
    /// The district that it stands in (LGD code).
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 3)]
    pub district: String,
    /// The NIC division of its main activity.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 2)]
    pub division: String,
    /// How closely it was found; absent where nothing was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closeness: Option<Closeness>,
    /// How each typed word was found.
    #[schema(max_items = 8)]
    pub matches: Vec<Match>,
}

/// How many there are.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tally {
    /// The count.
    #[schema(minimum = 0, maximum = 1000)]
    pub count: usize,
    /// Whether that is all; where not, there are at least so many.
    pub is_exact: bool,
}

/// How many of the things found have one value of a facet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacetValue {
    /// The value, as the filter of the same name takes it.
    #[schema(max_length = 40)]
    pub value: String,
    /// How many have it.
    #[schema(minimum = 1, maximum = 1000)]
    pub count: usize,
}

/// The counts of one facet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacetCounts {
    /// Which facet.
    pub facet: Facet,
    /// Whether the counts are of all things found; where not, each is a lower bound: that of the first 1,000.
    pub is_exact: bool,
    /// The counts, largest first.
    #[schema(max_items = 1000)]
    pub values: Vec<FacetValue>,
}

/// A page of what was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchPage {
    /// What was found, closest first, then by name.
    #[schema(max_items = 200)]
    pub items: Vec<SearchHit>,
    /// The cursor of the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, format = "cursor")]
    pub next: Option<String>,
    /// How many there are, where that was asked; exact up to 1,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<Tally>,
    /// The counts that were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    pub facets: Vec<FacetCounts>,
}

impl NextPage for SearchPage {
    fn next_page(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

impl SearchHit {
    fn of(hit: Hit, is_typed: bool) -> Self {
        Self {
            kind: hit.kind,
            id: hit.id,
            name_en: hit.name_en,
            name_ml: hit.name_ml,
            district: hit.district,
            division: hit.division,
            closeness: is_typed.then_some(hit.closeness),
            matches: hit.matches,
        }
    }
}

/// Search everything
///
/// Places, enterprises, institutions, clusters, schemes and proposals, as far as you may see them. All
/// typed words must be found. First come names that begin with what was typed, then things that have each
/// word exactly, then those with words that begin so, then misspelt ones (one letter in words of four to
/// seven letters, two in longer ones), then those of the other script that sound the same; each by name.
#[utoipa::path(
    get, path = "/v1/search", tag = "search", params(List<SearchFilter>),
    responses((status = 200, description = "A page.", body = SearchPage)),
    extensions(("x-action" = json!(Action::Search)))
)]
pub(crate) async fn search(caller: Caller, list: List<SearchFilter>) -> Answered {
    caller
        .answer_list(list, |reading, list| {
            let views = views(reading, &list.filter)?;
            let (hits, next) = hits(reading, list, &views)?;
            let is_typed = !list.filter.q.is_empty();
            Ok(SearchPage {
                found: list
                    .paging
                    .count
                    .then(|| tally(reading, &list.filter, &views))
                    .transpose()?,
                facets: facets(reading, &list.filter, &views)?,
                items: hits
                    .into_iter()
                    .map(|hit| SearchHit::of(hit, is_typed))
                    .collect(),
                next,
            })
        })
        .await
}

/// The kinds that are looked at, each as far as the caller sees its list.
fn views(reading: &Reading<'_>, filter: &SearchFilter) -> Result<Vec<(Kind, View)>, Problem> {
    policy::view(reading.actor(), Action::Search)?;
    let all = searched_kinds();
    if filter.kind.iter().any(|kind| !all.contains(kind)) {
        let fault = Fault::parameter("kind", Flaw::new("enum"));
        return Err(Problem::new(ProblemKind::Malformed).faults(vec![fault]));
    }
    let wanted = all
        .into_iter()
        .filter(|kind| filter.kind.is_empty() || filter.kind.contains(kind));
    let seen = |kind: Kind| {
        let list = Action::ALL
            .iter()
            .find(|action| action.text() == format!("{kind}.list"))?;
        policy::view(reading.actor(), *list)
            .ok()
            .map(|view| (kind, view))
    };
    Ok(wanted.filter_map(seen).collect())
}

/// The page, and the cursor of the next one. A cursor holds how closely its hit was found before the key.
fn hits(
    reading: &mut Reading<'_>,
    list: &List<SearchFilter>,
    views: &[(Kind, View)],
) -> Result<(Vec<Hit>, Option<String>), Problem> {
    let limit = usize::from(list.paging.limit);
    let after = list
        .paging
        .after
        .as_ref()
        .map(closeness_and_key)
        .transpose()?;
    let find = Find {
        filter: &list.filter,
        views,
        after,
        most: limit + 1,
    };
    let mut hits = reading.search(&find)?;
    if hits.len() <= limit {
        return Ok((hits, None));
    }
    hits.truncate(limit);
    let position = hits.last().map(|hit| {
        let rank = Closeness::ALL
            .iter()
            .position(|c| *c == hit.closeness)
            .unwrap_or_default();
        Position {
            border: Border::Text(format!("{rank}{}", hit.name_key)),
            id: hit.id,
        }
    });
    let next = position.map(|at| page::cursor(&at, &list.bound.fingerprint));
    Ok((hits, next))
}

fn closeness_and_key(at: &Position) -> Result<(Closeness, String, Uuid), Problem> {
    let parts = match &at.border {
        Border::Text(text) => text.split_at_checked(1),
        Border::Moment(_) | Border::Metres(_) => None,
    };
    let read = parts.and_then(|(rank, key)| {
        let closeness = Closeness::ALL.get(rank.parse::<usize>().ok()?)?;
        Some((*closeness, key.to_owned(), at.id))
    });
    read.ok_or_else(|| {
        Problem::new(ProblemKind::Malformed)
            .faults(vec![Fault::parameter("cursor", Flaw::new("cursor"))])
    })
}

/// Everything that is found, up to what is counted and one more.
fn everything(
    reading: &mut Reading<'_>,
    filter: &SearchFilter,
    views: &[(Kind, View)],
) -> Result<(Vec<Hit>, bool), Problem> {
    let mut hits = reading.search(&Find {
        filter,
        views,
        after: None,
        most: COUNTED + 1,
    })?;
    let is_exact = hits.len() <= COUNTED;
    hits.truncate(COUNTED);
    Ok((hits, is_exact))
}

fn tally(
    reading: &mut Reading<'_>,
    filter: &SearchFilter,
    views: &[(Kind, View)],
) -> Result<Tally, Problem> {
    let (hits, is_exact) = everything(reading, filter, views)?;
    Ok(Tally {
        count: hits.len(),
        is_exact,
    })
}

/// The counts of each facet that was asked for, each as if the search were not narrowed by it.
fn facets(
    reading: &mut Reading<'_>,
    filter: &SearchFilter,
    views: &[(Kind, View)],
) -> Result<Vec<FacetCounts>, Problem> {
    let mut wanted = filter.facets.clone();
    wanted.sort_unstable();
    wanted.dedup();
    let mut counts = Vec::new();
    for facet in wanted {
        let mut wider = filter.clone();
        match facet {
            Facet::Kind => wider.kind.clear(),
            Facet::District => wider.district.clear(),
            Facet::Division => wider.division.clear(),
        }
        let views = if facet == Facet::Kind {
            self::views(reading, &wider)?
        } else {
            views.to_vec()
        };
        let (hits, is_exact) = everything(reading, &wider, &views)?;
        counts.push(FacetCounts {
            facet,
            is_exact,
            values: count(facet, &hits),
        });
    }
    Ok(counts)
}

fn count(facet: Facet, hits: &[Hit]) -> Vec<FacetValue> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for hit in hits {
        let value = match facet {
            Facet::Kind => hit.kind.text(),
            Facet::District => &hit.district,
            Facet::Division => &hit.division,
        };
        *counts.entry(value).or_default() += 1;
    }
    let mut values: Vec<FacetValue> = counts
        .into_iter()
        .filter(|(value, _)| !value.is_empty())
        .map(|(value, count)| FacetValue {
            value: value.to_owned(),
            count,
        })
        .collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    values
}
