//! What people belong to by their seats, and from when until when that was stated: noted whenever a seat is
//! constituted, changed or removed.

use super::Conn;
use crate::Error;
use crate::column::{Json, Timestamp, UuidColumn};
use crate::schema::affiliations;
use diesel::prelude::*;
use odoi_domain::kernel::id::{AccountId, SeatId};
use odoi_domain::programme::affiliation::{Affiliation, Stated};
use odoi_domain::registry::linkage::End;
use odoi_domain::{Day, Moment};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = affiliations, treat_none_as_default_value = false)]
struct AffiliationRow {
    account_id: UuidColumn,
    seat_id: UuidColumn,
    end_id: UuidColumn,
    starts_on: chrono::NaiveDate,
    stated_at: Timestamp,
    ends_on: Option<chrono::NaiveDate>,
    withdrawn_at: Option<Timestamp>,
    facts: Json<End>,
}

impl AffiliationRow {
    fn new(seat: SeatId, stated: &Stated, now: Moment) -> Self {
        Self {
            account_id: UuidColumn(stated.account.0),
            seat_id: UuidColumn(seat.0),
            end_id: UuidColumn(stated.end.id),
            starts_on: stated.starts_on.0,
            stated_at: Timestamp(now),
            ends_on: stated.ends_on.map(|day| day.0),
            withdrawn_at: None,
            facts: Json(stated.end),
        }
    }

    fn into_affiliation(self) -> Affiliation {
        Affiliation {
            stated: Stated {
                account: AccountId(self.account_id.0),
                end: self.facts.0,
                starts_on: Day(self.starts_on),
                ends_on: self.ends_on.map(Day),
            },
            stated_at: self.stated_at.0,
            withdrawn_at: self.withdrawn_at.map(|at| at.0),
        }
    }
}

/// Every affiliation of an account.
pub(crate) fn of(conn: &mut Conn, account: AccountId) -> Result<Vec<Affiliation>, Error> {
    let rows: Vec<AffiliationRow> = affiliations::table
        .filter(affiliations::account_id.eq(UuidColumn(account.0)))
        .order((affiliations::stated_at, affiliations::end_id))
        .select(AffiliationRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(AffiliationRow::into_affiliation).collect())
}

/// Notes what a seat states now, and does not state any more.
pub(crate) fn note(
    conn: &mut Conn,
    seat: SeatId,
    (before, after): (&[Stated], &[Stated]),
    now: Moment,
) -> Result<(), Error> {
    for gone in before.iter().filter(|one| !after.contains(one)) {
        let stands = affiliations::table
            .filter(affiliations::account_id.eq(UuidColumn(gone.account.0)))
            .filter(affiliations::seat_id.eq(UuidColumn(seat.0)))
            .filter(affiliations::end_id.eq(UuidColumn(gone.end.id)))
            .filter(affiliations::starts_on.eq(gone.starts_on.0))
            .filter(affiliations::withdrawn_at.is_null());
        diesel::update(stands)
            .set(affiliations::withdrawn_at.eq(Some(Timestamp(now))))
            .execute(conn)?;
    }
    for new in after.iter().filter(|one| !before.contains(one)) {
        let row = AffiliationRow::new(seat, new, now);
        // Taken away and stated again within the same microsecond: then it stands.
        diesel::insert_into(affiliations::table)
            .values(&row)
            .on_conflict((
                affiliations::account_id,
                affiliations::seat_id,
                affiliations::end_id,
                affiliations::starts_on,
                affiliations::stated_at,
            ))
            .do_update()
            .set((
                affiliations::ends_on.eq(row.ends_on),
                affiliations::withdrawn_at.eq(None::<Timestamp>),
            ))
            .execute(conn)?;
    }
    Ok(())
}
