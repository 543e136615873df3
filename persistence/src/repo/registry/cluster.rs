//! Clusters.

use super::nearest::{point, spot};
use super::view::seen;
use super::{Conn, name, search};
use crate::Error;
use crate::access_path::AccessPath;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{ClusterFilter, Clusters};
use crate::schema::{cluster_places, clusters, enterprises, named_enterprises};
use diesel::prelude::*;
use odoi_domain::kernel::id::{ClusterId, EnterpriseId};
use odoi_domain::kernel::text::{Line, Text};
use odoi_domain::policy::View;
use odoi_domain::registry::activity::ActivityCode;
use odoi_domain::registry::cluster::assets::{AnchorPlace, Brand, Shared, Vehicle};
use odoi_domain::registry::cluster::chain::ProductChain;
use odoi_domain::registry::cluster::{Cluster, ClusterFacts, ClusterKind};
use odoi_domain::registry::membership::MemberKind;
use odoi_domain::registry::place::{DistrictCode, PlaceCode, PlaceLevel};
use odoi_domain::{Change, Entity, Kind};
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = clusters, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ClusterRow {
    id: UuidColumn,
    revision: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    name_en: TextColumn<Line>,
    name_ml: Option<TextColumn<Line>>,
    name_key: String,
    kind: TextColumn<ClusterKind>,
    sector: TextColumn<Text<60>>,
    district: TextColumn<DistrictCode>,
    constituency: Option<TextColumn<PlaceCode>>,
    activities: Json<Vec<ActivityCode>>,
    details: Json<Details>,
    latitude: Option<i32>,
    longitude: Option<i32>,
    cell: Option<i32>,
}

/// What is known of a cluster beside its columns. Rows from before have none of it.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
struct Details {
    anchor_places: Vec<AnchorPlace>,
    vehicle: Option<Vehicle>,
    chains: Vec<ProductChain>,
    shared_inputs: Vec<Shared>,
    machines: Vec<Shared>,
    skills: Vec<Shared>,
    brands: Vec<Brand>,
}

impl ClusterRow {
    fn of(thing: &Cluster) -> Self {
        let (meta, facts) = (thing.meta(), thing.facts().clone());
        let (latitude, longitude, cell) = spot(facts.location);
        Self {
            id: UuidColumn(meta.id.0),
            revision: meta.revision,
            created_at: Timestamp(meta.created_at),
            updated_at: Timestamp(meta.updated_at),
            name_key: facts.name.key(),
            name_en: TextColumn(facts.name.en),
            name_ml: facts.name.ml.map(TextColumn),
            kind: TextColumn(facts.kind),
            sector: TextColumn(facts.sector),
            district: TextColumn(facts.district),
            constituency: facts.constituency.map(TextColumn),
            activities: Json(facts.activities),
            details: Json(Details {
                anchor_places: facts.anchor_places,
                vehicle: facts.vehicle,
                chains: facts.chains,
                shared_inputs: facts.shared_inputs,
                machines: facts.machines,
                skills: facts.skills,
                brands: facts.brands,
            }),
            latitude,
            longitude,
            cell,
        }
    }

    fn into_thing(self) -> Cluster {
        let meta = meta!(self, ClusterId);
        let details = self.details.0;
        let facts = ClusterFacts {
            name: name(self.name_en, self.name_ml),
            kind: self.kind.0,
            sector: self.sector.0,
            district: self.district.0,
            constituency: self.constituency.map(|c| c.0),
            activities: self.activities.0,
            location: point(self.latitude, self.longitude),
            anchor_places: details.anchor_places,
            vehicle: details.vehicle,
            chains: details.chains,
            shared_inputs: details.shared_inputs,
            machines: details.machines,
            skills: details.skills,
            brands: details.brands,
        };
        Cluster::restore(meta, facts)
    }
}

impl Clusters for Conn {
    fn cluster(&mut self, id: ClusterId) -> Result<Cluster, Error> {
        one!(self, clusters, ClusterRow, id)
    }

    fn cluster_locked(&mut self, id: ClusterId) -> Result<Cluster, Error> {
        let query = clusters::table.find(UuidColumn(id.0)).select(ClusterRow::as_select());
        let row: ClusterRow = locked!(query).get_result(self)?;
        Ok(row.into_thing())
    }

    fn clusters_naming(&mut self, id: EnterpriseId) -> Result<Vec<ClusterId>, Error> {
        let ids: Vec<UuidColumn> = named_enterprises::table
            .filter(named_enterprises::enterprise_id.eq(UuidColumn(id.0)))
            .order(named_enterprises::cluster_id)
            .select(named_enterprises::cluster_id)
            .load(self)?;
        Ok(ids.into_iter().map(|id| ClusterId(id.0)).collect())
    }

