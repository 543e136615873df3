//! Places.

use super::nearest::{point, spot};
use super::view::seen;
use super::{Conn, area, name, search};
use crate::Error;
use crate::access_path::AccessPath;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{PlaceFilter, Places, Tie};
use crate::schema::{place_codes, place_pin_codes, places};
use diesel::prelude::*;
use odoi_domain::kernel::id::PlaceId;
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::View;
use odoi_domain::registry::place::{
    Area, AreaWay, CodeSystem, DistrictCode, OtherCode, PinCode, Place, PlaceCode, PlaceFacts,
    PlaceKey, PlaceLevel,
};
use odoi_domain::{Change, Entity, Kind};

/// The facts that nothing is filtered or ordered by; absent ones are those of older rows.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
struct Details {
    other_codes: Vec<OtherCode>,
    other_names: Vec<Line>,
    pin_codes: Vec<PinCode>,
    areas: Vec<Area>,
    is_protected: bool,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = places, treat_none_as_null = true, treat_none_as_default_value = false)]
struct PlaceRow {
    id: UuidColumn,
    revision: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    level: TextColumn<PlaceLevel>,
    code: TextColumn<PlaceCode>,
    name_en: TextColumn<Line>,
    name_ml: Option<TextColumn<Line>>,
    name_key: String,
    district: Option<TextColumn<DistrictCode>>,
    latitude: Option<i32>,
    longitude: Option<i32>,
    cell: Option<i32>,
    details: Json<Details>,
}

impl PlaceRow {
    fn of(thing: &Place) -> Self {
        let (meta, facts) = (thing.meta(), thing.facts().clone());
        let (latitude, longitude, cell) = spot(facts.centroid);
        Self {
            id: UuidColumn(meta.id.0),
            revision: meta.revision,
            created_at: Timestamp(meta.created_at),
            updated_at: Timestamp(meta.updated_at),
            name_key: facts.name.key(),
            level: TextColumn(facts.level),
            code: TextColumn(facts.code),
            name_en: TextColumn(facts.name.en),
            name_ml: facts.name.ml.map(TextColumn),
            district: facts.district.map(TextColumn),
            latitude,
            longitude,
            cell,
            details: Json(Details {
                other_codes: facts.other_codes,
                other_names: facts.other_names,
                pin_codes: facts.pin_codes,
                areas: facts.areas,
                is_protected: facts.is_protected,
            }),
        }
    }

    fn into_thing(self) -> Place {
        let meta = meta!(self, PlaceId);
        let details = self.details.0;
        let facts = PlaceFacts {
            level: self.level.0,
            code: self.code.0,
            name: name(self.name_en, self.name_ml),
            district: self.district.map(|d| d.0),
            centroid: point(self.latitude, self.longitude),
            other_codes: details.other_codes,
            other_names: details.other_names,
            pin_codes: details.pin_codes,
            areas: details.areas,
            is_protected: details.is_protected,
        };
        Place::restore(meta, facts)
    }
}

