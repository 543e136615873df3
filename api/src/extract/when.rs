//! Questions about another day than today: `as_of`, and where the answer remembers corrections,
//! `known_on`.

use super::pairs::read_pairs;
use crate::Service;
use crate::problem::{Kind, Problem};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use odoi_domain::Day;
use odoi_domain::formation::statement::AsOf;
use std::future::{Ready, ready};
use utoipa::PartialSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};

/// A day that is asked about; with `KNOWN`, also the day whose knowledge is asked.
#[derive(Debug, Clone, Copy)]
pub struct When<const KNOWN: bool> {
    /// What holds on this day; usually today.
    pub as_of: Day,
    /// As it was known at the end of this day; usually today.
    pub known_on: Day,
}

/// A day that is asked about.
pub type OnDay = When<false>;
/// A day that is asked about, and the day whose knowledge is asked.
pub type InView = When<true>;

pub(super) const AS_OF: &str =
    "The day for which the answer is computed. Default: today in Kerala.";
const KNOWN_ON: &str = "The day whose knowledge is used: what was stated or withdrawn later does not count. Default: today.";

impl InView {
    /// The two days as the rules take them.
    #[must_use]
    pub const fn both(self) -> AsOf {
        AsOf { holds_on: self.as_of, known_on: self.known_on }
    }
}

/// The parameter that names a day.
pub(super) fn parameter(name: &str, about: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .description(Some(about))
        .schema(Some(Day::schema()))
        .build()
}

impl<const KNOWN: bool> When<KNOWN> {
    fn read(query: &str, today: Day) -> Result<Self, Problem> {
        read_pairs(query, today, |pairs| Self {
            as_of: pairs.day("as_of").unwrap_or(today),
            known_on: if KNOWN { pairs.day("known_on").unwrap_or(today) } else { today },
        })
    }
}

impl<const KNOWN: bool> utoipa::IntoParams for When<KNOWN> {
    fn into_params(_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = vec![parameter("as_of", AS_OF)];
        if KNOWN {
            parameters.push(parameter("known_on", KNOWN_ON));
        }
        parameters
    }
}

/// Today in Kerala, by the server's clock.
pub(super) fn today(request: &HttpRequest) -> Result<Day, Problem> {
    let service = request.app_data::<web::Data<Service>>();
    let service = service.ok_or(Problem::new(Kind::Internal))?;
    Ok(service.application.now().day())
}

impl<const KNOWN: bool> FromRequest for When<KNOWN> {
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
    use odoi_domain::{Code, Violation};

    #[test]
    fn what_is_not_said_is_today_and_what_is_said_wrong_is_told() {
        let today: Day = "2026-11-21".parse().unwrap();
        let nothing = InView::read("", today).unwrap();
        assert_eq!((nothing.as_of, nothing.known_on), (today, today));
        let past = InView::read("as_of=2025-02-28&known_on=2026-01-01", today).unwrap();
        assert_eq!(past.as_of.to_string(), "2025-02-28");
        for (query, name, code) in [
            ("as_of=2026-02-30", "as_of", Code::Date),
            ("as_of=12026-01-01", "as_of", Code::Date),
            ("as_of=2026-01-01&as_of=2026-01-02", "as_of", Code::RepeatedParameter),
            ("on=2026-01-01", "on", Code::UnknownParameter),
        ] {
            let problem = InView::read(query, today).unwrap_err();
            let expected = Violation::new(code).in_parameter(name);
            assert_eq!(problem.violations, [expected], "{query}");
        }
        assert!(OnDay::read("known_on=2026-01-01", today).is_err());
    }
}
