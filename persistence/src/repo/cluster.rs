//! Clusters.

use super::view::seen;
use super::{Conn, moment_border, name, search, text_border};
use crate::Error;
use crate::column::{At, Json, Key, Spelt};
use crate::page::{Border, Page, Paging, Position, SortKey};
use crate::port::{ClusterFilter, Clusters};
use crate::schema::{clusters, search_entries};
use crate::way::Way;
use diesel::prelude::*;
use odoi_domain::activity::ActivityCode;
use odoi_domain::cluster::{Cluster, ClusterFacts, ClusterKind};
use odoi_domain::id::ClusterId;
use odoi_domain::place::{DistrictCode, PlaceCode};
use odoi_domain::policy::View;
use odoi_domain::text::{Line, Text};
use odoi_domain::{Change, Entity};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = clusters, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ClusterRow {
    id: Key,
    revision: i64,
    created_at: At,
    updated_at: At,
    name_en: Spelt<Line>,
    name_ml: Option<Spelt<Line>>,
    name_key: String,
    kind: Spelt<ClusterKind>,
    sector: Spelt<Text<60>>,
    district: Spelt<DistrictCode>,
    constituency: Option<Spelt<PlaceCode>>,
    activities: Json<Vec<ActivityCode>>,
}

impl ClusterRow {
    fn of(thing: &Cluster) -> Self {
        let (meta, facts) = (thing.meta(), thing.facts().clone());
        Self {
            id: Key(meta.id.0),
            revision: meta.revision,
            created_at: At(meta.created_at),
            updated_at: At(meta.updated_at),
            name_key: facts.name.key(),
            name_en: Spelt(facts.name.en),
            name_ml: facts.name.ml.map(Spelt),
            kind: Spelt(facts.kind),
            sector: Spelt(facts.sector),
            district: Spelt(facts.district),
            constituency: facts.constituency.map(Spelt),
            activities: Json(facts.activities),
        }
    }

    fn into_thing(self) -> Cluster {
        let meta = meta!(self, ClusterId);
        let facts = ClusterFacts {
            name: name(self.name_en, self.name_ml),
            kind: self.kind.0,
            sector: self.sector.0,
            district: self.district.0,
            constituency: self.constituency.map(|c| c.0),
            activities: self.activities.0,
        };
        Cluster::restore(meta, facts)
    }
}

impl Clusters for Conn {
    fn cluster(&mut self, id: ClusterId) -> Result<Cluster, Error> {
        one!(self, clusters, ClusterRow, id)
    }

    fn clusters(
        &mut self,
        filter: &ClusterFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Cluster>, Error> {
        let words = search::words(self, &filter.q)?;
        let filtered = |way: Option<&Way>| {
            let mut query = clusters::table.into_boxed();
            if let Some(seen) = seen(view) {
                let ours = clusters::district.eq_any(seen.districts);
                query = query.filter(ours.or(clusters::id.eq_any(seen.clusters)));
            }
            any_of!(query, clusters::district, filter.district);
            any_of!(query, clusters::kind, filter.kind);
            any_of!(query, clusters::constituency, filter.constituency);
            found_by!(query, clusters, way);
            query
        };
        Ok(page!(
            self, paging, clusters, ClusterRow, name_key, filtered, words
        ))
    }
}

pub(super) fn keep(conn: &mut Conn, thing: &Cluster, change: Change) -> Result<usize, Error> {
    put!(conn, clusters, ClusterRow::of(thing), change)
}
