//! Queries of lists: filters and orders from an allow-list, all violations at once.

use super::answer::accepted;
use super::when::today;
use super::{RequestContext, format, near, purpose};
use crate::export::Format;
use crate::page;
use crate::problem::{Kind, Problem};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use odoi_application::reads::page::{Paging, SortKey};
use odoi_domain::Code;
use odoi_domain::kernel::fold;
use odoi_domain::kernel::search::Facet;
use odoi_domain::kernel::violation::MAX_TOLD;
use odoi_domain::policy::privacy::Purpose;
use odoi_domain::{Day, Violation};
use sha2::{Digest, Sha256};
use std::future::{Ready, ready};
use std::str::FromStr;
use utoipa::PartialSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};

/// Rows of a page where the caller does not say.
const USUAL_LIMIT: u16 = 25;
/// Rows of a page at most; more is cut to this.
const LARGEST_LIMIT: u16 = 200;
/// Values that one filter may name.
const MOST_VALUES: usize = 50;
const ABOUT_FACETS: &str = "The facets to count results by. A facet that the list is filtered by is counted without that filter, \
    so that its other values can be chosen. Counts are exact up to 1,000 results, and lower bounds beyond.";

/// What a list can be narrowed by and ordered by.
pub trait Filter: Sized {
    /// The orders, the usual one first.
    const SORTS: &'static [SortKey];
    /// Whether the things have a location, so that the list also comes by nearness.
    const IS_LOCATED: bool = false;
    /// Whether the list can also be had as a file.
    const IS_EXPORTED: bool = true;
    /// Whether what is in the list is also counted by facet.
    const HAS_FACETS: bool = false;
    /// Whether the things have personal facts, which the list shows for a purpose.
    const IS_PERSONAL: bool = false;
    /// Reads the filters.
    fn take(pairs: &mut Pairs) -> Self;
    /// Each filter's name, what it does, and its schema.
    fn describe() -> Vec<(&'static str, &'static str, RefOr<Schema>)>;
}

/// Declares the filters of a list: which fields of the filter callers may use, and what they do.
macro_rules! filter {
    ($Filter:ty, sorts: [$($sort:ident),+], { $($field:ident: $about:literal),* $(,)? } $(, words: $words:ident)? $(, day: $day:ident)? $(, between: ($from:ident, $until:ident))? $(, located: $located:literal)? $(, facets: $facets:literal)? $(, personal: $personal:literal)? $(, exported: $exported:literal)?) => {
        impl crate::extract::Filter for $Filter {
            const SORTS: &'static [odoi_application::reads::page::SortKey] = &[$(odoi_application::reads::page::SortKey::$sort),+];
            $(const IS_LOCATED: bool = $located;)?
            $(const HAS_FACETS: bool = $facets;)?
            $(const IS_PERSONAL: bool = $personal;)?
            $(const IS_EXPORTED: bool = $exported;)?

            fn take(pairs: &mut crate::extract::Pairs) -> Self {
                Self {
                    $($field: pairs.any_of(stringify!($field)),)*
                    $($words: pairs.words(stringify!($words)),)?
                    $($day: pairs.day(stringify!($day)),)?
                    $($from: pairs.given_day(stringify!($from)), $until: pairs.given_day(stringify!($until)),)?
                }
            }

            fn describe() -> Vec<(&'static str, &'static str, utoipa::openapi::RefOr<utoipa::openapi::Schema>)> {
                vec![
                    $((stringify!($field), $about, crate::extract::any_of_schema(|f: &Self| &f.$field)),)*
                    $((stringify!($words), "Beginnings of words of the name, or of a code, in either script; case, spelling \
                        of chillu letters and order do not matter. All words must match. Where nothing matches as written, small misspellings \
                        are accepted.",
                        crate::extract::words_schema()),)?
                    $((stringify!($day), "The day to which date filters apply. Default: today in Kerala.",
                        <odoi_domain::Day as utoipa::PartialSchema>::schema()),)?
                    $((stringify!($from), "Only from this day on (Kerala time).", <odoi_domain::Day as utoipa::PartialSchema>::schema()),
                    (stringify!($until), "Only up to this day, inclusive (Kerala time).", <odoi_domain::Day as utoipa::PartialSchema>::schema()),)?
                ]
            }
        }
    };
}
pub(crate) use filter;

/// The schema of a filter that takes any of some values.
pub(crate) fn any_of_schema<F, T: PartialSchema>(_field: fn(&F) -> &Vec<T>) -> RefOr<Schema> {
    ArrayBuilder::new()
        .items(T::schema())
        .max_items(Some(MOST_VALUES))
        .into()
}

