//! Networks from which accounts have signed in: housekeeping of the sign-in, without events.

use super::Conn;
use crate::Error;
use crate::column::{Timestamp, UuidColumn};
use crate::port::Networks;
use crate::schema::known_networks as known;
use diesel::prelude::*;
use odoi_domain::Moment;
use odoi_domain::kernel::id::AccountId;

pub(crate) fn used_at(
    conn: &mut Conn,
    account: AccountId,
    digest: &[u8],
) -> Result<Option<Moment>, Error> {
    let found: Option<Timestamp> = known::table
        .find((UuidColumn(account.0), digest))
        .select(known::used_at)
        .get_result(conn)
        .optional()?;
    Ok(found.map(|at| at.0))
}

impl Networks for Conn {
    fn note_network(
        &mut self,
        account: AccountId,
        digest: &[u8],
        now: Moment,
    ) -> Result<(), Error> {
        diesel::insert_into(known::table)
            .values((
                known::account_id.eq(UuidColumn(account.0)),
                known::digest.eq(digest),
                known::used_at.eq(Timestamp(now)),
            ))
            .on_conflict((known::account_id, known::digest))
            .do_update()
            .set(known::used_at.eq(Timestamp(now)))
            .execute(self)?;
        Ok(())
    }

    fn forget_networks(&mut self, before: Moment) -> Result<usize, Error> {
        Ok(diesel::delete(known::table.filter(known::used_at.lt(Timestamp(before))))
            .execute(self)?)
    }
}
