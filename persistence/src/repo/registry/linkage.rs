//! Linkages.

use super::Conn;
use super::view::seen;
use crate::Error;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{LinkageFilter, Linkages};
use crate::schema::{clusters, enterprises, institutions, linkages};
use diesel::prelude::*;
use odoi_domain::kernel::id::LinkageId;
use odoi_domain::kernel::text::Prose;
use odoi_domain::policy::View;
use odoi_domain::programme::conflict::Tie;
use odoi_domain::registry::bond::Bond;
use odoi_domain::registry::linkage::{End, EndKind, Layer, Linkage, LinkageFacts, LinkageKind};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Change, Day, Entity};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = linkages, treat_none_as_null = true, treat_none_as_default_value = false)]
struct LinkageRow {
    id: UuidColumn,
    revision: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    from_kind: TextColumn<EndKind>,
    from_id: UuidColumn,
    from_enterprise_id: Option<UuidColumn>,
    from_cluster_id: Option<UuidColumn>,
    from_institution_id: Option<UuidColumn>,
    from_district: TextColumn<DistrictCode>,
    from_is_confirmed: bool,
    to_kind: TextColumn<EndKind>,
    to_id: UuidColumn,
    to_enterprise_id: Option<UuidColumn>,
    to_cluster_id: Option<UuidColumn>,
    to_institution_id: Option<UuidColumn>,
    to_district: TextColumn<DistrictCode>,
    to_is_confirmed: bool,
    kind: TextColumn<LinkageKind>,
    layer: TextColumn<Layer>,
    strength: i32,
    starts_on: chrono::NaiveDate,
    ends_on: Option<chrono::NaiveDate>,
    note: Option<TextColumn<Prose<1000>>>,
    bond: Json<Bond>,
}

/// The id of an end of one kind, for the foreign key of that kind.
fn reference(end: End, kind: EndKind) -> Option<UuidColumn> {
    (end.kind == kind).then_some(UuidColumn(end.id))
}

impl LinkageRow {
    fn of(thing: &Linkage) -> Self {
        let (meta, facts) = (thing.meta(), thing.facts().clone());
        let ([from_district, to_district], [from, to]) =
            (thing.districts().clone(), [facts.from, facts.to]);
        let [from_is_confirmed, to_is_confirmed] = thing.bond().confirmed();
        Self {
            id: UuidColumn(meta.id.0),
            revision: meta.revision,
            created_at: Timestamp(meta.created_at),
            updated_at: Timestamp(meta.updated_at),
            from_kind: TextColumn(from.kind),
            from_id: UuidColumn(from.id),
            from_enterprise_id: reference(from, EndKind::Enterprise),
            from_cluster_id: reference(from, EndKind::Cluster),
            from_institution_id: reference(from, EndKind::Institution),
            from_district: TextColumn(from_district),
            from_is_confirmed,
            to_kind: TextColumn(to.kind),
            to_id: UuidColumn(to.id),
            to_enterprise_id: reference(to, EndKind::Enterprise),
            to_cluster_id: reference(to, EndKind::Cluster),
            to_institution_id: reference(to, EndKind::Institution),
            to_district: TextColumn(to_district),
            to_is_confirmed,
            kind: TextColumn(facts.kind),
            layer: TextColumn(facts.layer),
            strength: facts.strength,
            starts_on: facts.starts_on.0,
            ends_on: facts.ends_on.map(|day| day.0),
            note: facts.note.map(TextColumn),
            bond: Json(thing.bond().clone()),
        }
    }

    fn into_thing(self) -> Linkage {
        let meta = meta!(self, LinkageId);
        let facts = LinkageFacts {
            from: End { kind: self.from_kind.0, id: self.from_id.0 },
            to: End { kind: self.to_kind.0, id: self.to_id.0 },
            kind: self.kind.0,
            layer: self.layer.0,
            strength: self.strength,
            starts_on: Day(self.starts_on),
            ends_on: self.ends_on.map(Day),
            note: self.note.map(|n| n.0),
        };
        let districts = [self.from_district.0, self.to_district.0];
        Linkage::restore(meta, facts, districts, self.bond.0)
    }
}

impl Linkages for Conn {
    fn linkage(&mut self, id: LinkageId) -> Result<Linkage, Error> {
        one!(self, linkages, LinkageRow, id)
    }

