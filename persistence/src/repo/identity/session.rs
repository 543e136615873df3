//! Sessions.

use super::Conn;
use crate::Error;
use crate::column::{Timestamp, UuidColumn};
use crate::schema::sessions;
use diesel::prelude::*;
use odoi_domain::identity::session::Session;
use odoi_domain::kernel::id::{AccountId, SessionId};
use odoi_domain::{Change, Entity};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = sessions, treat_none_as_null = true, treat_none_as_default_value = false)]
struct SessionRow {
    id: UuidColumn,
    revision: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    account_id: UuidColumn,
    generation: i64,
    rotated_at: Timestamp,
    expires_at: Timestamp,
    revoked_at: Option<Timestamp>,
    token_generation: i64,
}

impl SessionRow {
    fn of(thing: &Session) -> Self {
        let (meta, (rotated_at, expires_at, revoked_at)) = (thing.meta(), thing.times());
        Self {
            id: UuidColumn(meta.id.0),
            revision: meta.revision,
            created_at: Timestamp(meta.created_at),
            updated_at: Timestamp(meta.updated_at),
            account_id: UuidColumn(thing.account().0),
            generation: thing.generation(),
            rotated_at: Timestamp(rotated_at),
            expires_at: Timestamp(expires_at),
            revoked_at: revoked_at.map(Timestamp),
            token_generation: thing.token_generation(),
        }
    }

    fn into_thing(self) -> Session {
        let meta = meta!(self, SessionId);
        let times = (self.rotated_at.0, self.expires_at.0, self.revoked_at.map(|at| at.0));
        let generations = (self.token_generation, self.generation);
        Session::restore(meta, AccountId(self.account_id.0), generations, times)
    }
}

pub(crate) fn one(conn: &mut Conn, id: SessionId) -> Result<Session, Error> {
    one!(conn, sessions, SessionRow, id)
}

pub(crate) fn held(conn: &mut Conn, id: SessionId) -> Result<Session, Error> {
    let query = sessions::table.find(UuidColumn(id.0)).select(SessionRow::as_select());
    let row: SessionRow = locked!(query).get_result(conn)?;
    Ok(row.into_thing())
}

pub(crate) fn write_row(conn: &mut Conn, thing: &Session, change: Change) -> Result<usize, Error> {
    put!(conn, sessions, SessionRow::of(thing), change)
}
