//! Disclosures of personal data, and the enterprises that each of them shows.

use super::Conn;
use super::view::seen;
use crate::Error;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{DisclosureFilter, Disclosures};
use crate::schema::{disclosed_enterprises as shown, disclosures};
use diesel::dsl::exists;
use diesel::prelude::*;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::DisclosureId;
use odoi_domain::policy::View;
use odoi_domain::policy::disclosure::Disclosure;
use odoi_domain::policy::privacy::Purpose;
use odoi_domain::{Change, Entity};

mod row {
    use super::*;

    document! {
        DisclosureRow of Disclosure, id: DisclosureId, table: disclosures, {
            account_id: Option<UuidColumn> = |thing| thing.state().account.map(|id| UuidColumn(id.0)),
            purpose: TextColumn<Purpose> = |thing| TextColumn(thing.state().look.purpose),
        }
    }
}
use row::DisclosureRow;

impl Disclosures for Conn {
    fn disclosure(&mut self, id: DisclosureId) -> Result<Disclosure, Error> {
        one!(self, disclosures, DisclosureRow, id)
    }

    fn disclosures(
        &mut self,
        filter: &DisclosureFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Disclosure>, Error> {
        let filtered = || {
            let mut query = disclosures::table.into_boxed();
            if let Some(seen) = seen(view) {
                let ours = shown::district.eq_any(seen.districts);
                let rows = shown::table
                    .filter(shown::disclosure_id.eq(disclosures::id))
                    .filter(ours.or(shown::enterprise_id.eq_any(seen.enterprises)));
                query = query.filter(exists(rows));
            }
            if !filter.enterprise_id.is_empty() {
                let ids: Vec<UuidColumn> =
                    filter.enterprise_id.iter().map(|id| UuidColumn(id.0)).collect();
                let rows = shown::table
                    .filter(shown::enterprise_id.eq_any(ids))
                    .select(shown::disclosure_id);
                query = query.filter(disclosures::id.eq_any(rows));
            }
            if !filter.account_id.is_empty() {
                let ids: Vec<UuidColumn> =
                    filter.account_id.iter().map(|id| UuidColumn(id.0)).collect();
                query = query.filter(disclosures::account_id.eq_any(ids));
            }
            any_of!(query, disclosures::purpose, filter.purpose);
            if let Some(day) = filter.from {
                query = query.filter(disclosures::created_at.ge(Timestamp(day.begins())));
            }
            if let Some(day) = filter.until {
                let end = day.begins().plus_seconds(86_400);
                query = query.filter(disclosures::created_at.lt(Timestamp(end)));
            }
            query
        };
        let page = page_by_moment!(self, paging, disclosures, DisclosureRow, filtered);
        Ok(page.map(DisclosureRow::into_thing))
    }
}

/// Writes a disclosure and the enterprises that it shows, by which it is found.
pub(crate) fn write_row(
    conn: &mut Conn,
    thing: &Disclosure,
    change: Change,
) -> Result<usize, Error> {
    let written = row::write_row(conn, thing, change)?;
    let id = UuidColumn(thing.meta().id.0);
    // A piece of a file shows hundreds: they are written at once, for everybody waits for the one writer of SQLite.
    let rows: Vec<_> = thing
        .state()
        .look
        .shown
        .iter()
        .map(|one| {
            (
                shown::disclosure_id.eq(id),
                shown::enterprise_id.eq(UuidColumn(one.enterprise.0)),
                shown::district.eq(one.district.to_string()),
            )
        })
        .collect();
    diesel::insert_into(shown::table)
        .values(rows)
        .execute(conn)
        .map_err(|error| Error::of_write(error, change))?;
    Ok(written)
}
