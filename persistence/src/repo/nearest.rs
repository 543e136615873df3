//! Lists by nearness: ring by ring around a point, measured exactly, until a page is full.

use crate::column::UuidColumn;
use crate::page::{Cursor, Near, Page, Paging, SortValue};
use odoi_domain::kernel::geo::{self, Latitude, Longitude, Point, Ring, Rings};
use std::collections::HashMap;
use uuid::Uuid;

/// A candidate: its id, and its latitude and longitude in millionths of a degree.
pub(super) type Candidate = (UuidColumn, Option<i32>, Option<i32>);

/// A page of the located rows of a boxed query, the nearest first. The query must be of a table with the
/// columns `latitude`, `longitude` and `cell`.
macro_rules! nearest {
    ($conn:expr, $paging:expr, $near:expr, $table:ident, $Row:ty, $filtered:expr) => {{
        let filtered = $filtered;
        let found = super::nearest::search(
            $near,
            $paging,
            &mut |ring: &odoi_domain::kernel::geo::Ring| -> Result<Vec<super::nearest::Candidate>, Error> {
                let mut query = filtered().filter($table::cell.is_not_null());
                if let Some(cells) = &ring.cells {
                    query = query.filter($table::cell.eq_any(cells.clone()));
                }
                Ok(query
                    .select(($table::id, $table::latitude, $table::longitude))
                    .load($conn)?)
            },
        )?;
        let rows: Vec<$Row> = $table::table
            .filter($table::id.eq_any(found.keys()))
            .select(<$Row>::as_select())
            .load($conn)?;
        found
            .page(rows, |row: &$Row| row.id.0)
            .map(|row: $Row| row.into_thing())
    }};
}

/// The three columns of a location: latitude, longitude, cell.
pub(super) type Spot = (Option<i32>, Option<i32>, Option<i32>);

/// What the columns of a location hold.
pub(super) fn spot(at: Option<Point>) -> Spot {
    (
        at.map(|at| at.latitude.millionths()),
        at.map(|at| at.longitude.millionths()),
        at.and_then(geo::cell),
    )
}

/// The point that two columns hold.
pub(super) fn point(latitude: Option<i32>, longitude: Option<i32>) -> Option<Point> {
    Some(Point {
        latitude: Latitude::of_millionths(latitude?).ok()?,
        longitude: Longitude::of_millionths(longitude?).ok()?,
    })
}

/// The rows of a page by distance, and where the next one begins.
pub(super) struct Found {
    rows: Vec<(i64, Uuid)>,
    next: Option<Cursor>,
    total: Option<i64>,
}

impl Found {
    pub(super) fn keys(&self) -> Vec<UuidColumn> {
        self.rows.iter().map(|(_, id)| UuidColumn(*id)).collect()
    }

    /// Puts rows that came in any order into that of their distances. A row that was removed since it
    /// was measured is left out.
    pub(super) fn page<T>(self, rows: Vec<T>, id: impl Fn(&T) -> Uuid) -> Page<T> {
        let mut by_id: HashMap<Uuid, T> = rows.into_iter().map(|row| (id(&row), row)).collect();
        let (mut items, mut metres) = (Vec::new(), Vec::new());
        for (away, id) in &self.rows {
            if let Some(row) = by_id.remove(id) {
                items.push(row);
                metres.push(*away);
            }
        }
        Page { items, next: self.next, total: self.total, metres }
    }
}

/// Looks through the rings from the border of the page before, and for a count through all of them.
pub(super) fn search<E>(
    near: Near,
    paging: &Paging,
    candidates: &mut dyn FnMut(&Ring) -> Result<Vec<Candidate>, E>,
) -> Result<Found, E> {
    let after = match &paging.after {
        Some(Cursor { border: SortValue::Metres(metres), id }) => Some((*metres, *id)),
        _ => None,
    };
    let limit = usize::from(paging.limit);
    let from = if paging.count { 0 } else { after.map_or(0, |(metres, _)| metres) };
    let (mut rows, mut total) = (Vec::new(), 0);
    for ring in Rings::around(near.centre, from, near.within.map(|metres| metres + 1)) {
        // A ring that no cell of Kerala lies in has nothing to ask for.
        if ring.cells.as_ref().is_some_and(Vec::is_empty) {
            continue;
        }
        for (UuidColumn(id), latitude, longitude) in candidates(&ring)? {
            let Some(at) = point(latitude, longitude) else {
                continue;
            };
            let metres = near.centre.metres_to(at);
            if !(ring.from..ring.to).contains(&metres) {
                continue;
            }
            total += 1;
            if after.is_none_or(|border| (metres, id) > border) {
                rows.push((metres, id));
            }
        }
        if rows.len() > limit && !paging.count {
            break;
        }
    }
    rows.sort_unstable();
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let border = rows.last().filter(|_| has_more);
    let next = border.map(|(metres, id)| Cursor { border: SortValue::Metres(*metres), id: *id });
    Ok(Found { rows, next, total: paging.count.then_some(total) })
}
