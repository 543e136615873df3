//! Enterprises: one document each, beside the columns and tables that they are found by.

use super::view::seen;
use super::{Conn, search};
use crate::access_path::AccessPath;
use crate::column::{Json, TextColumn, Timestamp, UuidColumn};
use crate::page::{Cursor, Page, Paging, SortKey, SortValue};
use crate::port::{EnterpriseFilter, Enterprises};
use crate::schema::{enterprise_external_ids, enterprise_places, enterprises, memberships};
use crate::{ConstraintViolation, Error};
use diesel::prelude::*;
use odoi_domain::Code;
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::external::ExternalRef;
use odoi_domain::kernel::geo;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::View;
use odoi_domain::registry::activity::ActivityCode;
use odoi_domain::registry::enterprise::{Enterprise, EnterpriseKind};
use odoi_domain::registry::place::{DistrictCode, PinCode, PlaceName};
use odoi_domain::registry::registration::{Cin, Gstin, Llpin, Mobile, Pan, Udyam};
use odoi_domain::registry::size::SizeClass;
use odoi_domain::{Change, Day, Entity, Kind, Violation};

mod row {
    use super::*;

    document! {
        EnterpriseRow of Enterprise, id: EnterpriseId, table: enterprises, {
            name_en: TextColumn<Line> = |e| TextColumn(e.facts().name.en.clone()),
            name_ml: Option<TextColumn<Line>> = |e| e.facts().name.ml.clone().map(TextColumn),
            name_key: String = |e| e.facts().name.key(),
            kind: TextColumn<EnterpriseKind> = |e| TextColumn(e.facts().kind),
            district: TextColumn<DistrictCode> = |e| TextColumn(e.facts().district.clone()),
            pin_code: Option<TextColumn<PinCode>> = |e| e.facts().pin_code.clone().map(TextColumn),
            udyam: Option<TextColumn<Udyam>> = |e| e.facts().udyam.clone().map(TextColumn),
            // Masked numbers come last of all (`numbers.rs`).
            gstin: Option<TextColumn<Gstin>> = |_| None,
            // The code of the first activity, for filters by prefix.
            main_activity: String = |e| {
                let main = e.facts().activities.first();
                main.map(|activity| activity.code.to_string()).unwrap_or_default()
            },
            activities: Json<Vec<ActivityCode>> = |e| Json(e.facts().activities.clone()),
            pan: Option<TextColumn<Pan>> = |_| None,
            cin: Option<TextColumn<Cin>> = |e| e.facts().cin.clone().map(TextColumn),
            llpin: Option<TextColumn<Llpin>> = |e| e.facts().llpin.clone().map(TextColumn),
            size_class: Option<TextColumn<SizeClass>> = |e| e.filed_size().0.map(TextColumn),
            size_review_on: Option<chrono::NaiveDate> = |e| e.filed_size().1.map(|day| day.0),
            latitude: Option<i32> = |e| e.facts().location.map(|at| at.latitude.millionths()),
            longitude: Option<i32> = |e| e.facts().location.map(|at| at.longitude.millionths()),
            cell: Option<i32> = |e| e.facts().location.and_then(geo::cell),
            mobile: Option<TextColumn<Mobile>> = |e| e.facts().mobile.clone().map(TextColumn),
            // Until it has been compared with the others.
            uncompared_since: Option<Timestamp> = |e| Some(Timestamp(e.meta().updated_at)),
        }
    }
}
use row::EnterpriseRow;

impl Enterprises for Conn {
    fn enterprise(&mut self, id: EnterpriseId) -> Result<Enterprise, Error> {
        match one!(self, enterprises, EnterpriseRow, id) {
            Err(Error::Missing) => Err(super::merge::where_to(self, id)?),
            other => other,
        }
    }

