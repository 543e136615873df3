//! Places.

use super::view::seen;
use super::{Conn, moment_border, name, search, text_border};
use crate::Error;
use crate::column::{At, Key, Spelt};
use crate::page::{Border, Page, Paging, Position, SortKey};
use crate::port::{PlaceFilter, Places};
use crate::schema::{places, search_entries};
use crate::way::Way;
use diesel::prelude::*;
use odoi_domain::id::PlaceId;
use odoi_domain::place::{DistrictCode, Place, PlaceCode, PlaceFacts, PlaceLevel};
use odoi_domain::policy::View;
use odoi_domain::text::Line;
use odoi_domain::{Change, Entity};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = places, treat_none_as_null = true, treat_none_as_default_value = false)]
struct PlaceRow {
    id: Key,
    revision: i64,
    created_at: At,
    updated_at: At,
    level: Spelt<PlaceLevel>,
    code: Spelt<PlaceCode>,
    name_en: Spelt<Line>,
    name_ml: Option<Spelt<Line>>,
    name_key: String,
    district: Option<Spelt<DistrictCode>>,
}

impl PlaceRow {
    fn of(thing: &Place) -> Self {
        let (meta, facts) = (thing.meta(), thing.facts().clone());
        Self {
            id: Key(meta.id.0),
            revision: meta.revision,
            created_at: At(meta.created_at),
            updated_at: At(meta.updated_at),
            name_key: facts.name.key(),
            level: Spelt(facts.level),
            code: Spelt(facts.code),
            name_en: Spelt(facts.name.en),
            name_ml: facts.name.ml.map(Spelt),
            district: facts.district.map(Spelt),
        }
    }

    fn into_thing(self) -> Place {
        let meta = meta!(self, PlaceId);
        let facts = PlaceFacts {
            level: self.level.0,
            code: self.code.0,
            name: name(self.name_en, self.name_ml),
            district: self.district.map(|d| d.0),
        };
        Place::restore(meta, facts)
    }
}

impl Places for Conn {
    fn place(&mut self, id: PlaceId) -> Result<Place, Error> {
        one!(self, places, PlaceRow, id)
    }

    fn place_by_code(
        &mut self,
        level: PlaceLevel,
        code: &PlaceCode,
    ) -> Result<Option<Place>, Error> {
        let found = places::table
            .filter(
                places::level
                    .eq(level.text())
                    .and(places::code.eq(code.to_string())),
            )
            .select(PlaceRow::as_select())
            .first(self)
            .optional()?;
        Ok(found.map(PlaceRow::into_thing))
    }

    fn places(
        &mut self,
        filter: &PlaceFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Place>, Error> {
        let words = search::words(self, &filter.q)?;
        let filtered = |way: Option<&Way>| {
            let mut query = places::table.into_boxed();
            if let Some(seen) = seen(view) {
                query = query.filter(places::district.eq_any(seen.districts));
            }
            any_of!(query, places::level, filter.level);
            any_of!(query, places::district, filter.district);
            any_of!(query, places::code, filter.code);
            found_by!(query, places, way);
            query
        };
        Ok(page!(
            self, paging, places, PlaceRow, name_key, filtered, words
        ))
    }
}

pub(super) fn keep(conn: &mut Conn, thing: &Place, change: Change) -> Result<usize, Error> {
    put!(conn, places, PlaceRow::of(thing), change)
}
