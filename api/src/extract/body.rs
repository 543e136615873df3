//! Bodies: read within a size and a time, checked against the published schema, all faults at once.

use super::strict;
use crate::Service;
use crate::problem::{Fault, Kind, Problem};
use crate::schemas::{MOST_FAULTS, Schemas};
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::web::{self, Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use odoi_domain::Flaw;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;
use validator::Validate;

/// A JSON body of a published schema. An empty body counts as `{}`, so that what is missing is named.
pub struct Body<T> {
    /// What it holds.
    pub value: T,
    /// The body as it came, for the idempotency key.
    pub bytes: Bytes,
}

/// A merge patch (RFC 7396) onto a thing of a published schema.
pub struct Patch<T> {
    patch: Map<String, Value>,
    schemas: Arc<Schemas>,
    /// Fields that there are not. Null would remove one, and pass unseen.
    unknown: Vec<Fault>,
    /// The body as it came, for the idempotency key.
    pub bytes: Bytes,
    of: std::marker::PhantomData<fn() -> T>,
}

/// A form body (`application/x-www-form-urlencoded`), as OAuth 2.0 has it.
pub struct Form<T>(pub T);

impl<T> Patch<T> {
    /// The fields that it names, as far as they are such words.
    #[must_use]
    pub fn named<F: FromStr>(&self) -> Vec<F> {
        self.patch
            .keys()
            .filter_map(|name| name.parse().ok())
            .collect()
    }
}

impl<T: Serialize + DeserializeOwned + ToSchema> Patch<T> {
    /// The thing's facts with the patch applied, if the result is valid. Absent leaves as it is, null
    /// removes, a value replaces.
    pub fn onto(self, facts: &T) -> Result<T, Problem> {
        let mut target = serde_json::to_value(facts)
            .map_err(|e| Problem::new(Kind::Internal).log(e.to_string()))?;
        let unknown = self.unknown;
        merge(&mut target, Value::Object(self.patch));
        match self.schemas.read(target) {
            Err(mut problem) if problem.kind == Kind::Invalid => {
                problem.faults.extend(unknown);
                problem.faults.dedup();
                Err(problem)
            }
            Ok(_) if !unknown.is_empty() => Err(Problem::new(Kind::Invalid).faults(unknown)),
            other => other,
        }
    }
}

/// RFC 7396 §2.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(map) = target {
        for (key, value) in patch {
            if value.is_null() {
                map.remove(&key);
            } else {
                merge(map.entry(key).or_insert(Value::Null), value);
            }
        }
    }
}

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = receive(&request, payload, "application/json").await?;
            let value = if bytes.is_empty() {
                Value::Object(Map::new())
            } else {
                parse(&bytes)?
            };
            Ok(Self {
                value: service(&request)?.schemas.read(value)?,
                bytes,
            })
        })
    }
}

impl<T: ToSchema + 'static> FromRequest for Patch<T> {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = receive(&request, payload, "application/merge-patch+json").await?;
            let patch = parse(&bytes)?;
            let schemas = service(&request)?.schemas.clone();
            // Here and not in the transaction, where whatever else is to be written would wait for it.
            let name = format!("{}Patch", T::name());
            let found = schemas.faults_of(&name, &patch).unwrap_or_default();
            let is_unknown = |fault: &Fault| fault.code == "unknown_field";
            let unknown: Vec<Fault> = found.into_iter().filter(is_unknown).collect();
            if unknown.len() >= MOST_FAULTS {
                return Err(Problem::new(Kind::Invalid).faults(unknown));
            }
            let Value::Object(patch) = patch else {
                let fault = Fault::from(Flaw::new("type").with("object"));
                return Err(Problem::new(Kind::Invalid).faults(vec![fault]));
            };
            Ok(Self {
                patch,
                schemas,
                unknown,
                bytes,
                of: std::marker::PhantomData,
            })
        })
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Form<T> {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = receive(&request, payload, "application/x-www-form-urlencoded").await?;
            let form: T = serde_urlencoded::from_bytes(&bytes).map_err(|error| {
                Problem::new(Kind::Malformed)
                    .detail(Flaw::new("unreadable_form"))
                    .log(error.to_string())
            })?;
            match form.validate() {
                Ok(()) => Ok(Self(form)),
                Err(errors) => Err(Problem::new(Kind::Invalid).faults(faults(&errors))),
            }
        })
    }
}

