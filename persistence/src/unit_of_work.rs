//! The unit of work: the caller, the idempotency key, the work, its events and its answer in
//! one transaction.

mod past;

pub use past::{IsProduction, PastAct, PastClock};

use crate::connect::{Reply, WriteJob};
use crate::port::{Entry, Read, Replay, Repo, STANDING, Trail};
use crate::record::Storable;
use crate::{ConstraintViolation, Error, Store};
use odoi_domain::identity::session::TokenBinding;
use odoi_domain::kernel::id::{AccountId, Id, Mint};
use odoi_domain::policy::actor::{Actor, Anchors};
use odoi_domain::policy::{self, Action, Denial, Permit};
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::{Kind, Moment, Recorded};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tokio::sync::oneshot;
use uuid::Uuid;

/// Who writes.
#[derive(Debug, Clone)]
pub enum Principal {
    /// The holder of an account, by a token; the grants are read inside.
    Account(AccountId, TokenBinding),
    /// Somebody who has not signed in.
    Anonymous,
    /// Whoever runs the program on the machine of the database.
    Operator,
}

/// An idempotency key and the digest of the payload that it came with.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    /// The key.
    pub key: String,
    /// The digest.
    pub fingerprint: Vec<u8>,
}

/// What comes with a write.
#[derive(Debug, Clone)]
pub struct WriteRequest {
    /// Who asks.
    pub who: Principal,
    /// The operation, as the document names it.
    pub operation: &'static str,
    /// The idempotency key, where the caller sent one.
    pub key: Option<IdempotencyKey>,
    /// The id of the request, for the audit trail.
    pub request_id: String,
}

/// An answer, as it is kept beside its idempotency key. Outside this crate it is made of something
/// that was saved, or says of itself that nothing had to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The entity tag.
    pub etag: Option<String>,
    /// The URL of what was made.
    pub location: Option<String>,
    /// The body.
    pub body: Option<String>,
}

impl Answer {
    /// The answer of a request that found its work done already: nothing was written.
    #[must_use]
    pub const fn unchanged(status: u16, body: Option<String>) -> Self {
        Self { status, etag: None, location: None, body }
    }
}

/// A saved thing: the proof that an answer speaks of something that was written.
#[derive(Debug)]
pub struct Saved<T> {
    thing: T,
}

impl<T> Saved<T> {
    /// The thing as it was saved.
    pub const fn thing(&self) -> &T {
        &self.thing
    }

    /// The thing as it was saved.
    pub fn into_thing(self) -> T {
        self.thing
    }

    /// The answer to the caller.
    #[must_use]
    pub const fn answer(&self, status: u16, body: Option<String>) -> Answer {
        Answer { status, etag: None, location: None, body }
    }
}

/// What came of a write.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The answer.
    pub answer: Answer,
    /// Whether it is the answer of an earlier request with the same key.
    pub is_replay: bool,
}

/// A write in progress: everything that may be read, and [`Tx::save`].
pub struct Tx<'a> {
    repo: &'a mut dyn Repo,
    actor: Actor,
    now: Moment,
    mint: Arc<dyn Mint>,
    request_id: String,
    has_failed: bool,
    /// Enterprises that were saved and whose masked numbers nobody has compared yet.
    unsettled: Vec<Uuid>,
}

impl<'a> Deref for Tx<'a> {
    type Target = dyn Read + 'a;
    fn deref(&self) -> &Self::Target {
        self.repo
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.repo
    }
}

impl Tx<'_> {
    /// Who acts.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The moment of this write.
    #[must_use]
    pub const fn now(&self) -> Moment {
        self.now
    }

    /// A new id.
    #[must_use]
    pub fn mint<I: Id>(&self) -> I {
        self.mint.mint(self.now).into()
    }

    /// Asks the policy.
    pub fn authorize(&self, action: Action, anchors: &Anchors) -> Result<Permit, Denial> {
        policy::authorize(&self.actor, action, anchors)
    }

    /// Asks the policy about what stands nowhere.
    pub fn authorize_at_all(&self, action: Action) -> Result<Permit, Denial> {
        policy::authorize_at_all(&self.actor, action)
    }

    /// Waits for whoever changes the same thing now: what is then read is its latest state, and nobody comes in
    /// between.
    pub fn lock_entity(&mut self, id: Uuid) -> Result<(), Error> {
        self.repo.lock_entity(id)
    }

    /// Waits for whoever writes something by one of these names now, in one order, so that nobody waits for each
    /// other: names are those of things that have no id, such as the bills of suppliers.
    pub fn lock_names(&mut self, names: &BTreeSet<String>) -> Result<(), Error> {
        names.iter().try_for_each(|name| self.repo.lock_entity(turn_of(name)))
    }

    /// Takes the bodies out of saved answers that name a thing whose personal data is erased. A repeated
    /// request is then answered with status, `ETag` and `Location` alone, and still has no second effect.
    pub fn strip_answers<I: Id>(&mut self, subject: I) -> Result<(), Error> {
        self.repo.strip_answers(subject.uuid()).map(drop)
    }

    /// Notes that an enterprise, as it was read, has been compared with the others; `false` where it has
    /// changed since, or somebody else was first. That is no state of the enterprise, and leaves no event.
    pub fn mark_compared(&mut self, thing: &Enterprise) -> Result<bool, Error> {
        self.repo.mark_compared(thing)
    }

    /// Writes the thing's row, and with it the audit row and the change row.
    pub fn save<T: Storable>(&mut self, recorded: Recorded<T>) -> Result<Saved<T>, Error> {
        // Until it is done it has failed, and a failure that is passed over stays one.
        let failed_before = std::mem::replace(&mut self.has_failed, true);
        let (thing, event) = recorded.into_parts();
        if thing.write_row(self.repo, event.change())? == 0 {
            return Err(Error::Stale);
        }
        let entry = T::KIND.is_searched().then(|| Entry::of(&thing));
        let trail = Trail {
            id: self.mint.mint(event.at),
            event: &event,
            request_id: &self.request_id,
            entry,
        };
        self.repo.append(&trail)?;
        if T::KIND == Kind::Enterprise {
            self.unsettled.push(thing.meta().id.uuid());
        }
        self.has_failed = failed_before;
        Ok(Saved { thing })
    }

    /// Compares the masked numbers of enterprises that were saved with those of others. Every write ends with it: what is
    /// refused before tells nothing of them, and nothing is refused afterwards.
    pub fn settle_numbers(&mut self) -> Result<(), Error> {
        let ids = std::mem::take(&mut self.unsettled);
        self.repo.settle_numbers(&ids)
    }
}

