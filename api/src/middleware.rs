//! In front of every handler: request id, caller, rate limit, time limit, panic, problem, metrics, log.

use crate::auth::throttle::{Counted, Left};
use crate::extract::{Identity, RequestContext, tags};
use crate::problem::{Kind, Problem};
use crate::routes::SignedIn;
use crate::{Language, Service};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    ACCEPT_LANGUAGE, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderName, HeaderValue, RETRY_AFTER, VARY, WWW_AUTHENTICATE,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError, web};
use futures_util::FutureExt;
use odoi_domain::Code;
use odoi_domain::Violation;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const NOSNIFF: HeaderName = HeaderName::from_static("x-content-type-options");
/// Paths whose answers are the same for everybody, so that anybody may keep a copy.
const OPEN: &[&str] = &[
    "/health/",
    "/docs",
    "/problems",
    "/openapi.json",
    "/.well-known/",
    "/metrics",
    "/v1/vocabularies",
];

/// What is kept of a request while it is answered.
struct Record {
    context: RequestContext,
    path: String,
    /// The route, as the document has it; `-` where there is none.
    route: String,
    method: Method,
    began: Instant,
    is_open: bool,
}

/// The middleware.
pub(crate) async fn answer_request(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(service) =
        request.app_data::<web::Data<Service>>().cloned().map(web::Data::into_inner)
    else {
        return Err(Problem::new(Kind::Internal).into());
    };
    let context = RequestContext::of(&request, &service);
    let record = Record {
        path: request.path().to_owned(),
        route: request.match_pattern().unwrap_or_else(|| "-".to_owned()),
        method: request.method().clone(),
        began: Instant::now(),
        is_open: request.path() == "/" || OPEN.iter().any(|path| request.path().starts_with(path)),
        context,
    };
    request.extensions_mut().insert(record.context.clone());
    let _in_flight = service.metrics.enter();
    let left = counted(&record.context).map(|who| service.throttle.requests.count(&who));
    if let Some(Left { wait: Some(seconds), .. }) = left {
        let problem = Problem::new(Kind::TooManyRequests).retry_after(seconds);
        let response = request.into_response(problem.error_response());
        return Ok(finish(&service, &record, left, response));
    }
    let limit = Duration::from_secs(service.config.request_seconds);
    let outcome =
        tokio::time::timeout(limit, AssertUnwindSafe(next.call(request)).catch_unwind()).await;
    let error = match outcome {
        Ok(Ok(Ok(response))) => {
            return Ok(finish(&service, &record, left, response.map_into_boxed_body()));
        }
        Ok(Ok(Err(error))) => error,
        Ok(Err(panic)) => {
            Problem::new(Kind::Internal).log(format!("panic: {}", words_of(&*panic))).into()
        }
        Err(_late) => late(&record.method).into(),
    };
    // The request is gone with its handler: the answer is finished here and travels as an error.
    let mut response = error.error_response();
    decorate_response(&service, &record, left, &mut response);
    Err(actix_web::error::InternalError::from_response("answered", response).into())
}

