//! Bodies: read within a size and a time, checked against the published schema, all violations at once.

use super::at_all::may_at_all;
use super::strict::{self, MOST_VALUES};
use crate::Service;
use crate::problem::{Kind, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::web::{self, Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use odoi_application::Failure;
use odoi_application::schemas::{Guide, Schemas, judge};
use odoi_domain::Code;
use odoi_domain::Violation;
use odoi_domain::kernel::entity::Refusal;
use odoi_domain::kernel::violation::MAX_TOLD;
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
    unknown: Vec<Violation>,
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
        self.patch.keys().filter_map(|name| name.parse().ok()).collect()
    }
}

impl<T: Serialize + DeserializeOwned + ToSchema> Patch<T> {
    /// The thing's facts with the patch applied, if the result is valid. Absent leaves as it is, null
    /// removes, a value replaces.
    pub fn onto(self, facts: &T) -> Result<T, Failure> {
        let mut target =
            serde_json::to_value(facts).map_err(|e| Failure::internal(e.to_string()))?;
        let unknown = self.unknown;
        merge(&mut target, Value::Object(self.patch));
        match self.schemas.read(target) {
            Err(Failure::Refused(Refusal::Invalid(mut violations))) => {
                let is_new = |violation: &Violation| !violations.contains(violation);
                let unknown: Vec<Violation> = unknown.into_iter().filter(is_new).collect();
                violations.extend(unknown);
                Err(Failure::invalid(violations))
            }
            Ok(_) if !unknown.is_empty() => Err(Failure::invalid(unknown)),
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

impl<T: DeserializeOwned + ToSchema + Send + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = receive(&request, payload, "application/json").await?;
            let schemas = service(&request)?.schemas.clone();
            let value = judged(&request, bytes.clone(), move |bytes| {
                let bytes = if bytes.is_empty() { b"{}" } else { bytes };
                Ok(schemas.read(parse(bytes, &schemas, &T::name())?)?)
            });
            Ok(Self { value: value.await?, bytes })
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
            let schemas = service(&request)?.schemas.clone();
            let known = schemas.clone();
            // Here and not in the transaction, where whatever else is to be written would wait for it.
            let patch = judged(&request, bytes.clone(), move |bytes| {
                patch(bytes, &known, &format!("{}Patch", T::name()))
            });
            let (patch, unknown) = patch.await?;
            Ok(Self { patch, schemas, unknown, bytes, of: std::marker::PhantomData })
        })
    }
}

/// A patch, and its fields that there are not.
fn patch(
    bytes: &[u8],
    schemas: &Schemas,
    name: &str,
) -> Result<(Map<String, Value>, Vec<Violation>), Problem> {
    let patch = parse(bytes, schemas, name)?;
    let found = judge(schemas.shapes(name)?, &patch).violations;
    let is_unknown = |violation: &Violation| violation.code == Code::UnknownField;
    let unknown: Vec<Violation> = found.into_iter().filter(is_unknown).collect();
    if unknown.len() >= MAX_TOLD {
        return Err(Problem::new(Kind::Invalid).violations(unknown));
    }
    let Value::Object(patch) = patch else {
        let violation = Violation::new(Code::Type).with("object");
        return Err(Problem::new(Kind::Invalid).violations(vec![violation]));
    };
    Ok((patch, unknown))
}

impl<T: DeserializeOwned + Validate + Send + 'static> FromRequest for Form<T> {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = receive(&request, payload, "application/x-www-form-urlencoded").await?;
            let form = judged(&request, bytes, |bytes| {
                let form: T = serde_urlencoded::from_bytes(bytes).map_err(|error| {
                    Problem::new(Kind::Malformed)
                        .detail(Violation::new(Code::UnreadableForm))
                        .log(error.to_string())
                })?;
                match form.validate() {
                    Ok(()) => Ok(form),
                    Err(errors) => Err(Problem::new(Kind::Invalid).violations(violations(&errors))),
                }
            });
            form.await.map(Self)
        })
    }
}

/// A body of so many bytes is judged where it has come: handing it over would cost more.
const SMALL: usize = 16 * 1024;

/// Judges a body: a large one apart from the threads that serve everybody, a few at a time, and not before
/// it is known that its sender may do such a thing at all. Nobody else is told what is wrong with a small one.
async fn judged<R: Send + 'static>(
    request: &HttpRequest,
    bytes: Bytes,
    judge: impl FnOnce(&[u8]) -> Result<R, Problem> + Send + 'static,
) -> Result<R, Problem> {
    if bytes.len() <= SMALL {
        let judged = judge(&bytes);
        if judged.is_err() {
            may_at_all(request).await?;
        }
        return judged;
    }
    may_at_all(request).await?;
    apart(&*service(request)?, move || judge(&bytes)).await?
}

