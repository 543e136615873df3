//! Institutions.

use super::nearest::{point, spot};
use super::view::seen;
use super::{Conn, name, search};
use crate::Error;
use crate::access_path::AccessPath;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{InstitutionFilter, Institutions};
use crate::schema::institutions;
use diesel::prelude::*;
use odoi_domain::kernel::id::InstitutionId;
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::View;
use odoi_domain::registry::institution::{Field, Institution, InstitutionFacts, InstitutionKind};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::registry::registration::Aishe;
use odoi_domain::{Change, Entity, Kind};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = institutions, treat_none_as_null = true, treat_none_as_default_value = false)]
struct InstitutionRow {
    id: UuidColumn,
    revision: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    name_en: TextColumn<Line>,
    name_ml: Option<TextColumn<Line>>,
    name_key: String,
    kind: TextColumn<InstitutionKind>,
    district: TextColumn<DistrictCode>,
    aishe: Option<TextColumn<Aishe>>,
    fields: Json<Vec<Field>>,
    latitude: Option<i32>,
    longitude: Option<i32>,
    cell: Option<i32>,
}

impl InstitutionRow {
    fn of(thing: &Institution) -> Self {
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
            district: TextColumn(facts.district),
            aishe: facts.aishe.map(TextColumn),
            fields: Json(facts.fields),
            latitude,
            longitude,
            cell,
        }
    }

    fn into_thing(self) -> Institution {
        let meta = meta!(self, InstitutionId);
        let facts = InstitutionFacts {
            name: name(self.name_en, self.name_ml),
            kind: self.kind.0,
            district: self.district.0,
            aishe: self.aishe.map(|a| a.0),
            location: point(self.latitude, self.longitude),
            fields: self.fields.0,
        };
        Institution::restore(meta, facts)
    }
}

impl Institutions for Conn {
    fn institution(&mut self, id: InstitutionId) -> Result<Institution, Error> {
        one!(self, institutions, InstitutionRow, id)
    }

    fn institutions(
        &mut self,
        filter: &InstitutionFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Institution>, Error> {
        let words =
            search::words(self, Kind::Institution, &filter.q, Vec::new(), paging.fetch_limit())?;
        let filtered = |way: Option<&AccessPath>| {
            let mut query = institutions::table.into_boxed();
            if let Some(seen) = seen(view) {
                let ours = institutions::district.eq_any(seen.districts);
                query = query.filter(ours.or(institutions::id.eq_any(seen.institutions)));
            }
            any_of!(query, institutions::district, filter.district);
            any_of!(query, institutions::kind, filter.kind);
            found_by!(query, institutions, way);
            query
        };
        Ok(page!(located, self, paging, institutions, InstitutionRow, name_key, filtered, words))
    }
}

pub(crate) fn write_row(
    conn: &mut Conn,
    thing: &Institution,
    change: Change,
) -> Result<usize, Error> {
    put!(conn, institutions, InstitutionRow::of(thing), change)
}
