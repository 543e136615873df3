//! The search over everything, with counts by facet (rules R1.3 and R2.6).

use crate::extract::{
    Caller, Filter, List, NextPage, Pairs, ReadContext, any_of_schema, words_schema,
};
use crate::facets::{self, COUNTED, FacetCounts, Tally, widened};
use crate::page;
use crate::problem::{Kind as ProblemKind, Problem};
use crate::routes::shared::Answered;
use odoi_application::reads::page::{Cursor, SortKey, SortValue};
use odoi_application::reads::{Counted, Find, Hit, SearchFilter};
use odoi_domain::Code;
use odoi_domain::kernel::search::{Closeness, Match};
use odoi_domain::policy::{self, Action, View};
use odoi_domain::{Day, Kind, Violation};
use serde::Serialize;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

widened!(SearchFilter);

impl Filter for SearchFilter {
    const SORTS: &'static [SortKey] = &[];
    // Its order is that of closeness; what it finds is in the lists of each kind, by the same words.
    const IS_EXPORTED: bool = false;
    const HAS_FACETS: bool = true;

    fn take(pairs: &mut Pairs) -> Self {
        Self {
            kind: pairs.any_of("kind"),
            district: pairs.any_of("district"),
            division: pairs.any_of("division"),
            size_class: pairs.any_of("size_class"),
            cluster_id: pairs.any_of("cluster_id"),
            q: pairs.words("q"),
            as_of: pairs.day("as_of"),
        }
    }

    fn describe() -> Vec<(&'static str, &'static str, RefOr<Schema>)> {
        vec![
            (
                "q",
                "The words to search for, in English or Malayalam. Without them, everything is listed by name.",
                words_schema(),
            ),
            ("kind", "Only these kinds of result.", any_of_schema(|f: &Self| &f.kind)),
            (
                "district",
                "Only results in these districts (LGD code).",
                any_of_schema(|f: &Self| &f.district),
            ),
            (
                "division",
                "Only results whose main activity is in these NIC divisions.",
                any_of_schema(|f: &Self| &f.division),
            ),
            (
                "size_class",
                "Only enterprises of these size classes, by the ceilings of today.",
                any_of_schema(|f: &Self| &f.size_class),
            ),
            (
                "cluster_id",
                "Only results that belong to one of these clusters on the day `as_of`.",
                any_of_schema(|f: &Self| &f.cluster_id),
            ),
            (
                "as_of",
                "The day for which memberships are computed. Default: today in Kerala.",
                Day::schema(),
            ),
        ]
    }
}

/// A search result.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchHit {
    /// The kind.
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
    /// How closely it matches. Absent without search words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closeness: Option<Closeness>,
    /// How each word matched.
    #[schema(max_items = 8)]
    pub matches: Vec<Match>,
}

/// A page of results.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchPage {
    /// The results, closest first, then by name.
    #[schema(max_items = 200)]
    pub items: Vec<SearchHit>,
    /// The cursor of the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, format = "cursor")]
    pub next: Option<String>,
    /// The number of results, if `count=true`; exact up to 1,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<Tally>,
    /// The facet counts.
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
/// Places, enterprises, institutions, facilities, clusters, schemes, calls and proposals that the caller may see. All
/// words must match. The order is: names that begin with the words; results that contain each
/// word exactly; words that begin with it; misspelt words (one letter in words of four to
/// seven letters, two in longer ones); words of the other script that sound the same. Equal results are sorted by name.
#[utoipa::path(
    get, path = "/v1/search", tag = "search", params(List<SearchFilter>),
    responses((status = 200, description = "A page.", body = SearchPage)),
    extensions(("x-action" = json!(Action::Search)))
)]
pub(crate) async fn search(caller: Caller, list: List<SearchFilter>) -> Answered {
    let today = caller.service.application.now().day();
    let on = list.filter.as_of.unwrap_or(today);
    caller.respond_list(list, move |reading, list| page_of(reading, list, on)).await
}

