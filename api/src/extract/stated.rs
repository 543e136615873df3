//! On whose word a write stands: `source`, `as_of` and `purpose`.

use super::pairs::Pairs;
use super::purpose;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use odoi_application::WriteContext;
use odoi_domain::Code;
use odoi_domain::kernel::external::SourceSystem;
use odoi_domain::policy::actor::Role;
use odoi_domain::policy::privacy::Purpose;
use odoi_domain::registry::enterprise::Statement;
use odoi_domain::{Day, Violation};
use std::future::{Ready, ready};
use utoipa::PartialSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{RefOr, Schema};

/// `source`, `as_of` and `purpose` of a write: who says what it states, when that was true, and what is asked of others.
#[derive(Debug, Clone)]
pub struct Stated {
    source: Option<SourceSystem>,
    as_of: Option<Day>,
    purpose: Option<Purpose>,
}

impl Stated {
    /// On whose word somebody writes. Without a source it is a declaration of whoever writes; what a
    /// partner system writes is an import, whatever its source.
    pub fn by(&self, tx: &mut WriteContext<'_, '_>) -> Result<Statement, Problem> {
        purpose::may_be_declared(tx.actor(), self.purpose)?;
        tx.purpose = self.purpose;
        let (actor, today) = (tx.actor(), tx.now().day());
        if self.as_of.is_some_and(|day| day > today) {
            let mut pairs = Pairs::default();
            pairs.violation("as_of", Violation::new(Code::InTheFuture));
            pairs.finish()?;
        }
        let is_import = actor.grants().iter().any(|grant| grant.role == Role::ServiceClient);
        let usual = if is_import { "import" } else { "declaration" };
        let source = self.source.clone().map_or_else(|| usual.parse(), Ok);
        Ok(Statement {
            source: source.map_err(|violation: Violation| {
                Problem::new(crate::problem::Kind::Internal).log(violation.code.text())
            })?,
            as_of: self.as_of.unwrap_or(today),
            is_import,
            named: Vec::new(),
        })
    }
}

const NAMED: &str = "What another enterprise is named for that has the same number: where the number is masked, it is named to those \
    who may see it for this purpose.";

fn read<T>(request: &HttpRequest, take: impl FnOnce(&mut Pairs) -> T) -> Ready<Result<T, Problem>> {
    let read = || {
        let mut pairs = Pairs::of(request.query_string())?;
        let taken = take(&mut pairs);
        pairs.finish()?;
        Ok(taken)
    };
    ready(read())
}

impl FromRequest for Stated {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        read(request, |pairs| Self {
            source: pairs.any_of("source").pop(),
            as_of: pairs.day("as_of"),
            purpose: purpose::take(pairs),
        })
    }
}

fn parameter(name: &str, about: &str, schema: RefOr<Schema>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .description(Some(about))
        .schema(Some(schema))
        .build()
}

impl utoipa::IntoParams for Stated {
    fn into_params(_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            parameter(
                "source",
                "The source of the stated facts. Default: a declaration of the caller.",
                SourceSystem::schema(),
            ),
            parameter(
                "as_of",
                "The day on which the facts were true. Default: today.",
                Day::schema(),
            ),
            parameter("purpose", NAMED, Purpose::schema()),
        ]
    }
}
