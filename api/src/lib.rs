//! The HTTP face of ODOI: one [`build`] for the program and for its tests.

pub mod auth;
pub mod cli;
pub mod comparing;
pub mod config;
pub mod demo;
mod export;
pub mod extract;
mod facets;
mod forms;
mod front;
pub mod jobs;
mod language;
mod lists;
mod message;
mod metrics;
pub mod openapi;
pub mod page;
pub mod problem;
pub mod reference;
mod routes;
pub mod schemas;

pub use language::Language;
pub use metrics::Metrics;
pub use routes::url_map;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::{App, Error, middleware, web};
use auth::keys::Keys;
use auth::password::Passwords;
use auth::throttle::Throttle;
use auth::token::Tokens;
use config::Config;
use odoi_persistence::Store;
use schemas::Schemas;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

/// Everything that the handlers share.
pub struct Service {
    /// The database.
    pub store: Store,
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
    /// Operations with parameters in the query.
    asked: &'static HashSet<(Method, String)>,
    /// The closed lists with their labels.
    vocabularies: &'static [routes::VocabularyView],
    /// Turns of uploads: what comes is held in memory until it is kept.
    pub uploads: Arc<tokio::sync::Semaphore>,
    draining: AtomicBool,
}

/// Uploads that come at once.
const UPLOADS: usize = 4;

/// The document as it is served, and its schemas: the same for every service of the process.
static PUBLISHED: LazyLock<Published> = LazyLock::new(|| {
    let document = openapi::document();
    Published {
        schemas: Arc::new(Schemas::of(&document)),
        asked: openapi::asked(&document),
        vocabularies: openapi::vocabularies(&document),
        text: web::Bytes::from(openapi::written(&document)),
    }
});

struct Published {
    text: web::Bytes,
    schemas: Arc<Schemas>,
    asked: HashSet<(Method, String)>,
    vocabularies: Vec<routes::VocabularyView>,
}

impl Service {
    /// Puts the parts together.
    pub fn new(store: Store, config: Config, keys: Arc<Keys>) -> Result<Self, String> {
        let published = &*PUBLISHED;
        Ok(Self {
            store,
            tokens: Tokens::new(keys, config.issuer()),
            passwords: Passwords::new(config.workers.map_or(2, usize::from))?,
            throttle: Throttle::new(config.requests_per_minute, config.sign_ins_per_minute),
            metrics: Metrics::new().map_err(|error| error.to_string())?,
            schemas: published.schemas.clone(),
            document: published.text.clone(),
            asked: &published.asked,
            vocabularies: &published.vocabularies,
            config,
            uploads: Arc::new(tokio::sync::Semaphore::new(UPLOADS)),
            draining: AtomicBool::new(false),
        })
    }

    /// Whether an operation has parameters in the query; HEAD asks as GET does.
    #[must_use]
    pub(crate) fn takes_query(&self, method: &Method, path: &str) -> bool {
        let method = if method == Method::HEAD {
            Method::GET
        } else {
            method.clone()
        };
        self.asked.contains(&(method, path.to_owned()))
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
        .wrap(middleware::from_fn(front::front))
        .wrap(routes::cors(&service.config))
        .wrap(middleware::Compress::default())
        .wrap(middleware::from_fn(front::outermost))
}
