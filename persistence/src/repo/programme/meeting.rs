//! Meetings of the core groups, their agendas, and the chains of their minutes.

use super::Conn;
use super::view::seen;
use crate::Error;
use crate::column::{Json, Perhaps, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{MeetingFilter, Meetings, MinuteLink};
use crate::schema::{agenda_items, meetings, minute_chains};
use diesel::prelude::*;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{MeetingId, ProposalId};
use odoi_domain::policy::View;
use odoi_domain::programme::meeting::{Meeting, MeetingRecord, MeetingState, Sealed};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Change, Entity, Meta};

mod row {
    use super::*;

    document! {
        MeetingRow of Meeting, id: MeetingId, table: meetings, {
            district: TextColumn<DistrictCode> = |meeting| TextColumn(meeting.state().facts.district.clone()),
            state: TextColumn<MeetingState> = |meeting| TextColumn(meeting.state().state),
            minute_number: Option<i64> = |meeting| meeting.state().sealed.as_ref().map(|s| s.number),
        }
    }
}
use row::MeetingRow;

/// A row of the agenda, as far as the database must know it.
#[derive(Insertable)]
#[diesel(table_name = agenda_items, treat_none_as_default_value = false)]
struct ItemRow {
    meeting_id: UuidColumn,
    item: i32,
    proposal_id: Option<UuidColumn>,
    corrects_id: Option<UuidColumn>,
}

/// A closed meeting as it is kept, read with care: somebody may have changed it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = meetings)]
struct LinkRow {
    id: Perhaps<UuidColumn>,
    revision: i64,
    created_at: Perhaps<Timestamp>,
    updated_at: Perhaps<Timestamp>,
    minute_number: Option<i64>,
    facts: Perhaps<Json<MeetingRecord>>,
}

impl LinkRow {
    fn into_link(self) -> MinuteLink {
        MinuteLink {
            id: self.id.0.map(|id| MeetingId(id.0)),
            number: self.minute_number.unwrap_or_default(),
            meeting: self.into_meeting(),
        }
    }

    fn into_meeting(self) -> Option<Meeting> {
        let meta = Meta {
            id: MeetingId(self.id.0?.0),
            revision: self.revision,
            created_at: self.created_at.0?.0,
            updated_at: self.updated_at.0?.0,
        };
        Some(Meeting::restore(meta, self.facts.0?.0))
    }
}

impl Meetings for Conn {
    fn meeting(&mut self, id: MeetingId) -> Result<Meeting, Error> {
        one!(self, meetings, MeetingRow, id)
    }

    fn meetings(
        &mut self,
        filter: &MeetingFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Meeting>, Error> {
        let filtered = || {
            let mut query = meetings::table.into_boxed();
            if let Some(seen) = seen(view) {
                query = query.filter(meetings::district.eq_any(seen.districts));
            }
            any_of!(query, meetings::state, filter.state);
            any_of!(query, meetings::district, filter.district);
            if !filter.proposal_id.is_empty() {
                let ids = filter.proposal_id.iter().map(|id| Some(UuidColumn(id.0)));
                let about = agenda_items::table
                    .filter(agenda_items::proposal_id.eq_any(ids.collect::<Vec<_>>()))
                    .select(agenda_items::meeting_id);
                query = query.filter(meetings::id.eq_any(about));
            }
            query
        };
        let page = page_by_moment!(self, paging, meetings, MeetingRow, filtered);
        Ok(page.map(MeetingRow::into_thing))
    }

    fn meetings_about(&mut self, proposal: ProposalId) -> Result<Vec<Meeting>, Error> {
        let about = agenda_items::table
            .filter(agenda_items::proposal_id.eq(Some(UuidColumn(proposal.0))))
            .select(agenda_items::meeting_id);
        let rows: Vec<MeetingRow> = meetings::table
            .filter(meetings::id.eq_any(about))
            .order(meetings::id)
            .select(MeetingRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(MeetingRow::into_thing).collect())
    }

    fn chain_end(&mut self, district: &DistrictCode) -> Result<Option<(i64, String)>, Error> {
        let end: Option<(i64, Perhaps<String>)> = minute_chains::table
            .find(district.to_string())
            .select((minute_chains::number, minute_chains::digest))
            .get_result(self)
            .optional()?;
        Ok(end.map(|(number, digest)| (number, digest.0.unwrap_or_default())))
    }

    fn hold_chain(&mut self, district: &DistrictCode) -> Result<(i64, String), Error> {
        let end = minute_chains::table
            .find(district.to_string())
            .select((minute_chains::number, minute_chains::digest));
        Ok(locked!(end).get_result(self)?)
    }

    fn minute_links(
        &mut self,
        district: &DistrictCode,
        after: i64,
        limit: i64,
    ) -> Result<Vec<MinuteLink>, Error> {
        let rows: Vec<LinkRow> = meetings::table
            .filter(meetings::district.eq(district.to_string()))
            .filter(meetings::minute_number.gt(after))
            .order(meetings::minute_number)
            .limit(limit)
            .select(LinkRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(LinkRow::into_link).collect())
    }
}

pub(crate) fn write_row(conn: &mut Conn, thing: &Meeting, change: Change) -> Result<usize, Error> {
    let written = row::write_row(conn, thing, change)?;
    if written > 0 {
        // A closed meeting is never written again, so this is the moment of its closing. Its agenda stands.
        if let Some(sealed) = &thing.state().sealed {
            return lengthen(conn, &thing.state().facts.district, sealed);
        }
        agenda(conn, thing)?;
    }
    Ok(written)
}

/// Writes what the agenda refers to.
fn agenda(conn: &mut Conn, thing: &Meeting) -> Result<(), Error> {
    let meeting_id = UuidColumn(thing.meta().id.0);
    let old = agenda_items::table.filter(agenda_items::meeting_id.eq(meeting_id));
    diesel::delete(old).execute(conn)?;
    let rows: Vec<ItemRow> = (0..)
        .zip(&thing.state().facts.agenda)
        .filter(|(_, item)| item.proposal_id.is_some() || item.corrects.is_some())
        .map(|(place, item)| ItemRow {
            meeting_id,
            item: place,
            proposal_id: item.proposal_id.map(|id| UuidColumn(id.0)),
            corrects_id: item.corrects.map(|cited| UuidColumn(cited.meeting_id.0)),
        })
        .collect();
    diesel::insert_into(agenda_items::table)
        .values(rows)
        .execute(conn)
        .map_err(|error| Error::of_write(error, Change::Created))?;
    Ok(())
}

/// Moves the end of a chain by one link; counts 0 where it ended elsewhere.
fn lengthen(conn: &mut Conn, district: &DistrictCode, last: &Sealed) -> Result<usize, Error> {
    let before = minute_chains::table
        .filter(minute_chains::district.eq(district.to_string()))
        .filter(minute_chains::number.eq(last.number - 1))
        .filter(minute_chains::digest.eq(&last.previous));
    let end = (minute_chains::number.eq(last.number), minute_chains::digest.eq(&last.digest));
    Ok(diesel::update(before).set(end).execute(conn)?)
}