/// The schema of words to search by.
pub(crate) fn words_schema() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::Custom("words".to_owned())))
        .max_length(Some(200))
        .into()
}

/// The pairs of a query that have not been read yet, and the violations of those that have.
#[derive(Debug, Default)]
pub struct Pairs {
    pairs: Vec<(String, String)>,
    violations: Vec<Violation>,
    today: Option<Day>,
}

impl Pairs {
    /// The pairs of a query string.
    pub(super) fn of(query: &str) -> Result<Self, Problem> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query)
            .map_err(|error| Problem::new(Kind::Malformed).log(error.to_string()))?;
        let mut pairs = Self {
            pairs,
            violations: Vec::new(),
            today: None,
        };
        if pairs.pairs.iter().any(|(_, value)| value.contains('\0')) {
            pairs.violation(
                "query",
                Violation::new(Code::ControlCharacter).with("U+0000"),
            );
        }
        Ok(pairs)
    }

    pub(super) fn violation(&mut self, name: &str, violation: Violation) {
        self.violations.push(violation.in_parameter(name));
    }

    fn take(&mut self, name: &str) -> Vec<String> {
        let (taken, rest) = std::mem::take(&mut self.pairs)
            .into_iter()
            .partition(|(key, _)| key == name);
        self.pairs = rest;
        taken
            .into_iter()
            .map(|(_, value): (String, String)| value)
            .collect()
    }

    /// Values of a filter: repeated or separated by commas, any of them.
    pub fn any_of<T: FromStr<Err = Violation>>(&mut self, name: &str) -> Vec<T> {
        let given = self.take(name);
        let values: Vec<&str> = given.iter().flat_map(|value| value.split(',')).collect();
        if values.len() > MOST_VALUES {
            self.violation(
                name,
                Violation::new(Code::TooManyValues).with(MOST_VALUES.to_string()),
            );
            return Vec::new();
        }
        let mut read = Vec::with_capacity(values.len());
        for value in values {
            match value.trim().parse() {
                Ok(value) => read.push(value),
                Err(violation) => self.violation(name, violation),
            }
        }
        read
    }

    /// The folded words of a search.
    pub fn words(&mut self, name: &str) -> Vec<String> {
        let Some(text) = self.once(name) else {
            return Vec::new();
        };
        if text.chars().count() > 200 {
            self.violation(name, Violation::new(Code::MaxLength).with("200"));
            return Vec::new();
        }
        let words = fold::words(&text);
        if words.len() > fold::MOST_WORDS {
            self.violation(
                name,
                Violation::new(Code::TooManyWords).with(fold::MOST_WORDS.to_string()),
            );
        } else if words.is_empty() {
            self.violation(name, Violation::new(Code::Blank));
        }
        words
    }

    /// A day, today where it is absent.
    pub fn day(&mut self, name: &str) -> Option<Day> {
        let today = self.today;
        let is_given = self.pairs.iter().any(|(given, _)| given == name);
        self.given_day(name).or(today.filter(|_| !is_given))
    }

    /// A day, where it is given.
    pub fn given_day(&mut self, name: &str) -> Option<Day> {
        match self.once(name)?.parse() {
            Ok(day) => Some(day),
            Err(violation) => self.wrong(name, violation, None),
        }
    }

    /// A parameter that stands once.
    pub fn once(&mut self, name: &str) -> Option<String> {
        let mut given = self.take(name);
        if given.len() > 1 {
            self.violation(name, Violation::new(Code::RepeatedParameter));
        }
        given.pop()
    }

    /// Whether a parameter is there and has not been read.
    pub(super) fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(key, _)| key == name)
    }

    /// Keeps a violation and goes on with the usual value, so that every violation is told at once.
    pub fn wrong<T>(&mut self, name: &str, violation: Violation, usual: T) -> T {
        self.violation(name, violation);
        usual
    }

    pub(super) fn finish(mut self) -> Result<(), Problem> {
        for (name, _) in std::mem::take(&mut self.pairs).iter().take(MAX_TOLD) {
            self.violations.push(
                Violation::new(Code::UnknownParameter)
                    .in_parameter(&name.chars().take(64).collect::<String>()),
            );
        }
        self.violations.truncate(MAX_TOLD);
        if self.violations.is_empty() {
            Ok(())
        } else {
            Err(Problem::new(Kind::Malformed).violations(self.violations))
        }
    }
}

