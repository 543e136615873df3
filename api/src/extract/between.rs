//! Two revisions that are to be compared: `from` and `to`.

use super::pairs::read_pairs;
use super::when::today;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use odoi_domain::Code;
use odoi_domain::{Day, Violation};
use std::future::{Ready, ready};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};

/// The numbers of two revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Between {
    /// The earlier one; usually the one before `to`.
    pub from: Option<i32>,
    /// The later one; usually the latest.
    pub to: Option<i32>,
}

impl Between {
    fn read(query: &str, today: Day) -> Result<Self, Problem> {
        read_pairs(query, today, |pairs| {
            let mut number = |name: &str| {
                let text = pairs.once(name)?;
                let number = text.parse::<i32>().ok().filter(|number| *number >= 1);
                number.or_else(|| pairs.wrong(name, Violation::new(Code::Minimum).with("1"), None))
            };
            Self { from: number("from"), to: number("to") }
        })
    }
}

impl utoipa::IntoParams for Between {
    fn into_params(_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let parameter = |name: &str, about: &str| {
            let schema = ObjectBuilder::new()
                .schema_type(Type::Integer)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
                .minimum(Some(1))
                .maximum(Some(i32::MAX));
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .description(Some(about))
                .schema(Some(schema))
                .build()
        };
        vec![
            parameter("from", "The number of the earlier revision. Default: the one before `to`."),
            parameter("to", "The number of the later revision. Default: the latest."),
        ]
    }
}

impl FromRequest for Between {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let read = |today| Self::read(request.query_string(), today);
        ready(today(request).and_then(read))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_from_one_and_what_is_not_said_is_left_to_the_answer() {
        let today: Day = "2026-11-21".parse().unwrap();
        let read = |query| Between::read(query, today);
        assert_eq!(read("").unwrap(), Between { from: None, to: None });
        assert_eq!(read("from=1&to=3").unwrap(), Between { from: Some(1), to: Some(3) });
        for (query, name) in
            [("from=0", "from"), ("to=x", "to"), ("to=99999999999", "to"), ("at=1", "at")]
        {
            let problem = read(query).unwrap_err();
            assert!(format!("{:?}", problem.violations).contains(name), "{query}");
        }
    }
}
