//! The query of suggested clusters.

use super::filter::any_of_schema;
use super::pairs::read_pairs;
use super::when::today;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use odoi_domain::Code;
use odoi_domain::Violation;
use odoi_domain::formation::suggestion::{CLASS_DIGITS, LEAST_ENTERPRISES};
use odoi_domain::policy::View;
use odoi_domain::policy::actor::Scope;
use odoi_domain::registry::place::DistrictCode;
use std::future::{Ready, ready};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};

/// What clusters shall be suggested.
#[derive(Debug)]
pub struct Suggest {
    /// Only in these districts; everywhere where none is named.
    pub district: Vec<DistrictCode>,
    /// How many digits of the activity must be common.
    pub digits: usize,
    /// How many enterprises at least.
    pub least: i64,
    /// Whether neighbouring PIN codes are taken together.
    pub neighbours: bool,
    /// How many suggestions at most.
    pub limit: usize,
}

impl Suggest {
    fn read(query: &str, today: odoi_domain::Day) -> Result<Self, Problem> {
        read_pairs(query, today, |pairs| {
            let mut number = |name: &str, usual: i64, from: i64, to: i64| {
                let Some(text) = pairs.once(name) else {
                    return usual;
                };
                match text.parse() {
                    Ok(value) if value < from => pairs.wrong(
                        name,
                        Violation::new(Code::Minimum).with(from.to_string()),
                        usual,
                    ),
                    Ok(value) if value > to => {
                        pairs.wrong(name, Violation::new(Code::Maximum).with(to.to_string()), usual)
                    }
                    Ok(value) => value,
                    Err(_) => pairs.wrong(name, Violation::new(Code::Type).with("integer"), usual),
                }
            };
            let usual_digits = i64::try_from(CLASS_DIGITS).unwrap_or(4);
            let digits = number("digits", usual_digits, 2, 5);
            let least = number("least", LEAST_ENTERPRISES, 2, 100_000);
            let limit = number("limit", 25, 1, 200);
            let neighbours = match pairs.once("neighbours").as_deref() {
                None | Some("true") => true,
                Some("false") => false,
                Some(_) => pairs.wrong("neighbours", Violation::new(Code::Boolean), true),
            };
            Self {
                district: pairs.any_of("district"),
                digits: usize::try_from(digits).unwrap_or(CLASS_DIGITS),
                least,
                neighbours,
                limit: usize::try_from(limit).unwrap_or(25),
            }
        })
    }

    /// The districts to look at: those asked for, as far as the view reaches. `None` where the view
    /// reaches none of them; empty means everywhere.
    #[must_use]
    pub fn visible(&self, view: &View) -> Option<Vec<DistrictCode>> {
        if view.everything {
            return Some(self.district.clone());
        }
        let mut own = Vec::new();
        for scope in &view.scopes {
            match scope {
                Scope::State => return Some(self.district.clone()),
                Scope::District(code) => own.push(code.clone()),
                _ => {}
            }
        }
        if !self.district.is_empty() {
            own.retain(|code| self.district.contains(code));
        }
        (!own.is_empty()).then_some(own)
    }
}

impl utoipa::IntoParams for Suggest {
    fn into_params(_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let parameter = |name: &str, about: &str, schema: RefOr<Schema>| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .description(Some(about))
                .schema(Some(schema))
        };
        let number = |from: i64, to: i64| -> RefOr<Schema> {
            ObjectBuilder::new()
                .schema_type(Type::Integer)
                .minimum(Some(from))
                .maximum(Some(to))
                .into()
        };
        let boolean: RefOr<Schema> = ObjectBuilder::new().schema_type(Type::Boolean).into();
        vec![
            parameter(
                "district",
                "Only in these districts (LGD code).",
                any_of_schema(|f: &Self| &f.district),
            )
            .explode(Some(false))
            .style(Some(utoipa::openapi::path::ParameterStyle::Form))
            .build(),
            parameter(
                "digits",
                "Number of digits of the activity that enterprises must share. Default: 4, a class.",
                number(2, 5),
            )
            .build(),
            parameter(
                "least",
                "Least number of enterprises. Default: 20.",
                number(2, 100_000),
            )
            .build(),
            parameter(
                "neighbours",
                "Whether PIN codes with consecutive numbers count as one group. Default: true.",
                boolean,
            )
            .build(),
            parameter("limit", "Largest number of suggestions. Default: 25.", number(1, 200)).build(),
        ]
    }
}

impl FromRequest for Suggest {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(today(request).and_then(|today| Self::read(request.query_string(), today)))
    }
}
