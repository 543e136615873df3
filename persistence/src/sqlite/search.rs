//! How SQLite is searched: FTS5 over the words of the entries, and over the letters of the vocabulary.

use super::{Conn, Db};
use crate::Error;
use crate::schema::search_entries;
use crate::way::Way;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use odoi_domain::search::{Condition, Groups, Pattern, Term};

type EntryFilter =
    Box<dyn BoxableExpression<crate::schema::search_entries::table, Db, SqlType = Bool>>;

/// The order by which pages are made, out of sight of the planner: with an index for it, it would read
/// the whole table along.
pub(crate) const ORDER: &str = "+search_entries.name_key, +search_entries.subject";

/// The way to what fits, where a page takes so many of it, and looking one up costs as much as looking at
/// `dear` along the order.
///
/// Of `hits` among `entries`, ordering looks up each, and reading along the order looks at
/// `page × entries ÷ hits`: both cost the same where `hits² = page × entries ÷ dear`.
pub(crate) fn way(
    conn: &mut Conn,
    condition: &Condition,
    page: usize,
    dear: usize,
) -> Result<Way, Error> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        rowid: i64,
    }
    let entries: Option<i64> = search_entries::table
        .select(diesel::dsl::max(search_entries::row_id))
        .get_result(conn)?;
    let entries = entries.unwrap_or(0);
    let page = i64::try_from(page).unwrap_or(i64::MAX);
    let dear = i64::try_from(dear).unwrap_or(i64::MAX).max(1);
    let few = page.saturating_mul(entries) / dear;
    let few = few.isqrt().max(page);
    // The index gives rows as it finds them: this looks at no more than the limit.
    let rows: Vec<Row> =
        diesel::sql_query("SELECT rowid FROM search_index WHERE search_index MATCH ? LIMIT ?")
            .bind::<Text, _>(expression(condition))
            .bind::<BigInt, _>(few.saturating_add(1))
            .load(conn)?;
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) > few {
        let within = few.saturating_mul(dear).saturating_mul(2);
        return Ok(Way::Along(condition.clone(), within));
    }
    let rows: Vec<String> = rows.iter().map(|row| row.rowid.to_string()).collect();
    Ok(Way::Rows(format!("[{}]", rows.join(","))))
}

/// Entries of these rows, a list in JSON.
pub(crate) fn of_rows(rows: &str) -> EntryFilter {
    Box::new(
        sql::<Bool>("search_entries.row_id IN (SELECT value FROM json_each(")
            .bind::<Text, _>(rows.to_owned())
            .sql("))"),
    )
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

/// Entries that fit, as SQL that looks at the words of each: `words` names the column.
pub(crate) fn by_reading(condition: &Condition, words: &str) -> String {
    let term = |term: &Term| {
        let (text, column) = if term.is_prefix {
            (format!(" {}", term.word), format!("' ' || {words}"))
        } else {
            (format!(" {} ", term.word), format!("' ' || {words} || ' '"))
        };
        format!("instr({column}, '{}') > 0", text.replace('\'', "''"))
    };
    written(condition, "AND NOT", term)
}

/// An expression of FTS5. A term in quotes is text to it, whatever characters it holds; `*` makes it a
/// prefix.
fn expression(condition: &Condition) -> String {
    let term = |term: &Term| {
        let star = if term.is_prefix { "*" } else { "" };
        format!("\"{}\"{star}", term.word.replace('"', "\"\""))
    };
    written(condition, "NOT", term)
}

/// A condition, its terms written so.
fn written(condition: &Condition, not: &str, term: impl Fn(&Term) -> String) -> String {
    let join = |parts: Vec<String>, by: &str| format!("({})", parts.join(by));
    let group = |group: &Vec<Term>| join(group.iter().map(&term).collect(), " OR ");
    let groups = |groups: &Groups| join(groups.iter().map(group).collect(), " AND ");
    let any = join(condition.any.iter().map(groups).collect(), " OR ");
    if condition.but.is_empty() {
        any
    } else {
        format!("({any} {not} {})", groups(&condition.but))
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