/// A page of places under a filter, and where a place is given those that lie so to it alone.
fn page(
    conn: &mut Conn,
    filter: &PlaceFilter,
    view: &View,
    paging: &Paging,
    lying: Option<(AreaWay, PlaceId)>,
) -> Result<Page<Place>, Error> {
    let words = search::words(conn, Kind::Place, &filter.q, Vec::new(), paging.fetch_limit())?;
    let filtered = |way: Option<&AccessPath>| {
        let mut query = places::table.into_boxed();
        if let Some(seen) = seen(view) {
            query = query.filter(places::district.eq_any(seen.districts));
        }
        if let Some((how, of)) = lying {
            query = query.filter(area::lies(how, of));
        }
        any_of!(query, places::level, filter.level);
        any_of!(query, places::district, filter.district);
        if !filter.code.is_empty() {
            let codes: Vec<String> = filter.code.iter().map(ToString::to_string).collect();
            let others = place_codes::table
                .filter(place_codes::code.eq_any(codes.clone()))
                .select(place_codes::place_id);
            query = query.filter(places::code.eq_any(codes).or(places::id.eq_any(others)));
        }
        if !filter.pin_code.is_empty() {
            let pins: Vec<String> = filter.pin_code.iter().map(ToString::to_string).collect();
            let used_in = place_pin_codes::table
                .filter(place_pin_codes::pin_code.eq_any(pins))
                .select(place_pin_codes::place_id);
            query = query.filter(places::id.eq_any(used_in));
        }
        found_by!(query, places, way);
        query
    };
    Ok(page!(located, conn, paging, places, PlaceRow, name_key, filtered, words))
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
            .filter(places::level.eq(level.text()).and(places::code.eq(code.to_string())))
            .select(PlaceRow::as_select())
            .get_result(self)
            .optional()?;
        Ok(found.map(PlaceRow::into_thing))
    }

    fn place_by_key(&mut self, key: PlaceKey) -> Result<Place, Error> {
        let (level, system, code) = match key {
            PlaceKey::Id(id) => return self.place(id),
            PlaceKey::Code(level, code) => match self.place_by_code(level, &code)? {
                Some(place) => return Ok(place),
                None => (level, None, code),
            },
            PlaceKey::OtherCode(level, system, code) => (level, Some(system), code),
        };
        let mut query = place_codes::table
            .filter(place_codes::level.eq(level.text()))
            .filter(place_codes::code.eq(code.to_string()))
            .select(place_codes::place_id)
            .limit(2)
            .into_boxed();
        if let Some(system) = system {
            query = query.filter(place_codes::system.eq(system.text()));
        }
        let mut found: Vec<UuidColumn> = query.load(self)?;
        found.dedup();
        match (found.as_slice(), system) {
            ([one], _) => one!(self, places, PlaceRow, PlaceId(one.0)),
            // Levels that are keyed on the directory need not repeat its code among the others.
            ([], Some(CodeSystem::Lgd)) if level.is_keyed_on_lgd() => {
                self.place_by_code(level, &code)?.ok_or(Error::Missing)
            }
            _ => Err(Error::Missing),
        }
    }

    fn places(
        &mut self,
        filter: &PlaceFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Place>, Error> {
        page(self, filter, view, paging, None)
    }

    fn places_of(
        &mut self,
        (way, of): (AreaWay, PlaceId),
        filter: &PlaceFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Place>, Error> {
        page(self, filter, view, paging, Some((way, of)))
    }

    fn ties(&mut self, way: AreaWay, of: PlaceId, to: &[PlaceId]) -> Result<Vec<Tie>, Error> {
        area::ties(self, way, of, to)
    }

    fn which_lie(
        &mut self,
        way: AreaWay,
        of: PlaceId,
        among: &[PlaceId],
    ) -> Result<Vec<PlaceId>, Error> {
        let keys: Vec<UuidColumn> = among.iter().map(|id| UuidColumn(id.0)).collect();
        let found: Vec<UuidColumn> = places::table
            .filter(places::id.eq_any(keys))
            .filter(area::lies(way, of))
            .select(places::id)
            .load(self)?;
        Ok(found.into_iter().map(|key| PlaceId(key.0)).collect())
    }

    fn places_by_id(&mut self, ids: &[PlaceId]) -> Result<Vec<Place>, Error> {
        let keys: Vec<UuidColumn> = ids.iter().map(|id| UuidColumn(id.0)).collect();
        let rows: Vec<PlaceRow> = places::table
            .filter(places::id.eq_any(keys))
            .order(places::id)
            .select(PlaceRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(PlaceRow::into_thing).collect())
    }
}

pub(crate) fn write_row(conn: &mut Conn, thing: &Place, change: Change) -> Result<usize, Error> {
    if change == Change::Removed {
        area::forget(conn, thing.meta().id)?;
    }
    let kept = put!(conn, places, PlaceRow::of(thing), change)?;
    if kept > 0 && change != Change::Removed {
        area::write_row(conn, thing, change)?;
    }
    Ok(kept)
}
