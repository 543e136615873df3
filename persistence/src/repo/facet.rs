//! What things are counted by: a bounded number of rows, and what stands beside them.

use super::registry::enterprise::{districts, narrowed};
use super::registry::membership::stands;
use super::{Conn, search};
use crate::Error;
use crate::access_path::AccessPath;
use crate::column::{TextColumn, UuidColumn};
use crate::port::{Counted, EnterpriseFilter, Facets};
use crate::schema::{enterprises, memberships};
use diesel::prelude::*;
use odoi_domain::kernel::id::ClusterId;
use odoi_domain::policy::View;
use odoi_domain::registry::membership::MembershipStatus;
use odoi_domain::registry::size::SizeClass;
use odoi_domain::{Day, Kind};
use uuid::Uuid;

fn keys(ids: &[Uuid]) -> Vec<UuidColumn> {
    ids.iter().copied().map(UuidColumn).collect()
}

impl Facets for Conn {
    fn enterprises_counted(
        &mut self,
        filter: &EnterpriseFilter,
        view: &View,
        most: usize,
    ) -> Result<Vec<Counted>, Error> {
        let words =
            search::words(self, Kind::Enterprise, &filter.q, districts(filter, view), most)?;
        let filtered = |way: Option<&AccessPath>| narrowed(filter, view, way);
        let ordered = |way: Option<&AccessPath>| {
            filtered(way).order((enterprises::name_key.asc(), enterprises::id.asc()))
        };
        let load = |conn: &mut Conn, way: Option<&AccessPath>, end: Option<String>| {
            let mut query = ordered(way).limit(i64::try_from(most).unwrap_or(i64::MAX));
            if let Some(end) = end {
                query = query.filter(enterprises::name_key.lt(end));
            }
            let columns = (
                enterprises::id,
                enterprises::kind,
                enterprises::district,
                enterprises::main_activity,
            );
            Ok(query.select(columns).load(conn)?)
        };
        let rows: Vec<(UuidColumn, String, String, String)> =
            searched!(self, words, true, enterprises, filtered, |conn, way| match way {
                None => load(conn, None, None),
                Some((words, way)) => words.in_order(
                    conn,
                    way,
                    Some(None),
                    |conn, within| {
                        let last = ordered(None).select(enterprises::name_key);
                        Ok(last.offset(within).limit(1).get_result(conn).optional()?)
                    },
                    |conn, way, end| load(conn, Some(way), end),
                ),
            });
        let counted = |(UuidColumn(id), kind, district, activity): (_, _, _, String)| Counted {
            id,
            kind,
            district,
            division: activity.get(..2).unwrap_or_default().to_owned(),
        };
        Ok(rows.into_iter().map(counted).collect())
    }

    fn size_classes(&mut self, ids: &[Uuid]) -> Result<Vec<SizeClass>, Error> {
        let classes: Vec<TextColumn<SizeClass>> = enterprises::table
            .filter(enterprises::id.eq_any(keys(ids)))
            .filter(enterprises::size_class.is_not_null())
            .select(enterprises::size_class.assume_not_null())
            .load(self)?;
        Ok(classes.into_iter().map(|class| class.0).collect())
    }

    fn clusters_of(&mut self, ids: &[Uuid], on: Day) -> Result<Vec<ClusterId>, Error> {
        let theirs = memberships::enterprise_id
            .eq_any(keys(ids))
            .or(memberships::institution_id.eq_any(keys(ids)));
        // A member may have several roles in one cluster.
        let rows: Vec<(Option<UuidColumn>, Option<UuidColumn>, UuidColumn)> = memberships::table
            .filter(theirs)
            .filter(stands(MembershipStatus::Current, on))
            .select((
                memberships::enterprise_id,
                memberships::institution_id,
                memberships::cluster_id,
            ))
            .distinct()
            .load(self)?;
        Ok(rows.into_iter().map(|row| ClusterId(row.2.0)).collect())
    }
}
