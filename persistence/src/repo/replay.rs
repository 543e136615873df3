//! Saved answers by idempotency key.

use super::Conn;
use crate::Error;
use crate::column::Timestamp;
use crate::port::{Replay, Replays};
use crate::schema::idempotency as saved;
use crate::unit_of_work::Answer;
use diesel::prelude::*;
use odoi_domain::Moment;
use uuid::Uuid;

type Saved = (Vec<u8>, Option<i32>, Option<String>, Option<String>, Option<String>);

impl Replays for Conn {
    /// The insert waits for a request with the same key that is still at work: on SQLite because
    /// there is one writer, on PostgreSQL because the index entry is not committed yet.
    fn claim(&mut self, key: &Replay<'_>, now: Moment) -> Result<Option<Answer>, Error> {
        let taken = diesel::insert_into(saved::table)
            .values((
                saved::caller.eq(key.caller),
                saved::operation.eq(key.operation),
                saved::key.eq(key.key),
                saved::fingerprint.eq([key.fingerprint, &key.standing].concat()),
                saved::created_at.eq(Timestamp(now)),
            ))
            .on_conflict_do_nothing()
            .execute(self)
            .map_err(|error| match Error::from(error) {
                // It waits for longer than a writer may; a connection that is lost says so itself.
                Error::Unavailable(_) => Error::KeyInFlight,
                other => other,
            })?;
        if taken == 1 {
            return Ok(None);
        }
        let (fingerprint, status, etag, location, body): Saved = saved::table
            .find((key.caller, key.operation, key.key))
            .select((saved::fingerprint, saved::status, saved::etag, saved::location, saved::body))
            .get_result(self)?;
        let (payload, standing) =
            fingerprint.split_at_checked(key.fingerprint.len()).ok_or(Error::KeyReused)?;
        if payload != key.fingerprint {
            return Err(Error::KeyReused);
        }
        // What somebody may see has changed since: that it was done is all that is repeated.
        let body = body.filter(|_| standing == key.standing);
        let status = status.and_then(|s| u16::try_from(s).ok()).ok_or(Error::KeyInFlight)?;
        Ok(Some(Answer { status, etag, location, body }))
    }

    fn save_answer(&mut self, key: &Replay<'_>, answer: &Answer) -> Result<(), Error> {
        diesel::update(saved::table.find((key.caller, key.operation, key.key)))
            .set((
                saved::status.eq(Some(i32::from(answer.status))),
                saved::etag.eq(&answer.etag),
                saved::location.eq(&answer.location),
                saved::body.eq(&answer.body),
            ))
            .execute(self)?;
        Ok(())
    }

    fn strip_answers(&mut self, subject: Uuid) -> Result<usize, Error> {
        super::leave_log(self)?;
        let names = saved::body.like(format!("%{}%", subject.as_hyphenated()));
        Ok(diesel::update(saved::table.filter(names))
            .set(saved::body.eq(None::<String>))
            .execute(self)?)
    }

    fn forget_answers(&mut self, before: Moment) -> Result<usize, Error> {
        Ok(diesel::delete(saved::table.filter(saved::created_at.lt(Timestamp(before))))
            .execute(self)?)
    }
}
