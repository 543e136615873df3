//! The pool of PostgreSQL connections: one that is lost goes nowhere but away.

use super::{Conn, open};
use crate::Error;
use crate::error::is_lost;
use crate::store::Settings;
use diesel::connection::{Instrumentation, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use diesel::r2d2::{HandleError, ManageConnection, Pool, R2D2Connection};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A connection that rested longer is asked whether it still lives before it is used: PostgreSQL may have been
/// stopped and started meanwhile. Under load none rests so long, and none is asked.
const RESTED: Duration = Duration::from_millis(100);

/// A connection of the pool.
pub(super) struct Warm {
    conn: Conn,
    is_lost: Arc<AtomicBool>,
    used: Instant,
}

impl Deref for Warm {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Warm {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

/// Sees every failure of a connection, whoever it is told to.
struct LossObserver(Arc<AtomicBool>);

impl Instrumentation for LossObserver {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        #[cfg(feature = "testing")]
        crate::testing::notice(&event);
        if let InstrumentationEvent::FinishQuery { error: Some(error), .. } = event
            && is_lost(error)
        {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

/// Makes connections and says which are still good.
pub(super) struct Manager {
    url: String,
}

impl ManageConnection for Manager {
    type Connection = Warm;
    type Error = Error;

    fn connect(&self) -> Result<Warm, Error> {
        let mut conn = open(&self.url)?;
        let is_lost = Arc::new(AtomicBool::new(false));
        conn.set_instrumentation(LossObserver(is_lost.clone()));
        Ok(Warm { conn, is_lost, used: Instant::now() })
    }

    fn is_valid(&self, warm: &mut Warm) -> Result<(), Error> {
        if warm.used.elapsed() < RESTED {
            return Ok(());
        }
        Ok(warm.batch_execute("SELECT 1")?)
    }

    fn has_broken(&self, warm: &mut Warm) -> bool {
        warm.used = Instant::now();
        std::thread::panicking() || warm.is_lost.load(Ordering::Relaxed) || warm.is_broken()
    }
}

/// The pool says in its own words why it has no connection; libpq's could repeat a piece of the password.
#[derive(Debug)]
struct Told;

impl HandleError<Error> for Told {
    fn handle_error(&self, error: Error) {
        tracing::warn!(%error, "a connection to PostgreSQL is not to be had");
    }
}

/// Fills a pool.
pub(super) fn fill(url: &str, settings: &Settings) -> Result<Pool<Manager>, Error> {
    let url = url.to_owned();
    Ok(Pool::builder()
        .max_size(settings.connections)
        .min_idle(settings.idle.map(|idle| idle.min(settings.connections)))
        .test_on_check_out(true)
        .connection_timeout(settings.wait)
        .error_handler(Box::new(Told))
        .build(Manager { url })?)
}
