//! The hash chain of the audit trail and the positions of the change feed.

use super::Conn;
use crate::Error;
use crate::audit_chain::Damage;
use crate::column::{Json, Perhaps, TextColumn, Timestamp, UuidColumn};
use crate::port::{Ledger, Link};
use crate::schema::{audit, changes, disclosed_enterprises as shown, disclosures, ledger_heads};
use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, DisclosureId};
use odoi_domain::policy::disclosure::{Disclosure, DisclosureState};
use odoi_domain::policy::privacy::Purpose;
use odoi_domain::{Kind, Meta};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A row of the audit trail, read with care: somebody may have changed it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = audit)]
struct AuditRow {
    id: Perhaps<UuidColumn>,
    at: Perhaps<Timestamp>,
    actor: Option<Perhaps<UuidColumn>>,
    action: Perhaps<String>,
    event: Perhaps<String>,
    kind: Perhaps<TextColumn<Kind>>,
    subject: Perhaps<UuidColumn>,
    revision: i64,
    facts: Perhaps<Json<Vec<(String, String)>>>,
    request_id: Perhaps<String>,
    seq: Option<i64>,
    digest: Option<Vec<u8>>,
}

impl AuditRow {
    fn into_link(self) -> Link {
        Link {
            id: self.id.0.map(|id| id.0),
            seq: self.seq,
            digest: self.digest.clone(),
            text: self.text(),
        }
    }

    /// The row as the chain sees it: everything but its place and digest, in one spelling.
    fn text(self) -> Option<String> {
        let actor = match self.actor {
            None => None,
            Some(actor) => Some(actor.0?.0),
        };
        serde_json::to_string(&(
            self.id.0?.0,
            self.at.0?.0.micros(),
            actor,
            (self.action.0?, self.event.0?, self.kind.0?.0.text()),
            (self.subject.0?.0, self.revision),
            (self.facts.0?.0, self.request_id.0?),
        ))
        .ok()
    }
}

/// A disclosure, read with the same care.
#[derive(Queryable, Selectable)]
#[diesel(table_name = disclosures)]
struct LogRow {
    id: UuidColumn,
    revision: i64,
    created_at: Perhaps<Timestamp>,
    updated_at: Perhaps<Timestamp>,
    account_id: Option<Perhaps<UuidColumn>>,
    purpose: Perhaps<TextColumn<Purpose>>,
    facts: Perhaps<Json<DisclosureState>>,
}

impl LogRow {
    /// The disclosure, where the columns say what its document says.
    fn into_disclosure(self) -> Option<Disclosure> {
        let (made, state) = (self.created_at.0?.0, self.facts.0?.0);
        let account = match self.account_id {
            None => None,
            Some(account) => Some(AccountId(account.0?.0)),
        };
        let agrees = self.revision == 1
            && self.updated_at.0?.0 == made
            && account == state.account
            && self.purpose.0?.0 == state.look.purpose;
        let meta = Meta::first(DisclosureId(self.id.0), made);
        agrees.then(|| Disclosure::restore(meta, state))
    }
}

/// An enterprise that a disclosure is found by.
type Shown = (Uuid, String);

/// Whether the log shows a disclosure as its audit row recorded it.
fn is_as_recorded(
    row: LogRow,
    shown: Option<BTreeSet<Shown>>,
    recorded: &[(String, String)],
) -> bool {
    let Some(disclosure) = row.into_disclosure() else {
        return false;
    };
    let of = disclosure.state().look.shown.iter();
    let of = of.map(|one| (one.enterprise.0, one.district.to_string()));
    let facts = disclosure.recorded();
    // What was recorded before the digest was has none.
    let is_said = |fact: &(String, String)| {
        facts.iter().any(|(name, value)| (*name, value) == (&fact.0, &fact.1))
    };
    shown.unwrap_or_default() == of.collect()
        && !recorded.is_empty()
        && recorded.iter().all(is_said)
}

impl Ledger for Conn {
    fn lock_head(&mut self) -> Result<Option<(i64, Vec<u8>)>, Error> {
        let head =
            ledger_heads::table.find("audit").select((ledger_heads::seq, ledger_heads::digest));
        Ok(locked!(head).get_result(self).optional()?)
    }

    fn unsealed(&mut self, limit: i64) -> Result<Vec<Link>, Error> {
        let rows: Vec<AuditRow> = audit::table
            .filter(audit::seq.is_null())
            .order(audit::id)
            .limit(limit)
            .select(AuditRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(AuditRow::into_link).collect())
    }

