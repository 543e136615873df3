//! What clusters are judged by: members, their activities and their ties, as the registry has them
//! on a day; and how many enterprises of which activity stand in which PIN code.

use super::Conn;
use crate::Error;
use crate::column::{TextColumn, UuidColumn};
use crate::port::Insight;
use crate::schema::{clusters, enterprises, institutions, linkages, memberships};
use diesel::dsl::count_star;
use diesel::prelude::*;
use odoi_domain::Day;
use odoi_domain::formation::scorecard::measure::{Belonging, Observed, Tie};
use odoi_domain::formation::suggestion::Cell;
use odoi_domain::kernel::id::ClusterId;
use odoi_domain::registry::institution::InstitutionKind;
use odoi_domain::registry::linkage::{Layer, LinkageKind};
use odoi_domain::registry::membership::{Member, MemberKind, MembershipRole};
use odoi_domain::registry::place::DistrictCode;
use std::collections::{HashMap, HashSet};

type Enterprises = HashMap<(String, String), i64>;

/// Memberships that run on a day.
macro_rules! running {
    ($on:expr) => {
        memberships::starts_on
            .le($on.0)
            .and(memberships::ends_on.is_null().or(memberships::ends_on.ge($on.0)))
    };
}

/// Enterprises that belong to one of the clusters on a day.
macro_rules! member_ids {
    ($clusters:expr, $on:expr) => {
        memberships::table
            .filter(memberships::cluster_id.eq_any($clusters))
            .filter(running!($on))
            .filter(memberships::enterprise_id.is_not_null())
            .select(memberships::enterprise_id.assume_not_null())
    };
}

impl Insight for Conn {
    fn clusters_in(&mut self, district: &DistrictCode) -> Result<Vec<ClusterId>, Error> {
        let ids: Vec<UuidColumn> = clusters::table
            .filter(clusters::district.eq(TextColumn(district.clone())))
            .order(clusters::id)
            .select(clusters::id)
            .load(self)?;
        Ok(ids.into_iter().map(|id| ClusterId(id.0)).collect())
    }

    fn observe(&mut self, clusters: &[ClusterId], on: Day) -> Result<Observed, Error> {
        let keys: Vec<UuidColumn> = clusters.iter().map(|id| UuidColumn(id.0)).collect();
        let belongings = belongings(self, &keys, on)?;
        let activities: Vec<(UuidColumn, String)> = enterprises::table
            .filter(enterprises::id.eq_any(member_ids!(keys.clone(), on)))
            .select((enterprises::id, enterprises::main_activity))
            .load(self)?;
        let kinds = InstitutionKind::ALL.iter().filter(|kind| kind.is_academic());
        let academic: Vec<UuidColumn> = institutions::table
            .filter(institutions::kind.eq_any(kinds.map(|kind| kind.text())))
            .select(institutions::id)
            .load(self)?;
        Ok(Observed {
            belongings,
            activities: activities.into_iter().map(|(id, code)| (id.0, code)).collect(),
            ties: ties(self, &keys, on)?,
            academic: academic.into_iter().map(|id| id.0).collect(),
        })
    }

    fn activity_cells(&mut self, districts: &[DistrictCode], on: Day) -> Result<Vec<Cell>, Error> {
        // One index answers this in its own order, without sorting (activity, PIN code, district).
        macro_rules! grouped {
            ($filter:expr) => {
                enterprises::table
                    .filter(enterprises::pin_code.is_not_null().and($filter))
                    .group_by((enterprises::main_activity, enterprises::pin_code))
                    .select((enterprises::main_activity, enterprises::pin_code, count_star()))
                    .load(self)?
            };
        }
        let rows: Vec<(String, Option<String>, i64)> = if districts.is_empty() {
            grouped!(enterprises::main_activity.ne(""))
        } else {
            let chosen = districts.iter().map(ToString::to_string);
            grouped!(enterprises::district.eq_any(chosen.collect::<Vec<_>>()))
        };
        let clustered = clustered(self, on)?;
        let cell = |(activity, pin_code, enterprises): (String, Option<String>, i64)| {
            let place = (activity, pin_code.unwrap_or_default());
            let clustered = clustered.get(&place).copied().unwrap_or(0).min(enterprises);
            Cell { activity: place.0, pin_code: place.1, enterprises, clustered }
        };
        Ok(rows.into_iter().map(cell).collect())
    }
}

fn belongings(conn: &mut Conn, clusters: &[UuidColumn], on: Day) -> Result<Vec<Belonging>, Error> {
    type Row = (UuidColumn, Option<UuidColumn>, Option<UuidColumn>, TextColumn<MembershipRole>);
    let rows: Vec<Row> = memberships::table
        .filter(memberships::cluster_id.eq_any(clusters.to_vec()))
        .filter(running!(on))
        .order(memberships::id)
        .select((
            memberships::cluster_id,
            memberships::enterprise_id,
            memberships::institution_id,
            memberships::role,
        ))
        .load(conn)?;
    let belonging = |(cluster, enterprise, institution, role): Row| {
        let of = |kind, id: Option<UuidColumn>| id.map(|id| Member { kind, id: id.0 });
        let member = of(MemberKind::Enterprise, enterprise)
            .or_else(|| of(MemberKind::Institution, institution))?;
        Some(Belonging { cluster: ClusterId(cluster.0), member, role: role.0 })
    };
    Ok(rows.into_iter().filter_map(belonging).collect())
}

/// Ties on a day one end of which is one of the clusters or a member enterprise of theirs.
fn ties(conn: &mut Conn, clusters: &[UuidColumn], on: Day) -> Result<Vec<Tie>, Error> {
    type Row = (UuidColumn, UuidColumn, TextColumn<LinkageKind>, TextColumn<Layer>);
    let keys = || clusters.to_vec();
    let touches = linkages::from_id
        .eq_any(member_ids!(keys(), on))
        .or(linkages::to_id.eq_any(member_ids!(keys(), on)))
        .or(linkages::from_id.eq_any(keys()))
        .or(linkages::to_id.eq_any(keys()));
    let rows: Vec<Row> = linkages::table
        .filter(linkages::starts_on.le(on.0))
        .filter(linkages::ends_on.is_null().or(linkages::ends_on.ge(on.0)))
        .filter(touches)
        .order(linkages::id)
        .select((linkages::from_id, linkages::to_id, linkages::kind, linkages::layer))
        .load(conn)?;
    let tie =
        |(from, to, kind, layer): Row| Tie { ends: [from.0, to.0], kind: kind.0, layer: layer.0 };
    Ok(rows.into_iter().map(tie).collect())
}

/// How many enterprises of an activity and PIN code belong to some cluster on a day.
fn clustered(conn: &mut Conn, on: Day) -> Result<Enterprises, Error> {
    let rows: Vec<(UuidColumn, String, Option<String>)> = enterprises::table
        .inner_join(
            memberships::table.on(memberships::enterprise_id.eq(enterprises::id.nullable())),
        )
        .filter(running!(on))
        .filter(enterprises::pin_code.is_not_null())
        .select((enterprises::id, enterprises::main_activity, enterprises::pin_code))
        .load(conn)?;
    let mut seen = HashSet::new();
    let mut counts = Enterprises::new();
    for (id, activity, pin_code) in rows {
        if seen.insert(id.0) {
            *counts.entry((activity, pin_code.unwrap_or_default())).or_default() += 1;
        }
    }
    Ok(counts)
}