    fn enterprises(
        &mut self,
        filter: &EnterpriseFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Enterprise>, Error> {
        let words = search::words(
            self,
            Kind::Enterprise,
            &filter.q,
            districts(filter, view),
            paging.fetch_limit(),
        )?;
        let filtered = |way: Option<&AccessPath>| narrowed(filter, view, way);
        Ok(page!(located, self, paging, enterprises, EnterpriseRow, name_key, filtered, words))
    }
}

/// The districts that all of them stand in; none where they may stand anywhere.
pub(crate) fn districts(filter: &EnterpriseFilter, view: &View) -> Vec<String> {
    match seen(view) {
        Some(seen) if filter.district.is_empty() && seen.enterprises.is_empty() => seen.districts,
        _ => filter.district.iter().map(ToString::to_string).collect(),
    }
}

/// The enterprises that the caller sees, as narrow as was asked for, by a way to what the words find.
pub(crate) fn narrowed<'a>(
    filter: &EnterpriseFilter,
    view: &View,
    way: Option<&AccessPath>,
) -> enterprises::BoxedQuery<'a, super::Db> {
    let mut query = enterprises::table.into_boxed();
    if let Some(seen) = seen(view) {
        // One district alone, and nothing beside it: then its index gives the order, too.
        query = match (seen.districts.as_slice(), seen.enterprises.as_slice()) {
            ([only], []) => query.filter(enterprises::district.eq(only.clone())),
            (districts, ids) => {
                let ours = enterprises::district.eq_any(districts.to_vec());
                query.filter(ours.or(enterprises::id.eq_any(ids.to_vec())))
            }
        };
    }
    any_of!(query, enterprises::district, filter.district);
    any_of!(query, enterprises::kind, filter.kind);
    any_of!(query, enterprises::pin_code, filter.pin_code);
    any_of!(query, enterprises::size_class, filter.size_class);
    for activity in [active(&filter.activity), active(&filter.division)] {
        query = match activity {
            Some(active) => query.filter(active),
            None => query,
        };
    }
    if !filter.place.is_empty() {
        query = query.filter(enterprises::id.eq_any(standing_in(&filter.place)));
    }
    if !filter.external_id.is_empty() {
        query = query.filter(enterprises::id.eq_any(recorded_as(&filter.external_id)));
    }
    if let (false, Some(on)) = (filter.cluster_id.is_empty(), filter.as_of) {
        let clusters: Vec<UuidColumn> =
            filter.cluster_id.iter().map(|id| UuidColumn(id.0)).collect();
        let current = memberships::starts_on
            .le(on.0)
            .and(memberships::ends_on.is_null().or(memberships::ends_on.ge(on.0)));
        let members = memberships::table
            .filter(memberships::cluster_id.eq_any(clusters).and(current))
            .filter(memberships::enterprise_id.is_not_null())
            .select(memberships::enterprise_id.assume_not_null());
        query = query.filter(enterprises::id.eq_any(members));
    }
    found_by!(query, enterprises, way);
    query
}

type Active =
    Box<dyn BoxableExpression<enterprises::table, super::Db, SqlType = diesel::sql_types::Bool>>;

/// Those whose main activity is one of these codes or narrower.
fn active<C: ToString>(codes: &[C]) -> Option<Active> {
    let range = |code: &C| -> Active {
        let code = code.to_string();
        // Codes are ASCII, so `~` ends every longer code: the range is a prefix, by index.
        let to = format!("{code}~");
        Box::new(enterprises::main_activity.between(code, to))
    };
    let (first, rest) = codes.split_first()?;
    Some(rest.iter().fold(range(first), |wider, code| Box::new(wider.or(range(code)))))
}

type Ids<'a, Table> = diesel::helper_types::IntoBoxed<'a, Table, super::Db>;

/// The enterprises that stand in one of these places.
fn standing_in<'a>(
    places: &[PlaceName],
) -> Ids<'a, diesel::dsl::Select<enterprise_places::table, enterprise_places::enterprise_id>> {
    let mut found = enterprise_places::table.select(enterprise_places::enterprise_id).into_boxed();
    for place in places {
        let text = place.to_string();
        let (level, code) = text.split_once(':').unwrap_or_default();
        let here = enterprise_places::level.eq(level.to_owned());
        found = found.or_filter(here.and(enterprise_places::code.eq(code.to_owned())));
    }
    found
}

/// The enterprises that other systems know by one of these ids.
fn recorded_as<'a>(
    records: &[ExternalRef],
) -> Ids<
    'a,
    diesel::dsl::Select<enterprise_external_ids::table, enterprise_external_ids::enterprise_id>,
> {
    use enterprise_external_ids as external;
    let mut found = external::table.select(external::enterprise_id).into_boxed();
    for record in records {
        let text = record.to_string();
        let (system, id) = text.split_once(':').unwrap_or_default();
        let there = external::source_system.eq(system.to_owned());
        found = found.or_filter(there.and(external::external_id.eq(id.to_owned())));
    }
    found
}