    fn seal(&mut self, sealed: &[(Uuid, i64, Vec<u8>)]) -> Result<(), Error> {
        for (id, seq, digest) in sealed {
            diesel::update(audit::table.find(UuidColumn(*id)))
                .set((audit::seq.eq(Some(seq)), audit::digest.eq(Some(digest))))
                .execute(self)?;
            diesel::update(changes::table.find(UuidColumn(*id)))
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
        Ok(rows.into_iter().map(AuditRow::into_link).collect())
    }

    fn counts(&mut self) -> Result<[i64; 2], Error> {
        Ok([audit::table.count().get_result(self)?, changes::table.count().get_result(self)?])
    }

    fn change_at(&mut self, position: i64) -> Result<Option<Uuid>, Error> {
        let found: Option<Perhaps<UuidColumn>> = changes::table
            .filter(changes::position.eq(position))
            .select(changes::id)
            .get_result(self)
            .optional()?;
        Ok(found.and_then(|id| id.0).map(|id| id.0))
    }

    fn changes_unlike_audit(&mut self) -> Result<Vec<Option<Uuid>>, Error> {
        let unlike = sql::<Bool>(
            "NOT EXISTS (SELECT 1 FROM audit WHERE audit.id = changes.id AND audit.at = changes.at \
             AND audit.kind = changes.kind AND audit.subject = changes.subject AND audit.revision = changes.revision \
             AND audit.event = changes.event AND coalesce(audit.seq, 0) = coalesce(changes.position, 0))",
        );
        let ids: Vec<Perhaps<UuidColumn>> =
            changes::table.filter(unlike).order(changes::id).select(changes::id).load(self)?;
        Ok(ids.into_iter().map(|id| id.0.map(|id| id.0)).collect())
    }

    fn audit_without_change(&mut self) -> Result<Vec<(Option<i64>, Option<Uuid>)>, Error> {
        let alone = sql::<Bool>("NOT EXISTS (SELECT 1 FROM changes WHERE changes.id = audit.id)");
        let rows: Vec<(Option<i64>, Perhaps<UuidColumn>)> = audit::table
            .filter(alone)
            .order(audit::id)
            .select((audit::seq, audit::id))
            .load(self)?;
        let rows = rows.into_iter();
        Ok(rows.map(|(seq, id)| (seq, id.0.map(|id| id.0))).collect())
    }

    fn logged(&mut self) -> Result<Vec<Option<Uuid>>, Error> {
        let ids: Vec<Perhaps<UuidColumn>> =
            disclosures::table.order(disclosures::id).select(disclosures::id).load(self)?;
        Ok(ids.into_iter().map(|id| id.0.map(|id| id.0)).collect())
    }

    fn unlike_recorded(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, Damage)>, Error> {
        let keys: Vec<UuidColumn> = ids.iter().copied().map(UuidColumn).collect();
        let rows: Vec<LogRow> = disclosures::table
            .filter(disclosures::id.eq_any(keys.clone()))
            .order(disclosures::id)
            .select(LogRow::as_select())
            .load(self)?;
        let found: Vec<(UuidColumn, Perhaps<UuidColumn>, Perhaps<String>)> = shown::table
            .filter(shown::disclosure_id.eq_any(keys.clone()))
            .select((shown::disclosure_id, shown::enterprise_id, shown::district))
            .load(self)?;
        let mut shows: HashMap<Uuid, BTreeSet<Shown>> = HashMap::new();
        for (id, enterprise, district) in found {
            let enterprise = enterprise.0.map_or(Uuid::nil(), |key| key.0);
            shows.entry(id.0).or_default().insert((enterprise, district.0.unwrap_or_default()));
        }
        type Said = Perhaps<Json<Vec<(String, String)>>>;
        let said: Vec<(UuidColumn, Said)> = audit::table
            .filter(audit::subject.eq_any(keys))
            .filter(audit::kind.eq(Kind::Disclosure.text()))
            .select((audit::subject, audit::facts))
            .load(self)?;
        let said = said.into_iter().map(|(id, facts)| (id.0, facts.0.map(|facts| facts.0)));
        let said: HashMap<Uuid, Option<Vec<(String, String)>>> = said.collect();
        let mut wrong = Vec::new();
        for row in rows {
            let id = row.id.0;
            match said.get(&id) {
                None => wrong.push((id, Damage::DisclosureUnrecorded)),
                Some(said) => {
                    let said = said.as_deref().unwrap_or_default();
                    if !is_as_recorded(row, shows.remove(&id), said) {
                        wrong.push((id, Damage::DisclosureAltered));
                    }
                }
            }
        }
        Ok(wrong)
    }

    fn gone_from_log(&mut self) -> Result<Vec<(Option<i64>, Option<Uuid>)>, Error> {
        let stands = disclosures::table.filter(disclosures::id.eq(audit::subject));
        let rows: Vec<(Option<i64>, Perhaps<UuidColumn>)> = audit::table
            .filter(audit::kind.eq(Kind::Disclosure.text()))
            .filter(not(exists(stands)))
            .order(audit::id)
            .select((audit::seq, audit::subject))
            .load(self)?;
        let gone = rows.into_iter().map(|(seq, id)| (seq, id.0.map(|id| id.0)));
        Ok(gone.collect())
    }
}
