//! How a handler's work becomes an HTTP answer.

use super::Resource;
use crate::problem::{Kind, Problem};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION};
use actix_web::{HttpRequest, HttpResponse};
use odoi_persistence::{Answer, Outcome, Saved};
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
    let short: String = digest
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"c{short}\"")
}

/// A JSON answer.
pub(crate) fn json(status: StatusCode, body: String) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "application/json"))
        .body(body)
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

/// Everything is answered in JSON; who cannot take that is told so before any work is done.
pub(super) fn acceptable(request: &HttpRequest) -> Result<(), Problem> {
    let mut accepts = request
        .headers()
        .get_all(ACCEPT)
        .filter_map(|value| value.to_str().ok())
        .peekable();
    if accepts.peek().is_none() {
        return Ok(());
    }
    let takes = |range: &str| {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let refused = parts.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        !refused
            && matches!(
                kind.as_str(),
                "*/*" | "application/*" | "application/json" | "application/problem+json"
            )
    };
    if accepts.flat_map(|value| value.split(',')).any(takes) {
        Ok(())
    } else {
        Err(Problem::new(Kind::NotAcceptable))
    }
}
