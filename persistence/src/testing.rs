//! SQL by hand, for tests: making databases, looking behind the ports, and breaking things; and what was asked.

use crate::connect::DatabaseUrl;
use crate::{Error, migrate};
use diesel::connection::{InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::cell::RefCell;

thread_local! {
    /// What the connections of this thread were asked, while somebody wants to know.
    static ASKED: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Sees every statement of a connection.
pub(crate) fn notice(event: &InstrumentationEvent<'_>) {
    if let InstrumentationEvent::StartQuery { query, .. } = event {
        ASKED.with_borrow_mut(|asked| {
            // The twins quote names differently.
            let query = || query.to_string().replace('`', "\"");
            asked.iter_mut().for_each(|all| all.push(query()));
        });
    }
}

/// Does something within a unit of work, and tells which statements the database was asked for it, with their values.
pub fn statements<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    ASKED.set(Some(Vec::new()));
    let done = work();
    (done, ASKED.take().unwrap_or_default())
}

#[derive(QueryableByName)]
struct Value {
    #[diesel(sql_type = Text)]
    value: String,
}

/// Runs statements.
pub fn execute(url: &DatabaseUrl, sql: &str) -> Result<(), Error> {
    match url {
        #[cfg(feature = "sqlite")]
        DatabaseUrl::Sqlite { path, .. } => Ok(crate::sqlite::open(path)?.batch_execute(sql)?),
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => Ok(crate::postgres::open(url)?.batch_execute(sql)?),
        #[allow(unreachable_patterns, reason = "one engine may be compiled out")]
        _ => Err(migrate::not_built_in(url)),
    }
}

/// Runs statements over one connection, each when it comes; a failure is for the end.
pub fn execute_each(
    url: &DatabaseUrl,
    statements: impl IntoIterator<Item = String>,
) -> Result<(), Error> {
    match url {
        #[cfg(feature = "sqlite")]
        DatabaseUrl::Sqlite { path, .. } => each(&mut crate::sqlite::open(path)?, statements),
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => each(&mut crate::postgres::open(url)?, statements),
        #[allow(unreachable_patterns, reason = "one engine may be compiled out")]
        _ => Err(migrate::not_built_in(url)),
    }
}

fn each(
    conn: &mut impl SimpleConnection,
    statements: impl IntoIterator<Item = String>,
) -> Result<(), Error> {
    let mut outcome = Ok(());
    for sql in statements {
        outcome = outcome.and(conn.batch_execute(&sql).map_err(Error::from));
    }
    outcome
}

/// The texts of a query's one column, which must be called `value`.
pub fn texts(url: &DatabaseUrl, sql: &str) -> Result<Vec<String>, Error> {
    let rows: Vec<Value> = match url {
        #[cfg(feature = "sqlite")]
        DatabaseUrl::Sqlite { path, .. } => {
            diesel::sql_query(sql).load(&mut crate::sqlite::open(path)?)?
        }
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => {
            diesel::sql_query(sql).load(&mut crate::postgres::open(url)?)?
        }
        #[allow(unreachable_patterns, reason = "one engine may be compiled out")]
        _ => return Err(migrate::not_built_in(url)),
    };
    Ok(rows.into_iter().map(|row| row.value).collect())
}
