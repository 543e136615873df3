//! The SQLite twin: one writer thread with group commit, and a small pool of readers.

/// SQLite has one writer; there is nothing to lock.
macro_rules! locked {
    ($query:expr) => {
        $query
    };
}

/// Rows that nobody removes until the end of the transaction.
macro_rules! for_key_share {
    ($query:expr) => {
        $query
    };
}

mod copy;
#[allow(
    clippy::duplicate_mod,
    reason = "the twins compile one query text, each for its connection"
)]
#[path = "repo/mod.rs"]
mod repo;
mod search;

use crate::connect::{Driver, ReadJob, WriteJob};
use crate::store::Settings;
use crate::{Error, private};
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::thread::JoinHandle;
use tokio::sync::mpsc;

pub(crate) type Conn = SqliteConnection;
pub(crate) type Db = Sqlite;

pub(crate) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");

/// Set on every connection, `busy_timeout` first: the others may already have to wait. What is deleted is
/// overwritten: an erased person is in no free page.
const SET_UP: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA mmap_size = 268435456; PRAGMA cache_size = -16000; \
     PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864;";

pub(crate) use copy::{copy, examine};

/// At most so many units share one commit.
const GROUP: usize = 256;

/// Makes the database and what lies beside it readable for its owner alone, for it holds hashes of passwords. What
/// SQLite makes beside it later takes after it.
pub(crate) fn own(path: &Path) -> Result<(), Error> {
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        std::path::PathBuf::from(name)
    };
    let done = private::open(path)
        .and_then(|_made| private::tighten(&beside("-wal")))
        .and_then(|()| private::tighten(&beside("-shm")));
    done.map_err(|error| {
        Error::Unavailable(format!("{} cannot be made private: {error}", path.display()))
    })
}

/// Opens one connection with every setting in place.
pub(crate) fn open(path: &Path) -> Result<Conn, Error> {
    let path = path
        .to_str()
        .ok_or_else(|| Error::Internal("the path of the database is not UTF-8".to_owned()))?;
    let mut conn = Conn::establish(path).map_err(|error| Error::Unavailable(error.to_string()))?;
    conn.batch_execute(SET_UP)?;
    #[cfg(feature = "testing")]
    conn.set_instrumentation(|event: diesel::connection::InstrumentationEvent<'_>| {
        crate::testing::notice(&event);
    });
    Ok(conn)
}

#[derive(Debug)]
struct SetUp;

impl CustomizeConnection<Conn, diesel::r2d2::Error> for SetUp {
    fn on_acquire(&self, conn: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        conn.batch_execute(SET_UP).map_err(diesel::r2d2::Error::QueryError)?;
        conn.batch_execute("PRAGMA query_only = ON;").map_err(diesel::r2d2::Error::QueryError)
    }
}

/// The readers and the way to the writer.
pub(crate) struct SqliteDriver {
    readers: Pool<ConnectionManager<Conn>>,
    jobs: Mutex<Option<mpsc::Sender<WriteJob>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl SqliteDriver {
    pub(crate) fn start(path: &Path, settings: &Settings) -> Result<Self, Error> {
        own(path)?;
        let writer = open(path)?;
        let url = path.to_string_lossy().into_owned();
        let readers = Pool::builder()
            .max_size(settings.readers)
            .test_on_check_out(false)
            .connection_timeout(settings.wait)
            .connection_customizer(Box::new(SetUp))
            .build(ConnectionManager::new(url))?;
        let (jobs, queue) = mpsc::channel(4096);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write_all(writer, queue))
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { readers, jobs: Mutex::new(Some(jobs)), writer: Mutex::new(Some(thread)) })
    }
}

impl Driver for SqliteDriver {
    fn read(&self, job: ReadJob) {
        match self.readers.get() {
            Ok(mut conn) => job(Ok(&mut *conn)),
            Err(error) => job(Err(error.into())),
        }
    }

