//! Pairs of enterprises that may be one, and which enterprises have to be compared.

use super::view::seen;
use super::{Conn, enterprise};
use crate::Error;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{CandidateFilter, Candidates};
use crate::schema::{duplicate_candidates, enterprises};
use diesel::prelude::*;
use odoi_domain::kernel::id::{CandidateId, EnterpriseId};
use odoi_domain::policy::View;
use odoi_domain::registry::candidate::{CandidateBasis, CandidateState, DuplicateCandidate};
use odoi_domain::registry::duplicate::CERTAIN;
use odoi_domain::registry::enterprise::Enterprise;
use odoi_domain::{Change, Entity};

mod row {
    use super::*;

    document! {
        CandidateRow of DuplicateCandidate, id: CandidateId, table: duplicate_candidates, {
            one_id: UuidColumn = |thing| UuidColumn(thing.state().sides[0].enterprise.0),
            other_id: UuidColumn = |thing| UuidColumn(thing.state().sides[1].enterprise.0),
            one_district: String = |thing| thing.state().sides[0].district.to_string(),
            other_district: String = |thing| thing.state().sides[1].district.to_string(),
            // Counted from above, so that the likeliest come first.
            rank: i32 = |thing| i32::try_from(CERTAIN.saturating_sub(thing.state().score)).unwrap_or(0),
            state: TextColumn<CandidateState> = |thing| TextColumn(thing.state().state),
            basis: TextColumn<CandidateBasis> = |thing| TextColumn(thing.state().basis),
        }
    }

    pub(crate) fn write(
        conn: &mut Conn,
        thing: &DuplicateCandidate,
        change: Change,
    ) -> Result<usize, Error> {
        write_row(conn, thing, change)
    }
}
use row::CandidateRow;

fn rank_border(position: &Cursor) -> Option<(i32, UuidColumn)> {
    match &position.border {
        SortValue::Rank(rank) => Some((*rank, UuidColumn(position.id))),
        SortValue::Text(_) | SortValue::Moment(_) | SortValue::Metres(_) => None,
    }
}

/// A page with the likeliest first.
fn by_rank<'a>(
    conn: &mut Conn,
    paging: &Paging,
    filtered: impl Fn() -> duplicate_candidates::BoxedQuery<'a, super::Db>,
) -> Result<Page<CandidateRow>, Error> {
    let total = if paging.count { Some(filtered().count().get_result::<i64>(conn)?) } else { None };
    let query = filtered().limit(i64::from(paging.limit) + 1);
    let no_end: Option<i32> = None;
    let query = keyset!(query, paging, duplicate_candidates, rank, rank_border, no_end);
    let columns = (CandidateRow::as_select(), duplicate_candidates::rank);
    let rows: Vec<(CandidateRow, i32)> = query.select(columns).load(conn)?;
    let page = Page::cut(rows, paging, total, |(row, rank)| Cursor {
        border: SortValue::Rank(*rank),
        id: row.id.0,
    });
    Ok(page.map(|(row, _)| row))
}

impl Candidates for Conn {
    fn candidate(&mut self, id: CandidateId) -> Result<DuplicateCandidate, Error> {
        one!(self, duplicate_candidates, CandidateRow, id)
    }

    fn candidates(
        &mut self,
        filter: &CandidateFilter,
        (basis, view): (CandidateBasis, &View),
        paging: &Paging,
    ) -> Result<Page<DuplicateCandidate>, Error> {
        let filtered = || {
            let listed = duplicate_candidates::basis.eq(basis.text());
            let mut query = duplicate_candidates::table.filter(listed).into_boxed();
            if let Some(seen) = seen(view) {
                // Both, not either: a pair tells of each.
                let one = duplicate_candidates::one_district.eq_any(seen.districts.clone());
                let other = duplicate_candidates::other_district.eq_any(seen.districts);
                query = query.filter(one.and(other));
            }
            if !filter.district.is_empty() {
                let named: Vec<String> = filter.district.iter().map(ToString::to_string).collect();
                let one = duplicate_candidates::one_district.eq_any(named.clone());
                query = query.filter(one.or(duplicate_candidates::other_district.eq_any(named)));
            }
            if !filter.enterprise_id.is_empty() {
                let ids: Vec<UuidColumn> =
                    filter.enterprise_id.iter().map(|id| UuidColumn(id.0)).collect();
                let one = duplicate_candidates::one_id.eq_any(ids.clone());
                query = query.filter(one.or(duplicate_candidates::other_id.eq_any(ids)));
            }
            any_of!(query, duplicate_candidates::state, filter.state);
            query
        };
        let page = if paging.key == SortKey::Likeliest {
            by_rank(self, paging, filtered)?
        } else {
            page_by_moment!(self, paging, duplicate_candidates, CandidateRow, filtered)
        };
        Ok(page.map(CandidateRow::into_thing))
    }

    fn candidate_of(
        &mut self,
        pair: [EnterpriseId; 2],
        basis: CandidateBasis,
    ) -> Result<Option<DuplicateCandidate>, Error> {
        let [one, other] = pair.map(|id| UuidColumn(id.0));
        let row: Option<CandidateRow> = duplicate_candidates::table
            .filter(duplicate_candidates::one_id.eq(one))
            .filter(duplicate_candidates::other_id.eq(other))
            .filter(duplicate_candidates::basis.eq(basis.text()))
            .select(CandidateRow::as_select())
            .get_result(self)
            .optional()?;
        Ok(row.map(CandidateRow::into_thing))
    }

    fn candidates_about(&mut self, id: EnterpriseId) -> Result<Vec<DuplicateCandidate>, Error> {
        let either = duplicate_candidates::one_id
            .eq(UuidColumn(id.0))
            .or(duplicate_candidates::other_id.eq(UuidColumn(id.0)));
        let rows: Vec<CandidateRow> = duplicate_candidates::table
            .filter(either)
            .order(duplicate_candidates::id)
            .select(CandidateRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(CandidateRow::into_thing).collect())
    }

    fn enterprises_by_id(&mut self, ids: &[EnterpriseId]) -> Result<Vec<Enterprise>, Error> {
        let ids: Vec<UuidColumn> = ids.iter().map(|id| UuidColumn(id.0)).collect();
        enterprise::some(self, &ids)
    }

    fn uncompared(&mut self, most: i64) -> Result<Vec<EnterpriseId>, Error> {
        let ids: Vec<UuidColumn> = enterprises::table
            .filter(enterprises::uncompared_since.is_not_null())
            .order((enterprises::uncompared_since, enterprises::id))
            .limit(most)
            .select(enterprises::id)
            .load(self)?;
        Ok(ids.into_iter().map(|id| EnterpriseId(id.0)).collect())
    }
}

/// Notes that a state of an enterprise has been compared with the others; says whether it had to be. It
/// holds the row until the end of the transaction, so that one enterprise is compared by one server.
pub(crate) fn mark_compared(conn: &mut Conn, thing: &Enterprise) -> Result<bool, Error> {
    let due = enterprises::id
        .eq(UuidColumn(thing.meta().id.0))
        .and(enterprises::revision.eq(thing.meta().revision))
        .and(enterprises::uncompared_since.is_not_null());
    let none: Option<Timestamp> = None;
    let marked = diesel::update(enterprises::table.filter(due))
        .set(enterprises::uncompared_since.eq(none))
        .execute(conn)?;
    Ok(marked == 1)
}

pub(crate) fn write_row(
    conn: &mut Conn,
    thing: &DuplicateCandidate,
    change: Change,
) -> Result<usize, Error> {
    row::write(conn, thing, change)
}