/// Reads a query that is not that of a list; what nobody took is unknown.
pub(super) fn read_pairs<T>(
    query: &str,
    today: Day,
    take: impl FnOnce(&mut Pairs) -> T,
) -> Result<T, Problem> {
    let pairs = serde_urlencoded::from_str(query)
        .map_err(|error| Problem::new(Kind::Malformed).log(error.to_string()))?;
    let mut pairs = Pairs {
        pairs,
        violations: Vec::new(),
        today: Some(today),
    };
    let taken = take(&mut pairs);
    pairs.finish()?;
    Ok(taken)
}

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
        let format = if F::IS_EXPORTED {
            format::take(&mut pairs, preferred)
        } else {
            None
        };
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
        let near = if F::IS_LOCATED {
            near::take(&mut pairs, is_sorted)
        } else {
            None
        };
        let after = cursor.and_then(|cursor| {
            let position = page::position(&cursor, &fingerprint, near.is_none().then_some(key));
            if position.is_none() {
                pairs.violation("cursor", Violation::new(Code::Cursor));
            }
            position
        });
        let facets = if F::HAS_FACETS {
            pairs.any_of("facets")
        } else {
            Vec::new()
        };
        let purpose = if F::IS_PERSONAL {
            purpose::take(&mut pairs)
        } else {
            None
        };
        let filter = F::take(&mut pairs);
        pairs.finish()?;
        Ok(Self {
            filter,
            purpose,
            facets,
            paging: Paging {
                limit,
                key,
                descending,
                after,
                count,
                near,
            },
            format,
            bound: Bound {
                fingerprint,
                path: path.to_owned(),
                query: all,
            },
        })
    }

    fn parameters() -> Vec<Parameter> {
        let parameter = |name: &str, about: &str, schema: RefOr<Schema>| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .description(Some(about))
                .schema(Some(schema))
        };
        let mut found: Vec<Parameter> = F::describe()
            .into_iter()
            .map(|(name, about, schema)| {
                let is_list = matches!(schema, RefOr::T(Schema::Array(_)));
                let built = parameter(name, about, schema);
                if is_list {
                    built.explode(Some(false)).style(Some(ParameterStyle::Form))
                } else {
                    built
                }
                .build()
            })
            .collect();
        if F::IS_LOCATED {
            found.extend(
                near::describe()
                    .map(|(name, about, schema)| parameter(name, about, schema).build()),
            );
        }
        if F::IS_PERSONAL {
            found.push(parameter("purpose", purpose::PURPOSE, Purpose::schema()).build());
        }
        if let Some(usual) = F::SORTS.first() {
            let sorts = F::SORTS
                .iter()
                .flat_map(|key| [key.text().to_owned(), format!("-{}", key.text())]);
            let schema = ObjectBuilder::new()
                .schema_type(Type::String)
                .enum_values(Some(sorts))
                .into();
            let about = format!(
                "The sort order; a leading `-` sorts descending. Default: `{}`.",
                usual.text()
            );
            found.push(parameter("sort", &about, schema).build());
        }
        found.push(
            parameter(
                "limit",
                "Page size. Default: 25; maximum: 200 (larger values are reduced to it).",
                limit_schema(),
            )
            .build(),
        );
        found.push(
            parameter(
                "cursor",
                "The `next` of the previous page, with the same filters and sort order.",
                cursor_schema(),
            )
            .build(),
        );
        let schema = ObjectBuilder::new().schema_type(Type::Boolean).into();
        found.push(
            parameter(
                "count",
                "Whether to count all rows of the list in `total`.",
                schema,
            )
            .build(),
        );
        if F::HAS_FACETS {
            let schema = ArrayBuilder::new()
                .items(Facet::schema())
                .max_items(Some(MOST_VALUES));
            let built = parameter("facets", ABOUT_FACETS, schema.into()).explode(Some(false));
            found.push(built.style(Some(ParameterStyle::Form)).build());
        }
        if F::IS_EXPORTED {
            found.push(parameter("format", format::ABOUT, Format::schema()).build());
        }
        found
    }
}

fn limit_schema() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
        .minimum(Some(1))
        .maximum(Some(i32::MAX))
        .into()
}

fn cursor_schema() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::Custom("cursor".to_owned())))
        .max_length(Some(2000))
        .into()
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
            Ok(limit) => u16::try_from(limit)
                .unwrap_or(LARGEST_LIMIT)
                .min(LARGEST_LIMIT),
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
    let (name, descending) = text
        .strip_prefix('-')
        .map_or((text.as_str(), false), |name| (name, true));
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
    hash.finalize()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl<F: Filter> utoipa::IntoParams for List<F> {
    fn into_params(_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Self::parameters()
    }
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
