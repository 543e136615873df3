//! The PostgreSQL twin: a small pool of connections, a transaction per write.

/// Locks the rows of a true read-modify-write.
macro_rules! locked {
    ($query:expr) => {
        $query.for_update()
    };
}

/// Rows that nobody removes until the end of the transaction.
macro_rules! for_key_share {
    ($query:expr) => {
        $query.for_key_share()
    };
}

mod pool;
mod refused;
#[allow(
    clippy::duplicate_mod,
    reason = "the twins compile one query text, each for its connection"
)]
#[path = "repo/mod.rs"]
mod repo;
mod search;

use crate::Error;
use crate::connect::{Driver, ReadJob, Reply, WriteJob};
use crate::error::is_lost;
use crate::store::Settings;
use diesel::connection::SimpleConnection;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::r2d2::Pool;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(crate) type Conn = PgConnection;
pub(crate) type Db = Pg;

pub(crate) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// A statement that runs longer than its answer is wanted only harms the others.
const SET_UP: &str = "SET TIME ZONE 'UTC'; SET statement_timeout = '20s'; SET lock_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '30s';";

/// Opens one connection with every setting in place.
pub(crate) fn open(url: &str) -> Result<Conn, Error> {
    let mut conn = Conn::establish(&crate::postgres_url::PostgresUrl::with_deadlines(url))
        .map_err(|error| refused::why(&error))?;
    conn.batch_execute(SET_UP)?;
    Ok(conn)
}

/// One writer of a thing after the other, until the end of the transaction. What is read afterwards is what the
/// writer before left, as on the twin.
fn lock_entity(conn: &mut Conn, id: uuid::Uuid) -> Result<(), Error> {
    let (high, low) = id.as_u64_pair();
    let key = (high ^ low).cast_signed();
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
        .bind::<diesel::sql_types::BigInt, _>(key)
        .execute(conn)?;
    Ok(())
}

/// What has been erased is overwritten when the database is vacuumed, which is its own business.
#[allow(clippy::unnecessary_wraps, reason = "the twin notes it")]
const fn leave_log(_conn: &mut Conn) -> Result<(), Error> {
    Ok(())
}

/// The pool.
pub(crate) struct PostgresDriver {
    pool: Pool<pool::Manager>,
}

impl PostgresDriver {
    pub(crate) fn start(url: &str, settings: &Settings) -> Result<Self, Error> {
        let pool = pool::fill(url, settings)?;
        Ok(Self { pool })
    }
}

impl Driver for PostgresDriver {
    fn read(&self, job: ReadJob) {
        match self.pool.get() {
            Ok(mut pooled) => job(Ok(&mut **pooled)),
            Err(error) => job(Err(error.into())),
        }
    }

    fn snapshot(&self, job: ReadJob) {
        let mut job = Some(job);
        let outcome = self.pool.get().map_err(Error::from).and_then(|mut pooled| {
            let conn: &mut Conn = &mut pooled;
            conn.build_transaction()
                .repeatable_read()
                .read_only()
                .run(|conn: &mut Conn| {
                    if let Some(job) = job.take() {
                        job(Ok(conn));
                    }
                    Ok(())
                })
                .map_err(|error: diesel::result::Error| error.into())
        });
        if let (Err(error), Some(job)) = (outcome, job) {
            job(Err(error));
        }
    }

    fn write(&self, job: WriteJob) {
        let mut pooled = match self.pool.get() {
            Ok(conn) => conn,
            Err(error) => {
                tracing::warn!(%error, "no connection for a write");
                return;
            }
        };
        let conn: &mut Conn = &mut pooled;
        let (mut reply, mut is_at_commit): (Option<Reply>, bool) = (None, false);
        // The panic is caught inside, because diesel's transaction is not safe to unwind through.
        let committed =
            conn.transaction(|conn| match catch_unwind(AssertUnwindSafe(|| job(conn))) {
                Ok((done, answer)) => {
                    reply = Some(answer);
                    if done {
                        // After an error that was passed over, PostgreSQL answers COMMIT by rolling
                        // back and without a word; any other statement it refuses.
                        conn.batch_execute("SELECT 1")?;
                        is_at_commit = true;
                        Ok(())
                    } else {
                        Err(diesel::result::Error::RollbackTransaction)
                    }
                }
                Err(_panic) => Err(diesel::result::Error::RollbackTransaction),
            });
        if let Some(reply) = reply {
            reply(match committed {
                Ok(()) | Err(diesel::result::Error::RollbackTransaction) => Ok(()),
                // The connection may have gone before or behind the commit.
                Err(error) if is_at_commit && is_lost(&error) => {
                    Err(Error::OutcomeUnknown(error.to_string()))
                }
                Err(error) => Err(error.into()),
            });
        }
    }

    fn readers(&self) -> u32 {
        self.pool.max_size()
    }

    fn close(&self) {}
}
