//! The published schemas as the check of every body: the document *is* the validator, so a limit
//! stands in one place.

mod guide;
mod judge;
mod shape;

pub use guide::Guide;
pub use judge::{Verdict, judge};
pub use shape::{Shapes, Unusable};

use crate::Failure;
use odoi_domain::Code;
use odoi_domain::formation::scorecard::indicator::IndicatorCode;
use odoi_domain::identity::account::SignInName;
use odoi_domain::kernel::evidence::WebAddress;
use odoi_domain::kernel::external::{ExternalId, SourceSystem};
use odoi_domain::kernel::text;
use odoi_domain::registry::activity::NicCode;
use odoi_domain::registry::place::{DistrictCode, PinCode, PlaceCode};
use odoi_domain::registry::registration::{Aishe, Cin, Email, Gstin, Llpin, Mobile, Pan, Udyam};
use odoi_domain::registry::size::FinancialYear;
use odoi_domain::schemes::scheme::SchemeCode;
use odoi_domain::{Day, Moment, Violation, Word};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::OnceLock;
use utoipa::ToSchema;

/// Where schemas refer to each other.
pub const COMPONENTS: &str = "#/components/schemas/";

/// Checks a text of a format.
pub type Check = fn(&str) -> Result<(), Violation>;

/// The formats of the domain's words, each with its check.
pub const FORMATS: &[(&str, Check)] = &[
    (DistrictCode::NAME, |text| DistrictCode::parse(text).map(drop)),
    (PlaceCode::NAME, |text| PlaceCode::parse(text).map(drop)),
    (PinCode::NAME, |text| PinCode::parse(text).map(drop)),
    (NicCode::NAME, |text| NicCode::parse(text).map(drop)),
    (Udyam::NAME, |text| Udyam::parse(text).map(drop)),
    (Gstin::NAME, |text| Gstin::parse(text).map(drop)),
    (Pan::NAME, |text| Pan::parse(text).map(drop)),
    (Cin::NAME, |text| Cin::parse(text).map(drop)),
    (Llpin::NAME, |text| Llpin::parse(text).map(drop)),
    (Mobile::NAME, |text| Mobile::parse(text).map(drop)),
    (Email::NAME, |text| Email::parse(text).map(drop)),
    (WebAddress::NAME, |text| WebAddress::parse(text).map(drop)),
    (SourceSystem::NAME, |text| SourceSystem::parse(text).map(drop)),
    (ExternalId::NAME, |text| ExternalId::parse(text).map(drop)),
    (FinancialYear::NAME, |text| FinancialYear::parse(text).map(drop)),
    (Aishe::NAME, |text| Aishe::parse(text).map(drop)),
    (SchemeCode::NAME, |text| SchemeCode::parse(text).map(drop)),
    (IndicatorCode::NAME, |text| IndicatorCode::parse(text).map(drop)),
    (SignInName::NAME, |text| SignInName::parse(text).map(drop)),
    ("text", |given| text::check(given, usize::MAX)),
    ("line", |given| text::check_line(given, usize::MAX)),
    ("date", |text| text.parse::<Day>().map(drop)),
    ("date-time", |text| text.parse::<Moment>().map(drop)),
    ("uuid", |text| text.parse::<odoi_domain::kernel::id::PlaceId>().map(drop)),
];

/// How much memory a pattern of the document may take when it is made ready, in bytes.
pub const PATTERN_MEMORY: usize = 1 << 20;

/// The schemas of the document, each made ready when it is first needed, with what it refers to and
/// nothing else.
pub struct Schemas {
    components: Map<String, Value>,
    ready: HashMap<String, OnceLock<Result<Shapes, Unusable>>>,
}

impl Schemas {
    /// The component schemas of a document.
    #[must_use]
    pub fn of(document: &Value) -> Self {
        let components = document.pointer("/components/schemas");
        let components = components.and_then(Value::as_object).cloned();
        let components = components.unwrap_or_default();
        let ready = components.keys().map(|name| (name.clone(), OnceLock::new()));
        Self { ready: ready.collect(), components }
    }

    /// What a body of a schema must be.
    pub fn shapes(&self, name: &str) -> Result<&Shapes, Failure> {
        let unusable = |why: String| Failure::internal(why);
        let Some((schema, ready)) = self.components.get(name).zip(self.ready.get(name)) else {
            return Err(unusable(format!("no schema {name}")));
        };
        let made = ready.get_or_init(|| Shapes::of(schema, &self.components, PATTERN_MEMORY));
        made.as_ref().map_err(|Unusable(at)| unusable(format!("{name}: unusable at {at}")))
    }

    /// A value of a schema, or every violation of it at once.
    pub fn read<T: DeserializeOwned + ToSchema>(&self, value: Value) -> Result<T, Failure> {
        let violations = judge(self.shapes(&T::name())?, &value).violations;
        if !violations.is_empty() {
            return Err(Failure::invalid(violations));
        }
        serde_path_to_error::deserialize(whole(value)).map_err(|error| {
            let pointer =
                format!("/{}", error.path().to_string().replace(['.', '['], "/").replace(']', ""));
            let violation = Violation::new(Code::Value).at(&pointer);
            Failure::invalid(vec![violation])
        })
    }

    /// The violations of a value.
    #[must_use]
    pub fn faults_of(&self, name: &str, value: &Value) -> Option<Vec<Violation>> {
        Some(judge(self.shapes(name).ok()?, value).violations)
    }
}

/// To JSON Schema `3.0` and `1e2` are integers; to serde only what is written as one.
fn whole(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(whole).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, whole(value))).collect(),
        Value::Number(number) => {
            // What is beyond 2^53 has been refused by the maximum of its schema.
            let exact =
                number.as_f64().filter(|n| number.is_f64() && n.fract() == 0.0 && n.abs() < 9e15);
            #[allow(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
            exact.map_or(Value::Number(number), |n| Value::from(n as i64))
        }
        other => other,
    }
}
