//! Schemes.

use super::{Conn, name, search};
use crate::Error;
use crate::access_path::AccessPath;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{SchemeFilter, Schemes};
use crate::schema::schemes;
use diesel::prelude::*;
use odoi_domain::kernel::id::SchemeId;
use odoi_domain::kernel::text::{Line, Prose};
use odoi_domain::policy::View;
use odoi_domain::schemes::scheme::{
    Assistance, Condition, Government, Scheme, SchemeCode, SchemeFacts, SchemeKind,
};
use odoi_domain::{Change, Entity, Kind};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = schemes, treat_none_as_null = true, treat_none_as_default_value = false)]
struct SchemeRow {
    id: UuidColumn,
    revision: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    code: TextColumn<SchemeCode>,
    name_en: TextColumn<Line>,
    name_ml: Option<TextColumn<Line>>,
    name_key: String,
    government: TextColumn<Government>,
    owner: TextColumn<Line>,
    kind: TextColumn<SchemeKind>,
    applicant_kind: TextColumn<Line>,
    conditions: Json<Vec<Condition>>,
    assistance: Json<Vec<Assistance>>,
    remarks: Json<Vec<Prose<600>>>,
    source: Option<TextColumn<Prose<600>>>,
}

impl SchemeRow {
    fn of(thing: &Scheme) -> Self {
        let (meta, facts) = (thing.meta(), thing.facts().clone());
        Self {
            id: UuidColumn(meta.id.0),
            revision: meta.revision,
            created_at: Timestamp(meta.created_at),
            updated_at: Timestamp(meta.updated_at),
            name_key: facts.name.key(),
            code: TextColumn(facts.code),
            name_en: TextColumn(facts.name.en),
            name_ml: facts.name.ml.map(TextColumn),
            government: TextColumn(facts.government),
            owner: TextColumn(facts.owner),
            kind: TextColumn(facts.kind),
            applicant_kind: TextColumn(facts.applicant_kind),
            conditions: Json(facts.conditions),
            assistance: Json(facts.assistance),
            remarks: Json(facts.remarks),
            source: facts.source.map(TextColumn),
        }
    }

    fn into_thing(self) -> Scheme {
        let meta = meta!(self, SchemeId);
        let facts = SchemeFacts {
            code: self.code.0,
            name: name(self.name_en, self.name_ml),
            government: self.government.0,
            owner: self.owner.0,
            kind: self.kind.0,
            applicant_kind: self.applicant_kind.0,
            conditions: self.conditions.0,
            assistance: self.assistance.0,
            remarks: self.remarks.0,
            source: self.source.map(|s| s.0),
        };
        Scheme::restore(meta, facts)
    }
}

impl Schemes for Conn {
    fn scheme(&mut self, id: SchemeId) -> Result<Scheme, Error> {
        one!(self, schemes, SchemeRow, id)
    }

    /// Schemes are public to every role, so there is no view to narrow the list by.
    fn schemes(
        &mut self,
        filter: &SchemeFilter,
        _view: &View,
        paging: &Paging,
    ) -> Result<Page<Scheme>, Error> {
        let words = search::words(self, Kind::Scheme, &filter.q, Vec::new(), paging.fetch_limit())?;
        let filtered = |way: Option<&AccessPath>| {
            let mut query = schemes::table.into_boxed();
            any_of!(query, schemes::government, filter.government);
            any_of!(query, schemes::kind, filter.kind);
            found_by!(query, schemes, way);
            query
        };
        Ok(page!(self, paging, schemes, SchemeRow, name_key, filtered, words))
    }
}

pub(crate) fn write_row(conn: &mut Conn, thing: &Scheme, change: Change) -> Result<usize, Error> {
    put!(conn, schemes, SchemeRow::of(thing), change)
}
