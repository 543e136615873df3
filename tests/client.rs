//! A caller of the application, and what it is answered.

use crate::app::App;
use actix_web::HttpResponse;
use actix_web::body::BoxBody;
use actix_web::http::header::HeaderMap;
use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use odoi_domain::identity::session::TokenBinding;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::kernel::violation::Class;
use odoi_domain::{Code, Moment};
use serde_json::{Value, json};

fn token(app: &App, (account, binding): Holder, now: Moment) -> String {
    let tokens = &app.service.tokens;
    let made = tokens.issue(account, binding, now, uuid::Uuid::now_v7());
    made.expect("a token")
}

#[derive(Clone)]
pub struct Client {
    app: App,
    token: Option<String>,
    /// Whose token it is and when it was made, for those who come back with a new one when a test has put
    /// the clock forward.
    renewed: Option<(Holder, Moment)>,
}

/// Seconds after which somebody comes with a new token: before the old one ends.
const RENEWED_AFTER: i64 = 600;

/// An account, and what its tokens depend on.
type Holder = (AccountId, TokenBinding);

impl Client {
    pub fn new(app: App, token: Option<String>) -> Self {
        Self { app, token, renewed: None }
    }

    /// Somebody whose token is made anew when it has grown old.
    pub fn lasting(app: App, holder: Holder) -> Self {
        let now = app.store.now();
        Self { token: Some(token(&app, holder, now)), renewed: Some((holder, now)), app }
    }

    fn token(&self) -> Option<String> {
        if let Some((holder, made)) = self.renewed {
            let now = self.app.store.now();
            if made.plus_seconds(RENEWED_AFTER) < now {
                return Some(token(&self.app, holder, now));
            }
        }
        self.token.clone()
    }

    /// What stands in `Authorization`.
    pub fn authorization(&self) -> String {
        format!("Bearer {}", self.token.as_deref().expect("a token"))
    }

    pub fn request(&self, method: Method, path: &str) -> Request {
        let mut request = TestRequest::default().method(method).uri(path).peer_addr("127.0.0.1:9".parse().expect("an address"));
        if let Some(token) = self.token() {
            request = request.insert_header(("authorization", format!("Bearer {token}")));
        }
        Request { app: self.app.clone(), request }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path).send().await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.request(Method::POST, path).json(body).send().await
    }

    /// A merge patch with `If-Match`.
    pub async fn patch(&self, path: &str, etag: &str, body: &Value) -> Answer {
        self.request(Method::PATCH, path).if_match(etag).merge_patch(body).send().await
    }

    pub async fn delete(&self, path: &str, etag: &str) -> Answer {
        self.request(Method::DELETE, path).if_match(etag).send().await
    }

    /// A step on an item: reads it for its ETag first.
    pub async fn step(&self, path: &str, step: &str, body: &Value) -> Answer {
        let etag = self.get(path).await.expect(200).etag();
        self.request(Method::POST, &format!("{path}/{step}")).if_match(&etag).json(body).send().await
    }

    /// The first item of a list.
    pub async fn first(&self, path: &str) -> Value {
        self.get(path).await.expect(200).json()["items"][0].clone()
    }

    /// The ids of a whole list or search, page by page.
    pub async fn ids(&self, path: &str) -> Vec<String> {
        let (mut ids, mut next) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("{path}{next}")).await.expect(200).json();
            let items = page["items"].as_array().cloned().unwrap_or_default();
            ids.extend(items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)));
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => return ids,
            }
        }
    }

    /// The id of the cluster with this English name, and so on.
    pub async fn id_of(&self, plural: &str, words: &str) -> String {
        let found = self.first(&format!("/v1/{plural}?q={}", words.replace(' ', "+"))).await;
        found["id"].as_str().unwrap_or_else(|| panic!("no {plural} found by {words}")).to_owned()
    }
}

/// A request in the making.
pub struct Request {
    app: App,
    request: TestRequest,
}

impl Request {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.append_header((name, value));
        self
    }

    pub fn if_match(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }

    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub fn merge_patch(self, body: &Value) -> Self {
        self.body("application/merge-patch+json", body.to_string())
    }

    pub fn form(self, body: &str) -> Self {
        self.body("application/x-www-form-urlencoded", body.to_owned())
    }

    pub fn body(mut self, kind: &str, body: impl Into<actix_web::web::Bytes>) -> Self {
        self.request = self.request.insert_header(("content-type", kind)).set_payload(body);
        self
    }

    /// A body without a content type.
    pub fn untyped(mut self, body: impl Into<actix_web::web::Bytes>) -> Self {
        self.request = self.request.set_payload(body);
        self
    }

    /// From another address than this machine's.
    pub fn from(mut self, address: &str) -> Self {
        self.request = self.request.peer_addr(address.parse().expect("an address"));
        self
    }

    pub fn build(self) -> actix_http::Request {
        self.request.to_request()
    }

    pub async fn send(self) -> Answer {
        self.app.call(self.request.to_request()).await
    }
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub async fn of(response: HttpResponse<BoxBody>) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = actix_web::body::to_bytes(response.into_body()).await.expect("a body");
        Self { status, headers, body: body.to_vec() }
    }

    /// Demands a status; says what came instead.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("text"))
    }

    #[track_caller]
    pub fn etag(&self) -> String {
        self.header("etag").expect("an ETag").to_owned()
    }

    pub fn id(&self) -> String {
        self.json()["id"].as_str().expect("an id").to_owned()
    }

    /// Demands a problem of this kind, in its full form.
    #[track_caller]
    pub fn problem(self, slug: &str, status: u16) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        let document = answer.json();
        assert_eq!(document["type"], json!(format!("/problems/{slug}")), "{document}");
        assert_eq!(document["status"], json!(status));
        for field in ["title", "instance", "request_id"] {
            assert!(document[field].is_string(), "{field}: {document}");
        }
        // The table says which answers may name a code.
        let never = match slug {
            "invalid" => Some(Class::Untimely),
            "requirements-not-met" => Some(Class::Invalid),
            _ => None,
        };
        for error in document["errors"].as_array().into_iter().flatten() {
            let code = Code::ALL.iter().find(|code| error["code"] == code.text());
            let class = code.unwrap_or_else(|| panic!("no such code: {error}")).class();
            assert_ne!(Some(class), never, "{slug}: {error}");
        }
        answer
    }

    /// Demands this violation among the errors.
    #[track_caller]
    pub fn violates(self, place: &str, code: &str) -> Self {
        let document = self.json();
        let errors = document["errors"].as_array().cloned().unwrap_or_default();
        let found = errors.iter().any(|e| (e["pointer"] == place || e["parameter"] == place) && e["code"] == code);
        assert!(found, "no {code} at {place} in {document}");
        self
    }
}