    fn snapshot(&self, job: ReadJob) {
        let mut job = Some(job);
        let outcome = self.readers.get().map_err(Error::from).and_then(|mut pooled| {
            let conn: &mut Conn = &mut pooled;
            conn.transaction(|conn| {
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
        let queue = self.jobs.lock().ok().and_then(|jobs| jobs.clone());
        if let Some(Err(error)) = queue.map(|queue| queue.blocking_send(job)) {
            tracing::error!(%error, "the writer has stopped");
        }
    }

    fn queue(&self) -> Option<mpsc::Sender<WriteJob>> {
        self.jobs.lock().ok().and_then(|jobs| jobs.clone())
    }

    fn readers(&self) -> u32 {
        self.readers.max_size()
    }

    fn close(&self) {
        // Without its last sender the queue ends, when everything in it has been done.
        drop(self.jobs.lock().map(|mut jobs| jobs.take()));
        let thread = self.writer.lock().ok().and_then(|mut thread| thread.take());
        if let Some(Err(_panic)) = thread.map(JoinHandle::join) {
            tracing::error!("the writer panicked");
        }
    }
}

/// The writer: what has queued up shares one durable commit, each unit in its own savepoint.
fn write_all(mut conn: Conn, mut queue: mpsc::Receiver<WriteJob>) {
    let mut batch: Vec<WriteJob> = Vec::with_capacity(GROUP);
    while queue.blocking_recv_many(&mut batch, GROUP) > 0 {
        let mut replies = Vec::with_capacity(batch.len());
        let committed = conn.immediate_transaction(|conn| {
            for job in batch.drain(..) {
                replies.push(unit(conn, job));
            }
            Ok::<(), diesel::result::Error>(())
        });
        // Where BEGIN failed, the jobs are dropped and their callers told so.
        batch.clear();
        if let Err(error) = &committed {
            tracing::error!(%error, "a group of writes was not committed");
        }
        let outcome = committed.map_err(Error::from);
        if HAS_ERASED.take() {
            empty_log(&mut conn);
        }
        for reply in replies.into_iter().flatten() {
            reply(match &outcome {
                Ok(()) => Ok(()),
                Err(error) => Err(Error::Unavailable(error.to_string())),
            });
        }
        if !matches!(
            AnsiTransactionManager::transaction_manager_status_mut(&mut conn).transaction_depth(),
            Ok(None)
        ) {
            tracing::error!("the writer's connection is left inside a transaction");
        }
    }
}

thread_local! {
    /// Whether something was erased since the log was emptied last. There is one writer, on a thread of its own.
    static HAS_ERASED: Cell<bool> = const { Cell::new(false) };
}

/// Notes that what has been erased in this unit shall leave the log, too, where older states of pages stand.
#[allow(clippy::unnecessary_wraps, reason = "the twin asks its database")]
fn leave_log(_conn: &mut Conn) -> Result<(), Error> {
    HAS_ERASED.set(true);
    Ok(())
}

#[derive(QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    busy: i32,
}

/// Moves the log into the file and cuts it to nothing. A reader of an older state keeps it from that: then it is
/// tried again after the next writes, of which the sealing of the trail is one.
fn empty_log(conn: &mut Conn) {
    let done = diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result::<Checkpoint>(conn);
    if done.is_ok_and(|done| done.busy == 0) {
        return;
    }
    HAS_ERASED.set(true);
}

/// One after the other is how the writer works.
#[allow(clippy::unnecessary_wraps, reason = "the twin asks its database")]
const fn lock_entity(_conn: &mut Conn, _id: uuid::Uuid) -> Result<(), Error> {
    Ok(())
}

/// One unit in its savepoint. The panic is caught inside, because diesel's own transaction is not
/// safe to unwind through. `None` where the unit panicked: its caller sees the dropped channel.
fn unit(conn: &mut Conn, job: WriteJob) -> Option<crate::connect::Reply> {
    let mut reply = None;
    let kept = conn.transaction(|conn| match catch_unwind(AssertUnwindSafe(|| job(conn))) {
        Ok((done, answer)) => {
            reply = Some(answer);
            if done { Ok(()) } else { Err(diesel::result::Error::RollbackTransaction) }
        }
        Err(_panic) => Err(diesel::result::Error::RollbackTransaction),
    });
    match kept {
        Ok(()) | Err(diesel::result::Error::RollbackTransaction) => reply,
        Err(error) => {
            tracing::error!(%error, "a savepoint was not released");
            None
        }
    }
}
