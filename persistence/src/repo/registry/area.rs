//! What of a place stands in tables of its own: codes, postal index numbers, and how areas lie to each
//! other. `place_relations` holds what is stated; everything else follows from it by walking.

use super::{Conn, Db};
use crate::Error;
use crate::column::{SqlUuid, UuidColumn};
use crate::port::Tie;
use crate::schema::{place_codes, place_pin_codes, place_relations, places};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use odoi_domain::kernel::id::PlaceId;
use odoi_domain::registry::place::{AreaRelation, AreaWay, Place, PlaceLevel};
use odoi_domain::{Change, Entity};

/// What lies in a place, itself included; the place is the one value that is bound.
const DOWN: &str = "WITH RECURSIVE origin(id) AS (SELECT ";
const DOWN_WALK: &str = "), down(id) AS (SELECT id FROM origin UNION SELECT r.place_id FROM place_relations r JOIN down ON r.other_id = down.id WHERE r.relation = 'within')";
/// What a place lies in, itself included.
const UP_WALK: &str = ", up(id) AS (SELECT id FROM origin UNION SELECT r.other_id FROM place_relations r JOIN up ON r.place_id = up.id WHERE r.relation = 'within')";
/// What shares ground with a place: what lies in it, what overlaps any of that, and what any of these
/// lies in.
const TOUCH_WALK: &str = ", touched(id) AS (SELECT id FROM down \
    UNION SELECT r.other_id FROM place_relations r JOIN down ON r.place_id = down.id WHERE r.relation = 'overlaps' \
    UNION SELECT r.place_id FROM place_relations r JOIN down ON r.other_id = down.id WHERE r.relation = 'overlaps'), \
    shared(id) AS (SELECT id FROM touched UNION SELECT r.other_id FROM place_relations r JOIN shared ON r.place_id = shared.id WHERE r.relation = 'within')";

/// The walk of a way, and the name of what it finds.
const fn walk(way: AreaWay) -> (&'static str, &'static str) {
    match way {
        AreaWay::Contains => ("", "down"),
        AreaWay::Within => (UP_WALK, "up"),
        AreaWay::Overlaps => (TOUCH_WALK, "shared"),
    }
}

/// Whether a column of ids names something that the walk of a way finds.
fn found<T: 'static>(
    column: &str,
    way: AreaWay,
    of: PlaceId,
) -> Box<dyn BoxableExpression<T, Db, SqlType = Bool>> {
    let (walk, name) = walk(way);
    Box::new(
        diesel::dsl::sql::<Bool>(&format!("{column} IN ({DOWN}"))
            .bind::<SqlUuid, _>(UuidColumn(of.0))
            .sql(&format!("{DOWN_WALK}{walk} SELECT id FROM {name})")),
    )
}

/// Places that lie so to a place, without itself.
pub(crate) fn lies(
    way: AreaWay,
    of: PlaceId,
) -> Box<dyn BoxableExpression<places::table, Db, SqlType = Bool>> {
    Box::new(found::<places::table>("places.id", way, of).and(places::id.ne(UuidColumn(of.0))))
}

/// What leads from a place to some places: what is stated of them, or of others on the way to them.
pub(crate) fn ties(
    conn: &mut Conn,
    way: AreaWay,
    of: PlaceId,
    to: &[PlaceId],
) -> Result<Vec<Tie>, Error> {
    use AreaRelation::{Overlaps, Within};
    // The way that the other end lies on, the relation, and whether it is stated of the places asked for.
    let asked: &[(AreaWay, AreaRelation, bool)] = match way {
        AreaWay::Contains => &[(AreaWay::Contains, Within, true)],
        AreaWay::Within => &[(AreaWay::Within, Within, false)],
        AreaWay::Overlaps => &[
            (AreaWay::Contains, Within, true),
            (AreaWay::Contains, Overlaps, true),
            (AreaWay::Contains, Overlaps, false),
            (AreaWay::Overlaps, Within, false),
        ],
    };
    let keys: Vec<UuidColumn> = to.iter().map(|id| UuidColumn(id.0)).collect();
    let mut ties = Vec::new();
    for (on, relation, is_stated_of_them) in asked {
        let mut query = place_relations::table
            .filter(place_relations::relation.eq(relation.text()))
            .select((place_relations::place_id, place_relations::other_id, place_relations::source))
            .into_boxed();
        query = if *is_stated_of_them {
            query.filter(place_relations::place_id.eq_any(keys.clone())).filter(found::<
                place_relations::table,
            >(
                "place_relations.other_id",
                *on,
                of,
            ))
        } else {
            query.filter(place_relations::other_id.eq_any(keys.clone())).filter(found::<
                place_relations::table,
            >(
                "place_relations.place_id",
                *on,
                of,
            ))
        };
        let rows: Vec<(UuidColumn, UuidColumn, Option<String>)> = query.load(conn)?;
        ties.extend(rows.into_iter().map(|(place, other, source)| Tie {
            place: PlaceId(place.0),
            other: PlaceId(other.0),
            relation: *relation,
            source,
        }));
    }
    ties.sort_by_key(|tie| (tie.place, tie.other));
    ties.dedup();
    Ok(ties)
}

