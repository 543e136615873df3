//! The books of calls: postings, what each moves, and the balances that they add up to.

use super::Conn;
use crate::Error;
use crate::column::{SqlUuid, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{Books, Next, PostingsOf};
use crate::schema::{calls, ledger_balances, posting_movements, postings};
use diesel::dsl::{count_star, max, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use odoi_domain::kernel::id::{AccountId, CallId, PostingId, ProposalId};
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::text::{Line, Paragraphs};
use odoi_domain::money::ledger::{
    Book, LedgerAccount, Movement, MovementKind, Particulars, Posting, PostingDraft, Storable,
};
use odoi_domain::policy::Action;
use odoi_domain::{Change, Entity};
use std::collections::BTreeMap;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = postings, treat_none_as_default_value = false)]
struct PostingRow {
    id: UuidColumn,
    revision: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    call_id: UuidColumn,
    number: i64,
    proposal_id: Option<UuidColumn>,
    reverses: Option<UuidColumn>,
    action: TextColumn<Action>,
    entered_by: Option<UuidColumn>,
    reference: Option<TextColumn<Line>>,
    reason: Option<TextColumn<Paragraphs>>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = posting_movements, treat_none_as_default_value = false)]
struct MovementRow {
    posting_id: UuidColumn,
    number: i32,
    kind: TextColumn<MovementKind>,
    debit: TextColumn<LedgerAccount>,
    credit: TextColumn<LedgerAccount>,
    amount_paise: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger_balances, treat_none_as_default_value = false)]
struct BalanceRow {
    call_id: UuidColumn,
    owner_id: UuidColumn,
    account: TextColumn<LedgerAccount>,
    paise: i64,
}

impl PostingRow {
    fn of(thing: &Posting) -> Self {
        let (meta, more, posting) = (thing.meta(), thing.particulars(), thing.posting());
        Self {
            id: UuidColumn(meta.id.0),
            revision: meta.revision,
            created_at: Timestamp(meta.created_at),
            updated_at: Timestamp(meta.updated_at),
            call_id: UuidColumn(more.call_id.0),
            number: more.number,
            proposal_id: posting.proposal.map(|id| UuidColumn(id.0)),
            reverses: posting.reverses.map(|id| UuidColumn(id.0)),
            action: TextColumn(more.action),
            entered_by: more.by.map(|id| UuidColumn(id.0)),
            reference: more.reference.clone().map(TextColumn),
            reason: more.reason.clone().map(TextColumn),
        }
    }

    fn into_thing(self, movements: Vec<Movement>) -> Posting {
        let meta = meta!(self, PostingId);
        let posting = PostingDraft {
            id: meta.id,
            proposal: self.proposal_id.map(|id| ProposalId(id.0)),
            movements,
            reverses: self.reverses.map(|id| PostingId(id.0)),
        };
        let particulars = Particulars {
            call_id: CallId(self.call_id.0),
            number: self.number,
            action: self.action.0,
            by: self.entered_by.map(|id| AccountId(id.0)),
            reference: self.reference.map(|text| text.0),
            reason: self.reason.map(|text| text.0),
        };
        Posting::restore(meta, particulars, posting)
    }
}

/// The movements of some postings, in their order.
fn movements(
    conn: &mut Conn,
    of: &[UuidColumn],
) -> Result<BTreeMap<uuid::Uuid, Vec<Movement>>, Error> {
    let rows: Vec<MovementRow> = posting_movements::table
        .filter(posting_movements::posting_id.eq_any(of.to_vec()))
        .order((posting_movements::posting_id, posting_movements::number))
        .select(MovementRow::as_select())
        .load(conn)?;
    let mut found: BTreeMap<uuid::Uuid, Vec<Movement>> = BTreeMap::new();
    for row in rows {
        let movement = Movement::new(row.kind.0, Paise::new(row.amount_paise));
        found.entry(row.posting_id.0).or_default().push(movement);
    }
    Ok(found)
}

/// The owner of a balance is a proposal, or the call itself.
fn balance(call: CallId, row: &BalanceRow) -> (Option<ProposalId>, LedgerAccount, i64) {
    let owner = (row.owner_id.0 != call.0).then_some(ProposalId(row.owner_id.0));
    (owner, row.account.0, row.paise)
}

fn reversing(
    conn: &mut Conn,
    next: Next,
) -> Result<(Option<PostingDraft>, Option<PostingId>), Error> {
    let Some(id) = next.reverses else {
        return Ok((None, None));
    };
    let row: Option<PostingRow> = postings::table
        .filter(postings::id.eq(UuidColumn(id.0)))
        .filter(postings::call_id.eq(UuidColumn(next.call.0)))
        .select(PostingRow::as_select())
        .get_result(conn)
        .optional()?;
    let Some(row) = row else {
        return Ok((None, None));
    };
    let moved = movements(conn, &[row.id])?.remove(&row.id.0).unwrap_or_default();
    let by: Option<UuidColumn> = postings::table
        .filter(postings::reverses.eq(row.id))
        .select(postings::id)
        .get_result(conn)
        .optional()?;
    let posting = row.into_thing(moved).posting().clone();
    Ok((Some(posting), by.map(|id| PostingId(id.0))))
}

