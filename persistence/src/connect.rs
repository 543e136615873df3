//! Which engine a URL names, and what an engine does.

use crate::port::{Read, Repo};
use crate::postgres_url::PostgresUrl;
use crate::store::Settings;
use crate::{Error, migrate};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use tokio::sync::mpsc;

/// The engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// The one for production.
    Postgres,
}

/// Where the database is: the scheme says which engine, and nothing is guessed.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite:///path/to/file.db`; with `?create=true` a missing file is made.
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Whether a missing file is made rather than reported.
        create: bool,
    },
    /// `postgres://…`, as libpq reads it.
    Postgres(String),
}

impl DatabaseUrl {
    /// The engine that the URL names.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

/// What is said of a URL that libpq would divide otherwise than was meant; the URL is not repeated.
const UNREADABLE: &str = "the database URL cannot be read: it is postgres://user:password@host:port/name?parameter=value, and special      characters in its parts are written as %XX (@ is %40, / is %2F)";

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(url: &str) -> Result<Self, String> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return match PostgresUrl::read(url) {
                Some(_) => Ok(Self::Postgres(url.to_owned())),
                None => Err(UNREADABLE.to_owned()),
            };
        }
        let Some(rest) = url.strip_prefix("sqlite://") else {
            return Err("the database URL must begin with sqlite:// or postgres://".to_owned());
        };
        let (path, options) = rest.split_once('?').unwrap_or((rest, ""));
        let create = match options {
            "" | "create=false" => false,
            "create=true" => true,
            _ => return Err("unknown option in the database URL; there is create=true".to_owned()),
        };
        if path.is_empty() {
            return Err("the database URL names no file".to_owned());
        }
        // Who or where belongs to PostgreSQL, and a password would be repeated in messages about the file.
        if path.contains('@') {
            return Err(
                "a SQLite URL names a file and no host: sqlite:///path/to/file.db".to_owned()
            );
        }
        Ok(Self::Sqlite { path: PathBuf::from(path), create })
    }
}

/// Without the password, for logs and messages.
impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite { path, .. } => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => match PostgresUrl::read(url) {
                Some(url) => write!(f, "{url}"),
                None => f.write_str("postgres://…"),
            },
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// A read: is told why where there is no connection.
pub(crate) type ReadJob = Box<dyn FnOnce(Result<&mut dyn Read, Error>) + Send>;
/// Told after the commit what became of it.
pub(crate) type Reply = Box<dyn FnOnce(Result<(), Error>) + Send>;
/// A unit of work: whether it shall be kept, and whom to tell.
pub(crate) type WriteJob = Box<dyn FnOnce(&mut dyn Repo) -> (bool, Reply) + Send>;

/// What an engine does. The calls block; the store makes them where that does no harm.
pub(crate) trait Driver: Send + Sync {
    fn read(&self, job: ReadJob);
    /// A read of several queries that see one state of the database.
    fn snapshot(&self, job: ReadJob);
    fn write(&self, job: WriteJob);
    /// The queue of a writer thread, where the engine has one: no thread need block to reach it.
    fn queue(&self) -> Option<mpsc::Sender<WriteJob>> {
        None
    }
    fn readers(&self) -> u32;
    fn close(&self);
}

/// Opens the database; it must be migrated to exactly this program's schema.
pub(crate) fn start(url: &DatabaseUrl, settings: &Settings) -> Result<Arc<dyn Driver>, Error> {
    migrate::demand_current(url)?;
    match url {
        #[cfg(feature = "sqlite")]
        DatabaseUrl::Sqlite { path, .. } => {
            Ok(Arc::new(crate::sqlite::SqliteDriver::start(path, settings)?))
        }
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => {
            Ok(Arc::new(crate::postgres::PostgresDriver::start(url, settings)?))
        }
        #[allow(unreachable_patterns, reason = "one engine may be compiled out")]
        _ => Err(migrate::not_built_in(url)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_url_is_an_error() {
        for bad in [
            "odoi.db",
            "sqlite:odoi.db",
            "sqlite://",
            "postgre://x",
            "mysql://x",
            "sqlite://x?mode=rw",
        ] {
            assert!(bad.parse::<DatabaseUrl>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_printed_url_holds_no_password() {
        let url: DatabaseUrl = "postgres://odoi:s3cr%40t@db:5432/odoi?password=x".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://db:5432/odoi");
        let refused = "postgres://odoi:s3c/ret@db:5432/odoi".parse::<DatabaseUrl>();
        let words = refused.unwrap_err();
        assert!(
            words.contains("%2F") && !words.contains("s3c") && !words.contains("ret@"),
            "{words}"
        );
    }
}
