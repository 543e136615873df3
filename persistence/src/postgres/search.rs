//! How PostgreSQL is searched: `tsvector` over the words of the entries, trigrams over the vocabulary.

use super::{Conn, Db};
use crate::Error;
use crate::way::Way;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use odoi_domain::search::{Condition, Groups, Pattern, Term};

type EntryFilter =
    Box<dyn BoxableExpression<crate::schema::search_entries::table, Db, SqlType = Bool>>;

/// The order by which pages are made.
pub(crate) const ORDER: &str = "search_entries.name_key, search_entries.subject";

/// The way to what fits: whether to read along the order or through the index is for the planner, which has
/// counted the words.
#[allow(clippy::unnecessary_wraps, reason = "its twin asks the database")]
pub(crate) fn way(
    _conn: &mut Conn,
    condition: &Condition,
    _page: usize,
    _dear: usize,
) -> Result<Way, Error> {
    Ok(Way::Index(condition.clone()))
}

/// Entries of these rows: none, for `way` looks up no rows.
pub(crate) fn of_rows(_rows: &str) -> EntryFilter {
    Box::new(sql::<Bool>("false"))
}

/// Entries that fit.
pub(crate) fn through_index(condition: &Condition) -> EntryFilter {
    Box::new(
        sql::<Bool>("search_entries.lexemes @@ ")
            .bind::<Text, _>(expression(condition))
            .sql("::tsquery"),
    )
}

/// Entries that fit, as SQL that looks at each: the planner does so of itself.
pub(crate) fn by_reading(_condition: &Condition, _words: &str) -> String {
    "true".to_owned()
}

/// An expression of `tsquery`. A lexeme in quotes is text, whatever characters it holds; `:*` makes it a
/// prefix. The cast does not normalise, so the words are those that Rust folded.
fn expression(condition: &Condition) -> String {
    let term = |term: &Term| {
        let star = if term.is_prefix { ":*" } else { "" };
        let text = term.word.replace('\\', "\\\\").replace('\'', "''");
        format!("'{text}'{star}")
    };
    let join = |parts: Vec<String>, by: &str| format!("({})", parts.join(by));
    let group = |group: &Vec<Term>| join(group.iter().map(term).collect(), " | ");
    let groups = |groups: &Groups| join(groups.iter().map(group).collect(), " & ");
    let any = join(condition.any.iter().map(groups).collect(), " | ");
    if condition.but.is_empty() {
        any
    } else {
        format!("{any} & !{}", groups(&condition.but))
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
    // Words hold letters, digits and marks alone, so nothing in them is a wildcard.
    let like = |pattern: &Pattern| match pattern {
        Pattern::Is(text) => text.clone(),
        Pattern::Begins(text) => format!("{text}%"),
        Pattern::Ends(text) => format!("%{text}"),
        Pattern::Holds(text) => format!("%{text}%"),
    };
    let any: Vec<String> = patterns.iter().map(like).collect();
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT word FROM search_words WHERE word LIKE ANY ($1) AND length(word) BETWEEN $2 AND $3",
    )
    .bind::<diesel::sql_types::Array<Text>, _>(any)
    .bind::<BigInt, _>(shortest)
    .bind::<BigInt, _>(longest)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.word).collect())
}
