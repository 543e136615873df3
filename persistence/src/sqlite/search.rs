//! How SQLite is searched: FTS5 over the words of the entries, and over the letters of the vocabulary.

use super::{Conn, Db};
use crate::Error;
use crate::access_path::{self, AccessPath, Cost, Found};
use crate::schema::search_entries;
use diesel::dsl::{max, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use odoi_domain::kernel::search::{Condition, Groups, Pattern, Term};

type EntryFilter = Box<dyn BoxableExpression<search_entries::table, Db, SqlType = Bool>>;

type ThingFilter<T> = Box<dyn BoxableExpression<T, Db, SqlType = Bool>>;

/// The order by which pages are made, out of sight of the planner: with an index for it, it would read
/// the whole table along.
pub(crate) const ORDER: &str = "+search_entries.name_key, +search_entries.subject";

/// The way to what fits, where a page takes so many of it.
pub(crate) fn way(
    conn: &mut Conn,
    condition: &Condition,
    page: usize,
) -> Result<AccessPath, Error> {
    let last: Option<i64> =
        search_entries::table.select(max(search_entries::row_id)).get_result(conn)?;
    let cost = Cost::of(condition, page, last.unwrap_or(0));
    // The index gives rows as it finds them: this looks at no more than the limit.
    let found: Found = diesel::sql_query(
        "SELECT count(*) AS number, json_group_array(rowid) AS rows FROM \
         (SELECT rowid FROM search_index WHERE search_index MATCH ? LIMIT ?)",
    )
    .bind::<Text, _>(expression(condition))
    .bind::<BigInt, _>(cost.few().saturating_add(1))
    .get_result(conn)?;
    Ok(found.way(condition, cost))
}

/// Entries of these rows, a list in JSON.
pub(crate) fn of_rows(rows: &str) -> EntryFilter {
    Box::new(
        sql::<Bool>("search_entries.row_id IN (SELECT value FROM json_each(")
            .bind::<Text, _>(rows.to_owned())
            .sql("))"),
    )
}

/// Things of a table whose entries are these rows.
pub(crate) fn among<T: 'static>(table: &str, rows: &str) -> ThingFilter<T> {
    let text = format!(
        "{table}.id IN (SELECT e.subject FROM search_entries e WHERE e.row_id IN (SELECT value FROM json_each("
    );
    Box::new(sql::<Bool>(&text).bind::<Text, _>(rows.to_owned()).sql(")))"))
}

/// Entries that fit, through the index.
pub(crate) fn through_index(condition: &Condition) -> EntryFilter {
    Box::new(
        sql::<Bool>(
            "search_entries.row_id IN (SELECT rowid FROM search_index WHERE search_index MATCH ",
        )
        .bind::<Text, _>(expression(condition))
        .sql(")"),
    )
}

/// Things of a table whose entries fit, through the index.
pub(crate) fn among_all<T: 'static>(table: &str, condition: &Condition) -> ThingFilter<T> {
    let text = format!(
        "{table}.id IN (SELECT e.subject FROM search_entries e WHERE e.row_id IN (SELECT rowid FROM search_index WHERE search_index MATCH "
    );
    Box::new(sql::<Bool>(&text).bind::<Text, _>(expression(condition)).sql("))"))
}

/// Entries that fit, as SQL that looks at the words of each of `entries`.
pub(crate) fn by_reading(condition: &Condition, entries: &str) -> String {
    let words = format!("{entries}.words");
    let term = |term: &Term| {
        let (text, column) = if term.is_prefix {
            (format!(" {}", term.word), format!("' ' || {words}"))
        } else {
            (format!(" {} ", term.word), format!("' ' || {words} || ' '"))
        };
        format!("instr({column}, '{}') > 0", text.replace('\'', "''"))
    };
    let district = |code: &String| format!("{entries}.district = '{}'", code.replace('\'', "''"));
    written(condition, "AND NOT", term, Some(district))
}

/// An expression of FTS5. A term in quotes is text to it, whatever characters it holds; `*` makes it a
/// prefix.
fn expression(condition: &Condition) -> String {
    let token = |word: String, is_beginning: bool| {
        let star = if is_beginning { "*" } else { "" };
        format!("\"{}\"{star}", word.replace('"', "\"\""))
    };
    let word = |(word, is_beginning): (&str, bool)| {
        token(access_path::word(word, &condition.districts), is_beginning)
    };
    let term = |term: &Term| {
        let words: Vec<String> = term.sought().map(word).collect();
        words.join(" OR ")
    };
    let district = |code: &String| token(access_path::district(code), false);
    let several = condition.districts.get(1).map(|_| district);
    written(condition, "NOT", term, several)
}

/// A condition, its terms and its districts written so; without its districts where the terms say them.
fn written(
    condition: &Condition,
    not: &str,
    term: impl Fn(&Term) -> String,
    district: Option<impl Fn(&String) -> String>,
) -> String {
    let join = |parts: Vec<String>, by: &str| format!("({})", parts.join(by));
    let group = |group: &Vec<Term>| join(group.iter().map(&term).collect(), " OR ");
    let groups = |groups: &Groups| join(groups.iter().map(group).collect(), " AND ");
    let any = join(condition.any.iter().map(groups).collect(), " OR ");
    let fits = if condition.but.is_empty() {
        any
    } else {
        format!("({any} {not} {})", groups(&condition.but))
    };
    match district {
        Some(district) if !condition.districts.is_empty() => {
            let districts = condition.districts.iter().map(district).collect();
            format!("({fits} AND {})", join(districts, " OR "))
        }
        _ => fits,
    }
}

/// Words of the vocabulary that fit any of the patterns and are of these lengths.
pub(crate) fn candidates(
    conn: &mut Conn,
    patterns: &[Pattern],
    (shortest, longest): (i64, i64),
) -> Result<Vec<String>, Error> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        word: String,
    }
    // A phrase of an index of three letters is any text of three letters or more; the vocabulary has
    // two blanks on either side of each word.
    let phrase = |pattern: &Pattern| match pattern {
        Pattern::Is(text) => format!("\"  {text}  \""),
        Pattern::Begins(text) => format!("\"  {text}\""),
        Pattern::Ends(text) => format!("\"{text}  \""),
        Pattern::Holds(text) => format!("\"{text}\""),
    };
    let any: Vec<String> = patterns.iter().map(phrase).collect();
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT word FROM search_words WHERE row_id IN (SELECT rowid FROM search_word_index WHERE \
         search_word_index MATCH ?) AND length(word) BETWEEN ? AND ?",
    )
    .bind::<Text, _>(any.join(" OR "))
    .bind::<BigInt, _>(shortest)
    .bind::<BigInt, _>(longest)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.word).collect())
}
