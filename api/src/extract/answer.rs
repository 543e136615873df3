//! How a handler's work becomes an HTTP answer.

use super::Resource;
use crate::export::Format;
use crate::problem::{Kind, Problem};
use actix_web::http::header::{ACCEPT, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};
use odoi_application::{Answer, Outcome, Saved};
use serde::Serialize;
use sha2::{Digest, Sha256};

const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The answer of a write: the view of what was saved.
pub(crate) fn saved<T, R: Resource>(
    status: u16,
    saved: &Saved<T>,
    view: &R,
) -> Result<Answer, Problem> {
    let mut answer = saved.answer(status, Some(body(view)?));
    answer.etag = Some(view.etag());
    if status == 201 {
        answer.location = Some(view.path());
    }
    Ok(answer)
}

/// A view as JSON.
pub(crate) fn body<T: Serialize>(view: &T) -> Result<String, Problem> {
    serde_json::to_string(view).map_err(|error| Problem::new(Kind::Internal).log(error.to_string()))
}

/// The entity tag of what has no revision because it is computed: a digest of all that it says.
pub(crate) fn content_tag<T: Serialize>(view: &T) -> String {
    let text = serde_json::to_vec(view).unwrap_or_default();
    let digest = Sha256::digest(&text);
    let short: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"c{short}\"")
}

/// A JSON answer.
pub(crate) fn json(status: StatusCode, body: String) -> HttpResponse {
    HttpResponse::build(status).insert_header((CONTENT_TYPE, "application/json")).body(body)
}

pub(super) fn set(response: &mut HttpResponse, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// The answer of a write, as it was given the first time.
pub(crate) fn answer(outcome: Outcome) -> HttpResponse {
    let status = StatusCode::from_u16(outcome.answer.status).unwrap_or(StatusCode::OK);
    let mut response = match outcome.answer.body {
        Some(body) => json(status, body),
        None => HttpResponse::new(status),
    };
    if let Some(etag) = &outcome.answer.etag {
        set(&mut response, ETAG, etag);
    }
    if let Some(location) = &outcome.answer.location {
        set(&mut response, LOCATION, location);
    }
    if outcome.is_replay {
        set(&mut response, REPLAYED, "true");
    }
    response
}

/// What a request takes for an answer, by its `Accept`.
pub(super) struct Accepted {
    /// Whether JSON will do.
    pub(super) takes_json: bool,
    /// The form of an export that it likes better than JSON.
    pub(super) prefers: Option<Format>,
}

/// Everything is answered in JSON, and lists also as files; who can take neither is told so before any work
/// is done.
pub(super) fn accepted(request: &HttpRequest) -> Result<Accepted, Problem> {
    // A document is what it is.
    if request.path().ends_with("/content") {
        return Ok(Accepted { takes_json: true, prefers: None });
    }
    let ranges: Vec<(String, u16)> = request
        .headers()
        .get_all(ACCEPT)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(range)
        .collect();
    if request.headers().get(ACCEPT).is_none() {
        return Ok(Accepted { takes_json: true, prefers: None });
    }
    let weight = |names: &[&str]| {
        let named = ranges.iter().filter(|(kind, _)| names.contains(&kind.as_str()));
        named.map(|(_, weight)| *weight).max().unwrap_or(0)
    };
    // The range that names JSON most closely decides (RFC 9110 §12.5.1).
    let closest: [&[&str]; 3] =
        [&["application/json", "application/problem+json"], &["application/*"], &["*/*"]];
    let is_named = |names: &&[&str]| ranges.iter().any(|(kind, _)| names.contains(&kind.as_str()));
    let json = closest.into_iter().find(is_named).map_or(0, weight);
    let is_read = request.method() == Method::GET || request.method() == Method::HEAD;
    let formats = Format::ALL.iter().filter(|_| is_read);
    let weighed = formats.map(|format| (weight(&[format.media_type()]), *format));
    // Among equals the first of the table.
    let best = weighed.rev().max_by_key(|(weight, _)| *weight);
    let prefers = best.filter(|(weight, _)| *weight > json).map(|(_, format)| format);
    if json == 0 && prefers.is_none() {
        return Err(Problem::new(Kind::NotAcceptable));
    }
    Ok(Accepted { takes_json: json > 0, prefers })
}

/// A media range and its weight in thousandths.
fn range(text: &str) -> (String, u16) {
    let mut parts = text.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
    let thousandths = |text: &str| {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let rest = rest.get(..3).unwrap_or(rest);
        format!("{whole}{rest:0<3}").parse().unwrap_or(1_000)
    };
    (kind, weight.map_or(1_000, thousandths))
}