    fn linkage_locked(&mut self, id: LinkageId) -> Result<Linkage, Error> {
        let query = linkages::table.find(UuidColumn(id.0)).select(LinkageRow::as_select());
        let row: LinkageRow = locked!(query).get_result(self)?;
        Ok(row.into_thing())
    }

    fn linkages(
        &mut self,
        filter: &LinkageFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Linkage>, Error> {
        let filtered = || {
            let mut query = linkages::table.into_boxed();
            if let Some(seen) = seen(view) {
                let actors: Vec<UuidColumn> =
                    [seen.enterprises, seen.clusters, seen.institutions].concat();
                query = query.filter(at_either_end(seen.districts, actors));
            }
            any_of!(query, linkages::kind, filter.kind);
            any_of!(query, linkages::layer, filter.layer);
            if !filter.district.is_empty() {
                let districts = filter.district.iter().map(ToString::to_string).collect();
                query = query.filter(at_either_end(districts, Vec::new()));
            }
            let enterprises = filter.enterprise_id.iter().map(|id| UuidColumn(id.0));
            let clusters = filter.cluster_id.iter().map(|id| UuidColumn(id.0));
            let institutions = filter.institution_id.iter().map(|id| UuidColumn(id.0));
            let actors: Vec<UuidColumn> = enterprises.chain(clusters).chain(institutions).collect();
            if !actors.is_empty() {
                query = query.filter(at_either_end(Vec::new(), actors));
            }
            query
        };
        let page = page_by_moment!(self, paging, linkages, LinkageRow, filtered);
        Ok(page.map(LinkageRow::into_thing))
    }

    fn linkages_of(&mut self, end: End) -> Result<Vec<Linkage>, Error> {
        let rows: Vec<LinkageRow> = linkages::table
            .filter(at_either_end(Vec::new(), vec![UuidColumn(end.id)]))
            .order(linkages::id)
            .select(LinkageRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(LinkageRow::into_thing).collect())
    }

    fn district_of(&mut self, end: End) -> Result<Option<DistrictCode>, Error> {
        let id = UuidColumn(end.id);
        let found: Option<TextColumn<DistrictCode>> = match end.kind {
            EndKind::Enterprise => enterprises::table
                .find(id)
                .select(enterprises::district)
                .get_result(self)
                .optional()?,
            EndKind::Cluster => {
                clusters::table.find(id).select(clusters::district).get_result(self).optional()?
            }
            EndKind::Institution => institutions::table
                .find(id)
                .select(institutions::district)
                .get_result(self)
                .optional()?,
        };
        Ok(found.map(|d| d.0))
    }
}

type Filter =
    Box<dyn BoxableExpression<linkages::table, super::Db, SqlType = diesel::sql_types::Bool>>;

/// Linkages one end of which lies in one of the districts or is one of the actors.
fn at_either_end(districts: Vec<String>, actors: Vec<UuidColumn>) -> Filter {
    let placed = linkages::from_district
        .eq_any(districts.clone())
        .or(linkages::to_district.eq_any(districts));
    Box::new(placed.or(linkages::from_id.eq_any(actors.clone())).or(linkages::to_id.eq_any(actors)))
}

/// The ids of these linkages, for the filter of what belongs to linkages.
pub(super) fn ids_at<'a>(
    districts: Vec<String>,
    actors: Vec<UuidColumn>,
) -> linkages::BoxedQuery<'a, super::Db, diesel::sql_types::Nullable<crate::column::SqlUuid>> {
    let ids = linkages::table.select(linkages::id.nullable()).into_boxed();
    ids.filter(at_either_end(districts, actors))
}

pub(crate) fn write_row(conn: &mut Conn, thing: &Linkage, change: Change) -> Result<usize, Error> {
    let before = match change {
        Change::Created => Vec::new(),
        Change::Updated | Change::Removed => Tie::of_linkage(&conn.linkage(thing.meta().id)?),
    };
    let written = put!(conn, linkages, LinkageRow::of(thing), change)?;
    if written > 0 {
        let stands = change != Change::Removed;
        let after = if stands { Tie::of_linkage(thing) } else { Vec::new() };
        super::former::note(conn, (&before, &after), thing.meta().updated_at)?;
    }
    Ok(written)
}