impl Books for Conn {
    fn book_locked(&mut self, next: Next) -> Result<Book, Error> {
        let call = UuidColumn(next.call.0);
        let _held: UuidColumn =
            locked!(calls::table.filter(calls::id.eq(call)).select(calls::id)).get_result(self)?;
        let mut owners = vec![call];
        owners.extend(next.proposal.map(|id| UuidColumn(id.0)));
        let rows: Vec<BalanceRow> = ledger_balances::table
            .filter(ledger_balances::call_id.eq(call))
            .filter(ledger_balances::owner_id.eq_any(owners))
            .select(BalanceRow::as_select())
            .load(self)?;
        let entries: Option<i64> = postings::table
            .filter(postings::call_id.eq(call))
            .select(max(postings::number))
            .get_result(self)?;
        let (reversing, reversed_by) = reversing(self, next)?;
        Ok(Book::kept(Storable {
            balances: rows.iter().map(|row| balance(next.call, row)).collect(),
            reversing,
            reversed_by,
            entries: entries.unwrap_or(0),
        }))
    }

    fn book(&mut self, call: CallId) -> Result<Book, Error> {
        let rows: Vec<BalanceRow> = ledger_balances::table
            .filter(ledger_balances::call_id.eq(UuidColumn(call.0)))
            .select(BalanceRow::as_select())
            .load(self)?;
        let entries: i64 = postings::table
            .filter(postings::call_id.eq(UuidColumn(call.0)))
            .select(count_star())
            .get_result(self)?;
        Ok(Book::kept(Storable {
            balances: rows.iter().map(|row| balance(call, row)).collect(),
            entries,
            ..Storable::default()
        }))
    }

    fn is_book_true(&mut self, call: CallId) -> Result<bool, Error> {
        // Whatever is kept and whatever was posted cancel out, account by account.
        let wrong = sql::<BigInt>(
            "(SELECT count(*) FROM (SELECT owner, account FROM (\
             SELECT owner_id AS owner, account, -paise AS paise FROM ledger_balances WHERE call_id = ",
        )
        .bind::<SqlUuid, _>(UuidColumn(call.0))
        .sql(
            " UNION ALL SELECT CASE WHEN m.debit IN ('appropriation', 'budget') THEN p.call_id ELSE p.proposal_id END, \
             m.debit, m.amount_paise FROM posting_movements m JOIN postings p ON p.id = m.posting_id WHERE p.call_id = ",
        )
        .bind::<SqlUuid, _>(UuidColumn(call.0))
        .sql(
            " UNION ALL SELECT CASE WHEN m.credit IN ('appropriation', 'budget') THEN p.call_id ELSE p.proposal_id END, \
             m.credit, -m.amount_paise FROM posting_movements m JOIN postings p ON p.id = m.posting_id WHERE p.call_id = ",
        )
        .bind::<SqlUuid, _>(UuidColumn(call.0))
        .sql(") lines GROUP BY owner, account HAVING sum(paise) <> 0) wrong)");
        let wrong: i64 = diesel::select(wrong).get_result(self)?;
        Ok(wrong == 0)
    }

    fn postings(&mut self, of: PostingsOf, paging: &Paging) -> Result<Page<Posting>, Error> {
        let filtered = || {
            let query = postings::table.into_boxed();
            match of {
                PostingsOf::Call(id) => query.filter(postings::call_id.eq(UuidColumn(id.0))),
                PostingsOf::Proposal(id) => {
                    query.filter(postings::proposal_id.eq(UuidColumn(id.0)))
                }
            }
        };
        let page = page_by_moment!(self, paging, postings, PostingRow, filtered);
        let ids: Vec<UuidColumn> = page.items.iter().map(|row| row.id).collect();
        let mut moved = movements(self, &ids)?;
        Ok(page.map(|row| {
            let movements = moved.remove(&row.id.0).unwrap_or_default();
            row.into_thing(movements)
        }))
    }
}

/// Writes a posting with what it moves, and adds it to the balances. It is only ever made.
pub(crate) fn write_row(conn: &mut Conn, thing: &Posting, change: Change) -> Result<usize, Error> {
    if change != Change::Created {
        return Err(Error::Internal("a posting is never edited".to_owned()));
    }
    let failed = |error| Error::of_write(error, change);
    let (row, posting) = (PostingRow::of(thing), thing.posting());
    let call = row.call_id;
    let done = diesel::insert_into(postings::table).values(&row).execute(conn).map_err(failed)?;
    for (number, (movement, debit, credit)) in (0..).zip(posting.sides()) {
        let row = MovementRow {
            posting_id: UuidColumn(posting.id.0),
            number,
            kind: TextColumn(movement.kind),
            debit: TextColumn(debit),
            credit: TextColumn(credit),
            amount_paise: movement.amount_paise.get(),
        };
        diesel::insert_into(posting_movements::table).values(&row).execute(conn).map_err(failed)?;
    }
    for ((proposal, account), paise) in posting.changes() {
        let owner = proposal.map_or(call, |id| UuidColumn(id.0));
        add(conn, (call, owner, account), paise)?;
    }
    Ok(done)
}

/// Adds to a balance, once per posting. The book was held while it was decided; the CHECK holds all the same.
fn add(
    conn: &mut Conn,
    (call, owner, account): (UuidColumn, UuidColumn, LedgerAccount),
    paise: i64,
) -> Result<(), Error> {
    let at = ledger_balances::call_id
        .eq(call)
        .and(ledger_balances::owner_id.eq(owner))
        .and(ledger_balances::account.eq(TextColumn(account)));
    let changed = diesel::update(ledger_balances::table.filter(at))
        .set(ledger_balances::paise.eq(ledger_balances::paise + paise))
        .execute(conn)?;
    if changed == 0 {
        let row =
            BalanceRow { call_id: call, owner_id: owner, account: TextColumn(account), paise };
        diesel::insert_into(ledger_balances::table).values(&row).execute(conn)?;
    }
    Ok(())
}
