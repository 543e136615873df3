//! Memberships of clusters.

use super::Conn;
use super::view::seen;
use crate::Error;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{MembershipFilter, Memberships};
use crate::schema::{enterprises, institutions, memberships};
use diesel::prelude::*;
use odoi_domain::kernel::id::{ClusterId, MembershipId};
use odoi_domain::policy::View;
use odoi_domain::programme::conflict::Tie;
use odoi_domain::registry::membership::{
    Member, MemberKind, Membership, MembershipFacts, MembershipRole, MembershipStatus,
};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Change, Day, Entity};
use std::collections::HashSet;

mod row {
    use super::*;

    document! {
        MembershipRow of Membership, id: MembershipId, table: memberships, {
            cluster_id: UuidColumn = |thing| UuidColumn(thing.facts().cluster_id.0),
            enterprise_id: Option<UuidColumn> = |thing| key_of(thing.facts().member, MemberKind::Enterprise),
            institution_id: Option<UuidColumn> = |thing| key_of(thing.facts().member, MemberKind::Institution),
            role: TextColumn<MembershipRole> = |thing| TextColumn(thing.facts().role),
            starts_on: chrono::NaiveDate = |thing| thing.facts().starts_on.0,
            ends_on: Option<chrono::NaiveDate> = |thing| thing.facts().ends_on.map(|day| day.0),
            cluster_district: TextColumn<DistrictCode> = |thing| TextColumn(thing.sides().cluster.clone()),
            member_district: TextColumn<DistrictCode> = |thing| TextColumn(thing.sides().member.clone()),
        }
    }
}
use row::MembershipRow;

/// The id of a member of one kind, for the foreign key of that kind.
fn key_of(member: Member, kind: MemberKind) -> Option<UuidColumn> {
    (member.kind == kind).then_some(UuidColumn(member.id))
}

/// Nullable, because a comparison with an absent day is neither true nor false.
type Filter = Box<
    dyn BoxableExpression<
            memberships::table,
            super::Db,
            SqlType = diesel::sql_types::Nullable<diesel::sql_types::Bool>,
        >,
>;

/// Memberships of one status on a day: what `MembershipFacts::status` says of one, of all.
pub(crate) fn stands(status: MembershipStatus, on: Day) -> Filter {
    let (starts, ends) = (memberships::starts_on, memberships::ends_on);
    match status {
        MembershipStatus::Upcoming => Box::new(starts.gt(on.0).nullable()),
        MembershipStatus::Ended => Box::new(starts.le(on.0).and(ends.lt(on.0))),
        MembershipStatus::Current => {
            Box::new(starts.le(on.0).and(ends.is_null().or(ends.ge(on.0))))
        }
    }
}

/// Memberships of a member.
fn of_member(member: Member) -> Filter {
    let id = UuidColumn(member.id);
    match member.kind {
        MemberKind::Enterprise => Box::new(memberships::enterprise_id.eq(id)),
        MemberKind::Institution => Box::new(memberships::institution_id.eq(id)),
    }
}

fn things(rows: Vec<MembershipRow>) -> Vec<Membership> {
    rows.into_iter().map(MembershipRow::into_thing).collect()
}

impl Memberships for Conn {
    fn membership(&mut self, id: MembershipId) -> Result<Membership, Error> {
        one!(self, memberships, MembershipRow, id)
    }

