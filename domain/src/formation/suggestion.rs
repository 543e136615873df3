//! Suggested clusters: enterprises of one activity in one PIN code or neighbouring ones that are in
//! no cluster yet (the discovery rule of the MSE-CDP guidelines: common NIC codes and PIN codes).

use crate::registry::activity::NicCode;
use crate::registry::place::PinCode;
use std::collections::{BTreeMap, BTreeSet};

/// Enterprises that make a cluster at least (MSE-CDP guidance: not normally fewer than 20).
pub const LEAST_ENTERPRISES: i64 = 20;
/// Digits of the activity that enterprises must share: four, a class of NIC.
pub const CLASS_DIGITS: usize = 4;

/// How many enterprises of an activity a PIN code has, and how many of them are in a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The main activity.
    pub activity: String,
    /// The postal index number.
    pub pin_code: String,
    /// Enterprises there.
    pub enterprises: i64,
    /// Of them in some cluster.
    pub clustered: i64,
}

/// A suggested cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The activity that they share, cut to as many digits as were asked.
    pub activity: NicCode,
    /// The PIN codes, in their order.
    pub pin_codes: Vec<PinCode>,
    /// Enterprises in no cluster.
    pub enterprises: i64,
    /// Enterprises of the same activity and places that are in some cluster.
    pub clustered: i64,
    /// The finer activities among them.
    pub activities: i64,
}

/// Whether two PIN codes are neighbours: the same sorting district (first three digits) and
/// consecutive numbers. India Post numbers delivery offices along its routes, so this is near what
/// lies side by side; it is a rule of thumb, and the answer says so.
#[must_use]
fn next_to(a: u32, b: u32) -> bool {
    a / 1_000 == b / 1_000 && a.abs_diff(b) == 1
}

/// Groups cells by activity and runs of neighbouring PIN codes, and keeps those with enough
/// enterprises that are in no cluster: the largest first, then by activity and PIN code.
#[must_use]
pub fn suggest(
    cells: &[Cell],
    digits: usize,
    least: i64,
    with_neighbours: bool,
) -> Vec<Suggestion> {
    let mut places: BTreeMap<(&str, u32), (i64, i64, BTreeSet<&str>)> = BTreeMap::new();
    for cell in cells {
        let Some(class) = cell.activity.get(..digits) else {
            continue;
        };
        let Ok(pin) = cell.pin_code.parse() else {
            continue;
        };
        let place = places.entry((class, pin)).or_default();
        place.0 += cell.enterprises - cell.clustered;
        place.1 += cell.clustered;
        if cell.enterprises > cell.clustered {
            place.2.insert(&cell.activity);
        }
    }
    let mut found = Vec::new();
    let mut run: Option<Run<'_>> = None;
    for ((class, pin), (free, clustered, activities)) in places {
        // A place without a free enterprise belongs to no group and ends a run.
        if free == 0 {
            continue;
        }
        let joins = |run: &Run<'_>| {
            with_neighbours
                && run.class == class
                && run.pins.last().is_some_and(|last| next_to(*last, pin))
        };
        if let Some(run) = run.as_mut().filter(|run| joins(run)) {
            run.take(pin, free, clustered, activities);
            continue;
        }
        let mut next =
            Run { class, pins: Vec::new(), free: 0, clustered: 0, activities: BTreeSet::new() };
        next.take(pin, free, clustered, activities);
        found.extend(run.replace(next).and_then(|done| done.finish(least)));
    }
    found.extend(run.and_then(|done| done.finish(least)));
    found.sort_by(|a: &Suggestion, b| {
        let order = |s: &Suggestion| {
            (std::cmp::Reverse(s.enterprises), s.activity.clone(), s.pin_codes.clone())
        };
        order(a).cmp(&order(b))
    });
    found
}

/// Neighbouring places of one activity, as they are gathered.
struct Run<'a> {
    class: &'a str,
    pins: Vec<u32>,
    free: i64,
    clustered: i64,
    activities: BTreeSet<&'a str>,
}

impl<'a> Run<'a> {
    fn take(&mut self, pin: u32, free: i64, clustered: i64, activities: BTreeSet<&'a str>) {
        self.pins.push(pin);
        self.free += free;
        self.clustered += clustered;
        self.activities.extend(activities);
    }

    fn finish(self, least: i64) -> Option<Suggestion> {
        let pins: Result<Vec<PinCode>, _> =
            self.pins.iter().map(|pin| pin.to_string().parse()).collect();
        (self.free >= least).then_some(())?;
        Some(Suggestion {
            activity: self.class.parse().ok()?,
            pin_codes: pins.ok()?,
            enterprises: self.free,
            clustered: self.clustered,
            activities: i64::try_from(self.activities.len()).unwrap_or(i64::MAX),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(activity: &str, pin: &str, enterprises: i64, clustered: i64) -> Cell {
        Cell { activity: activity.to_owned(), pin_code: pin.to_owned(), enterprises, clustered }
    }

    fn found(cells: &[Cell], digits: usize, with_neighbours: bool) -> Vec<(String, String, i64)> {
        suggest(cells, digits, LEAST_ENTERPRISES, with_neighbours)
            .into_iter()
            .map(|s| {
                let pins: Vec<String> = s.pin_codes.iter().map(ToString::to_string).collect();
                (s.activity.to_string(), pins.join(" "), s.enterprises)
            })
            .collect()
    }

    #[test]
    fn twenty_of_one_class_make_a_suggestion_and_nineteen_do_not() {
        let cells = [
            cell("10611", "683574", 12, 0),
            cell("10612", "683574", 8, 0),
            cell("16211", "683542", 19, 0),
            cell("1", "683542", 99, 0),
        ];
        assert_eq!(found(&cells, 4, false), [("1061".to_owned(), "683574".to_owned(), 20)]);
        assert_eq!(found(&cells, 5, false), []);
    }

    #[test]
    fn who_is_in_a_cluster_does_not_count() {
        let cells = [cell("10612", "683574", 30, 11)];
        assert_eq!(found(&cells, 4, true), []);
        let cells = [cell("10612", "683574", 31, 11)];
        assert_eq!(suggest(&cells, 4, 20, true)[0].clustered, 11);
    }

    #[test]
    fn neighbouring_pin_codes_are_taken_together_within_a_sorting_district() {
        let cells = [
            cell("10612", "683573", 10, 0),
            cell("10612", "683574", 10, 0),
            cell("10612", "683576", 10, 0),
            cell("10612", "682999", 10, 0),
            cell("10612", "683000", 10, 0),
            cell("31001", "683575", 10, 0),
        ];
        assert_eq!(found(&cells, 4, true), [("1061".to_owned(), "683573 683574".to_owned(), 20)]);
        assert_eq!(found(&cells, 4, false), []);
    }

    #[test]
    fn the_largest_comes_first_and_equals_by_activity_and_place() {
        let cells = [
            cell("31001", "670001", 20, 0),
            cell("10612", "695001", 20, 0),
            cell("10612", "670001", 20, 0),
            cell("16211", "683542", 40, 0),
        ];
        let order: Vec<String> =
            found(&cells, 4, true).into_iter().map(|(a, p, _)| format!("{a} {p}")).collect();
        assert_eq!(order, ["1621 683542", "1061 670001", "1061 695001", "3100 670001"]);
    }
}
