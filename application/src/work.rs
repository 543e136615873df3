//! The use cases at work: each runs as one unit of work on a store.

use crate::{Precondition, WriteContext};
use odoi_domain::Moment;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::policy::Denial;
use odoi_persistence::port::Read;
use odoi_persistence::{Answer, Error, Outcome, Store, WriteRequest};
use uuid::Uuid;

/// What a write is about, as far as its caller has said.
#[derive(Debug, Clone)]
pub struct Target {
    /// The revision that the caller knows.
    pub precondition: Precondition,
    /// The thing whose revision that is: nobody overtakes the caller meanwhile.
    pub locked: Option<Uuid>,
}

/// The store as callers of use cases see it: they read from it, and write by use cases alone.
#[derive(Clone)]
pub struct Application {
    store: Store,
}

impl Application {
    /// The use cases on a store.
    #[must_use]
    pub const fn new(store: Store) -> Self {
        Self { store }
    }

    /// The moment it is now.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.store.now()
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
        self.store.read(job).await
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
        self.store.snapshot(job).await
    }

    /// Runs a use case and renders its answer: what it saved and the answer are committed together, or neither.
    pub async fn run<E>(
        &self,
        request: WriteRequest,
        target: Target,
        work: impl FnOnce(&mut WriteContext<'_, '_>) -> Result<Answer, E> + Send + 'static,
    ) -> Result<Outcome, E>
    where
        E: From<Error> + From<Denial> + Send + 'static,
    {
        let job = move |tx: &mut odoi_persistence::Tx<'_>| {
            if let Some(id) = target.locked {
                tx.lock_entity(id)?;
            }
            work(&mut WriteContext::new(tx, target.precondition))
        };
        self.store.write(request, job).await
    }

    /// Remembers from where an account has signed in.
    pub async fn note_network(&self, account: AccountId, digest: Vec<u8>) -> Result<(), Error> {
        self.store.note_network(account, digest).await
    }
}
