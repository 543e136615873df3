//! The store: reads on a small blocking pool, writes by units of work, both bounded in time.

use crate::connect::{self, DatabaseUrl, Driver, Engine};
use crate::port::Read;
use crate::{Error, audit_chain, unit_of_work};
use odoi_domain::Moment;
use odoi_domain::kernel::id::{AccountId, Mint, RandomMint};
use odoi_domain::kernel::time::{Clock, SystemClock};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};

/// How the store is set up.
#[derive(Clone)]
pub struct Settings {
    /// SQLite readers: about as many as cores.
    pub readers: u32,
    /// PostgreSQL connections.
    pub connections: u32,
    /// How many of them are open before anybody asks; all of them where that is not said.
    pub idle: Option<u32>,
    /// How long a request waits for a connection before it is told to come back.
    pub wait: Duration,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Mints ids.
    pub mint: Arc<dyn Mint>,
}

impl Default for Settings {
    fn default() -> Self {
        let cores =
            std::thread::available_parallelism().map_or(2, |n| u32::try_from(n.get()).unwrap_or(2));
        Self {
            readers: cores.max(2),
            connections: 8,
            idle: None,
            wait: Duration::from_secs(3),
            clock: Arc::new(SystemClock),
            mint: Arc::new(RandomMint),
        }
    }
}

/// The database, as the application sees it.
#[derive(Clone)]
pub struct Store {
    pub(crate) driver: Arc<dyn Driver>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) mint: Arc<dyn Mint>,
    engine: Engine,
    places: Arc<Semaphore>,
    wait: Duration,
}

impl Store {
    /// Opens a migrated database.
    pub fn open(url: &DatabaseUrl, settings: &Settings) -> Result<Self, Error> {
        let driver = connect::start(url, settings)?;
        let places = Arc::new(Semaphore::new(driver.readers() as usize));
        let (clock, mint) = (settings.clock.clone(), settings.mint.clone());
        Ok(Self { driver, clock, mint, engine: url.engine(), places, wait: settings.wait })
    }

    /// The engine behind it.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The moment it is now.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Runs a read.
    pub async fn read<T, E>(
        &self,
        job: impl FnOnce(&mut dyn Read) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.on_reader(|driver, job| driver.read(job), job).await
    }

    /// Runs several reads that see one state of the database.
    pub async fn snapshot<T, E>(
        &self,
        job: impl FnOnce(&mut dyn Read) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.on_reader(|driver, job| driver.snapshot(job), job).await
    }

    async fn on_reader<T, E>(
        &self,
        run: fn(&dyn Driver, connect::ReadJob),
        job: impl FnOnce(&mut dyn Read) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let place = self.place().await?;
        let (tell, told) = oneshot::channel();
        let driver = self.driver.clone();
        tokio::task::spawn_blocking(move || {
            let _place = place;
            run(
                &*driver,
                Box::new(move |repo| {
                    // Nobody may be waiting any more; then there is nobody to tell.
                    let _gone = tell.send(repo.map_err(E::from).and_then(job));
                }),
            );
        });
        told.await
            .map_err(|_dropped| Error::Internal("a read ended without an answer".to_owned()))?
    }

    /// A place at the database, or 503 where the queue is too long.
    pub(crate) async fn place(&self) -> Result<tokio::sync::OwnedSemaphorePermit, Error> {
        match tokio::time::timeout(self.wait, self.places.clone().acquire_owned()).await {
            Ok(Ok(place)) => Ok(place),
            Ok(Err(closed)) => Err(Error::Unavailable(closed.to_string())),
            Err(elapsed) => Err(Error::Unavailable(elapsed.to_string())),
        }
    }

    /// Seals what has been committed since the last time: see [`ledger`].
    pub async fn seal(&self) -> Result<usize, Error> {
        let mut sealed = 0;
        loop {
            let step = unit_of_work::work(self, |repo| audit_chain::seal(repo)).await?;
            sealed += step;
            if step < audit_chain::BATCH {
                return Ok(sealed);
            }
        }
    }

    /// Walks the audit chain from its beginning.
    pub async fn verify(&self) -> Result<audit_chain::Verdict, Error> {
        unit_of_work::work(self, |repo| audit_chain::verify(repo)).await
    }

    /// Forgets idempotency keys taken before a moment.
    pub async fn forget_answers(&self, before: Moment) -> Result<usize, Error> {
        unit_of_work::work(self, move |repo| repo.forget_answers(before)).await
    }

    /// Notes that an account has signed in from a network, of which a digest is all that is kept.
    pub async fn note_network(&self, account: AccountId, digest: Vec<u8>) -> Result<(), Error> {
        let now = self.now();
        let note = move |repo: &mut dyn crate::port::Repo| repo.note_network(account, &digest, now);
        unit_of_work::work(self, note).await
    }

    /// Forgets networks from which nobody has signed in since a moment.
    pub async fn forget_networks(&self, before: Moment) -> Result<usize, Error> {
        unit_of_work::work(self, move |repo| repo.forget_networks(before)).await
    }

    /// Computes the size classes anew whose day has come, a few at a time; counts them.
    pub async fn review_sizes(&self) -> Result<usize, Error> {
        let (today, mut reviewed) = (self.now().day(), 0);
        loop {
            let step = unit_of_work::work(self, move |repo| repo.review_sizes(today)).await?;
            reviewed += step;
            if step == 0 {
                return Ok(reviewed);
            }
        }
    }

    /// Forgets words of the search that no entry holds any more, a few at a time; counts those looked at.
    pub async fn forget_words(&self) -> Result<usize, Error> {
        let (now, mut looked_at) = (self.now(), 0);
        loop {
            let step = unit_of_work::work(self, move |repo| repo.forget_words(now)).await?;
            looked_at += step;
            if step == 0 {
                return Ok(looked_at);
            }
        }
    }

    /// How many rows the audit trail and the change feed have.
    pub async fn ledger_counts(&self) -> Result<[i64; 2], Error> {
        unit_of_work::work(self, |repo| repo.counts()).await
    }

    /// Loads rows of the classification of activities: reference rows, without an event of their own.
    pub async fn load_activities(&self, rows: Vec<crate::port::Activity>) -> Result<(), Error> {
        unit_of_work::work(self, move |repo| repo.load_activities(&rows)).await
    }

    /// Gives words that a migration brought into the vocabulary the keys of their sounds.
    pub async fn learn_sounds(&self) -> Result<usize, Error> {
        let mut learnt = 0;
        loop {
            let step = unit_of_work::work(self, |repo| repo.learn_sounds()).await?;
            learnt += step;
            if step == 0 {
                return Ok(learnt);
            }
        }
    }

    /// Finishes what is in flight and lets go of the database.
    pub async fn close(&self) {
        let driver = self.driver.clone();
        let _done = tokio::task::spawn_blocking(move || driver.close()).await;
    }
}
