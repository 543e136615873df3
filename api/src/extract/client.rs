//! The client of a request, signed in or not: what its headers say, and the writes in its name.

use super::answer::{accepted, answer};
use super::pairs::read_pairs;
use super::{RequestContext, settle, tags};
use crate::Service;
use crate::problem::{Kind, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use odoi_application::{Answer, IdempotencyKey, Outcome, Principal, WriteRequest};
use odoi_application::{Precondition, Target, WriteContext};
use odoi_domain::{Code, Violation};
use std::future::{Ready, ready};
use std::sync::Arc;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The headers that a handler's work depends on.
#[derive(Debug, Clone)]
pub(super) struct Head {
    if_match: Option<String>,
    pub(super) if_none_match: Option<String>,
    key: Option<String>,
    /// Method and path: an idempotency key is bound to them and the body.
    pub(super) target: String,
    /// Whether JSON may be answered; where not, only a list can be, as a file.
    takes_json: bool,
}

/// Somebody, signed in or not.
#[derive(Clone)]
pub struct Client {
    /// The server.
    pub service: Arc<Service>,
    /// What is known of the request.
    pub context: RequestContext,
    pub(super) head: Head,
    pub(super) who: Principal,
}

/// What a request says about the revision that it is about.
fn precondition(if_match: Option<&str>) -> Precondition {
    match if_match.map(str::trim) {
        None => Precondition::Absent,
        Some("*") => Precondition::Any,
        Some(header) => tags::read(header).map_or(Precondition::Unreadable, |known| {
            Precondition::Revisions(known.into_iter().filter_map(tags::revision).collect())
        }),
    }
}

/// Refuses a query where the operation has no parameters: by the document, what it does not name is unknown.
fn unasked(request: &HttpRequest, service: &Service) -> Result<(), Problem> {
    let query = request.query_string();
    let pattern = request.match_pattern().unwrap_or_default();
    if query.is_empty() || service.takes_query(request.method(), &pattern) {
        return Ok(());
    }
    read_pairs(query, service.application.now().day(), |_| ())
}

/// The id of the thing that the path of a request is about.
fn named(target: &str) -> Option<uuid::Uuid> {
    let (_, url) = target.split_once(' ')?;
    let path = url.split_once('?').map_or(url, |(path, _)| path);
    path.split('/').find_map(|part| part.parse().ok())
}

impl Client {
    pub(super) fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let service = request
            .app_data::<web::Data<Service>>()
            .cloned()
            .ok_or(Problem::new(Kind::Internal))?
            .into_inner();
        let context = request
            .extensions()
            .get::<RequestContext>()
            .cloned()
            .ok_or(Problem::new(Kind::Internal))?;
        let accepted = accepted(request)?;
        unasked(request, &service)?;
        // A header that stands on several lines is the list of them (RFC 9110 §5.3).
        let text = |name: HeaderName| {
            let lines = request.headers().get_all(name);
            let lines: Vec<&str> = lines.map(|v| v.to_str().unwrap_or("\u{7f}")).collect();
            (!lines.is_empty()).then(|| lines.join(","))
        };
        let key = text(IDEMPOTENCY_KEY);
        if key.as_ref().is_some_and(|k| {
            !(1..=255).contains(&k.len()) || !k.bytes().all(|b| b.is_ascii_graphic())
        }) {
            let violation = Violation::new(Code::IdempotencyKey).in_parameter("Idempotency-Key");
            return Err(Problem::new(Kind::Malformed).violations(vec![violation]));
        }
        let head = Head {
            if_match: text(IF_MATCH),
            if_none_match: text(IF_NONE_MATCH),
            key,
            target: format!("{} {}", request.method(), request.uri()),
            takes_json: accepted.takes_json,
        };
        Ok(Self { service, context, head, who: Principal::Anonymous })
    }

    /// Runs a write and answers it. The body's digest is what an idempotency key is bound to.
    pub async fn write(
        &self,
        operation: &'static str,
        body: &[u8],
        work: impl FnOnce(&mut WriteContext<'_, '_>) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        Ok(answer(self.perform(operation, body, work).await?))
    }

    /// Runs a write whose outcome the handler answers itself.
    pub async fn perform(
        &self,
        operation: &'static str,
        body: &[u8],
        work: impl FnOnce(&mut WriteContext<'_, '_>) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Outcome, Problem> {
        let (if_match, target) = (self.head.if_match.clone(), self.head.target.clone());
        let write_request = self.write_request(operation, body);
        let guessing = self.require_guesses_left(operation)?;
        // Whoever says what state a thing is in, or that any will do, is not overtaken meanwhile.
        let known = Target {
            precondition: precondition(if_match.as_deref()),
            locked: if_match.as_ref().and_then(|_| named(&target)),
        };
        let done = self.service.application.run(write_request, known, move |writing| {
            let done = work(writing).and_then(|answer| {
                // Here already, so that a number which is taken is named and logged.
                writing.settle_numbers()?;
                Ok(answer)
            });
            done.map_err(|problem| {
                let (actor, purpose) = (writing.actor().clone(), writing.purpose);
                let problem = settle::holder(problem, &mut **writing, &actor, purpose);
                settle::elsewhere(problem, &mut **writing, &actor, &target, false)
            })
        });
        let done = done.await;
        if let Err(problem) = &done {
            self.record_guess(guessing, problem).await?;
        }
        done
    }

    pub(super) fn json_is_taken(&self) -> Result<(), Problem> {
        if self.head.takes_json { Ok(()) } else { Err(Problem::new(Kind::NotAcceptable)) }
    }

    fn write_request(&self, operation: &'static str, body: &[u8]) -> WriteRequest {
        // A MAC and not a bare digest: some bodies hold a password, and the digest is kept.
        let digest = || {
            let ring = self.service.tokens.keys().ring();
            let mut mac = aws_lc_rs::hmac::Context::with_key(ring.refresh());
            mac.update(self.head.target.as_bytes());
            mac.update(&[0]);
            mac.update(body);
            mac.sign().as_ref().to_vec()
        };
        // A key belongs to somebody; those who have not signed in would share theirs.
        let signed_in = matches!(self.who, Principal::Account(..));
        let key = self
            .head
            .key
            .clone()
            .filter(|_| signed_in)
            .map(|key| IdempotencyKey { key, fingerprint: digest() });
        WriteRequest {
            who: self.who.clone(),
            operation,
            key,
            request_id: self.context.request_id.clone(),
        }
    }
}

impl FromRequest for Client {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}