/// The id in whose turn a name is written.
pub(crate) fn turn_of(name: &str) -> Uuid {
    let digest = Sha256::digest(name.as_bytes());
    Uuid::from_bytes(std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default()))
}

impl Store {
    /// Runs a write: everything in it is kept, or nothing.
    pub async fn write<E>(
        &self,
        request: WriteRequest,
        work: impl FnOnce(&mut Tx<'_>) -> Result<Answer, E> + Send + 'static,
    ) -> Result<Outcome, E>
    where
        E: From<Error> + From<Denial> + Send + 'static,
    {
        let (clock, mint) = (self.clock.clone(), self.mint.clone());
        run(self, move |repo| admit(repo, request, (clock.now(), mint), work)).await
    }
}

/// Inside the transaction: the key, the caller, the work, the answer.
fn admit<E: From<Error> + From<Denial>>(
    repo: &mut dyn Repo,
    request: WriteRequest,
    (now, mint): (Moment, Arc<dyn Mint>),
    work: impl FnOnce(&mut Tx<'_>) -> Result<Answer, E>,
) -> Result<Outcome, E> {
    let actor = match request.who {
        Principal::Account(account, token) => {
            repo.actor(account, Some(token), now)?.ok_or(Denial::SignedOut)?
        }
        Principal::Anonymous => Actor::nobody(),
        Principal::Operator => Actor::operator(),
    };
    let caller = actor.account().map(|id| id.to_string()).unwrap_or_default();
    let replay = request.key.as_ref().map(|keyed| Replay {
        caller: &caller,
        operation: request.operation,
        key: &keyed.key,
        fingerprint: &keyed.fingerprint,
        standing: standing(&actor),
    });
    if let Some(replay) = &replay
        && let Some(answer) = repo.claim(replay, now)?
    {
        return Ok(Outcome { answer, is_replay: true });
    }
    let mut tx = Tx {
        repo,
        actor,
        now,
        mint,
        request_id: request.request_id,
        has_failed: false,
        unsettled: Vec::new(),
    };
    let answer = work(&mut tx)?;
    if tx.has_failed {
        return Err(Error::Internal("a unit of work went on after a failed save".to_owned()).into());
    }
    tx.settle_numbers()?;
    if let Some(replay) = &replay {
        tx.repo.save_answer(replay, &answer)?;
    }
    Ok(Outcome { answer, is_replay: false })
}

/// A digest of the roles that somebody holds, in whatever order.
fn standing(actor: &Actor) -> [u8; STANDING] {
    let mut grants: Vec<String> = actor.grants().iter().map(|grant| format!("{grant:?}")).collect();
    grants.sort_unstable();
    let digest = Sha256::digest(grants.join("\n").as_bytes());
    std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default())
}

/// Runs housekeeping that writes no thing and so leaves no event.
pub(crate) async fn work<T: Send + 'static>(
    store: &Store,
    job: impl FnOnce(&mut dyn Repo) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    run(store, job).await
}

/// Hands a unit of work to the engine and waits for its commit. The caller may go away: the work
/// goes on to its end.
async fn run<T, E>(
    store: &Store,
    job: impl FnOnce(&mut dyn Repo) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let (tell, told) = oneshot::channel();
    let unit: WriteJob = Box::new(move |repo| {
        // A panic is a bug and answered as one; the unit is rolled back like any that fails.
        let outcome = catch_unwind(AssertUnwindSafe(|| job(repo)))
            .unwrap_or_else(|_panic| Err(E::from(Error::Internal("a write panicked".to_owned()))));
        let keep = outcome.is_ok();
        let reply: Reply = Box::new(move |committed| {
            // Nobody may be waiting any more; then there is nobody to tell.
            let _gone = tell.send(committed.map_err(E::from).and(outcome));
        });
        (keep, reply)
    });
    if let Some(queue) = store.driver.queue() {
        queue
            .send(unit)
            .await
            .map_err(|_closed| Error::Unavailable("the writer has stopped".to_owned()))?;
    } else {
        let place = store.place().await?;
        let driver = store.driver.clone();
        tokio::task::spawn_blocking(move || {
            let _place = place;
            driver.write(unit);
        });
    }
    told.await
        .map_err(|_dropped| Error::Unavailable("a write ended without an answer".to_owned()))?
}

impl From<ConstraintViolation> for Error {
    fn from(violation: ConstraintViolation) -> Self {
        Self::Violated(violation)
    }
}
