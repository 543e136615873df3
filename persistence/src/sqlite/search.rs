//! How SQLite is searched: FTS5 over the words of the entries, and over the letters of the vocabulary.

use super::{Conn, Db};
use crate::Error;
use crate::way::Way;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use odoi_domain::search::{Condition, Pattern, Term};

type EntryFilter =
    Box<dyn BoxableExpression<crate::schema::search_entries::table, Db, SqlType = Bool>>;

/// Where most entries fit, reading along the order finds a page among the next so many; where it does
/// not, what fits stands together elsewhere in the order, and the index finds it.
pub(crate) const WINDOW: Option<i64> = Some(20_000);

/// So many rows are looked up one by one; more are read along the order.
const FEW: usize = 1_000;

/// The order by which pages are made, out of sight of the planner: with an index for it, it would read
/// the whole table along.
pub(crate) const ORDER: &str = "+search_entries.name_key, +search_entries.subject";

/// The way to what fits, without the words of which there are `many` or more.
pub(crate) fn way(conn: &mut Conn, condition: &Condition, many: usize) -> Result<Way, Error> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        rowid: i64,
    }
    let limit = i64::try_from(many.max(FEW))
        .unwrap_or(i64::MAX)
        .saturating_add(1);
    // The index gives rows as it finds them: this looks at no more than the limit.
    let rows: Vec<Row> =
        diesel::sql_query("SELECT rowid FROM search_index WHERE search_index MATCH ? LIMIT ?")
            .bind::<Text, _>(expression(condition))
            .bind::<BigInt, _>(limit)
            .load(conn)?;
    Ok(if rows.len() <= FEW {
        Way::Rows(rows.into_iter().map(|row| row.rowid).collect())
    } else if rows.len() <= many {
        Way::Index(condition.clone())
    } else {
        Way::Along(condition.clone())
    })
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
    let groups = |groups: &[Vec<Term>]| {
        let any = |group: &Vec<Term>| {
            format!(
                "({})",
                group.iter().map(term).collect::<Vec<_>>().join(" OR ")
            )
        };
        format!(
            "({})",
            groups.iter().map(any).collect::<Vec<_>>().join(" AND ")
        )
    };
    if condition.but.is_empty() {
        groups(&condition.all)
    } else {
        format!(
            "({} AND NOT {})",
            groups(&condition.all),
            groups(&condition.but)
        )
    }
}

/// An expression of FTS5. A term in quotes is text to it, whatever characters it holds; `*` makes it a
/// prefix.
fn expression(condition: &Condition) -> String {
    let term = |term: &Term| {
        let star = if term.is_prefix { "*" } else { "" };
        format!("\"{}\"{star}", term.word.replace('"', "\"\""))
    };
    let groups = |groups: &[Vec<Term>]| {
        let any = |group: &Vec<Term>| {
            format!(
                "({})",
                group.iter().map(term).collect::<Vec<_>>().join(" OR ")
            )
        };
        groups.iter().map(any).collect::<Vec<_>>().join(" AND ")
    };
    if condition.but.is_empty() {
        groups(&condition.all)
    } else {
        format!(
            "({}) NOT ({})",
            groups(&condition.all),
            groups(&condition.but)
        )
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
