//! What a list can be narrowed by and ordered by, from an allow-list, and how the document says so.

use super::{List, Pairs, format, near, purpose};
use crate::export::Format;
use odoi_application::reads::page::SortKey;
use odoi_domain::kernel::search::Facet;
use odoi_domain::policy::privacy::Purpose;
use utoipa::PartialSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};

/// Values that one filter may name.
pub(super) const MOST_VALUES: usize = 50;
const LIMIT: &str = "Page size. Default: 25; maximum: 200 (larger values are reduced to it).";
const CURSOR: &str = "The `next` of the previous page, with the same filters and sort order.";
const FACETS: &str = "The facets to count results by. A facet that the list is filtered by is counted without that filter, \
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
    ArrayBuilder::new().items(T::schema()).max_items(Some(MOST_VALUES)).into()
}

/// The schema of words to search by.
pub(crate) fn words_schema() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::Custom("words".to_owned())))
        .max_length(Some(200))
        .into()
}

fn plain(name: &str, about: &str, schema: RefOr<Schema>) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .description(Some(about))
        .schema(Some(schema))
}

/// A parameter that takes several values, separated by commas.
fn several(name: &str, about: &str, schema: RefOr<Schema>) -> ParameterBuilder {
    plain(name, about, schema).explode(Some(false)).style(Some(ParameterStyle::Form))
}

/// The filters of a list, with the two of nearness and the purpose.
fn narrowing<F: Filter>() -> Vec<ParameterBuilder> {
    let described = F::describe().into_iter().map(|(name, about, schema)| {
        let is_list = matches!(schema, RefOr::T(Schema::Array(_)));
        if is_list { several(name, about, schema) } else { plain(name, about, schema) }
    });
    let mut found: Vec<ParameterBuilder> = described.collect();
    if F::IS_LOCATED {
        found.extend(near::describe().map(|(name, about, schema)| plain(name, about, schema)));
    }
    if F::IS_PERSONAL {
        found.push(plain("purpose", purpose::PURPOSE, Purpose::schema()));
    }
    found
}

/// The order, where there are several.
fn sorting<F: Filter>() -> Option<ParameterBuilder> {
    let usual = F::SORTS.first()?.text();
    let sorts = F::SORTS.iter().flat_map(|key| [key.text().to_owned(), format!("-{}", key.text())]);
    let schema = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(sorts)).into();
    let about = format!("The sort order; a leading `-` sorts descending. Default: `{usual}`.");
    Some(plain("sort", &about, schema))
}

/// Which page is wanted, and in what form.
fn paging<F: Filter>() -> Vec<ParameterBuilder> {
    let boolean = ObjectBuilder::new().schema_type(Type::Boolean).into();
    let mut found = vec![
        plain("limit", LIMIT, limit_schema()),
        plain("cursor", CURSOR, cursor_schema()),
        plain("count", "Whether to count all rows of the list in `total`.", boolean),
    ];
    if F::HAS_FACETS {
        let schema = ArrayBuilder::new().items(Facet::schema()).max_items(Some(MOST_VALUES));
        found.push(several("facets", FACETS, schema.into()));
    }
    if F::IS_EXPORTED {
        found.push(plain("format", format::ABOUT, Format::schema()));
    }
    found
}

impl<F: Filter> utoipa::IntoParams for List<F> {
    fn into_params(_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let found = narrowing::<F>().into_iter().chain(sorting::<F>()).chain(paging::<F>());
        found.map(ParameterBuilder::build).collect()
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
