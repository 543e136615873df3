//! SQL by hand, for tests: making databases, looking behind the ports, and breaking things.

use crate::connect::DatabaseUrl;
use crate::{Error, migrate};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

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
