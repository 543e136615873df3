//! Migrations: embedded, run under a lock, and never behind the back of a newer program.

use crate::Error;
use crate::connect::DatabaseUrl;
use diesel_migrations::MigrationHarness;

/// Where a database stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Migrations that it has, by name.
    pub applied: Vec<String>,
    /// Migrations of this program that it lacks.
    pub pending: Vec<String>,
    /// Migrations that it has and this program does not know.
    pub unknown: Vec<String>,
}

/// Which way to migrate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Run everything that is pending.
    Up,
    /// Undo the last one.
    Down,
}

pub(crate) fn not_built_in(url: &DatabaseUrl) -> Error {
    Error::Unavailable(format!("this program was built without the engine of {url}"))
}

/// Where the database stands; a missing file is an error.
pub fn status(url: &DatabaseUrl) -> Result<Status, Error> {
    match url {
        #[cfg(feature = "sqlite")]
        DatabaseUrl::Sqlite { path, .. } => {
            if !path.exists() {
                let hint = "add ?create=true to the URL to make it";
                return Err(Error::Unavailable(format!(
                    "there is no file {}; {hint}",
                    path.display()
                )));
            }
            standing(&mut crate::sqlite::open(path)?, &crate::sqlite::MIGRATIONS)
        }
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => {
            standing(&mut crate::postgres::open(url)?, &crate::postgres::MIGRATIONS)
        }
        #[allow(unreachable_patterns, reason = "one engine may be compiled out")]
        _ => Err(not_built_in(url)),
    }
}

/// Migrates; the answer names what was run. Two programs that start at once run one after the other.
pub fn run(url: &DatabaseUrl, direction: Direction) -> Result<Vec<String>, Error> {
    match url {
        #[cfg(feature = "sqlite")]
        DatabaseUrl::Sqlite { path, create } => {
            if !create && !path.exists() {
                return status(url).map(|_| Vec::new());
            }
            crate::sqlite::own(path)?;
            let _lock = lock_beside(path)?;
            step(&mut crate::sqlite::open(path)?, crate::sqlite::MIGRATIONS, direction)
        }
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => {
            use diesel::connection::SimpleConnection;
            let mut conn = crate::postgres::open(url)?;
            // Held until the connection ends; the number is arbitrary but ours.
            conn.batch_execute("SET lock_timeout = '60s'; SET statement_timeout = 0; SELECT pg_advisory_lock(640726);")?;
            step(&mut conn, crate::postgres::MIGRATIONS, direction)
        }
        #[allow(unreachable_patterns, reason = "one engine may be compiled out")]
        _ => Err(not_built_in(url)),
    }
}

/// Refuses a database that lacks migrations or has some that this program does not know.
pub(crate) fn demand_current(url: &DatabaseUrl) -> Result<(), Error> {
    let status = status(url)?;
    if let Some(name) = status.unknown.first() {
        let advice = "start the program that made it, or a newer one";
        return Err(Error::Unavailable(format!(
            "the database was migrated by a newer program ({name}); {advice}"
        )));
    }
    match status.pending.first() {
        Some(name) => Err(Error::Unavailable(format!(
            "the database lacks migration {name}; run `odoi migrate up`"
        ))),
        None => Ok(()),
    }
}

#[cfg(feature = "sqlite")]
fn lock_beside(path: &std::path::Path) -> Result<std::fs::File, Error> {
    let failed = |error: std::io::Error| {
        Error::Unavailable(format!("cannot lock {}: {error}", path.display()))
    };
    let lock = crate::private::open(&path.with_extension("migrating")).map_err(failed)?;
    lock.lock().map_err(failed)?;
    Ok(lock)
}

pub(crate) fn standing<C, DB>(
    conn: &mut C,
    source: &diesel_migrations::EmbeddedMigrations,
) -> Result<Status, Error>
where
    C: MigrationHarness<DB>,
    DB: diesel::backend::Backend,
    diesel_migrations::EmbeddedMigrations: diesel::migration::MigrationSource<DB>,
{
    use diesel::migration::MigrationSource;
    let internal =
        |error: Box<dyn std::error::Error + Send + Sync>| Error::Internal(error.to_string());
    let mut known: Vec<(String, String)> = MigrationSource::<DB>::migrations(source)
        .map_err(internal)?
        .iter()
        .map(|migration| (migration.name().version().to_string(), migration.name().to_string()))
        .collect();
    known.sort();
    let mut has: Vec<String> =
        conn.applied_migrations().map_err(internal)?.iter().map(ToString::to_string).collect();
    has.sort();
    let named = |wanted: bool| {
        known
            .iter()
            .filter(|(version, _)| has.contains(version) == wanted)
            .map(|(_, name)| name.clone())
            .collect()
    };
    let unknown =
        has.iter().filter(|version| !known.iter().any(|(v, _)| v == *version)).cloned().collect();
    Ok(Status { applied: named(true), pending: named(false), unknown })
}

fn step<C, DB>(
    conn: &mut C,
    source: diesel_migrations::EmbeddedMigrations,
    direction: Direction,
) -> Result<Vec<String>, Error>
where
    C: MigrationHarness<DB>,
    DB: diesel::backend::Backend,
    diesel_migrations::EmbeddedMigrations: diesel::migration::MigrationSource<DB>,
{
    let internal =
        |error: Box<dyn std::error::Error + Send + Sync>| Error::Internal(error.to_string());
    let done = match direction {
        Direction::Up => conn.run_pending_migrations(source).map_err(internal)?,
        Direction::Down => vec![conn.revert_last_migration(source).map_err(internal)?],
    };
    Ok(done.iter().map(ToString::to_string).collect())
}
