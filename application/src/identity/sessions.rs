//! Sessions of accounts: opened, refreshed, closed.

use crate::{Failure, WriteContext};
use odoi_domain::Entity;
use odoi_domain::identity::account::Account;
use odoi_domain::identity::session::{Rotation, Session};
use odoi_domain::kernel::id::SessionId;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::Anchors;
use odoi_persistence::Saved;

/// What became of a refresh token.
pub enum Refreshed {
    /// It was traded for the next generation.
    Rotated(Saved<Session>),
    /// It was traded a moment ago, by whoever lost the answer: the same again.
    Repeated(Box<Session>),
    /// It was used a second time: the session has ended, and that is kept.
    Reused(Saved<Session>),
    /// There is no such session any more, or it has ended: nothing is kept.
    Over,
}

/// Opens a session of an account whose secret was right.
pub fn open_session(
    tx: &mut WriteContext<'_, '_>,
    account: &Account,
) -> Result<Saved<Session>, Failure> {
    let permit = tx.authorize(Action::OpenSession, &Anchors::default())?;
    let (id, now) = (tx.mint(), tx.now());
    Ok(tx.save(Session::open(&permit, id, account, now)?)?)
}

/// Trades a refresh token of a generation for the next one. Whoever uses one twice ends the session.
pub fn rotate_session(
    tx: &mut WriteContext<'_, '_>,
    id: SessionId,
    generation: i64,
) -> Result<Refreshed, Failure> {
    let permit = tx.authorize(Action::RotateSession, &Anchors::default())?;
    let now = tx.now();
    let session = match tx.session_locked(id) {
        Ok(session) => session,
        Err(odoi_persistence::Error::Missing) => return Ok(Refreshed::Over),
        Err(other) => return Err(other.into()),
    };
    let account = tx.account(session.account())?;
    Ok(match session.rotate(&permit, &account, generation, now)? {
        Rotation::Rotated(recorded) => Refreshed::Rotated(tx.save(recorded)?),
        Rotation::Repeated(session) => Refreshed::Repeated(Box::new(session)),
        Rotation::Reused(recorded) => Refreshed::Reused(tx.save(recorded)?),
        Rotation::Over => Refreshed::Over,
    })
}

/// Ends a session: its tokens are worth nothing any more.
pub fn close_session(
    tx: &mut WriteContext<'_, '_>,
    id: SessionId,
) -> Result<Saved<Session>, Failure> {
    let session = tx.session(id)?;
    let permit = tx.authorize(Action::CloseSession, &session.anchors())?;
    let now = tx.now();
    Ok(tx.save(session.close(&permit, now)?)?)
}
