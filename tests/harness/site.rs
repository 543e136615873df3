//! A place for one test: a directory and a database that nobody else uses.

use super::postgres;
use odoi_persistence::{DatabaseUrl, Settings, Store, migrate, testing};
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
        Self::make(engine, Some(template(engine)))
    }

    /// With a database that the test has made itself.
    pub fn elsewhere(url: DatabaseUrl) -> Self {
        let engine = match &url {
            DatabaseUrl::Sqlite { .. } => Engine::Sqlite,
            DatabaseUrl::Postgres(_) => Engine::Postgres,
        };
        Self {
            engine,
            url,
            directory: tempfile::tempdir().expect("a temporary directory"),
            database: None,
        }
    }

    fn make(engine: Engine, template: Option<&Template>) -> Self {
        let directory = tempfile::Builder::new()
            .prefix("odoi-test-")
            .tempdir()
            .expect("a temporary directory");
        match engine {
            Engine::Sqlite => {
                let path = directory.path().join("odoi.db");
                if let Some(Template::File(file)) = template {
                    std::fs::copy(file, &path).expect("a copy of the template");
                }
                let url = DatabaseUrl::Sqlite { path, create: true };
                Self {
                    engine,
                    url,
                    directory,
                    database: None,
                }
            }
            Engine::Postgres => {
                let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                let name = format!("odoi_test_{}_{number}", std::process::id());
                let from = match template {
                    Some(Template::Database(name)) => format!(" TEMPLATE {name}"),
                    _ => " TEMPLATE template0".to_owned(),
                };
                postgres::admin(&format!("CREATE DATABASE {name}{from}"));
                Self {
                    engine,
                    url: postgres::url(&name),
                    directory,
                    database: Some(name),
                }
            }
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
            postgres::admin(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The demonstration, loaded once per engine and run of the tests.
enum Template {
    File(PathBuf),
    Database(String),
}

static TEMPLATES: [OnceLock<Template>; 2] = [OnceLock::new(), OnceLock::new()];
static FILES: OnceLock<TempDir> = OnceLock::new();

fn template(engine: Engine) -> &'static Template {
    TEMPLATES[engine as usize].get_or_init(|| {
        // On a thread of its own: the test that comes first is inside a runtime already.
        std::thread::spawn(move || make_template(engine))
            .join()
            .expect("the template")
    })
}

fn make_template(engine: Engine) -> Template {
    let (url, template) = match engine {
        Engine::Sqlite => {
            let directory =
                FILES.get_or_init(|| tempfile::tempdir().expect("a temporary directory"));
            let path = directory.path().join("template.db");
            (
                DatabaseUrl::Sqlite {
                    path: path.clone(),
                    create: true,
                },
                Template::File(path),
            )
        }
        Engine::Postgres => {
            let name = format!("odoi_template_{}", std::process::id());
            postgres::admin(&format!("CREATE DATABASE {name} TEMPLATE template0"));
            (postgres::url(&name), Template::Database(name))
        }
    };
    migrate::run(&url, migrate::Direction::Up).expect("the template is migrated");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(
            &url,
            &Settings {
                clock: crate::app::clock(),
                ..Settings::default()
            },
        )
        .expect("the template opens");
        odoi_api::reference::load(&store)
            .await
            .expect("the reference data");
        odoi_api::demo::load(&store)
            .await
            .expect("the demonstration");
        store.seal().await.expect("sealed");
        store.close().await;
    });
    if engine == Engine::Sqlite {
        testing::execute(&url, "PRAGMA wal_checkpoint(TRUNCATE)").expect("one file");
    }
    template
}

/// Removes what the whole run shared.
pub fn clean_up() {
    if let Some(Template::Database(name)) = TEMPLATES[Engine::Postgres as usize].get() {
        postgres::admin(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }
    if let Some(directory) = FILES.get() {
        let _gone = std::fs::remove_dir_all(directory.path());
    }
    postgres::stop();
}
