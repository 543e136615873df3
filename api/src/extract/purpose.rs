//! What personal data is asked for: `purpose`, and what records the personal facts that are then shown (rule R2.7).

use super::pairs::{Pairs, read_pairs};
use super::when::{AS_OF, parameter, today};
use crate::problem::{Kind, Problem};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use odoi_domain::Code;
use odoi_domain::policy::actor::{Actor, Anchors};
use odoi_domain::policy::disclosure::Shown;
use odoi_domain::policy::privacy::{self, PersonalField, Purpose};
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::{Day, Entity, Violation};
use std::future::{Ready, ready};
use utoipa::PartialSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};

/// What the parameter does, for the document.
pub(super) const PURPOSE: &str = "The purpose for which personal facts are requested. Those that one of your roles may see for it, where the enterprise \
    stands, are then shown in full, and the disclosure is logged before the answer is sent; the others stay masked. A purpose that none \
    of your roles has is refused (403). Each piece of a file is logged before it is sent.";

/// Reads the parameter.
pub(super) fn take(pairs: &mut Pairs) -> Option<Purpose> {
    match pairs.once("purpose")?.parse() {
        Ok(purpose) => Some(purpose),
        Err(violation) => pairs.wrong("purpose", violation, None),
    }
}

/// What is shown of personal facts for a purpose, noted while it is made; without a purpose, nothing.
#[derive(Debug)]
pub struct DisclosureRecorder {
    purpose: Option<Purpose>,
    shown: Vec<Shown>,
    has_compared: bool,
}

impl DisclosureRecorder {
    /// Through which nothing has been seen yet.
    pub(super) const fn new(purpose: Option<Purpose>) -> Self {
        Self { purpose, shown: Vec::new(), has_compared: false }
    }

    /// The facts of an enterprise that an actor is shown: from here on they count as seen.
    pub fn on(&mut self, actor: &Actor, thing: &Enterprise) -> Vec<PersonalField> {
        let mut fields = privacy::disclosed(actor, &thing.anchors(), self.purpose);
        let held = privacy::held(thing.facts());
        fields.retain(|field| held.contains(field));
        if !fields.is_empty() {
            self.shown.push(Shown {
                enterprise: thing.meta().id,
                district: thing.facts().district.clone(),
                fields: fields.clone(),
            });
        }
        fields
    }

    /// The facts that an actor may see of an enterprise that stands so. They do not count as seen yet.
    #[must_use]
    pub fn allows(&self, actor: &Actor, anchors: &Anchors) -> Vec<PersonalField> {
        privacy::disclosed(actor, anchors, self.purpose)
    }

    /// Something stated is compared with masked facts: that is told, whatever comes of it.
    pub const fn compares(&mut self) {
        self.has_compared = true;
    }

    /// Something is told of facts of an enterprise.
    pub fn tells(&mut self, shown: Shown) {
        let known = self.shown.iter_mut().find(|one| one.enterprise == shown.enterprise);
        match known {
            None => self.shown.push(shown),
            Some(known) => {
                known.fields.extend(shown.fields);
                known.fields.sort_unstable();
                known.fields.dedup();
            }
        }
    }

    /// The purpose that is declared.
    #[must_use]
    pub const fn purpose(&self) -> Option<Purpose> {
        self.purpose
    }

    /// What was seen, and what for.
    pub(super) fn into_seen(self) -> Option<(Purpose, Vec<Shown>)> {
        let purpose = self.purpose?;
        (self.has_compared || !self.shown.is_empty()).then_some((purpose, self.shown))
    }
}

/// Refuses a purpose that none of the actor's roles has.
pub(super) fn may_be_declared(actor: &Actor, purpose: Option<Purpose>) -> Result<(), Problem> {
    if purpose.is_none_or(|purpose| privacy::may_declare(actor, purpose)) {
        return Ok(());
    }
    let violation = Violation::new(Code::PurposeOfOthers).in_parameter("purpose");
    Err(Problem::new(Kind::Forbidden).violations(vec![violation]))
}

/// The purpose of a look that has no other parameter.
#[derive(Debug, Clone, Copy)]
pub struct Asking {
    /// What personal facts are asked for.
    pub purpose: Option<Purpose>,
}

impl FromRequest for Asking {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let read = |today| {
            read_pairs(request.query_string(), today, |pairs| Self { purpose: take(pairs) })
        };
        ready(today(request).and_then(read))
    }
}

impl utoipa::IntoParams for Asking {
    fn into_params(_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let about = "What masked numbers are compared for. What they have in common is told where one of your roles may see them \
            for it, of both, and logged before you are answered. A purpose that none of your roles has is refused (403).";
        vec![declared(about)]
    }
}

fn declared(about: &str) -> Parameter {
    let parameter = ParameterBuilder::new()
        .name("purpose")
        .parameter_in(ParameterIn::Query)
        .description(Some(about))
        .schema(Some(Purpose::schema()));
    parameter.build()
}

/// The day and the purpose of a look at one thing.
#[derive(Debug, Clone, Copy)]
pub struct Looking {
    /// What holds on this day; usually today.
    pub as_of: Day,
    /// What personal facts are asked for.
    pub purpose: Option<Purpose>,
}

impl FromRequest for Looking {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let read = |today| {
            read_pairs(request.query_string(), today, |pairs| Self {
                as_of: pairs.day("as_of").unwrap_or(today),
                purpose: take(pairs),
            })
        };
        ready(today(request).and_then(read))
    }
}

impl utoipa::IntoParams for Looking {
    fn into_params(_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![parameter("as_of", AS_OF), declared(PURPOSE)]
    }
}