/// What `validator` found, in our words.
fn faults(errors: &validator::ValidationErrors) -> Vec<Fault> {
    let mut found = Vec::new();
    for (field, errors) in errors.field_errors() {
        for error in errors {
            if field == "__all__" {
                found.extend(faults_of_form(error));
                continue;
            }
            let flaw = match error.code.as_ref() {
                "length" => Flaw::new("max_length").with(
                    error
                        .params
                        .get("max")
                        .map(ToString::to_string)
                        .unwrap_or_default(),
                ),
                _ => Flaw::new("enum"),
            };
            found.push(Fault::from(flaw.at(&format!("/{field}"))));
        }
    }
    found.sort_by(|a, b| format!("{:?}", a.at).cmp(&format!("{:?}", b.at)));
    found
}

/// What is wrong with a form as a whole: the fields that it lacks, or a grant type that there is not.
fn faults_of_form(error: &validator::ValidationError) -> Vec<Fault> {
    if error.code == "grant_type" {
        return vec![Flaw::new("grant_type").at("/grant_type").into()];
    }
    let names = error.params.keys();
    names
        .map(|name| Flaw::new("required").at(&format!("/{name}")).into())
        .collect()
}

pub(super) fn service(request: &HttpRequest) -> Result<Arc<Service>, Problem> {
    let data = request.app_data::<web::Data<Service>>().cloned();
    Ok(data.ok_or(Problem::new(Kind::Internal))?.into_inner())
}

/// The body, if it has the type, the size and the speed that it must have.
async fn receive(
    request: &HttpRequest,
    mut payload: Payload,
    wanted: &str,
) -> Result<Bytes, Problem> {
    let service = service(request)?;
    let limit = service.config.body_limit;
    let is_encoded = request
        .headers()
        .get_all(CONTENT_ENCODING)
        .any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity"));
    if is_encoded {
        return Err(Problem::new(Kind::WrongContentType).detail(Flaw::new("encoded_body")));
    }
    let declared = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limit) {
        return Err(
            Problem::new(Kind::TooLarge).detail(Flaw::new("most_bytes").with(limit.to_string()))
        );
    }
    let read = async {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk =
                chunk.map_err(|error| Problem::new(Kind::Malformed).log(error.to_string()))?;
            if bytes.len() + chunk.len() > limit {
                return Err(Problem::new(Kind::TooLarge)
                    .detail(Flaw::new("most_bytes").with(limit.to_string())));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    };
    let time = Duration::from_secs(service.config.body_seconds);
    let bytes = tokio::time::timeout(time, read)
        .await
        .map_err(|_late| Problem::new(Kind::TooSlow))??;
    let given = request
        .headers()
        .get(CONTENT_TYPE)
        .map(|value| value.to_str().unwrap_or_default().to_ascii_lowercase());
    match given {
        None if bytes.is_empty() => Ok(bytes),
        Some(given) if is_type(&given, wanted) => Ok(bytes),
        _ => {
            Err(Problem::new(Kind::WrongContentType).detail(Flaw::new("wanted_type").with(wanted)))
        }
    }
}

/// The media type is the wanted one, and if it names a charset, that is UTF-8.
fn is_type(given: &str, wanted: &str) -> bool {
    let mut parts = given.split(';').map(str::trim);
    parts.next() == Some(wanted)
        && parts.all(|p| {
            p.strip_prefix("charset=")
                .is_none_or(|set| set.trim_matches('"') == "utf-8")
        })
}

/// JSON: nesting, numbers and surrogates that it cannot hold are malformed, and names that stand twice.
fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    strict::from_slice(bytes).map_err(|error| {
        let place = [error.line(), error.column()].map(|n| n.to_string());
        let [line, column] = place;
        let at = Flaw::new("not_json").with(line).with(column);
        Problem::new(Kind::Malformed)
            .detail(at)
            .log(error.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn merging_follows_the_examples_of_the_rfc() {
        for (target, patch, result) in [
            (json!({"a":"b"}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"b"}), json!({"b":"c"}), json!({"a":"b","b":"c"})),
            (json!({"a":"b"}), json!({"a":null}), json!({})),
            (json!({"a":["b"]}), json!({"a":"c"}), json!({"a":"c"})),
            (
                json!({"a":{"b":"c"}}),
                json!({"a":{"b":"d","c":null}}),
                json!({"a":{"b":"d"}}),
            ),
            (json!({"a":[{"b":"c"}]}), json!({"a":[1]}), json!({"a":[1]})),
            (json!({"e":null}), json!({"a":1}), json!({"e":null,"a":1})),
            (json!([1, 2]), json!({"a":"b","c":null}), json!({"a":"b"})),
            (
                json!({}),
                json!({"a":{"bb":{"ccc":null}}}),
                json!({"a":{"bb":{}}}),
            ),
        ] {
            let mut merged = target.clone();
            merge(&mut merged, patch.clone());
            assert_eq!(merged, result, "{target} + {patch}");
        }
    }
}
