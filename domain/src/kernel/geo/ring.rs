//! Looking for what is near: a grid over Kerala, and the rings of cells around a point.
//!
//! A cell is a hundredth of a degree in both directions, about 1.1 km. A thing with a location keeps
//! the number of its cell in a column with an index; a search asks for the cells of a ring, which are
//! only candidates, and measures them exactly. So both engines find the same things in the same order
//! without an extension, and a search reads what is near and not the whole table.

use super::{KERALA, Point};

/// Millionths of a degree on a cell's side.
const SIDE: i32 = 10_000;
/// Cells from west to east.
const COLUMNS: i32 = (KERALA.east - KERALA.west) / SIDE + 1;
/// Cells from south to north.
const ROWS: i32 = (KERALA.north - KERALA.south) / SIDE + 1;
/// A bound of metres in a degree of latitude, from below: a search may take in too much, never too little.
const METRES_PER_DEGREE: f64 = 111_000.0;
/// A ring of more cells is looked through by other means.
const MOST_CELLS: usize = 4_096;
/// How far the first ring reaches, in metres.
const FIRST_REACH: i64 = 2_000;

/// The number of a point's cell; `None` outside of Kerala.
#[must_use]
pub fn cell(point: Point) -> Option<i32> {
    point.is_in_kerala().then(|| number(row_of(point), column_of(point)))
}

fn number(row: i32, column: i32) -> i32 {
    row * COLUMNS + column
}

fn row_of(point: Point) -> i32 {
    (point.latitude.millionths() - KERALA.south).div_euclid(SIDE)
}

fn column_of(point: Point) -> i32 {
    (point.longitude.millionths() - KERALA.west).div_euclid(SIDE)
}

/// A ring around a point: what is at least `from` and less than `to` metres away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    /// Its inner radius in metres, included.
    pub from: i64,
    /// Its outer radius in metres, not included.
    pub to: i64,
    /// The cells that it may touch; `None` where they are too many to be named, and for the last ring.
    pub cells: Option<Vec<i32>>,
}

/// The rings around a point from the inside out, as long as one asks for more.
#[derive(Debug, Clone)]
pub struct Rings {
    centre: Point,
    from: i64,
    /// Nothing is wanted from here on, in metres.
    end: i64,
    reach: i64,
}

impl Rings {
    /// Of what is at least `from` metres away, and less than `end` where there is an end.
    #[must_use]
    pub fn around(centre: Point, from: i64, end: Option<i64>) -> Self {
        Self {
            centre,
            from,
            // Nothing on Earth is further away.
            end: end.unwrap_or(20_015_116),
            reach: FIRST_REACH,
        }
    }

    /// Whether a row of cells has any that the ring can touch, and which columns: a span, and the hole in
    /// it that lies wholly within the inner circle.
    fn columns(
        &self,
        row: i32,
        to: i64,
    ) -> Option<(std::ops::RangeInclusive<i32>, Option<std::ops::RangeInclusive<i32>>)> {
        let south = KERALA.south + row * SIDE;
        let latitude = self.centre.latitude.millionths();
        let nearest = (south - latitude).max(latitude - south - SIDE).max(0);
        let furthest = (south - latitude).abs().max((south + SIDE - latitude).abs());
        let outer = across(to, nearest, south)?;
        let (left, right) = (self.left(outer), self.right(outer));
        if left > right {
            return None;
        }
        let hole = self.hole(furthest, south);
        Some((left..=right, hole))
    }

    fn left(&self, outer: i32) -> i32 {
        (self.centre.longitude.millionths().saturating_sub(outer) - KERALA.west)
            .div_euclid(SIDE)
            .max(0)
    }

    fn right(&self, outer: i32) -> i32 {
        (self.centre.longitude.millionths().saturating_add(outer) - KERALA.west)
            .div_euclid(SIDE)
            .min(COLUMNS - 1)
    }

    /// The columns of a row whose every point is nearer than the ring begins.
    fn hole(&self, furthest: i32, south: i32) -> Option<std::ops::RangeInclusive<i32>> {
        let inner = within(self.from, furthest, south)?;
        let (west, east) = (
            self.centre.longitude.millionths() - inner - KERALA.west,
            self.centre.longitude.millionths() + inner - KERALA.west,
        );
        // A cell is inside when both of its sides are.
        let (left, right) = (-(-west).div_euclid(SIDE), east.div_euclid(SIDE) - 1);
        (left <= right).then_some(left..=right)
    }

    fn cells(&self, to: i64) -> Option<Vec<i32>> {
        let mut cells = Vec::new();
        for row in 0..ROWS {
            let Some((span, hole)) = self.columns(row, to) else {
                continue;
            };
            let is_in_hole = |column: &i32| hole.as_ref().is_some_and(|hole| hole.contains(column));
            cells.extend(
                span.filter(|column| !is_in_hole(column)).map(|column| number(row, column)),
            );
            if cells.len() > MOST_CELLS {
                return None;
            }
        }
        Some(cells)
    }
}

