//! The published schemas as the check of every body: the document *is* the validator, so a limit
//! stands in one place.

use crate::problem::{Fault, Kind, Place, Problem};
use jsonschema::error::ValidationErrorKind as Broken;
use jsonschema::{ValidationError, Validator};
use odoi_domain::account::SignInName;
use odoi_domain::activity::NicCode;
use odoi_domain::external::{ExternalId, SourceSystem};
use odoi_domain::place::{DistrictCode, PinCode, PlaceCode};
use odoi_domain::registration::{Aishe, Cin, Email, Gstin, Llpin, Mobile, Pan, Udyam};
use odoi_domain::scheme::SchemeCode;
use odoi_domain::scorecard::indicator::IndicatorCode;
use odoi_domain::size::FinancialYear;
use odoi_domain::{Day, Flaw, Word, text};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::OnceLock;
use utoipa::ToSchema;

/// Where schemas refer to each other.
const COMPONENTS: &str = "#/components/schemas/";

type Check = fn(&str) -> Result<(), Flaw>;

/// The formats of the domain's words, each with its check.
const FORMATS: &[(&str, Check)] = &[
    (DistrictCode::NAME, |text| {
        DistrictCode::parse(text).map(drop)
    }),
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
    (SourceSystem::NAME, |text| {
        SourceSystem::parse(text).map(drop)
    }),
    (ExternalId::NAME, |text| ExternalId::parse(text).map(drop)),
    (FinancialYear::NAME, |text| {
        FinancialYear::parse(text).map(drop)
    }),
    (Aishe::NAME, |text| Aishe::parse(text).map(drop)),
    (SchemeCode::NAME, |text| SchemeCode::parse(text).map(drop)),
    (IndicatorCode::NAME, |text| {
        IndicatorCode::parse(text).map(drop)
    }),
    (SignInName::NAME, |text| SignInName::parse(text).map(drop)),
    ("text", |given| text::check(given, usize::MAX)),
    ("line", |given| text::check_line(given, usize::MAX)),
    ("date", |text| text.parse::<Day>().map(drop)),
    ("uuid", |text| {
        text.parse::<odoi_domain::id::PlaceId>().map(drop)
    }),
];

/// The schemas of the document, each compiled when it is first needed, with what it refers to and
/// nothing else.
pub struct Schemas {
    components: Map<String, Value>,
    validators: HashMap<String, OnceLock<Result<Validator, String>>>,
}

impl Schemas {
    /// The component schemas of a document.
    #[must_use]
    pub fn of(document: &Value) -> Self {
        let components = document.pointer("/components/schemas");
        let components = components.and_then(Value::as_object).cloned();
        let components = components.unwrap_or_default();
        let validators = components
            .keys()
            .map(|name| (name.clone(), OnceLock::new()));
        Self {
            validators: validators.collect(),
            components,
        }
    }

    fn validator(&self, name: &str) -> Result<&Validator, String> {
        let place = self.validators.get(name);
        let place = place.ok_or_else(|| format!("no schema {name}"))?;
        let compiled = place.get_or_init(|| self.compile(name));
        compiled.as_ref().map_err(Clone::clone)
    }

    fn compile(&self, name: &str) -> Result<Validator, String> {
        let mut needed = Map::new();
        self.gather(name, &mut needed);
        let root = serde_json::json!({
            "$ref": format!("{COMPONENTS}{name}"), "components": { "schemas": needed },
        });
        let mut options = jsonschema::options().should_validate_formats(true);
        for (format, check) in FORMATS {
            options = options.with_format(*format, move |text: &str| check(text).is_ok());
        }
        options
            .build(&root)
            .map_err(|error| format!("{name}: {error}"))
    }

    /// A schema and every schema that it refers to, however far.
    fn gather(&self, name: &str, needed: &mut Map<String, Value>) {
        if needed.contains_key(name) {
            return;
        }
        let Some(schema) = self.components.get(name) else {
            return;
        };
        needed.insert(name.to_owned(), schema.clone());
        let mut left = vec![schema];
        while let Some(value) = left.pop() {
            match value {
                Value::Array(list) => left.extend(list),
                Value::Object(map) => left.extend(map.values()),
                Value::String(text) => {
                    if let Some(other) = text.strip_prefix(COMPONENTS) {
                        self.gather(other, needed);
                    }
                }
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
    }

    /// A value of a schema, or every fault of it at once.
    pub fn read<T: DeserializeOwned + ToSchema>(&self, value: Value) -> Result<T, Problem> {
        let name = T::name();
        let validator = self
            .validator(&name)
            .map_err(|error| Problem::new(Kind::Internal).log(error))?;
        let faults = faults(validator, &value);
        if !faults.is_empty() {
            return Err(Problem::new(Kind::Invalid).faults(faults));
        }
        serde_path_to_error::deserialize(whole(value)).map_err(|error| {
            let pointer = format!(
                "/{}",
                error
                    .path()
                    .to_string()
                    .replace(['.', '['], "/")
                    .replace(']', "")
            );
            let fault = Fault::from(Flaw::new("value").at(&pointer));
            Problem::new(Kind::Invalid).faults(vec![fault])
        })
    }

    /// The faults of a value, for the test that sends each example.
    #[must_use]
    pub fn faults_of(&self, name: &str, value: &Value) -> Option<Vec<Fault>> {
        let validator = self.validator(name).ok()?;
        Some(faults(validator, value))
    }
}

/// To JSON Schema `3.0` and `1e2` are integers; to serde only what is written as one.
fn whole(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(whole).collect(),
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| (key, whole(value)))
            .collect(),
        Value::Number(number) => {
            // What is beyond 2^53 has been refused by the maximum of its schema.
            let exact = number
                .as_f64()
                .filter(|n| number.is_f64() && n.fract() == 0.0 && n.abs() < 9e15);
            #[allow(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
            exact.map_or(Value::Number(number), |n| Value::from(n as i64))
        }
        other => other,
    }
}

