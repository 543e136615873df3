//! The application of one test: the same that the program serves, without a socket.

use crate::client::{Answer, Client};
use crate::harness::site::{Engine, Site};
use actix_web::body::MessageBody;
use actix_web::dev::{Service as _, ServiceResponse};
use actix_web::{test, web};
use futures_util::future::LocalBoxFuture;
use odoi_api::auth::keys::{self, Keys};
use odoi_api::config::Config;
use odoi_api::{Service, build};
use odoi_application::Application;
use odoi_domain::Entity;
use odoi_domain::identity::account::SignInName;
use odoi_domain::identity::session::TokenBinding;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::kernel::time::{Clock, Moment};
use odoi_persistence::{Settings, Store};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that stands still but for one microsecond a look, and that a test can put forward.
pub struct TestClock(AtomicI64);

/// 2026-11-21T06:30:00Z.
const BEGINNING: i64 = 1_795_242_600_000_000;

impl Clock for TestClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0.fetch_add(1, Ordering::Relaxed)).expect("a moment")
    }
}

pub fn clock() -> Arc<TestClock> {
    Arc::new(TestClock(AtomicI64::new(BEGINNING)))
}

type Call = Rc<dyn Fn(actix_http::Request) -> LocalBoxFuture<'static, Answer>>;

#[derive(Clone)]
pub struct App {
    pub service: web::Data<Service>,
    pub store: Store,
    pub site: Rc<Site>,
    pub clock: Arc<TestClock>,
    call: Call,
}

impl App {
    pub async fn start(engine: Engine) -> Self {
        Self::with(engine, |_config| {}).await
    }

    /// With other settings.
    pub async fn with(engine: Engine, change: impl FnOnce(&mut Config)) -> Self {
        let site = Site::demo(engine);
        keys::rotate(&site.path().join("keys"), "test").expect("a key");
        let clock = clock();
        clock.0.fetch_add(3_600_000_000, Ordering::Relaxed);
        let mut config =
            Config { requests_per_minute: 1_000_000, sign_ins_per_minute: 1_000, guesses_per_minute: 1_000, ..Config::default() };
        change(&mut config);
        Self::on(Rc::new(site), clock, config).await
    }

    /// The same after a restart: what was only in memory is gone.
    pub async fn restart(&self) -> Self {
        let config = self.service.config.clone();
        Self::on(self.site.clone(), self.clock.clone(), config).await
    }

    async fn on(site: Rc<Site>, clock: Arc<TestClock>, config: Config) -> Self {
        let keys = Arc::new(Keys::open(&site.path().join("keys")).expect("the key is read"));
        let settings = Settings { clock: clock.clone(), idle: Some(0), ..Settings::default() };
        let store = Store::open(&site.url, &settings).expect("the store opens");
        let service = web::Data::new(Service::new(Application::new(store.clone()), config, keys).expect("the service"));
        let inner = Rc::new(test::init_service(build(service.clone())).await);
        let call: Call = Rc::new(move |request| {
            let inner = inner.clone();
            Box::pin(async move {
                match inner.call(request).await {
                    Ok(response) => collect(response).await,
                    Err(error) => Answer::of(error.error_response().map_into_boxed_body()).await,
                }
            })
        });
        Self { service, store, site, clock, call }
    }

    pub async fn call(&self, request: actix_http::Request) -> Answer {
        (self.call)(request).await
    }

    /// Puts the clock forward.
    pub fn advance(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }

    /// Somebody who has not signed in.
    pub fn guest(&self) -> Client {
        Client::new(self.clone(), None)
    }

    /// An account by its sign-in name, and what its tokens depend on.
    pub async fn holder(&self, name: &str) -> (AccountId, TokenBinding) {
        let wanted: SignInName = name.parse().expect("a sign-in name");
        let account = self
            .store
            .read(move |repo| repo.account_named(&wanted))
            .await
            .expect("the store answers")
            .unwrap_or_else(|| panic!("the demonstration has no {name}"));
        let binding = TokenBinding::Generation(account.token_generation());
        (account.meta().id, binding)
    }

    /// Somebody who is signed in, by the sign-in name of the demonstration.
    pub async fn client(&self, name: &str) -> Client {
        Client::lasting(self.clone(), self.holder(name).await)
    }

    pub async fn convenor(&self) -> Client {
        self.client("convenor.ernakulam").await
    }

    pub async fn officer(&self) -> Client {
        self.client("officer").await
    }

    /// What the test leaves behind is checked when it has ended.
    pub fn witness(&self) -> Witness {
        Witness { site: self.site.clone(), store: self.store.clone() }
    }
}

async fn collect<B: MessageBody + 'static>(response: ServiceResponse<B>) -> Answer {
    Answer::of(response.into_parts().1.map_into_boxed_body()).await
}

/// Sees that every revision that was written left its audit row and change row.
pub struct Witness {
    site: Rc<Site>,
    store: Store,
}

/// The tables of things: whatever has a revision and says when it was changed.
fn tables(site: &Site) -> Vec<String> {
    site.texts(match site.engine {
        Engine::Sqlite => {
            "SELECT m.name AS value FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND c.name IN ('revision', 'updated_at') \
             GROUP BY m.name HAVING count(*) = 2 ORDER BY m.name"
        }
        Engine::Postgres => {
            "SELECT CAST(table_name AS text) AS value FROM information_schema.columns \
             WHERE table_schema = current_schema() AND column_name IN ('revision', 'updated_at') \
             GROUP BY table_name HAVING count(*) = 2 ORDER BY table_name"
        }
    })
}

impl Witness {
    pub async fn testify(self) {
        let [audit, changes] = self.store.ledger_counts().await.expect("the store answers");
        assert_eq!(audit, changes, "audit rows and change rows");
        let odd_rows = |table: &String| {
            format!(
                "SELECT '{table}' AS value FROM {table} t \
                 WHERE t.revision <> (SELECT count(*) FROM audit a WHERE a.subject = t.id)"
            )
        };
        let odd_rows: Vec<String> = tables(&self.site).iter().map(odd_rows).collect();
        assert_eq!(self.site.texts(&odd_rows.join(" UNION ALL ")), [""; 0], "tables with rows whose revisions and audit rows differ");
        self.store.close().await;
    }
}
