//! Schemes.

use super::{Conn, name, search};
use crate::Error;
use crate::column::{At, Json, Key, Spelt};
use crate::page::{Border, Page, Paging, Position, SortKey};
use crate::port::{SchemeFilter, Schemes};
use crate::schema::schemes;
use crate::way::Way;
use diesel::prelude::*;
use odoi_domain::id::SchemeId;
use odoi_domain::policy::View;
use odoi_domain::scheme::{
    Assistance, Condition, Government, Scheme, SchemeCode, SchemeFacts, SchemeKind,
};
use odoi_domain::text::{Line, Prose};
use odoi_domain::{Change, Entity, Kind};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = schemes, treat_none_as_null = true, treat_none_as_default_value = false)]
struct SchemeRow {
    id: Key,
    revision: i64,
    created_at: At,
    updated_at: At,
    code: Spelt<SchemeCode>,
    name_en: Spelt<Line>,
    name_ml: Option<Spelt<Line>>,
    name_key: String,
    government: Spelt<Government>,
    owner: Spelt<Line>,
    kind: Spelt<SchemeKind>,
    applicant_kind: Spelt<Line>,
    conditions: Json<Vec<Condition>>,
    assistance: Json<Vec<Assistance>>,
    remarks: Json<Vec<Prose<600>>>,
    source: Option<Spelt<Prose<600>>>,
}

impl SchemeRow {
    fn of(thing: &Scheme) -> Self {
        let (meta, facts) = (thing.meta(), thing.facts().clone());
        Self {
            id: Key(meta.id.0),
            revision: meta.revision,
            created_at: At(meta.created_at),
            updated_at: At(meta.updated_at),
            name_key: facts.name.key(),
            code: Spelt(facts.code),
            name_en: Spelt(facts.name.en),
            name_ml: facts.name.ml.map(Spelt),
            government: Spelt(facts.government),
            owner: Spelt(facts.owner),
            kind: Spelt(facts.kind),
            applicant_kind: Spelt(facts.applicant_kind),
            conditions: Json(facts.conditions),
            assistance: Json(facts.assistance),
            remarks: Json(facts.remarks),
            source: facts.source.map(Spelt),
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
        let words = search::words(self, Kind::Scheme, &filter.q, Vec::new(), paging.most())?;
        let filtered = |way: Option<&Way>| {
            let mut query = schemes::table.into_boxed();
            any_of!(query, schemes::government, filter.government);
            any_of!(query, schemes::kind, filter.kind);
            found_by!(query, schemes, way);
            query
        };
        Ok(page!(
            self, paging, schemes, SchemeRow, name_key, filtered, words
        ))
    }
}

pub(super) fn keep(conn: &mut Conn, thing: &Scheme, change: Change) -> Result<usize, Error> {
    put!(conn, schemes, SchemeRow::of(thing), change)
}
