//! The caller: reads and writes in its name, and answers in one form.

use super::answer::{accepted, answer, body, json, set};
use super::export::Listing;
use super::query::read_pairs;
use super::{Bound, DisclosureRecorder, Filter, Identity, List, RequestContext, settle, tags};
use crate::facets::FacetCounts;
use crate::problem::{Kind, Problem};
use crate::{Service, page};
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderName, IF_MATCH, IF_NONE_MATCH, LINK};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use odoi_application::reads::Read;
use odoi_application::reads::page::{Page, Paging};
use odoi_application::{Answer, IdempotencyKey, Outcome, Principal, WriteRequest};
use odoi_application::{Precondition, Target, WriteContext};
use odoi_domain::Code;
use odoi_domain::Violation;
use odoi_domain::identity::session::TokenBinding;
use odoi_domain::kernel::id::{AccountId, SessionId};
use odoi_domain::kernel::search::Facet;
use odoi_domain::policy::actor::{Actor, Anchors};
use odoi_domain::policy::{self, Action, Permit, View};
use serde::Serialize;
use std::future::{Ready, ready};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use utoipa::ToSchema;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// A representation that has an address and a version.
pub trait Resource: Serialize {
    /// Its entity tag, quotes included.
    fn etag(&self) -> String;
    /// Its path.
    fn path(&self) -> String;
}

/// A page in a form of its own.
pub trait NextPage: Serialize {
    /// The cursor of the next page, where there is one.
    fn next_page(&self) -> Option<&str>;
}

/// The headers that a handler's work depends on.
#[derive(Debug, Clone)]
struct Head {
    if_match: Option<String>,
    if_none_match: Option<String>,
    key: Option<String>,
    /// Method and path: an idempotency key is bound to them and the body.
    target: String,
    /// Whether JSON may be answered; where not, only a list can be, as a file.
    takes_json: bool,
}

/// Somebody, signed in or not.
#[derive(Clone)]
pub struct Client {
    /// The server.
    pub service: Arc<Service>,
    /// What is known of the request.
    pub visit: RequestContext,
    head: Head,
    pub(super) who: Principal,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Caller(Client);

impl Deref for Caller {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.0
    }
}

/// A read in the name of a caller: everything that may be read, and the policy.
pub struct ReadContext<'a> {
    repo: &'a mut dyn Read,
    actor: Actor,
}

impl<'a> Deref for ReadContext<'a> {
    type Target = dyn Read + 'a;
    fn deref(&self) -> &Self::Target {
        self.repo
    }
}

impl DerefMut for ReadContext<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.repo
    }
}

impl ReadContext<'_> {
    /// Who reads.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Asks the policy.
    pub fn authorize(&self, action: Action, anchors: &Anchors) -> Result<Permit, Problem> {
        Ok(policy::authorize(&self.actor, action, anchors)?)
    }

    /// A page of a list, as far as the actor sees it, with the rows as they are shown through a lens.
    pub(super) fn rows<F, T, V>(
        &mut self,
        listing: &Listing<
            F,
            impl Fn(&mut dyn Read, &F, &View, &Paging) -> Result<Page<T>, odoi_application::Error>,
            impl Fn(&Actor, &mut DisclosureRecorder, T) -> V,
        >,
        lens: &mut DisclosureRecorder,
        paging: &Paging,
    ) -> Result<Page<V>, Problem> {
        let view = policy::view(&self.actor, listing.action)?;
        let found = (listing.query)(&mut *self.repo, &listing.filter, &view, paging)?;
        Ok(found.map(|thing| (listing.show)(&self.actor, lens, thing)))
    }
}

