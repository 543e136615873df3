//! Seats of the district core groups.

use super::Conn;
use super::view::seen;
use crate::Error;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{SeatFilter, Seats};
use crate::schema::seats;
use diesel::prelude::*;
use odoi_domain::kernel::id::SeatId;
use odoi_domain::policy::View;
use odoi_domain::programme::affiliation::Stated;
use odoi_domain::programme::seat::{Designation, Seat};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Change, Entity};

mod row {
    use super::*;

    document! {
        SeatRow of Seat, id: SeatId, table: seats, {
            district: TextColumn<DistrictCode> = |seat| TextColumn(seat.facts().district.clone()),
            designation: TextColumn<Designation> = |seat| TextColumn(seat.facts().designation),
            number: i32 = |seat| seat.facts().number,
        }
    }
}
use row::SeatRow;

impl Seats for Conn {
    fn seat(&mut self, id: SeatId) -> Result<Seat, Error> {
        one!(self, seats, SeatRow, id)
    }

    fn seats(
        &mut self,
        filter: &SeatFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Seat>, Error> {
        let filtered = || {
            let mut query = seats::table.into_boxed();
            if let Some(seen) = seen(view) {
                query = query.filter(seats::district.eq_any(seen.districts));
            }
            any_of!(query, seats::district, filter.district);
            any_of!(query, seats::designation, filter.designation);
            query
        };
        let page = page_by_moment!(self, paging, seats, SeatRow, filtered);
        Ok(page.map(SeatRow::into_thing))
    }

    fn seats_of(&mut self, district: &DistrictCode) -> Result<Vec<Seat>, Error> {
        let rows: Vec<SeatRow> = seats::table
            .filter(seats::district.eq(district.to_string()))
            .order((seats::designation, seats::number))
            .select(SeatRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(SeatRow::into_thing).collect())
    }
}

pub(crate) fn write_row(conn: &mut Conn, thing: &Seat, change: Change) -> Result<usize, Error> {
    let id = thing.meta().id;
    let before = match change {
        Change::Created => Vec::new(),
        Change::Updated | Change::Removed => Stated::in_seat(&conn.seat(id)?),
    };
    let written = row::write_row(conn, thing, change)?;
    if written > 0 {
        let after = match change {
            Change::Removed => Vec::new(),
            Change::Created | Change::Updated => Stated::in_seat(thing),
        };
        super::affiliation::note(conn, id, (&before, &after), thing.meta().updated_at)?;
    }
    Ok(written)
}