/// A page of results, with the counts that are asked for.
fn page_of(
    reading: &mut ReadContext<'_>,
    list: &List<SearchFilter>,
    on: Day,
) -> Result<SearchPage, Problem> {
    let counts = list.paging.count || !list.facets.is_empty();
    let all = counts.then(|| everything(reading, &list.filter)).transpose()?;
    let (hits, next) = hits(reading, list, all.as_deref())?;
    let counted = |reading: &mut ReadContext<'_>, filter: &SearchFilter| match &all {
        Some(all) if *filter == list.filter => Ok(all.iter().map(counted).collect()),
        _ => Ok(everything(reading, filter)?.iter().map(counted).collect()),
    };
    let is_typed = !list.filter.q.is_empty();
    let found = all.as_ref().filter(|_| list.paging.count);
    Ok(SearchPage {
        facets: facets::count(reading, &list.filter, (&list.facets, on), counted)?,
        found: found.map(|all| Tally::of(all.len())),
        items: hits.into_iter().map(|hit| SearchHit::of(hit, is_typed)).collect(),
        next,
    })
}

/// The kinds that are looked at, each as far as the caller sees its list.
fn views(reading: &ReadContext<'_>, filter: &SearchFilter) -> Result<Vec<(Kind, View)>, Problem> {
    policy::view(reading.actor(), Action::Search)?;
    if filter.kind.iter().any(|kind| !kind.is_searched()) {
        let violation = Violation::new(Code::Enum).in_parameter("kind");
        return Err(Problem::new(ProblemKind::Malformed).violations(vec![violation]));
    }
    let is_wanted = |kind: &Kind| filter.kind.is_empty() || filter.kind.contains(kind);
    let searched = Kind::ALL.iter().copied().filter(|kind| kind.is_searched());
    let wanted = searched.filter(is_wanted);
    let seen = |kind: Kind| {
        let list = Action::ALL.iter().find(|action| action.text() == format!("{kind}.list"))?;
        policy::view(reading.actor(), *list).ok().map(|view| (kind, view))
    };
    Ok(wanted.filter_map(seen).collect())
}

/// The page, and the cursor of the next one; `all` is what the whole search finds, where that is known. A
/// cursor holds how closely its hit was found before the key.
fn hits(
    reading: &mut ReadContext<'_>,
    list: &List<SearchFilter>,
    all: Option<&[Hit]>,
) -> Result<(Vec<Hit>, Option<String>), Problem> {
    let limit = usize::from(list.paging.limit);
    let after = list.paging.after.as_ref().map(closeness_and_key).transpose()?;
    let mut hits = match (all, &after) {
        (Some(all), None) => all.iter().take(limit + 1).cloned().collect(),
        _ => found(reading, &list.filter, after, limit + 1)?,
    };
    if hits.len() <= limit {
        return Ok((hits, None));
    }
    hits.truncate(limit);
    let position = hits.last().map(|hit| {
        let rank = Closeness::ALL.iter().position(|c| *c == hit.closeness).unwrap_or_default();
        Cursor { border: SortValue::Text(format!("{rank}{}", hit.name_key)), id: hit.id }
    });
    let next = position.map(|at| page::cursor(&at, &list.bound.fingerprint));
    Ok((hits, next))
}

fn closeness_and_key(at: &Cursor) -> Result<(Closeness, String, Uuid), Problem> {
    let parts = match &at.border {
        SortValue::Text(text) => text.split_at_checked(1),
        SortValue::Moment(_) | SortValue::Metres(_) | SortValue::Rank(_) => None,
    };
    let read = parts.and_then(|(rank, key)| {
        let closeness = Closeness::ALL.get(rank.parse::<usize>().ok()?)?;
        Some((*closeness, key.to_owned(), at.id))
    });
    read.ok_or_else(|| {
        Problem::new(ProblemKind::Malformed)
            .violations(vec![Violation::new(Code::Cursor).in_parameter("cursor")])
    })
}

/// What the caller finds, so many behind some place.
fn found(
    reading: &mut ReadContext<'_>,
    filter: &SearchFilter,
    after: Option<(Closeness, String, Uuid)>,
    most: usize,
) -> Result<Vec<Hit>, Problem> {
    let views = views(reading, filter)?;
    Ok(reading.search(&Find { filter, views: &views, after, most })?)
}

/// What is found, up to one more than is counted.
fn everything(reading: &mut ReadContext<'_>, filter: &SearchFilter) -> Result<Vec<Hit>, Problem> {
    found(reading, filter, None, COUNTED + 1)
}

fn counted(hit: &Hit) -> Counted {
    Counted {
        id: hit.id,
        kind: hit.kind.text().to_owned(),
        district: hit.district.clone(),
        division: hit.division.clone(),
    }
}
