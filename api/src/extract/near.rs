//! Lists by nearness: `near` and `within_km`, the same for everything that has a location.

use super::Pairs;
use odoi_application::reads::page::Near;
use odoi_domain::Code;
use odoi_domain::Violation;
use odoi_domain::kernel::geo::Point;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};

/// Kilometres that a search may reach; Kerala is 580 km long.
const FURTHEST_KM: i64 = 1_000;

/// Reads the two parameters.
pub(super) fn take(pairs: &mut Pairs, is_sorted: bool) -> Option<Near> {
    let near = pairs.once("near");
    let within = pairs.once("within_km").and_then(|text| match text.parse() {
        Ok(km @ 1..=FURTHEST_KM) => Some(km * 1_000),
        _ => {
            pairs.violation(
                "within_km",
                Violation::new(Code::WithinKm).with(FURTHEST_KM.to_string()),
            );
            None
        }
    });
    let Some(near) = near else {
        if within.is_some() {
            pairs.violation("near", Violation::new(Code::Required));
        }
        return None;
    };
    if is_sorted {
        pairs.violation("sort", Violation::new(Code::SortByNearness));
    }
    match near.parse::<Point>() {
        Ok(centre) => Some(Near { centre, within }),
        Err(violation) => {
            pairs.violation("near", violation);
            None
        }
    }
}

/// The parameters, as the document shows them.
pub(super) fn describe() -> impl Iterator<Item = (&'static str, &'static str, RefOr<Schema>)> {
    let near = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::Custom("point".to_owned())))
        .max_length(Some(60))
        .examples(["10.1658,76.4396"]);
    let within = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
        .minimum(Some(1))
        .maximum(Some(1_000));
    [
        (
            "near",
            "A point as `latitude,longitude` in degrees. The list then contains what has a location, nearest first, with \
             the great-circle distance in metres as `distance_m`. It cannot be combined with `sort`.",
            near.into(),
        ),
        ("within_km", "With `near`: the largest distance, in kilometres.", within.into()),
    ]
    .into_iter()
}
