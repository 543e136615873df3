//! As what a list is wanted: by `format`, or else by `Accept`.

use super::Pairs;
use crate::export::Format;
use odoi_domain::Code;
use odoi_domain::Violation;

/// What pages have and files do not.
const PAGES: &[&str] = &["limit", "cursor", "count", "facets"];

pub(super) const ABOUT: &str = "The whole list as a file instead of a page, with the same filters, sort order and masking. `limit`, `cursor`, \
    `count` and `facets` cannot be combined with it. `Accept` can also ask for it. CSV and XLSX have a column for each value of a row \
    (`name.en`), with the values of a list joined by `; `; NDJSON has one row a line; GeoJSON has one feature a row.";

/// Reads the parameter; where it is absent, what `Accept` prefers counts.
pub(super) fn take(pairs: &mut Pairs, preferred: Option<Format>) -> Option<Format> {
    let given = pairs.once("format");
    let is_given = given.is_some();
    let format = match given.as_deref().map(str::parse) {
        None => preferred,
        Some(Ok(format)) => Some(format),
        Some(Err(violation)) => pairs.wrong("format", violation, None),
    };
    if is_given || format.is_some() {
        for name in PAGES {
            if pairs.has(name) {
                pairs.violation(name, Violation::new(Code::NotInAFile));
            }
        }
    }
    format
}
