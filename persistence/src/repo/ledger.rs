//! The hash chain of the audit trail and the positions of the change feed.

use super::Conn;
use crate::Error;
use crate::column::{At, Json, Key, Spelt};
use crate::port::{Ledger, Link};
use crate::schema::{audit, changes, ledger_heads, outbox};
use diesel::prelude::*;
use odoi_domain::Kind;
use uuid::Uuid;

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit)]
struct AuditRow {
    id: Key,
    at: At,
    actor: Option<Key>,
    action: String,
    event: String,
    kind: Spelt<Kind>,
    subject: Key,
    revision: i64,
    facts: Json<Vec<(String, String)>>,
    request_id: String,
    seq: Option<i64>,
    digest: Option<Vec<u8>>,
}

impl AuditRow {
    /// The row as the chain sees it: everything but its place and digest, in one spelling.
    fn into_link(self) -> Result<Link, Error> {
        let text = serde_json::to_string(&(
            self.id.0,
            self.at.0.micros(),
            self.actor.map(|actor| actor.0),
            (self.action, self.event, self.kind.0.text()),
            (self.subject.0, self.revision),
            (self.facts.0, self.request_id),
        ))
        .map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Link {
            id: self.id.0,
            text,
            seq: self.seq,
            digest: self.digest,
        })
    }
}

impl Ledger for Conn {
    fn lock_head(&mut self) -> Result<(i64, Vec<u8>), Error> {
        let head = ledger_heads::table
            .find("audit")
            .select((ledger_heads::seq, ledger_heads::digest));
        Ok(locked!(head).get_result(self)?)
    }

    fn unsealed(&mut self, limit: i64) -> Result<Vec<Link>, Error> {
        let rows: Vec<AuditRow> = audit::table
            .filter(audit::seq.is_null())
            .order(audit::id)
            .limit(limit)
            .select(AuditRow::as_select())
            .load(self)?;
        rows.into_iter().map(AuditRow::into_link).collect()
    }

    fn seal(&mut self, sealed: &[(Uuid, i64, Vec<u8>)]) -> Result<(), Error> {
        for (id, seq, digest) in sealed {
            diesel::update(audit::table.find(Key(*id)))
                .set((audit::seq.eq(Some(seq)), audit::digest.eq(Some(digest))))
                .execute(self)?;
            diesel::update(changes::table.find(Key(*id)))
                .set(changes::position.eq(Some(seq)))
                .execute(self)?;
        }
        if let Some((_, seq, digest)) = sealed.last() {
            diesel::update(ledger_heads::table.find("audit"))
                .set((ledger_heads::seq.eq(seq), ledger_heads::digest.eq(digest)))
                .execute(self)?;
        }
        Ok(())
    }

    fn sealed(&mut self, after: i64, limit: i64) -> Result<Vec<Link>, Error> {
        let rows: Vec<AuditRow> = audit::table
            .filter(audit::seq.gt(after))
            .order(audit::seq)
            .limit(limit)
            .select(AuditRow::as_select())
            .load(self)?;
        rows.into_iter().map(AuditRow::into_link).collect()
    }

    fn counts(&mut self) -> Result<[i64; 3], Error> {
        Ok([
            audit::table.count().get_result(self)?,
            changes::table.count().get_result(self)?,
            outbox::table.count().get_result(self)?,
        ])
    }
}
