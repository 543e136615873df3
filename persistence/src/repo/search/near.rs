//! Enterprises of a district whose names have nearly the same words.

use super::super::{Conn, search_engine as engine};
use super::vocabulary;
use crate::Error;
use crate::column::Key;
use crate::schema::search_entries;
use crate::way::Way;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use odoi_domain::{Kind, fold};

/// Enterprises of a district with all of some words but one, in the order of names.
pub(in super::super) fn near(
    conn: &mut Conn,
    words: &[String],
    district: &str,
    most: usize,
) -> Result<Vec<Key>, Error> {
    let words: Vec<String> = words.iter().take(fold::MOST_WORDS).cloned().collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let condition = vocabulary::understood(conn, &words)?.all_but_one();
    let mut query = search_entries::table
        .filter(search_entries::kind.eq(Kind::Enterprise.text()))
        .filter(search_entries::district.eq(district.to_owned()))
        .into_boxed();
    query = match engine::way(conn, &condition, 0)? {
        Way::Rows(rows) => query.filter(search_entries::row_id.eq_any(rows)),
        Way::Index(condition) => query.filter(engine::through_index(&condition)),
        Way::Along(condition) => query.filter(sql::<Bool>(&engine::by_reading(
            &condition,
            "search_entries.words",
        ))),
    };
    Ok(query
        .order((
            search_entries::name_key.asc(),
            search_entries::subject.asc(),
        ))
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select(search_entries::subject)
        .load(conn)?)
}
