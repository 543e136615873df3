//! Sessions: families of refresh tokens with a generation counter.
//!
//! A refresh token is good once. Its reuse within a short grace gives the same next generation again
//! (a client that lost the answer, or twenty tabs at once); later it is theft and ends the family.

use crate::identity::account::Account;
use crate::kernel::entity::Refusal;
use crate::kernel::id::{AccountId, SessionId};
use crate::policy::actor::Anchors;
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded, policy::Permit};

/// A session may live this long, however often it is refreshed.
pub const LIFETIME_SECONDS: i64 = 30 * 24 * 3600;
/// So long a token of the previous generation still answers with the current one.
pub const GRACE_SECONDS: i64 = 10;

/// A family of refresh tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    meta: Meta<SessionId>,
    account: AccountId,
    token_generation: i64,
    generation: i64,
    rotated_at: Moment,
    expires_at: Moment,
    revoked_at: Option<Moment>,
}

/// What an access token depends on: it is worth nothing when that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenBinding {
    /// A session.
    Session(SessionId),
    /// A token generation of the account, where there is no session: a partner system has none.
    Generation(i64),
}

/// What comes of presenting a refresh token.
#[derive(Debug)]
pub enum Rotation {
    /// The session has a new generation.
    Rotated(Recorded<Session>),
    /// The token was just used: the current generation is given again.
    Repeated(Session),
    /// The token was used long ago: the family has ended.
    Reused(Recorded<Session>),
    /// The session is over.
    Over,
}

impl Session {
    /// Opens a session of an account as it was when its password was found right: where the password has changed
    /// since, the session has ended already.
    pub fn open(
        permit: &Permit,
        id: SessionId,
        account: &Account,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let thing = Self {
            meta: Meta::first(id, now),
            account: account.meta().id,
            token_generation: account.token_generation(),
            generation: 1,
            rotated_at: now,
            expires_at: now.plus_seconds(LIFETIME_SECONDS),
            revoked_at: None,
        };
        Recorded::new(permit, thing, EventType::SessionOpened, now)
    }

    /// Answers a refresh token of the given generation; the account is the session's.
    pub fn rotate(
        self,
        permit: &Permit,
        account: &Account,
        presented: i64,
        now: Moment,
    ) -> Result<Rotation, Refusal> {
        let is_current = account.is_active() && account.token_generation() == self.token_generation;
        if !is_current || !self.is_live(now) || presented > self.generation {
            return Ok(Rotation::Over);
        }
        if presented == self.generation {
            let thing = Self {
                meta: self.meta.next(now),
                generation: self.generation + 1,
                rotated_at: now,
                ..self
            };
            let rotated = Recorded::new(permit, thing, EventType::SessionRotated, now)?;
            return Ok(Rotation::Rotated(rotated));
        }
        if presented == self.generation - 1 && now < self.rotated_at.plus_seconds(GRACE_SECONDS) {
            return Ok(Rotation::Repeated(self));
        }
        let ended = self.end(permit, EventType::SessionReuseDetected, now)?;
        Ok(Rotation::Reused(ended))
    }

    /// Takes the session over into a new token generation of its account: whoever changes the password stays
    /// signed in, and nobody else does.
    pub fn carry_over(
        self,
        permit: &Permit,
        account: &Account,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let thing = Self {
            meta: self.meta.next(now),
            token_generation: account.token_generation(),
            ..self
        };
        Recorded::new(permit, thing, EventType::SessionCarriedOver, now)
    }

    /// Ends the session.
    pub fn close(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        self.end(permit, EventType::SessionClosed, now)
    }

    fn end(self, permit: &Permit, what: EventType, now: Moment) -> Result<Recorded<Self>, Refusal> {
        let thing = Self { meta: self.meta.next(now), revoked_at: Some(now), ..self };
        Recorded::new(permit, thing, what, now)
    }

    /// Puts together what the database kept.
    #[must_use]
    pub const fn restore(
        meta: Meta<SessionId>,
        account: AccountId,
        (token_generation, generation): (i64, i64),
        times: (Moment, Moment, Option<Moment>),
    ) -> Self {
        let (rotated_at, expires_at, revoked_at) = times;
        Self { meta, account, token_generation, generation, rotated_at, expires_at, revoked_at }
    }

    /// Whether it has neither ended nor expired.
    #[must_use]
    pub fn is_live(&self, now: Moment) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }

    /// Whose it is.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// The token generation of the account that it belongs to.
    #[must_use]
    pub const fn token_generation(&self) -> i64 {
        self.token_generation
    }

    /// How often it has been refreshed, from 1.
    #[must_use]
    pub const fn generation(&self) -> i64 {
        self.generation
    }

    /// When it was last refreshed, when it expires, and when it was ended.
    #[must_use]
    pub const fn times(&self) -> (Moment, Moment, Option<Moment>) {
        (self.rotated_at, self.expires_at, self.revoked_at)
    }
}

impl Entity for Session {
    type Id = SessionId;
    const KIND: Kind = Kind::Session;

    fn meta(&self) -> &Meta<SessionId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        Anchors { owner: Some(self.account), ..Anchors::default() }
    }
}