/// Outside of everything: a layer that answers for itself (a refused CORS preflight) also answers
/// with a problem.
pub(crate) async fn outermost(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = Language::preferred(header);
    let path = request.path().to_owned();
    if request.method() == Method::HEAD && path.starts_with("/docs/") {
        // The explorer's files know GET alone; what answers a HEAD is sent without its body anyway.
        request.head_mut().method = Method::GET;
    }
    let mut response = next.call(request).await?.map_into_boxed_body();
    own_tag(response.headers_mut());
    let status = response.status().as_u16();
    if status >= 400 && !response.headers().contains_key(REQUEST_ID) {
        let problem = Problem::of_status(status);
        let request_id = uuid::Uuid::now_v7().to_string();
        let body = problem.document(language, &path, &request_id).to_string();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        insert(headers, REQUEST_ID, &request_id);
        headers.insert(NOSNIFF, HeaderValue::from_static("nosniff"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
        response = response.map_body(|_, _| BoxBody::new(body));
    }
    Ok(response)
}

/// A strong tag is of one sequence of bytes: a compressed answer has its own.
fn own_tag(headers: &mut HeaderMap) {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let (Some(etag), Some(coding)) = (text(ETAG), text(CONTENT_ENCODING))
        && let Some(own) = tags::of_coding(etag, coding)
    {
        insert(headers, ETAG, &own);
    }
}

fn counted(context: &RequestContext) -> Option<Counted> {
    match (&context.identity, context.network()) {
        (Identity::Signed(claims), _) => Some(Counted::Account(claims.sub.0)),
        (_, Some(network)) => Some(Counted::Network(network)),
        (_, None) => None,
    }
}

/// What is said of a request that took too long. A write goes on to its end without anybody to tell.
fn late(method: &Method) -> Problem {
    let problem = Problem::new(Kind::Unavailable).retry_after(2).log("the request took too long");
    if method.is_safe() { problem } else { problem.detail(Violation::new(Code::OutcomeUnknown)) }
}

fn finish(
    service: &Arc<Service>,
    record: &Record,
    left: Option<Left>,
    mut response: ServiceResponse<BoxBody>,
) -> ServiceResponse<BoxBody> {
    decorate_response(service, record, left, response.response_mut());
    response
}

/// The problem's body, the headers that every answer has, the metrics and the log line.
fn decorate_response(
    service: &Arc<Service>,
    record: &Record,
    left: Option<Left>,
    response: &mut HttpResponse,
) {
    let signed_in = response.extensions_mut().remove::<SignedIn>();
    let status = response.status().as_u16();
    if status >= 400 {
        let problem = response.extensions_mut().remove::<Problem>();
        let problem = problem.unwrap_or_else(|| Problem::of_status(status));
        log_problem(record, &problem);
        put_problem(record, &problem, response);
    }
    let status = response.status().as_u16();
    let headers = response.headers_mut();
    insert(headers, REQUEST_ID, &record.context.request_id);
    headers.insert(NOSNIFF, HeaderValue::from_static("nosniff"));
    // A failure is of one request, and in the language of its caller.
    if !record.is_open || status >= 400 {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.append(VARY, HeaderValue::from_static("Authorization, Accept-Language"));
    }
    if let Some(left) = left {
        insert(headers, RATE_LIMIT_POLICY, &format!("\"caller\";q={};w=60", left.quota));
        let wait = left.wait.unwrap_or(60);
        insert(headers, RATE_LIMIT, &format!("\"caller\";r={};t={wait}", left.remaining));
    }
    let took = record.began.elapsed();
    service.metrics.answered(record.method.as_str(), &record.route, status, took);
    tracing::info!(
        target: "odoi::access",
        request_id = %record.context.request_id,
        account = account(record, signed_in),
        method = %record.method,
        route = record.route,
        status,
        micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        "answered"
    );
}

/// Who asked, by the id alone: a name would be personal. Whoever signs in is known by the answer.
fn account(record: &Record, signed_in: Option<SignedIn>) -> String {
    match (&record.context.identity, signed_in) {
        (_, Some(SignedIn(id))) => id.to_string(),
        (Identity::Signed(claims), None) => claims.sub.to_string(),
        (Identity::Nobody | Identity::Refused, None) => "-".to_owned(),
    }
}

fn put_problem(record: &Record, problem: &Problem, response: &mut HttpResponse) {
    let context = &record.context;
    let body = problem.document(context.language, &record.path, &context.request_id).to_string();
    let headers: HeaderMap = response.headers().clone();
    let mut answer = HttpResponse::build(problem.status_code()).body(body);
    // Whatever a layer further in has said (CORS, say) stays.
    for (name, value) in headers.iter().filter(|(name, _)| *name != CONTENT_TYPE) {
        answer.headers_mut().append(name.clone(), value.clone());
    }
    let set = answer.headers_mut();
    set.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    set.insert(CONTENT_LANGUAGE, HeaderValue::from_static(context.language.tag()));
    if let Some(seconds) = problem.retry_after {
        insert(set, RETRY_AFTER, &seconds.to_string());
    }
    if let Some(methods) = &problem.allow {
        insert(set, ALLOW, methods);
    }
    if problem.status_code() == StatusCode::UNAUTHORIZED {
        let challenge = match context.identity {
            Identity::Refused if problem.kind == Kind::NotSignedIn => {
                "Bearer error=\"invalid_token\""
            }
            _ => "Bearer",
        };
        set.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    *response = answer;
}

/// What the caller does not see. No bodies, no tokens, no names: the id of the request leads from
/// what a person reports to this line.
fn log_problem(record: &Record, problem: &Problem) {
    if problem.kind == Kind::Internal {
        tracing::error!(request_id = %record.context.request_id, path = %record.path, "{problem}");
    } else if problem.kind == Kind::Unavailable {
        tracing::warn!(request_id = %record.context.request_id, path = %record.path, "{problem}");
    }
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("?")
}
