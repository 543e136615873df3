//! Awards.

use super::Conn;
use super::view::seen;
use crate::Error;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{AwardFilter, Awards};
use crate::schema::{award_invoices, awards, proposals};
use chrono::NaiveDate;
use diesel::prelude::*;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AwardId, CallId, ClusterId, ProposalId};
use odoi_domain::money::award::{Award, AwardState};
use odoi_domain::policy::View;
use odoi_domain::programme::proposal::ProposalState;
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Change, Entity, Whether};
use std::collections::BTreeSet;

document! {
    AwardRow of Award, id: AwardId, table: awards, {
        proposal_id: UuidColumn = |award| UuidColumn(award.state().proposal_id.0),
        call_id: UuidColumn = |award| UuidColumn(award.state().call_id.0),
        cluster_id: UuidColumn = |award| UuidColumn(award.state().cluster_id.0),
        institution_id: UuidColumn = |award| UuidColumn(award.state().institution_id.0),
        district: TextColumn<DistrictCode> = |award| TextColumn(award.state().district.clone()),
        state: TextColumn<AwardState> = |award| TextColumn(award.status()),
        asked_paise: i64 = |award| award.state().course.terms.asked.get(),
        sanctioned_paise: i64 = |award| award.state().course.terms.sanctioned.get(),
        released_paise: i64 = |award| award.state().course.released(),
        due_on: Option<NaiveDate> = |award| award.state().course.due_on().map(|day| day.0),
    }
}

/// Writes an award and the invoices of its certificates.
pub(crate) fn write_with_invoices(
    conn: &mut Conn,
    thing: &Award,
    change: Change,
) -> Result<usize, Error> {
    let kept = write_row(conn, thing, change)?;
    if kept == 0 {
        return Ok(0);
    }
    let id = UuidColumn(thing.meta().id.0);
    diesel::delete(award_invoices::table.filter(award_invoices::award_id.eq(id))).execute(conn)?;
    let rows: Vec<_> = thing
        .state()
        .course
        .invoice_keys()
        .into_iter()
        .map(|key| (award_invoices::award_id.eq(id), award_invoices::invoice_key.eq(key)))
        .collect();
    for row in rows {
        diesel::insert_into(award_invoices::table)
            .values(row)
            .execute(conn)
            .map_err(|error| Error::of_write(error, change))?;
    }
    Ok(kept)
}

impl Awards for Conn {
    fn award(&mut self, id: AwardId) -> Result<Award, Error> {
        one!(self, awards, AwardRow, id)
    }

    fn award_of(&mut self, proposal: ProposalId) -> Result<Option<Award>, Error> {
        let row: Option<AwardRow> = awards::table
            .filter(awards::proposal_id.eq(UuidColumn(proposal.0)))
            .select(AwardRow::as_select())
            .get_result(self)
            .optional()?;
        Ok(row.map(AwardRow::into_thing))
    }

    fn awards_of(&mut self, cluster: ClusterId) -> Result<Vec<Award>, Error> {
        let rows: Vec<AwardRow> = awards::table
            .filter(awards::cluster_id.eq(UuidColumn(cluster.0)))
            .order(awards::id)
            .select(AwardRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(AwardRow::into_thing).collect())
    }

    fn awards_waiting(&mut self, view: &View, limit: i64) -> Result<Vec<Award>, Error> {
        let at_work = proposals::table
            .filter(proposals::state.eq(ProposalState::InProgress.text()))
            .select(proposals::id);
        let waits =
            awards::state.ne(AwardState::Settled.text()).or(awards::proposal_id.eq_any(at_work));
        let mut query = awards::table.filter(waits).into_boxed();
        if let Some(seen) = seen(view) {
            let ours = awards::district.eq_any(seen.districts);
            let theirs = awards::institution_id.eq_any(seen.institutions);
            query = query.filter(ours.or(awards::cluster_id.eq_any(seen.clusters)).or(theirs));
        }
        let rows: Vec<AwardRow> = query
            .order((awards::updated_at, awards::id))
            .limit(limit)
            .select(AwardRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(AwardRow::into_thing).collect())
    }

    fn invoices_elsewhere(
        &mut self,
        award: AwardId,
        keys: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>, Error> {
        let found: Vec<String> = award_invoices::table
            .filter(award_invoices::invoice_key.eq_any(keys))
            .filter(award_invoices::award_id.ne(UuidColumn(award.0)))
            .select(award_invoices::invoice_key)
            .load(self)?;
        Ok(found.into_iter().collect())
    }

    fn undecided_proposals(&mut self, call: CallId) -> Result<usize, Error> {
        let states = ProposalState::ALL.iter().filter(|state| state.is_undecided());
        let states: Vec<&str> = states.map(|state| state.text()).collect();
        let count: i64 = proposals::table
            .filter(proposals::call_id.eq(UuidColumn(call.0)))
            .filter(proposals::state.eq_any(states))
            .count()
            .get_result(self)?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    fn unsettled_awards(&mut self, call: CallId) -> Result<usize, Error> {
        let count: i64 = awards::table
            .filter(awards::call_id.eq(UuidColumn(call.0)))
            .filter(awards::state.ne(AwardState::Settled.text()))
            .count()
            .get_result(self)?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    fn awards(
        &mut self,
        filter: &AwardFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Award>, Error> {
        let filtered = || {
            let mut query = awards::table.into_boxed();
            if let Some(seen) = seen(view) {
                let ours = awards::district.eq_any(seen.districts);
                let theirs = awards::institution_id.eq_any(seen.institutions);
                query = query.filter(ours.or(awards::cluster_id.eq_any(seen.clusters)).or(theirs));
            }
            any_of!(query, awards::state, filter.state);
            any_of!(query, awards::district, filter.district);
            any_id!(query, awards::call_id, filter.call_id);
            any_id!(query, awards::proposal_id, filter.proposal_id);
            any_id!(query, awards::cluster_id, filter.cluster_id);
            if let ([wanted], Some(today)) = (filter.late.as_slice(), filter.as_of) {
                let late = awards::due_on.lt(today.0).assume_not_null();
                let in_time =
                    awards::due_on.is_null().or(awards::due_on.ge(today.0).assume_not_null());
                query = match wanted {
                    Whether::Yes => query.filter(awards::due_on.is_not_null().and(late)),
                    Whether::No => query.filter(in_time),
                };
            }
            query
        };
        let page = page_by_moment!(self, paging, awards, AwardRow, filtered);
        Ok(page.map(AwardRow::into_thing))
    }
}