    fn clusters(
        &mut self,
        filter: &ClusterFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Cluster>, Error> {
        let words =
            search::words(self, Kind::Cluster, &filter.q, Vec::new(), paging.fetch_limit())?;
        let filtered = |way: Option<&AccessPath>| {
            let mut query = clusters::table.into_boxed();
            if let Some(seen) = seen(view) {
                let ours = clusters::district.eq_any(seen.districts);
                query = query.filter(ours.or(clusters::id.eq_any(seen.clusters)));
            }
            any_of!(query, clusters::district, filter.district);
            any_of!(query, clusters::kind, filter.kind);
            if !filter.constituency.is_empty() {
                let numbers = filter.constituency.iter().map(ToString::to_string);
                query =
                    query.filter(anchored_in(PlaceLevel::AssemblyConstituency, numbers.collect()));
            }
            found_by!(query, clusters, way);
            query
        };
        Ok(page!(located, self, paging, clusters, ClusterRow, name_key, filtered, words))
    }
}

type Filter =
    Box<dyn BoxableExpression<clusters::table, super::Db, SqlType = diesel::sql_types::Bool>>;

/// Clusters with an anchor in one of the places of a level.
fn anchored_in(level: PlaceLevel, codes: Vec<String>) -> Filter {
    let there = cluster_places::level.eq(TextColumn(level)).and(cluster_places::code.eq_any(codes));
    let anchored = cluster_places::table.filter(there).select(cluster_places::cluster_id);
    Box::new(clusters::id.eq_any(anchored))
}

pub(crate) fn write_row(conn: &mut Conn, thing: &Cluster, change: Change) -> Result<usize, Error> {
    let id = UuidColumn(thing.meta().id.0);
    if change != Change::Created {
        let old = cluster_places::table.filter(cluster_places::cluster_id.eq(id));
        diesel::delete(old).execute(conn)?;
        let old = named_enterprises::table.filter(named_enterprises::cluster_id.eq(id));
        diesel::delete(old).execute(conn)?;
    }
    let written = put!(conn, clusters, ClusterRow::of(thing), change)?;
    if change != Change::Removed && written > 0 {
        anchor(conn, thing)?;
        name_enterprises(conn, thing)?;
    }
    Ok(written)
}

/// Writes which enterprises a cluster names. Old documents may name what is gone: that is left out, because
/// whatever is stated anew has been looked for and is held (`known_members`).
fn name_enterprises(conn: &mut Conn, thing: &Cluster) -> Result<(), Error> {
    let named = thing.facts().named_members();
    let named = named.iter().filter(|(_, member)| member.kind == MemberKind::Enterprise);
    let named: BTreeSet<Uuid> = named.map(|(_, member)| member.id).collect();
    let named: Vec<UuidColumn> = named.into_iter().map(UuidColumn).collect();
    // In portions: an engine takes only so many values in one statement.
    for portion in named.chunks(500) {
        let standing: Vec<UuidColumn> = enterprises::table
            .filter(enterprises::id.eq_any(portion.iter().copied()))
            .select(enterprises::id)
            .load(conn)?;
        let rows: Vec<_> = standing
            .into_iter()
            .map(|id| {
                (
                    named_enterprises::cluster_id.eq(UuidColumn(thing.meta().id.0)),
                    named_enterprises::enterprise_id.eq(id),
                )
            })
            .collect();
        diesel::insert_into(named_enterprises::table)
            .values(rows)
            .execute(conn)
            .map_err(|error| Error::of_write(error, Change::Updated))?;
    }
    Ok(())
}

/// Writes the anchors of a cluster: its constituencies, and its other places.
fn anchor(conn: &mut Conn, thing: &Cluster) -> Result<(), Error> {
    let facts = thing.facts();
    let constituencies =
        facts.constituencies().into_iter().map(|code| (PlaceLevel::AssemblyConstituency, code));
    let others = facts
        .anchor_places
        .iter()
        .filter(|place| place.level != PlaceLevel::AssemblyConstituency)
        .map(|place| (place.level, place.code.clone()));
    let rows: Vec<_> = constituencies
        .chain(others)
        .map(|(level, code)| {
            (
                cluster_places::cluster_id.eq(UuidColumn(thing.meta().id.0)),
                cluster_places::level.eq(TextColumn(level)),
                cluster_places::code.eq(TextColumn(code)),
            )
        })
        .collect();
    diesel::insert_into(cluster_places::table).values(rows).execute(conn)?;
    Ok(())
}