/// The body of a page, and the `Link` to the next.
pub(super) fn paged<V: Serialize>(
    bound: &Bound,
    found: Page<V>,
    facets: Vec<FacetCounts>,
) -> Result<(String, Option<String>), Problem> {
    let next = found.next.as_ref();
    let next = next.map(|at| page::cursor(at, &bound.fingerprint));
    let link = next.as_ref().map(|cursor| bound.link(cursor));
    let page = page::PageOf {
        items: page::rows(found.items, &found.metres),
        next,
        total: found.total,
        facets,
    };
    Ok((body(&page)?, link))
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
    fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let service = request
            .app_data::<web::Data<Service>>()
            .cloned()
            .ok_or(Problem::new(Kind::Internal))?
            .into_inner();
        let visit = request
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
        Ok(Self {
            service,
            visit,
            head,
            who: Principal::Anonymous,
        })
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
        let ticket = self.ticket(operation, body);
        let guessing = self.may_guess(operation)?;
        // Whoever says what state a thing is in, or that any will do, is not overtaken meanwhile.
        let known = Target {
            precondition: precondition(if_match.as_deref()),
            locked: if_match.as_ref().and_then(|_| named(&target)),
        };
        let done = self.service.application.run(ticket, known, move |writing| {
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
            self.own_up(guessing, problem).await?;
        }
        done
    }

    pub(super) fn json_is_taken(&self) -> Result<(), Problem> {
        if self.head.takes_json {
            Ok(())
        } else {
            Err(Problem::new(Kind::NotAcceptable))
        }
    }

    /// Whether the caller has the version of this tag already.
    #[must_use]
    pub fn has(&self, etag: &str) -> bool {
        let Some(known) = self.head.if_none_match.as_deref() else {
            return false;
        };
        known.trim() == "*"
            || tags::read(known).is_some_and(|known| known.iter().any(|tag| tags::names(tag, etag)))
    }

    pub(super) fn tagged<R: Resource>(&self, view: &R) -> Result<HttpResponse, Problem> {
        let etag = view.etag();
        let mut response = if self.has(&etag) {
            HttpResponse::new(StatusCode::NOT_MODIFIED)
        } else {
            json(StatusCode::OK, body(view)?)
        };
        set(&mut response, ETAG, &etag);
        Ok(response)
    }

    /// Answers what is the same for everybody, so that any cache may keep it.
    pub(crate) fn published<R: Resource>(&self, view: &R) -> Result<HttpResponse, Problem> {
        self.json_is_taken()?;
        let mut response = self.tagged(view)?;
        set(&mut response, CACHE_CONTROL, "public, max-age=3600");
        Ok(response)
    }

    fn ticket(&self, operation: &'static str, body: &[u8]) -> WriteRequest {
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
            .map(|key| IdempotencyKey {
                key,
                fingerprint: digest(),
            });
        WriteRequest {
            who: self.who.clone(),
            operation,
            key,
            request_id: self.visit.request_id.clone(),
        }
    }
}

impl Caller {
    /// The caller's account.
    pub fn account(&self) -> Result<AccountId, Problem> {
        match self.who {
            Principal::Account(account, _) => Ok(account),
            Principal::Anonymous | Principal::Operator => Err(Problem::new(Kind::NotSignedIn)),
        }
    }

    /// The caller's session; a service client has none.
    #[must_use]
    pub fn session(&self) -> Option<SessionId> {
        match self.who {
            Principal::Account(_, TokenBinding::Session(session)) => Some(session),
            Principal::Account(..) | Principal::Anonymous | Principal::Operator => None,
        }
    }

    /// Whether only the headers of the answer are wanted.
    pub(super) fn is_head(&self) -> bool {
        self.head.target.starts_with("HEAD ")
    }