/// Writes the row and the tables beside it, but for the masked numbers. What is taken is looked for first, so that both
/// engines name the same field; the unique indexes are there for the race.
pub(crate) fn write_row(
    conn: &mut Conn,
    thing: &Enterprise,
    change: Change,
) -> Result<usize, Error> {
    let id = UuidColumn(thing.meta().id.0);
    if change != Change::Created {
        let records = enterprise_external_ids::table;
        diesel::delete(records.filter(enterprise_external_ids::enterprise_id.eq(id)))
            .execute(conn)?;
        let places = enterprise_places::table;
        diesel::delete(places.filter(enterprise_places::enterprise_id.eq(id))).execute(conn)?;
    }
    if change == Change::Removed {
        return row::write_row(conn, thing, change);
    }
    if let Some((violation, by)) = taken(conn, thing)? {
        return Err(ConstraintViolation::TakenBy(violation, EnterpriseId(by.0)).into());
    }
    let written = row::write_row(conn, thing, change)?;
    if written == 0 {
        return Ok(0);
    }
    for key in &thing.facts().external_ids {
        diesel::insert_into(enterprise_external_ids::table)
            .values((
                enterprise_external_ids::source_system.eq(key.source_system.to_string()),
                enterprise_external_ids::external_id.eq(key.external_id.to_string()),
                enterprise_external_ids::enterprise_id.eq(id),
            ))
            .execute(conn)
            .map_err(|error| Error::of_write(error, change))?;
    }
    let mut places: Vec<_> = thing.facts().named_places();
    places.sort_by(|a, b| a.1.cmp(b.1));
    places.dedup_by(|a, b| a.1 == b.1);
    for (_, place) in places {
        diesel::insert_into(enterprise_places::table)
            .values((
                enterprise_places::enterprise_id.eq(id),
                enterprise_places::level.eq(place.level.text()),
                enterprise_places::code.eq(place.code.to_string()),
            ))
            .execute(conn)
            .map_err(|error| Error::of_write(error, change))?;
    }
    Ok(written)
}

/// The first of its numbers that another enterprise has, and which; of those that are masked nothing is told here.
fn taken(conn: &mut Conn, thing: &Enterprise) -> Result<Option<(Violation, UuidColumn)>, Error> {
    let (facts, others) = (thing.facts(), enterprises::id.ne(UuidColumn(thing.meta().id.0)));
    macro_rules! is_taken {
        ($column:ident, $value:expr, $place:expr) => {
            if let Some(value) = $value {
                let same = enterprises::$column.eq(value.to_string());
                let found = enterprises::table.filter(same.and(others));
                let by: Option<UuidColumn> =
                    found.select(enterprises::id).get_result(conn).optional()?;
                if let Some(by) = by {
                    return Ok(Some((Violation::new(Code::Taken).at($place), by)));
                }
            }
        };
    }
    is_taken!(udyam, &facts.udyam, "/udyam");
    is_taken!(cin, &facts.cin, "/cin");
    is_taken!(llpin, &facts.llpin, "/llpin");
    for (place, key) in facts.external_ids.iter().enumerate() {
        use enterprise_external_ids as external;
        let by: Option<UuidColumn> = external::table
            .find((key.source_system.to_string(), key.external_id.to_string()))
            .filter(external::enterprise_id.ne(UuidColumn(thing.meta().id.0)))
            .select(external::enterprise_id)
            .get_result(conn)
            .optional()?;
        if let Some(by) = by {
            let at = format!("/external_ids/{place}");
            return Ok(Some((Violation::new(Code::Taken).at(&at), by)));
        }
    }
    Ok(None)
}

/// So many classes are computed anew in one transaction.
const REVIEWED: i64 = 500;

/// Computes the classes anew whose day has come; counts them. The facts do not change, so there is no
/// new revision and no event.
pub(crate) fn review_sizes(conn: &mut Conn, today: Day) -> Result<usize, Error> {
    let due: Vec<EnterpriseRow> = enterprises::table
        .filter(enterprises::size_review_on.le(today.0))
        .order(enterprises::id)
        .limit(REVIEWED)
        .select(EnterpriseRow::as_select())
        .load(conn)?;
    for row in &due {
        let thing = row.clone().into_thing().classed(today);
        let (class, review) = thing.filed_size();
        let same = enterprises::id.eq(row.id).and(enterprises::revision.eq(row.revision));
        diesel::update(enterprises::table.filter(same))
            .set((
                enterprises::size_class.eq(class.map(TextColumn)),
                enterprises::size_review_on.eq(review.map(|day| day.0)),
                enterprises::facts.eq(Json(thing.state())),
            ))
            .execute(conn)?;
    }
    Ok(due.len())
}

/// Enterprises by their ids, in no order.
pub(crate) fn some(conn: &mut Conn, ids: &[UuidColumn]) -> Result<Vec<Enterprise>, Error> {
    let rows: Vec<EnterpriseRow> = enterprises::table
        .filter(enterprises::id.eq_any(ids))
        .select(EnterpriseRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(EnterpriseRow::into_thing).collect())
}
