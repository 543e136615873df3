//! A place for one test: a directory and a database that nobody else uses.

use super::{directory, postgres};
use odoi_persistence::{DatabaseUrl, PastClock, Settings, Store, migrate, testing};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// A directory and a database of one's own, gone at the end of the test.
pub struct Site {
    pub engine: Engine,
    pub url: DatabaseUrl,
    pub directory: TempDir,
    database: Option<String>,
}

static NUMBER: AtomicUsize = AtomicUsize::new(0);

impl Site {
    /// With a database that holds nothing: SQLite has no file yet.
    pub fn empty(engine: Engine) -> Self {
        Self::make(engine, None)
    }

    /// With a copy of the demonstration.
    pub fn demo(engine: Engine) -> Self {
        Self::make(engine, Some(Filling::Demo))
    }

    /// With a database that the test has made itself.
    pub fn elsewhere(url: DatabaseUrl) -> Self {
        let engine = match &url {
            DatabaseUrl::Sqlite { .. } => Engine::Sqlite,
            DatabaseUrl::Postgres(_) => Engine::Postgres,
        };
        Self { engine, url, directory: directory::new("test-"), database: None }
    }

    /// Whether the test has made the database itself: nothing is copied into one.
    pub fn is_elsewhere(&self) -> bool {
        self.engine == Engine::Postgres && self.database.is_none()
    }

    fn make(engine: Engine, filling: Option<Filling>) -> Self {
        let directory = directory::new("test-");
        let (url, database) = match engine {
            Engine::Sqlite => {
                let path = directory.path().join("odoi.db");
                (DatabaseUrl::Sqlite { path, create: true }, None)
            }
            Engine::Postgres => {
                let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                let name = format!("odoi_test_{}_{number}", std::process::id());
                (postgres::url(&name), Some(name))
            }
        };
        let site = Self { engine, url, directory, database };
        site.copy(filling);
        site
    }

    /// Puts a copy into the place of the empty database, for a test that is not about how it is made.
    pub fn fill(&self, filling: Filling) {
        assert!(!self.is_elsewhere(), "a copy goes into a database of the tests");
        if let Some(name) = &self.database {
            postgres::admin(&format!("DROP DATABASE {name}"));
        }
        self.copy(Some(filling));
    }

    fn copy(&self, filling: Option<Filling>) {
        let from = filling.map(|filling| template(self.engine, filling));
        match (&self.url, &self.database, from) {
            (DatabaseUrl::Sqlite { path, .. }, _, Some(Template::File(file))) => {
                std::fs::copy(file, path).expect("a copy of the template");
            }
            (_, Some(name), from) => {
                let from = match from {
                    Some(Template::Database(template)) => template,
                    _ => "template0",
                };
                postgres::make(name, from);
            }
            _ => {}
        }
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    pub fn sql(&self, sql: &str) {
        testing::execute(&self.url, sql).expect(sql);
    }

    /// Takes the guards away that keep rows from being rewritten, for a test that rewrites some.
    pub fn disarm(&self) {
        let guards = match self.engine {
            Engine::Sqlite => {
                "SELECT 'DROP TRIGGER ' || name AS value FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%!_final%' ESCAPE '!'"
            }
            Engine::Postgres => {
                "SELECT 'DROP TRIGGER ' || tgname || ' ON ' || tgrelid::regclass AS value FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE '%!_final%' ESCAPE '!'"
            }
        };
        for guard in self.texts(guards) {
            self.sql(&guard);
        }
    }

    pub fn texts(&self, sql: &str) -> Vec<String> {
        testing::texts(&self.url, sql).expect(sql)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(name) = &self.database {
            postgres::remove(name);
        }
    }
}

/// What a database can be filled with.
#[derive(Debug, Clone, Copy)]
pub enum Filling {
    /// The tables alone.
    Schema,
    /// The demonstration, on the day at which the clock of the tests stands.
    Demo,
    /// The demonstration, today.
    DemoToday,
}

/// A filled database, made once per engine and run of the tests.
enum Template {
    File(PathBuf),
    Database(String),
}

static TEMPLATES: [[OnceLock<Template>; 3]; 2] = [const { [const { OnceLock::new() }; 3] }; 2];

fn template(engine: Engine, filling: Filling) -> &'static Template {
    TEMPLATES[engine as usize][filling as usize].get_or_init(|| {
        // On a thread of its own: the test that comes first is inside a runtime already.
        std::thread::spawn(move || make_template(engine, filling)).join().expect("the template")
    })
}

fn make_template(engine: Engine, filling: Filling) -> Template {
    let (url, template) = match engine {
        Engine::Sqlite => {
            let path = directory::new("template-").keep().join("template.db");
            let url = DatabaseUrl::Sqlite { path: path.clone(), create: true };
            (url, Template::File(path))
        }
        Engine::Postgres => {
            let name = format!("odoi_template_{}_{}", std::process::id(), filling as usize);
            postgres::make(&name, "template0");
            (postgres::url(&name), Template::Database(name))
        }
    };
    migrate::run(&url, migrate::Direction::Up).expect("the template is migrated");
    let settings = match filling {
        Filling::Schema => None,
        Filling::DemoToday => Some(Settings::default()),
        Filling::Demo => Some(Settings { clock: crate::app::clock(), ..Settings::default() }),
    };
    if let Some(settings) = settings {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(load(&url, &settings));
    }
    if engine == Engine::Sqlite {
        testing::execute(&url, "PRAGMA wal_checkpoint(TRUNCATE)").expect("one file");
    }
    template
}

async fn load(url: &DatabaseUrl, settings: &Settings) {
    let store = Store::open(url, settings).expect("the template opens");
    let reference = odoi_program::reference::load(&store).await;
    reference.expect("the reference data");
    let demo = odoi_program::demo::load(&store, PastClock::new(false).expect("no production")).await;
    demo.expect("the demonstration");
    store.seal().await.expect("sealed");
    store.close().await;
}

/// Removes what the whole run shared.
pub fn clean_up() {
    for template in TEMPLATES[Engine::Postgres as usize].iter() {
        if let Some(Template::Database(name)) = template.get() {
            postgres::remove(name);
        }
    }
    postgres::stop();
    directory::clean_up();
}