    fn memberships(
        &mut self,
        filter: &MembershipFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Membership>, Error> {
        let keys = |ids: &[uuid::Uuid]| ids.iter().copied().map(UuidColumn).collect::<Vec<_>>();
        let filtered = || {
            let mut query = memberships::table.into_boxed();
            if let Some(seen) = seen(view) {
                let districts = memberships::cluster_district
                    .eq_any(seen.districts.clone())
                    .or(memberships::member_district.eq_any(seen.districts));
                let members = memberships::enterprise_id
                    .eq_any(seen.enterprises)
                    .or(memberships::institution_id.eq_any(seen.institutions));
                query = query.filter(
                    districts.or(memberships::cluster_id.eq_any(seen.clusters)).or(members),
                );
            }
            any_of!(query, memberships::role, filter.role);
            let clusters: Vec<_> = filter.cluster_id.iter().map(|id| id.0).collect();
            if !clusters.is_empty() {
                query = query.filter(memberships::cluster_id.eq_any(keys(&clusters)));
            }
            let enterprises: Vec<_> = filter.enterprise_id.iter().map(|id| id.0).collect();
            if !enterprises.is_empty() {
                query = query.filter(memberships::enterprise_id.eq_any(keys(&enterprises)));
            }
            let institutions: Vec<_> = filter.institution_id.iter().map(|id| id.0).collect();
            if !institutions.is_empty() {
                query = query.filter(memberships::institution_id.eq_any(keys(&institutions)));
            }
            if let Some(on) = filter.as_of {
                let mut any: Option<Filter> = None;
                for status in &filter.status {
                    let one = stands(*status, on);
                    any = Some(match any {
                        Some(others) => Box::new(others.or(one)),
                        None => one,
                    });
                }
                if let Some(any) = any {
                    query = query.filter(any);
                }
            }
            query
        };
        let page = page_by_moment!(self, paging, memberships, MembershipRow, filtered);
        Ok(page.map(MembershipRow::into_thing))
    }

    fn memberships_of(&mut self, member: Member) -> Result<Vec<Membership>, Error> {
        let rows = memberships::table
            .filter(of_member(member))
            .order(memberships::id)
            .select(MembershipRow::as_select())
            .load(self)?;
        Ok(things(rows))
    }

    fn known_members(&mut self, members: &[Member]) -> Result<HashSet<Member>, Error> {
        let mut known = HashSet::new();
        // In portions: an engine takes only so many values in one statement.
        for portion in members.chunks(500) {
            let keys = |kind| portion.iter().filter_map(move |m| key_of(*m, kind));
            let query = enterprises::table
                .filter(enterprises::id.eq_any(keys(MemberKind::Enterprise)))
                .select(enterprises::id);
            let enterprises: Vec<UuidColumn> = for_key_share!(query).load(self)?;
            let institutions: Vec<UuidColumn> = institutions::table
                .filter(institutions::id.eq_any(keys(MemberKind::Institution)))
                .select(institutions::id)
                .load(self)?;
            for (kind, ids) in
                [(MemberKind::Enterprise, enterprises), (MemberKind::Institution, institutions)]
            {
                known.extend(ids.into_iter().map(|id| Member { kind, id: id.0 }));
            }
        }
        Ok(known)
    }

    fn memberships_in(&mut self, cluster: ClusterId) -> Result<Vec<Membership>, Error> {
        let rows = memberships::table
            .filter(memberships::cluster_id.eq(UuidColumn(cluster.0)))
            .order(memberships::id)
            .select(MembershipRow::as_select())
            .load(self)?;
        Ok(things(rows))
    }

    fn equal_memberships(&mut self, facts: &MembershipFacts) -> Result<Vec<Membership>, Error> {
        let rows = memberships::table
            .filter(of_member(facts.member))
            .filter(memberships::cluster_id.eq(UuidColumn(facts.cluster_id.0)))
            .filter(memberships::role.eq(TextColumn(facts.role)))
            .order(memberships::id)
            .select(MembershipRow::as_select())
            .load(self)?;
        Ok(things(rows))
    }
}

pub(crate) fn write_row(
    conn: &mut Conn,
    thing: &Membership,
    change: Change,
) -> Result<usize, Error> {
    let before = match change {
        Change::Created => Vec::new(),
        Change::Updated | Change::Removed => Tie::of_membership(&conn.membership(thing.meta().id)?),
    };
    let written = row::write_row(conn, thing, change)?;
    if written > 0 {
        let stands = change != Change::Removed;
        let after = if stands { Tie::of_membership(thing) } else { Vec::new() };
        super::former::note(conn, (&before, &after), thing.meta().updated_at)?;
    }
    Ok(written)
}
