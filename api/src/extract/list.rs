//! The query of a list: which page of what is wanted, all violations at once.

use super::answer::accepted;
use super::when::today;
use super::{Filter, Pairs, RequestContext, format, near, purpose};
use crate::export::Format;
use crate::page;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use odoi_application::reads::page::{Paging, SortKey};
use odoi_domain::kernel::search::Facet;
use odoi_domain::policy::privacy::Purpose;
use odoi_domain::{Code, Day, Violation};
use sha2::{Digest, Sha256};
use std::future::{Ready, ready};

/// Rows of a page where the caller does not say.
const USUAL_LIMIT: u16 = 25;
/// Rows of a page at most; more is cut to this.
const LARGEST_LIMIT: u16 = 200;

/// The query of a list.
#[derive(Debug)]
pub struct List<F> {
    /// What it is narrowed by.
    pub filter: F,
    /// Which page is wanted.
    pub paging: Paging,
    /// What personal facts are asked for.
    pub purpose: Option<Purpose>,
    /// What the things of the list are counted by.
    pub facets: Vec<Facet>,
    /// As what file the whole list is wanted, where it is.
    pub format: Option<Format>,
    /// What its cursors are bound to.
    pub bound: Bound,
}

/// The list that a cursor is bound to.
#[derive(Debug)]
pub struct Bound {
    /// Of its filters and its order.
    pub fingerprint: String,
    pub(super) path: String,
    query: Vec<(String, String)>,
}

impl Bound {
    /// The `Link` to the next page.
    pub(crate) fn link(&self, cursor: &str) -> String {
        let mut query: Vec<(&str, &str)> = self
            .query
            .iter()
            .filter(|(k, _)| k != "cursor")
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        query.push(("cursor", cursor));
        let query = serde_urlencoded::to_string(query).unwrap_or_default();
        format!("<{}?{query}>; rel=\"next\"", self.path)
    }
}

impl<F: Filter> List<F> {
    fn read(
        path: &str,
        query: &str,
        today: Day,
        preferred: Option<Format>,
    ) -> Result<Self, Problem> {
        let mut pairs = Pairs::of(query)?;
        pairs.today = Some(today);
        let all = pairs.pairs.clone();
        let fingerprint = fingerprint(path, &all);
        let format = if F::IS_EXPORTED { format::take(&mut pairs, preferred) } else { None };
        let (limit, cursor) = read_page_numbers(&mut pairs);
        let is_sorted = all.iter().any(|(name, _)| name == "sort");
        let (key, descending) = order(&mut pairs, F::SORTS);
        let count = match pairs.once("count").as_deref() {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => {
                pairs.violation("count", Violation::new(Code::Boolean));
                false
            }
        };
        let near = if F::IS_LOCATED { near::take(&mut pairs, is_sorted) } else { None };
        let after = cursor.and_then(|cursor| {
            let position = page::position(&cursor, &fingerprint, near.is_none().then_some(key));
            if position.is_none() {
                pairs.violation("cursor", Violation::new(Code::Cursor));
            }
            position
        });
        let facets = if F::HAS_FACETS { pairs.any_of("facets") } else { Vec::new() };
        let purpose = if F::IS_PERSONAL { purpose::take(&mut pairs) } else { None };
        let filter = F::take(&mut pairs);
        pairs.finish()?;
        Ok(Self {
            filter,
            purpose,
            facets,
            paging: Paging { limit, key, descending, after, count, near },
            format,
            bound: Bound { fingerprint, path: path.to_owned(), query: all },
        })
    }
}

/// `limit` and `cursor`, which every list has.
fn read_page_numbers(pairs: &mut Pairs) -> (u16, Option<String>) {
    let limit = match pairs.once("limit") {
        None => USUAL_LIMIT,
        Some(text) => match text.parse::<u64>() {
            Ok(0) | Err(_) => {
                pairs.violation("limit", Violation::new(Code::Limit));
                USUAL_LIMIT
            }
            Ok(limit) => u16::try_from(limit).unwrap_or(LARGEST_LIMIT).min(LARGEST_LIMIT),
        },
    };
    (limit, pairs.once("cursor"))
}

fn order(pairs: &mut Pairs, sorts: &[SortKey]) -> (SortKey, bool) {
    // A list of one order only has no parameter for it.
    let Some(usual) = sorts.first().copied() else {
        return (SortKey::Name, false);
    };
    let Some(text) = pairs.once("sort") else {
        return (usual, false);
    };
    let (name, descending) =
        text.strip_prefix('-').map_or((text.as_str(), false), |name| (name, true));
    if let Some(key) = sorts.iter().find(|key| key.text() == name) {
        return (*key, descending);
    }
    let known: Vec<&str> = sorts.iter().map(|key| key.text()).collect();
    pairs.violation("sort", Violation::new(Code::Sort).with(known.join(", ")));
    (usual, descending)
}

/// A digest of the list, the filters and the order, whatever their sequence and whether values are
/// repeated or separated by commas.
fn fingerprint(path: &str, pairs: &[(String, String)]) -> String {
    let mut kept: Vec<(&str, &str)> = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        match key.as_str() {
            "cursor" | "limit" | "count" | "facets" | "format" => {}
            // Two numbers whose sequence matters.
            "near" => kept.push((key, value)),
            _ => kept.extend(value.split(',').map(|value| (key.as_str(), value.trim()))),
        }
    }
    kept.sort_unstable();
    kept.dedup();
    let mut hash = Sha256::new();
    hash.update(path.as_bytes());
    hash.update([0]);
    for (key, value) in kept {
        hash.update(key.as_bytes());
        hash.update([0]);
        hash.update(value.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

impl<F: Filter + 'static> FromRequest for List<F> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        debug_assert!(request.extensions().get::<RequestContext>().is_some());
        let read = |today| {
            let preferred = accepted(request)?.prefers;
            Self::read(request.path(), request.query_string(), today, preferred)
        };
        ready(today(request).and_then(read))
    }
}
