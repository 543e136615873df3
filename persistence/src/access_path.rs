//! How an engine gets at the entries that fit a condition. The answer is the same whichever way is
//! taken; only the time differs.

use crate::Error;
use crate::column::UuidColumn;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use odoi_domain::kernel::search::Condition;

/// What stands around the code of a district in the words of an index: a character that no word of a text has.
const MARK: char = '\u{e000}';

/// The word by which an index finds all entries of a district. Migrations write it, and the next.
pub(crate) fn district(code: &str) -> String {
    format!("{MARK}{code}")
}

/// A word as an index finds it in one of some districts, where that is only one: what is common in the state is
/// much rarer there.
pub(crate) fn word(word: &str, districts: &[String]) -> String {
    match districts {
        [only] => format!("{MARK}{only}{MARK}{word}"),
        _ => word.to_owned(),
    }
}

/// Kerala has so many.
const DISTRICTS: i64 = 14;

/// A way to the entries that fit a condition.
#[derive(Debug, Clone)]
pub(crate) enum AccessPath {
    /// These rows, as the engine writes a list: there are few enough to look up each and then to order them.
    Rows(String),
    /// Along the wanted order, looking at each entry: so many fit that a page is full soon. Where those that
    /// fit are spread evenly, it is full after half as many entries as the number says.
    ScanInOrder(Condition, i64),
    /// All that the index finds, however many, and then in order: where the way along the order did not
    /// come by a page of them.
    LookUpAll(Condition),
    /// These things, which have been found already.
    Things(Vec<UuidColumn>),
}

impl AccessPath {
    /// The way to all of them, in whatever order.
    pub(crate) fn to_all(&self) -> Self {
        match self {
            Self::ScanInOrder(condition, _) => Self::LookUpAll(condition.clone()),
            other => other.clone(),
        }
    }
}

/// Reads up to so many in order. What is read along the order ends where a page should long be full; where it
/// is not, those that fit stand together elsewhere, and the index says where.
///
/// `end` tells what stands at the end of so many entries of the order, if there are more than that; `read` reads by a way
/// up to such an end.
pub(crate) fn in_order<C, B, T>(
    conn: &mut C,
    way: &AccessPath,
    most: usize,
    end: impl FnOnce(&mut C, i64) -> Result<Option<B>, Error>,
    mut read: impl FnMut(&mut C, &AccessPath, Option<B>) -> Result<Vec<T>, Error>,
) -> Result<Vec<T>, Error> {
    let AccessPath::ScanInOrder(_, within) = way else {
        return read(conn, way, None);
    };
    let end = end(conn, *within)?;
    let is_all = end.is_none();
    let found = read(conn, way, end)?;
    if is_all || found.len() >= most {
        return Ok(found);
    }
    read(conn, &way.to_all(), None)
}

/// A page of so many things, of so many entries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    page: i64,
    entries: i64,
}

impl Cost {
    /// Of a page of what fits, of all entries.
    pub(crate) fn of(condition: &Condition, page: usize, entries: i64) -> Self {
        let entries = match i64::try_from(condition.districts.len()) {
            // A district is taken for its share of the state.
            Ok(districts @ 1..DISTRICTS) => entries.saturating_mul(districts) / DISTRICTS,
            _ => entries,
        };
        Self { page: i64::try_from(page).unwrap_or(i64::MAX), entries }
    }

    /// How many hits are few.
    ///
    /// Ordering looks up each, and reading along the order looks at `page × entries ÷ hits`: both cost the same where
    /// `hits² = page × entries`.
    pub(crate) fn few(self) -> i64 {
        self.page.saturating_mul(self.entries).isqrt().max(self.page)
    }

    /// The way along the order, where at least so many fit, and more than few.
    pub(crate) fn along(self, condition: &Condition, hits: i64) -> AccessPath {
        let evenly = self.page.saturating_mul(self.entries) / hits.max(self.few()).max(1);
        AccessPath::ScanInOrder(condition.clone(), evenly.saturating_mul(2))
    }
}

/// What was found, looking for one more than are few: in one row, because rows are dear to hand over.
#[derive(Debug, QueryableByName)]
pub(crate) struct Found {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Text)]
    rows: String,
}

impl Found {
    /// The way to it.
    pub(crate) fn way(self, condition: &Condition, cost: Cost) -> AccessPath {
        if self.number > cost.few() {
            cost.along(condition, self.number)
        } else {
            AccessPath::Rows(self.rows)
        }
    }
}