impl Iterator for Rings {
    type Item = Ring;

    fn next(&mut self) -> Option<Ring> {
        if self.from >= self.end {
            return None;
        }
        let mut to = (self.from + self.reach).min(self.end);
        let cells = self.cells(to);
        if cells.is_none() {
            // Beyond this, naming cells costs more than it saves: the rest is one ring.
            to = self.end;
        }
        let ring = Ring { from: self.from, to, cells };
        self.from = to;
        self.reach *= 2;
        Some(ring)
    }
}

/// How many millionths of longitude a circle of `metres` reaches at most, in a row of cells that
/// begins at `south` and is `away` millionths of latitude off: `None` where it does not reach the row.
fn across(metres: i64, away: i32, south: i32) -> Option<i32> {
    let (metres, north_south) = (as_f64(metres), f64::from(away) / 1e6 * METRES_PER_DEGREE);
    if north_south > metres {
        return None;
    }
    // Where the row is nearest to the pole a degree of longitude is shortest: this takes in too much.
    let shortest = METRES_PER_DEGREE * (f64::from(south + SIDE) / 1e6).to_radians().cos() * 0.99;
    let degrees = (metres * metres - north_south * north_south).sqrt() / shortest;
    #[allow(clippy::cast_possible_truncation, reason = "at most 360 degrees")]
    let millionths = (degrees.min(360.0) * 1e6).ceil() as i32;
    Some(millionths)
}

/// How many millionths of longitude are certainly nearer than `metres`, `away` millionths of latitude
/// off: `None` where nothing is.
fn within(metres: i64, away: i32, south: i32) -> Option<i32> {
    // Longest degrees, and a hundredth less: this leaves too much outside.
    let (metres, north_south) = (as_f64(metres) * 0.99, f64::from(away) / 1e6 * 111_700.0);
    if north_south >= metres {
        return None;
    }
    let longest = 111_700.0 * (f64::from(south) / 1e6).to_radians().cos();
    let degrees = (metres * metres - north_south * north_south).sqrt() / longest;
    #[allow(clippy::cast_possible_truncation, reason = "at most 360 degrees")]
    let millionths = (degrees.min(360.0) * 1e6).floor() as i32;
    Some(millionths)
}

fn as_f64(metres: i64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "at most the girth of the Earth")]
    let metres = metres as f64;
    metres
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(latitude: f64, longitude: f64) -> Point {
        Point::of_degrees(latitude, longitude).unwrap()
    }

    /// Points all over Kerala and over its edges, by a fixed rule.
    fn scattered() -> Vec<Point> {
        let mut seed = 0x2545_F491_4F6C_DD1D_u64;
        let mut next = |most: u32| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            u32::try_from(seed % u64::from(most)).unwrap()
        };
        (0..20_000)
            .map(|_| {
                point(
                    8.0 + f64::from(next(5_000_001)) / 1e6,
                    74.0 + f64::from(next(4_000_001)) / 1e6,
                )
            })
            .collect()
    }

    #[test]
    fn every_point_lies_in_the_cells_of_its_ring() {
        let points = scattered();
        for centre in [
            point(9.9312, 76.2673),
            point(8.0, 74.0),
            point(13.0, 78.0),
            point(10.0, 76.0),
            point(20.0, 80.0),
            point(9.99, 74.5),
        ] {
            for (start, end) in
                [(0, None), (0, Some(30_000)), (41_000, None), (250_000, Some(260_000))]
            {
                let mut last = start;
                for ring in Rings::around(centre, start, end) {
                    assert_eq!(ring.from, last, "rings follow each other");
                    last = ring.to;
                    let Some(cells) = &ring.cells else { continue };
                    for p in &points {
                        let metres = centre.metres_to(*p);
                        if (ring.from..ring.to).contains(&metres) {
                            assert!(
                                cells.contains(&cell(*p).unwrap()),
                                "{p} at {metres} m of {centre}"
                            );
                        }
                    }
                }
                assert_eq!(last, end.unwrap_or(20_015_116));
            }
        }
    }

    #[test]
    fn a_ring_names_few_cells_beyond_its_own() {
        let mut rings = Rings::around(point(10.0, 76.3), 0, None);
        let first = rings.next().unwrap();
        assert_eq!((first.from, first.to), (0, 2_000));
        assert!(first.cells.unwrap().len() <= 25);
        let far = Rings::around(point(10.0, 76.3), 80_000, None).next().unwrap();
        assert!(far.cells.unwrap().len() < 2_500, "an empty middle");
    }

    #[test]
    fn cells_are_numbered_from_the_south_west() {
        assert_eq!(cell(point(8.0, 74.0)), Some(0));
        assert_eq!(cell(point(8.0, 74.01)), Some(1));
        assert_eq!(cell(point(8.01, 74.0)), Some(COLUMNS));
        assert_eq!(cell(point(13.0, 78.0)), Some(ROWS * COLUMNS - 1));
        assert_eq!(cell(point(7.9, 76.0)), None);
    }
}