/// Forgets what stands beside a place's row.
pub(crate) fn forget(conn: &mut Conn, id: PlaceId) -> Result<(), Error> {
    let id = UuidColumn(id.0);
    diesel::delete(place_codes::table.filter(place_codes::place_id.eq(id))).execute(conn)?;
    diesel::delete(place_pin_codes::table.filter(place_pin_codes::place_id.eq(id)))
        .execute(conn)?;
    diesel::delete(place_relations::table.filter(place_relations::place_id.eq(id)))
        .execute(conn)?;
    Ok(())
}

/// Keeps what stands beside a place's row in step with it.
pub(crate) fn write_row(conn: &mut Conn, thing: &Place, change: Change) -> Result<(), Error> {
    let (id, facts) = (thing.meta().id, thing.facts());
    if change == Change::Updated {
        forget(conn, id)?;
    }
    let key = UuidColumn(id.0);
    for other in &facts.other_codes {
        diesel::insert_into(place_codes::table)
            .values((
                place_codes::place_id.eq(key),
                place_codes::level.eq(facts.level.text()),
                place_codes::system.eq(other.system.text()),
                place_codes::code.eq(other.code.to_string()),
            ))
            .execute(conn)
            .map_err(|error| Error::of_write(error, change))?;
    }
    for pin_code in &facts.pin_codes {
        diesel::insert_into(place_pin_codes::table)
            .values((
                place_pin_codes::pin_code.eq(pin_code.to_string()),
                place_pin_codes::place_id.eq(key),
            ))
            .execute(conn)
            .map_err(|error| Error::of_write(error, change))?;
    }
    let stated = facts.areas.iter().map(|area| {
        let source = Some(area.source.as_str().to_owned());
        (UuidColumn(area.place.0), area.relation, source)
    });
    let mut relations: Vec<(UuidColumn, AreaRelation, Option<String>)> = stated.collect();
    if let Some(district) = implied(conn, thing)?
        && !relations.iter().any(|(other, ..)| *other == district)
    {
        relations.push((district, AreaRelation::Within, None));
    }
    for (other, relation, source) in relations {
        diesel::insert_into(place_relations::table)
            .values((
                place_relations::place_id.eq(key),
                place_relations::other_id.eq(other),
                place_relations::relation.eq(relation.text()),
                place_relations::source.eq(source),
            ))
            .execute(conn)
            .map_err(|error| Error::of_write(error, change))?;
    }
    Ok(())
}

/// The area that a place lies in without a word: its district; a district's state.
fn implied(conn: &mut Conn, thing: &Place) -> Result<Option<UuidColumn>, Error> {
    let facts = thing.facts();
    let mut query = places::table.select(places::id).into_boxed();
    query = match (facts.level, &facts.district) {
        (PlaceLevel::State, _) => return Ok(None),
        (PlaceLevel::District, _) => query.filter(places::level.eq(PlaceLevel::State.text())),
        (_, Some(code)) => query
            .filter(places::level.eq(PlaceLevel::District.text()))
            .filter(places::code.eq(code.to_string())),
        (_, None) => return Ok(None),
    };
    Ok(query.order(places::id).get_result(conn).optional()?)
}