    /// Runs a read in the caller's name, for an answer in JSON.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.json_is_taken()?;
        self.look(work).await
    }

    /// Runs a read in the caller's name, whatever the answer will be.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.service.application.read(self.reader(work)).await
    }

    /// A read in the caller's name, to be run by the store.
    fn reader<T>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> impl FnOnce(&mut dyn Read) -> Result<T, Problem> + Send + 'static {
        let (who, now) = (self.who.clone(), self.service.application.now());
        let target = self.head.target.clone();
        move |repo| {
            let Principal::Account(account, token) = who else {
                return Err(Problem::new(Kind::NotSignedIn));
            };
            let actor = repo
                .actor(account, Some(token), now)?
                .ok_or(Problem::new(Kind::NotSignedIn))?;
            let mut reading = ReadContext { repo, actor };
            work(&mut reading).map_err(|problem| {
                settle::elsewhere(problem, reading.repo, &reading.actor, &target, true)
            })
        }
    }

    /// Answers one thing: 304 where the caller has it already.
    pub async fn item<R: Resource + Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<R, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        let view = self.read(work).await?;
        self.tagged(&view)
    }

    /// Answers one thing that is put together from several reads, which see one state of the database.
    pub async fn whole<R: Resource + Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<R, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.json_is_taken()?;
        let view = self.service.application.snapshot(self.reader(work)).await?;
        self.tagged(&view)
    }

    /// Answers something that has no version of its own.
    pub async fn show<V: Serialize + Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<V, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        let view = self.read(work).await?;
        Ok(json(StatusCode::OK, body(&view)?))
    }

    /// Answers a list in a form of its own, which knows where the next page begins.
    pub async fn answer_list<F, V>(
        &self,
        list: List<F>,
        work: impl FnOnce(&mut ReadContext<'_>, &List<F>) -> Result<V, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        F: Send + 'static,
        V: NextPage + Send + 'static,
    {
        let (answer, link) = self
            .read(move |reading| {
                let view = work(reading, &list)?;
                let link = view.next_page().map(|cursor| list.bound.link(cursor));
                Ok((body(&view)?, link))
            })
            .await?;
        let mut response = json(StatusCode::OK, answer);
        if let Some(link) = link {
            set(&mut response, LINK, &link);
        }
        Ok(response)
    }

    /// Answers a list, as far as the caller sees it: a page of it, or the whole as a file.
    pub(crate) async fn page<F, T, V>(
        &self,
        list: List<F>,
        action: Action,
        query: impl Fn(&mut dyn Read, &F, &View, &Paging) -> Result<Page<T>, odoi_application::Error>
        + Send
        + Sync
        + 'static,
        show: impl Fn(&Actor, T) -> V + Send + Sync + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        F: Filter + Send + Sync + 'static,
        T: 'static,
        V: Serialize + ToSchema + Send + 'static,
    {
        // Nothing of such a list is personal: no purpose is declared, and nothing logged by this name.
        let (operation, show) = (
            "",
            move |actor: &Actor, _: &mut DisclosureRecorder, thing| show(actor, thing),
        );
        let none = |_: &mut ReadContext<'_>, _: &F, _: &Paging, _: &[Facet]| Ok(Vec::new());
        self.personal_page(list, (operation, action), (query, show), none)
            .await
    }

    /// The same of things that have personal facts, with counts by facet beside the page: what is shown for a
    /// purpose is logged before the page, or the piece of the file, is given out.
    pub(crate) async fn personal_page<F, T, V>(
        &self,
        list: List<F>,
        by: (&'static str, Action),
        (query, show): (
            impl Fn(&mut dyn Read, &F, &View, &Paging) -> Result<Page<T>, odoi_application::Error>
            + Send
            + Sync
            + 'static,
            impl Fn(&Actor, &mut DisclosureRecorder, T) -> V + Send + Sync + 'static,
        ),
        count: impl FnOnce(
            &mut ReadContext<'_>,
            &F,
            &Paging,
            &[Facet],
        ) -> Result<Vec<FacetCounts>, Problem>
        + Send
        + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        F: Filter + Send + Sync + 'static,
        T: 'static,
        V: Serialize + ToSchema + Send + 'static,
    {
        let List {
            filter,
            paging,
            facets,
            format,
            bound,
            purpose,
        } = list;
        let (operation, action) = by;
        let listing = Listing {
            filter,
            operation,
            action,
            purpose,
            query,
            show,
        };
        if let Some(format) = format {
            return self.clone().export(listing, paging, format, &bound).await;
        }
        self.json_is_taken()?;
        let made = self
            .look_through(by, purpose, move |reading, lens| {
                let found = reading.rows(&listing, lens, &paging)?;
                let facets = count(reading, &listing.filter, &paging, &facets)?;
                paged(&bound, found, facets)
            })
            .await?;
        Ok(page_answer(made))
    }

    /// Answers a page that asks the policy itself: a list beneath one thing.
    pub async fn page_of<F, V>(
        &self,
        list: List<F>,
        work: impl FnOnce(&mut ReadContext<'_>, &F, &Paging) -> Result<Page<V>, Problem>
        + Send
        + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        F: Send + 'static,
        V: Serialize + Send + 'static,
    {
        let made = self
            .read(move |reading| {
                let found = work(reading, &list.filter, &list.paging)?;
                paged(&list.bound, found, Vec::new())
            })
            .await?;
        Ok(page_answer(made))
    }
}

pub(super) fn page_answer((answer, link): (String, Option<String>)) -> HttpResponse {
    let mut response = json(StatusCode::OK, answer);
    if let Some(link) = link {
        set(&mut response, LINK, &link);
    }
    response
}

impl FromRequest for Client {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(
            Client::of(request).and_then(|guest| match &guest.visit.identity {
                Identity::Signed(claims) => {
                    let who = Principal::Account(claims.sub, claims.binding());
                    Ok(Self(Client { who, ..guest }))
                }
                Identity::Nobody | Identity::Refused => Err(Problem::new(Kind::NotSignedIn)),
            }),
        )
    }
}