/// At most so many faults are told: an answer should not outgrow its request.
pub(crate) const MOST_FAULTS: usize = 50;

/// Every fault of a value, one per place.
pub(crate) fn faults(validator: &Validator, value: &Value) -> Vec<Fault> {
    let mut found: Vec<Fault> = Vec::new();
    for error in validator.iter_errors(value).take(10 * MOST_FAULTS) {
        if found.len() >= MOST_FAULTS {
            break;
        }
        for fault in explain(&error) {
            // A word breaks its format, its pattern and its length at once: the format says which rule.
            let is_shape = |code| matches!(code, "pattern" | "min_length" | "max_length");
            match found.iter_mut().find(|known| known.at == fault.at) {
                Some(known) if is_shape(known.code) && !is_shape(fault.code) => *known = fault,
                Some(_) => {}
                None => found.push(fault),
            }
        }
    }
    found.truncate(MOST_FAULTS);
    found
}

fn explain(error: &ValidationError<'_>) -> Vec<Fault> {
    let at = error.instance_path().to_string();
    let one = |flaw: Flaw| vec![Fault::from(flaw.at(&at))];
    match error.kind() {
        Broken::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![Fault::from(
                Flaw::new("required").at(&format!("{at}/{}", escape(name))),
            )]
        }
        Broken::AdditionalProperties { unexpected } => {
            let fault = |name: &String| {
                Fault::from(Flaw::new("unknown_field").at(&format!("{at}/{}", escape(name))))
            };
            unexpected.iter().take(MOST_FAULTS).map(fault).collect()
        }
        Broken::OneOfNotValid { context } | Broken::AnyOf { context } => alternatives(&at, context),
        Broken::Type { kind } => one(Flaw::new("type").with(types(kind))),
        Broken::Enum { .. } | Broken::Constant { .. } => one(Flaw::new("enum")),
        Broken::MinLength { limit } => one(Flaw::new("min_length").with(limit.to_string())),
        Broken::MaxLength { limit } => one(Flaw::new("max_length").with(limit.to_string())),
        Broken::MinItems { limit } => one(Flaw::new("min_items").with(limit.to_string())),
        Broken::MaxItems { limit } => one(Flaw::new("max_items").with(limit.to_string())),
        Broken::Minimum { limit } => one(Flaw::new("minimum").with(limit.to_string())),
        Broken::Maximum { limit } => one(Flaw::new("maximum").with(limit.to_string())),
        Broken::ExclusiveMinimum { limit } => one(Flaw::new("more_than").with(limit.to_string())),
        Broken::ExclusiveMaximum { limit } => one(Flaw::new("less_than").with(limit.to_string())),
        Broken::UniqueItems => one(Flaw::new("repeated")),
        Broken::Pattern { pattern } => one(Flaw::new("pattern").with(pattern.clone())),
        Broken::Format { format } => {
            let check = FORMATS
                .iter()
                .find(|(name, _)| name == format)
                .map(|(_, check)| check);
            let flaw = check
                .and_then(|check| error.instance().as_str().and_then(|text| check(text).err()));
            one(flaw.unwrap_or(Flaw::new("pattern").with(format.clone())))
        }
        _ => one(Flaw::new("one_of")),
    }
}

/// Of several forms, that is meant whose type fits: `null` or a text, say.
fn alternatives(at: &str, context: &[Vec<ValidationError<'static>>]) -> Vec<Fault> {
    let is_other_type = |errors: &Vec<ValidationError<'static>>| {
        errors
            .iter()
            .any(|e| matches!(e.kind(), Broken::Type { .. }) && e.instance_path().to_string() == at)
    };
    let meant: Vec<&Vec<ValidationError<'static>>> = context
        .iter()
        .filter(|errors| !is_other_type(errors))
        .collect();
    match (meant.as_slice(), context) {
        ([only], _) => only.iter().flat_map(explain).collect(),
        // A reference that may be null: what is wrong with it is what matters.
        ([], [_, last]) => last.iter().flat_map(explain).collect(),
        _ => vec![Fault {
            at: Place::Pointer(at.to_owned()),
            code: "one_of",
            facts: Vec::new(),
        }],
    }
}

fn types(kind: &jsonschema::error::TypeKind) -> String {
    match kind {
        jsonschema::error::TypeKind::Single(kind) => kind.to_string(),
        jsonschema::error::TypeKind::Multiple(kinds) => kinds
            .iter()
            .map(|kind| kind.to_string())
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// RFC 6901 §3.
fn escape(name: &str) -> String {
    name.chars()
        .take(100)
        .collect::<String>()
        .replace('~', "~0")
        .replace('/', "~1")
}
