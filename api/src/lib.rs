//! The HTTP face of ODOI: one [`build`] for the program and for its tests.

pub mod auth;
pub mod config;
mod export;
pub mod extract;
mod facets;
mod language;
pub mod message;
mod metrics;
mod middleware;
pub mod openapi;
pub mod page;
pub mod problem;
pub mod routes;

pub use language::Language;
pub use metrics::Metrics;
pub use routes::url_map;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, Error, web};
use auth::keys::Keys;
use auth::password::Passwords;
use auth::throttle::Throttle;
use auth::token::Tokens;
use config::Config;
use extract::Uploads;
use odoi_application::Application;
use odoi_application::schemas::Schemas;
use odoi_domain::policy::Action;
use openapi::Operation;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

/// Everything that the handlers share.
pub struct Service {
    /// The database.
    pub application: Application,
    /// The settings.
    pub config: Config,
    /// Access tokens and their keys.
    pub tokens: Tokens,
    /// Passwords.
    pub passwords: Passwords,
    /// Limits.
    pub throttle: Throttle,
    /// Figures.
    pub metrics: Metrics,
    /// The published schemas.
    pub schemas: Arc<Schemas>,
    /// The published document.
    pub document: web::Bytes,
    /// What the document says of each operation.
    operations: &'static HashMap<(Method, String), Operation>,
    /// The closed lists with their labels.
    vocabularies: &'static [routes::VocabularyView],
    /// What is held of uploads until it is kept.
    pub(crate) uploads: Uploads,
    /// Turns of those who judge what is large, each with all of it in memory.
    pub(crate) judges: Arc<tokio::sync::Semaphore>,
    draining: AtomicBool,
}

/// Large bodies and files that are judged at once.
const JUDGES: usize = 2;

/// The document as it is served, and its schemas: the same for every service of the process.
static PUBLISHED: LazyLock<Published> = LazyLock::new(|| {
    let document = openapi::document();
    Published {
        schemas: Arc::new(Schemas::of(&document)),
        operations: openapi::by_request(&document),
        vocabularies: openapi::vocabularies(&document),
        text: web::Bytes::from(openapi::written(&document)),
    }
});

struct Published {
    text: web::Bytes,
    schemas: Arc<Schemas>,
    operations: HashMap<(Method, String), Operation>,
    vocabularies: Vec<routes::VocabularyView>,
}

impl Service {
    /// Puts the parts together.
    pub fn new(application: Application, config: Config, keys: Arc<Keys>) -> Result<Self, String> {
        let published = &*PUBLISHED;
        Ok(Self {
            application,
            tokens: Tokens::new(keys, config.issuer()),
            passwords: Passwords::new(config.workers.map_or(2, usize::from))?,
            throttle: Throttle::new(
                config.requests_per_minute,
                config.sign_ins_per_minute,
                config.guesses_per_minute,
            ),
            metrics: Metrics::new().map_err(|error| error.to_string())?,
            schemas: published.schemas.clone(),
            document: published.text.clone(),
            operations: &published.operations,
            vocabularies: &published.vocabularies,
            uploads: Uploads::new(config.document_limit),
            judges: Arc::new(tokio::sync::Semaphore::new(JUDGES)),
            config,
            draining: AtomicBool::new(false),
        })
    }

    /// What the document says of an operation; HEAD asks as GET does.
    fn operation(&self, method: &Method, path: &str) -> Option<&Operation> {
        let method = if method == Method::HEAD { Method::GET } else { method.clone() };
        self.operations.get(&(method, path.to_owned()))
    }

    /// Whether an operation has parameters in the query.
    #[must_use]
    pub(crate) fn takes_query(&self, method: &Method, path: &str) -> bool {
        let operation = self.operation(method, path);
        operation.is_some_and(|operation| operation.takes_query)
    }

    /// What an operation does, where a rule is about it.
    pub(crate) fn action(&self, method: &Method, path: &str) -> Option<Action> {
        self.operation(method, path)?.action
    }

    /// Says that the server is about to stop: it is no longer ready.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Whether the server is about to stop.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }
}

/// The application, as the program serves it and the tests call it.
#[allow(
    clippy::needless_pass_by_value,
    reason = "the type of the application must not borrow from its parts"
)]
pub fn build(
    service: web::Data<Service>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(service.clone())
        .configure(routes::configure)
        .wrap(from_fn(middleware::answer_request))
        .wrap(routes::cors(&service.config))
        .wrap(Compress::default())
        .wrap(from_fn(middleware::outermost))
}
