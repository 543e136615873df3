//! A copy of the database, made while others write.

use crate::connect::DatabaseUrl;
use crate::{Error, migrate};
use std::path::Path;

/// Copies the database to a new file: SQLite by `VACUUM INTO`, PostgreSQL by its own `pg_dump` in the
/// custom format (for `pg_restore`).
pub fn run(url: &DatabaseUrl, file: &Path) -> Result<(), Error> {
    match url {
        #[cfg(feature = "sqlite")]
        DatabaseUrl::Sqlite { path, .. } => {
            use diesel::RunQueryDsl;
            use diesel::sql_types::Text;
            migrate::status(url)?;
            let target = file
                .to_str()
                .ok_or_else(|| Error::Internal("the path is not UTF-8".to_owned()))?;
            let mut conn = crate::sqlite::open(path)?;
            diesel::sql_query("VACUUM INTO ?")
                .bind::<Text, _>(target)
                .execute(&mut conn)?;
            std::fs::File::open(file)
                .and_then(|copy| copy.sync_all())
                .map_err(|error| Error::Unavailable(error.to_string()))
        }
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => {
            let done = std::process::Command::new("pg_dump")
                .args(["--format=custom", "--no-owner", "--file"])
                .arg(file)
                .arg("--dbname")
                .arg(url)
                .status()
                .map_err(|error| {
                    Error::Unavailable(format!(
                        "pg_dump cannot be run: {error}; install the PostgreSQL client"
                    ))
                })?;
            if done.success() {
                Ok(())
            } else {
                Err(Error::Unavailable(format!("pg_dump failed: {done}")))
            }
        }
        #[allow(unreachable_patterns, reason = "one engine may be compiled out")]
        _ => Err(migrate::not_built_in(url)),
    }
}
