//! What things are counted by: a bounded number of rows, and what stands beside them.

use super::enterprise::narrowed;
use super::membership::stands;
use super::{Conn, search};
use crate::Error;
use crate::column::{Key, Spelt};
use crate::port::{Counted, EnterpriseFilter, Facets};
use crate::schema::{enterprises, memberships};
use diesel::prelude::*;
use odoi_domain::Day;
use odoi_domain::id::ClusterId;
use odoi_domain::membership::MembershipStatus;
use odoi_domain::policy::View;
use odoi_domain::size::SizeClass;
use uuid::Uuid;

fn keys(ids: &[Uuid]) -> Vec<Key> {
    ids.iter().copied().map(Key).collect()
}

impl Facets for Conn {
    fn enterprises_counted(
        &mut self,
        filter: &EnterpriseFilter,
        view: &View,
        most: usize,
    ) -> Result<Vec<Counted>, Error> {
        let words = search::words(self, &filter.q, most)?;
        let by_way = |way| narrowed(filter, view, way);
        let way = way!(self, &words, by_way);
        let rows: Vec<(Key, String, String, String)> = by_way(way)
            .order((enterprises::name_key.asc(), enterprises::id.asc()))
            .limit(i64::try_from(most).unwrap_or(i64::MAX))
            .select((
                enterprises::id,
                enterprises::kind,
                enterprises::district,
                enterprises::main_activity,
            ))
            .load(self)?;
        let counted = |(Key(id), kind, district, activity): (_, _, _, String)| Counted {
            id,
            kind,
            district,
            division: activity.get(..2).unwrap_or_default().to_owned(),
        };
        Ok(rows.into_iter().map(counted).collect())
    }

    fn size_classes(&mut self, ids: &[Uuid]) -> Result<Vec<SizeClass>, Error> {
        let classes: Vec<Spelt<SizeClass>> = enterprises::table
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
        let rows: Vec<(Option<Key>, Option<Key>, Key)> = memberships::table
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
