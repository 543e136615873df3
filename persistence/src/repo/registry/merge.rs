//! Merges of enterprises, and where what was merged away is found.

use super::{Conn, search};
use crate::Error;
use crate::column::{Json, Timestamp, UuidColumn};
use crate::port::Merges;
use crate::schema::{enterprises, merges};
use diesel::prelude::*;
use odoi_domain::kernel::entity::{Document, Facts};
use odoi_domain::kernel::fold;
use odoi_domain::kernel::id::{EnterpriseId, MergeId};
use odoi_domain::registry::merge::Merge;
use odoi_domain::{Change, Entity};

mod row {
    use super::*;

    document! {
        MergeRow of Merge, id: MergeId, table: merges, {
            merged_id: UuidColumn = |merge| UuidColumn(merge.state().merged.0),
            into_id: UuidColumn = |merge| UuidColumn(merge.state().into.0),
            is_undone: bool = |merge| merge.state().is_undone,
        }
    }

    impl Merges for Conn {
        fn merge(&mut self, id: MergeId) -> Result<Merge, Error> {
            one!(self, merges, MergeRow, id)
        }

        fn merges_into(&mut self, id: EnterpriseId) -> Result<Vec<Merge>, Error> {
            let rows: Vec<MergeRow> = merges::table
                .filter(merges::into_id.eq(UuidColumn(id.0)))
                .order((merges::created_at, merges::id))
                .limit(200)
                .select(MergeRow::as_select())
                .load(self)?;
            Ok(rows.into_iter().map(MergeRow::into_thing).collect())
        }

        fn merges_about(&mut self, id: EnterpriseId) -> Result<Vec<Merge>, Error> {
            let either =
                merges::into_id.eq(UuidColumn(id.0)).or(merges::merged_id.eq(UuidColumn(id.0)));
            let rows: Vec<MergeRow> = merges::table
                .filter(either)
                .order(merges::id)
                .select(MergeRow::as_select())
                .load(self)?;
            Ok(rows.into_iter().map(MergeRow::into_thing).collect())
        }
    }

    pub(crate) fn write(conn: &mut Conn, thing: &Merge, change: Change) -> Result<usize, Error> {
        write_row(conn, thing, change)
    }
}

/// Writes a merge, and what the enterprise that stays is found by.
pub(crate) fn write_row(conn: &mut Conn, thing: &Merge, change: Change) -> Result<usize, Error> {
    let state = thing.state();
    let (merged, into) = (UuidColumn(state.merged.0), UuidColumn(state.into.0));
    if state.is_undone {
        search::remove_alias(conn, merged)?;
    } else {
        let words = fold::words(&state.merged_facts.search_text());
        search::add_alias(conn, into, merged, &words)?;
    }
    row::write(conn, thing, change)
}

/// What has become of an enterprise that has no row: the end of the chain of merges, or nothing.
pub(crate) fn where_to(conn: &mut Conn, id: EnterpriseId) -> Result<Error, Error> {
    let mut at = UuidColumn(id.0);
    loop {
        let next: Option<UuidColumn> = merges::table
            .filter(merges::merged_id.eq(at).and(merges::is_undone.eq(false)))
            .select(merges::into_id)
            .get_result(conn)
            .optional()?;
        // What it was merged into may have been removed for good: then there is nothing.
        let Some(next) = next else {
            return Ok(Error::Missing);
        };
        let stands: bool =
            diesel::select(diesel::dsl::exists(enterprises::table.find(next))).get_result(conn)?;
        if stands {
            return Ok(Error::Merged(EnterpriseId(next.0)));
        }
        at = next;
    }
}
