//! Enterprises of a district whose names have nearly the same words.

use super::super::{Conn, search_engine as engine};
use super::{fitting, vocabulary};
use crate::Error;
use crate::column::UuidColumn;
use crate::schema::search_entries;
use diesel::prelude::*;
use odoi_domain::Kind;
use odoi_domain::kernel::fold;
use odoi_domain::kernel::search::Condition;
use std::collections::BTreeSet;

/// Enterprises of a district with all of some words, and then those with all of them but one; each in
/// the order of names.
pub(in super::super) fn near(
    conn: &mut Conn,
    words: &[String],
    district: &str,
    most: usize,
) -> Result<Vec<UuidColumn>, Error> {
    let words: Vec<String> = words.iter().take(fold::MOST_WORDS).cloned().collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let query = vocabulary::understood(conn, &words)?;
    let mut found = having(conn, query.in_any_way(), district, most)?;
    let wider = query.all_but_one();
    if found.len() < most && wider != query.in_any_way() {
        // Whoever has all of the words has all but one, too.
        let wider = having(conn, wider, district, most)?;
        let known: BTreeSet<[u8; 16]> = found.iter().map(|key| *key.0.as_bytes()).collect();
        let left = most - found.len();
        let others = wider.into_iter().filter(|key| !known.contains(key.0.as_bytes()));
        found.extend(others.take(left));
    }
    Ok(found)
}

/// Enterprises of a district that fit a condition, in the order of names.
fn having(
    conn: &mut Conn,
    condition: Condition,
    district: &str,
    most: usize,
) -> Result<Vec<UuidColumn>, Error> {
    let way = engine::way(conn, &condition.within(vec![district.to_owned()]), most)?;
    let enterprises = || {
        let is_one = search_entries::kind.eq(Kind::Enterprise.text());
        search_entries::table.into_boxed().filter(is_one)
    };
    let found = fitting(conn, &way, None, most, &enterprises)?;
    Ok(found.into_iter().map(|row| row.subject).collect())
}