/// Does a piece of work apart from the threads that serve everybody, a few such at a time.
pub(super) async fn apart<R: Send + 'static>(
    service: &Service,
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<R, Problem> {
    let lost = |why: String| Problem::new(Kind::Internal).log(why);
    let turn = service.judges.clone().acquire_owned().await;
    let turn = turn.map_err(|closed| lost(closed.to_string()))?;
    let done = web::block(move || {
        // Kept by the work, and not by whoever waits for it and may go away.
        let _turn = turn;
        work()
    });
    done.await.map_err(|broken| lost(broken.to_string()))
}

/// What `validator` found, in our words.
fn violations(errors: &validator::ValidationErrors) -> Vec<Violation> {
    let mut found = Vec::new();
    for (field, errors) in errors.field_errors() {
        for error in errors {
            if field == "__all__" {
                found.extend(faults_of_form(error));
                continue;
            }
            let violation = match error.code.as_ref() {
                "length" => Violation::new(Code::MaxLength)
                    .with(error.params.get("max").map(ToString::to_string).unwrap_or_default()),
                _ => Violation::new(Code::Enum),
            };
            found.push(violation.at(&format!("/{field}")));
        }
    }
    found.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    found
}

/// What is wrong with a form as a whole: the fields that it lacks, or a grant type that there is not.
fn faults_of_form(error: &validator::ValidationError) -> Vec<Violation> {
    if error.code == "grant_type" {
        return vec![Violation::new(Code::GrantType).at("/grant_type")];
    }
    let names = error.params.keys();
    names.map(|name| Violation::new(Code::Required).at(&format!("/{name}"))).collect()
}

pub(super) fn service(request: &HttpRequest) -> Result<Arc<Service>, Problem> {
    let data = request.app_data::<web::Data<Service>>().cloned();
    Ok(data.ok_or(Problem::new(Kind::Internal))?.into_inner())
}

/// What the head of a request says of its body: that it comes as it is, and is not too large.
pub(super) fn declared(request: &HttpRequest, limit: usize) -> Result<(), Problem> {
    let headers = request.headers();
    let mut encodings = headers.get_all(CONTENT_ENCODING);
    if encodings.any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Problem::new(Kind::WrongContentType).detail(Violation::new(Code::EncodedBody)));
    }
    let length = headers.get(CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    match length {
        Some(length) if length > limit => Err(too_large(limit)),
        _ => Ok(()),
    }
}

pub(super) fn too_large(limit: usize) -> Problem {
    Problem::new(Kind::TooLarge).detail(Violation::new(Code::MostBytes).with(limit.to_string()))
}

/// The body, if it has the type, the size and the speed that it must have.
async fn receive(
    request: &HttpRequest,
    mut payload: Payload,
    wanted: &str,
) -> Result<Bytes, Problem> {
    let service = service(request)?;
    let limit = service.config.body_limit;
    declared(request, limit)?;
    let read = async {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk =
                chunk.map_err(|error| Problem::new(Kind::Malformed).log(error.to_string()))?;
            if bytes.len() + chunk.len() > limit {
                return Err(too_large(limit));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    };
    let time = Duration::from_secs(service.config.body_seconds);
    let bytes =
        tokio::time::timeout(time, read).await.map_err(|_late| Problem::new(Kind::TooSlow))??;
    let given = request
        .headers()
        .get(CONTENT_TYPE)
        .map(|value| value.to_str().unwrap_or_default().to_ascii_lowercase());
    match given {
        None if bytes.is_empty() => Ok(bytes),
        Some(given) if is_type(&given, wanted) => Ok(bytes),
        _ => Err(Problem::new(Kind::WrongContentType)
            .detail(Violation::new(Code::WantedType).with(wanted))),
    }
}

/// The media type is the wanted one, and if it names a charset, that is UTF-8.
fn is_type(given: &str, wanted: &str) -> bool {
    let mut parts = given.split(';').map(str::trim);
    parts.next() == Some(wanted)
        && parts
            .all(|p| p.strip_prefix("charset=").is_none_or(|set| set.trim_matches('"') == "utf-8"))
}

/// JSON: nesting, numbers and surrogates that it cannot hold are malformed, and names that stand twice. What
/// the schema could not take is not kept.
fn parse(bytes: &[u8], schemas: &Schemas, name: &str) -> Result<Value, Problem> {
    let guide = Guide::of(schemas.shapes(name)?);
    let kept = strict::from_slice(bytes, guide).map_err(|error| {
        let place = [error.line(), error.column()].map(|n| n.to_string());
        let [line, column] = place;
        let at = Violation::new(Code::NotJson).with(line).with(column);
        Problem::new(Kind::Malformed).detail(at).log(error.to_string())
    })?;
    if kept.is_cut() {
        let violation = Violation::new(Code::MostValues).with(MOST_VALUES.to_string());
        return Err(Problem::new(Kind::Invalid).violations(vec![violation]));
    }
    Ok(kept.value)
}

#[cfg(test)]
mod tests;
