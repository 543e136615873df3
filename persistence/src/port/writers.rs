//! The ports that write: seen by the unit of work and by nobody else.

use crate::Error;
use crate::audit_chain::Damage;
use crate::record::AnyEntity;
use crate::unit_of_work::Answer;
use odoi_domain::kernel::fold;
use odoi_domain::kernel::id::{AccountId, Id};
use odoi_domain::kernel::search::Heading;
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::{Change, Day, Entity, Event, Moment};
use uuid::Uuid;

/// Writes the row of a thing; the answer counts the rows, 0 where the revision was stale.
pub(crate) trait EntityWriter {
    fn write_row(&mut self, thing: AnyEntity<'_>, change: Change) -> Result<usize, Error>;
    /// Gives enterprises that have been kept their masked numbers; refused where another has one.
    fn settle_numbers(&mut self, enterprises: &[Uuid]) -> Result<(), Error>;
    /// Waits until nobody else changes a thing by its id, and keeps others waiting until the end.
    fn lock_entity(&mut self, id: Uuid) -> Result<(), Error>;
    /// Adds or replaces rows of the classification, which are reference data and leave no event.
    fn load_activities(&mut self, rows: &[super::Activity]) -> Result<(), Error>;
    /// Computes size classes anew whose day has come; the answer counts them, 0 where none is left.
    fn review_sizes(&mut self, today: Day) -> Result<usize, Error>;
    /// Notes that a state of an enterprise has been compared with the others; says whether it had to be.
    fn mark_compared(&mut self, thing: &Enterprise) -> Result<bool, Error>;
    /// Writes what an event leaves beside the row: audit, change feed, search.
    fn append(&mut self, trail: &Trail<'_>) -> Result<(), Error>;
}

/// What an event leaves behind.
pub(crate) struct Trail<'a> {
    /// One id for the audit row and the change row.
    pub(crate) id: Uuid,
    pub(crate) event: &'a Event,
    pub(crate) request_id: &'a str,
    /// What the thing is found by; `None` where its kind cannot be searched.
    pub(crate) entry: Option<Entry>,
}

/// What a thing is found by, and shown as where it is found.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Its folded words, each once.
    pub(crate) words: Vec<String>,
    pub(crate) heading: Heading,
    pub(crate) district: String,
    /// The clusters, institutions and enterprises that it belongs to, itself apart.
    pub(crate) targets: Vec<Uuid>,
}

impl Entry {
    /// Of a thing.
    pub(crate) fn of<T: Entity>(thing: &T) -> Self {
        let (anchors, own) = (thing.anchors(), thing.meta().id.uuid());
        let clusters = anchors.clusters.iter().map(|id| id.0);
        let institutions = anchors.institutions.iter().map(|id| id.0);
        let enterprises = anchors.enterprises.iter().map(|id| id.0);
        let mut targets: Vec<Uuid> = clusters.chain(institutions).chain(enterprises).collect();
        targets.retain(|id| *id != own);
        targets.sort_unstable();
        targets.dedup();
        let mut heading = thing.heading();
        heading.en = heading.en.chars().take(200).collect();
        Self {
            words: fold::words(&thing.search_text()),
            heading,
            district: anchors.districts.first().map(ToString::to_string).unwrap_or_default(),
            targets,
        }
    }
}

/// The vocabulary of the search.
pub(crate) trait Vocabulary {
    /// Gives some words that have none yet the key of their sound; the answer counts them.
    fn learn_sounds(&mut self) -> Result<usize, Error>;
    /// Looks at some words that entries have let go of, and forgets those that no entry holds; counts
    /// the words looked at, 0 where none is due.
    fn forget_words(&mut self, now: Moment) -> Result<usize, Error>;
}

/// Networks from which accounts have signed in.
pub(crate) trait Networks {
    /// Notes that an account has signed in from a network just now.
    fn note_network(&mut self, account: AccountId, digest: &[u8], now: Moment)
    -> Result<(), Error>;
    /// Forgets the networks that were last used before a moment; the answer counts them.
    fn forget_networks(&mut self, before: Moment) -> Result<usize, Error>;
}

/// Saved answers by idempotency key.
pub(crate) trait Replays {
    /// Takes the key, or says what became of the request that took it first.
    fn claim(&mut self, key: &Replay<'_>, now: Moment) -> Result<Option<Answer>, Error>;
    /// Keeps the answer of the request that took the key.
    fn save_answer(&mut self, key: &Replay<'_>, answer: &Answer) -> Result<(), Error>;
    /// Takes the bodies out of saved answers that name a thing; the keys stay taken. Counts them.
    fn strip_answers(&mut self, subject: Uuid) -> Result<usize, Error>;
    /// Forgets the keys taken before a moment; the answer counts them.
    fn forget_answers(&mut self, before: Moment) -> Result<usize, Error>;
}

/// An idempotency key: scoped to caller and operation, bound to one payload.
pub(crate) struct Replay<'a> {
    pub(crate) caller: &'a str,
    pub(crate) operation: &'a str,
    pub(crate) key: &'a str,
    pub(crate) fingerprint: &'a [u8],
    /// A digest of the roles that the caller holds: an answer that was given under others is repeated without
    /// its body.
    pub(crate) standing: [u8; STANDING],
}

/// Bytes of the digest of a caller's roles.
pub(crate) const STANDING: usize = 16;

/// A row of the audit trail, as the chain is made of it.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    /// `None` where it cannot be read.
    pub(crate) id: Option<Uuid>,
    /// `None` where any of it cannot be read.
    pub(crate) text: Option<String>,
    pub(crate) seq: Option<i64>,
    pub(crate) digest: Option<Vec<u8>>,
}

/// The hash chain of the audit trail and the positions of the change feed.
pub(crate) trait Ledger {
    /// Takes the head of the audit chain, so that no other sealer runs: its length and last digest. `None` where somebody
    /// has removed it.
    fn lock_head(&mut self) -> Result<Option<(i64, Vec<u8>)>, Error>;
    /// Audit rows that are committed and not sealed yet, in the order of their ids.
    fn unsealed(&mut self, limit: i64) -> Result<Vec<Link>, Error>;
    /// Seals rows: their place and digest, and with the same place the position of their change.
    fn seal(&mut self, sealed: &[(Uuid, i64, Vec<u8>)]) -> Result<(), Error>;
    /// Sealed rows behind a place, in their order.
    fn sealed(&mut self, after: i64, limit: i64) -> Result<Vec<Link>, Error>;
    /// How many rows the audit trail and the change feed have.
    fn counts(&mut self) -> Result<[i64; 2], Error>;
    /// The id of the change at a position.
    fn change_at(&mut self, position: i64) -> Result<Option<Uuid>, Error>;
    /// Changes that no audit row was written with, or another than stands there.
    fn changes_unlike_audit(&mut self) -> Result<Vec<Option<Uuid>>, Error>;
    /// Audit rows whose change is gone: their places and ids.
    fn audit_without_change(&mut self) -> Result<Vec<Gone>, Error>;
    /// The ids of the log of disclosures; `None` for those that cannot be read.
    fn logged(&mut self) -> Result<Vec<Option<Uuid>>, Error>;
    /// Which of some disclosures differ from what the audit trail says of them.
    fn unlike_recorded(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, Damage)>, Error>;
    /// Disclosures that the audit trail records and the log does not have, with the places of their audit rows.
    fn gone_from_log(&mut self) -> Result<Vec<Gone>, Error>;
}

/// The place and the id or subject of an audit row, of which something that was written with it is gone.
pub(crate) type Gone = (Option<i64>, Option<Uuid>);
