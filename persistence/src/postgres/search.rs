//! How PostgreSQL is searched: `tsvector` over the words of the entries, trigrams over the vocabulary.

use super::{Conn, Db};
use crate::Error;
use crate::access_path::{self, AccessPath, Cost, Found};
use crate::schema::search_entries;
use diesel::dsl::{max, sql};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Text};
use odoi_domain::kernel::search::{Condition, Groups, Pattern, Term};

type EntryFilter = Box<dyn BoxableExpression<search_entries::table, Db, SqlType = Bool>>;

type ThingFilter<T> = Box<dyn BoxableExpression<T, Db, SqlType = Bool>>;

/// The order by which pages are made.
pub(crate) const ORDER: &str = "search_entries.name_key, search_entries.subject";

/// The way to what fits, where a page takes so many of it.
///
/// The planner knows how many entries hold a word, and takes words for strangers to one another. Of one
/// word it is believed. Of several it is not: the index counts those that have all of them.
pub(crate) fn way(
    conn: &mut Conn,
    condition: &Condition,
    page: usize,
) -> Result<AccessPath, Error> {
    let last: Option<i64> =
        search_entries::table.select(max(search_entries::row_id)).get_result(conn)?;
    let cost = Cost::of(condition, page, last.unwrap_or(0));
    let sought = expression(condition);
    if condition.is_of_one_word() {
        let hits = expected(conn, &sought)?;
        if hits > cost.few() {
            return Ok(cost.along(condition, hits));
        }
    }
    // Planned without regard to the limit, and so through the index; read no further than the limit.
    let found: Found = diesel::sql_query(
        "WITH found AS MATERIALIZED (SELECT row_id FROM search_entries WHERE lexemes @@ $1::tsquery) \
         SELECT count(*) AS number, coalesce(array_agg(row_id), '{}')::text AS rows \
         FROM (SELECT row_id FROM found LIMIT $2) AS enough",
    )
    .bind::<Text, _>(sought)
    .bind::<BigInt, _>(cost.few().saturating_add(1))
    .get_result(conn)?;
    Ok(found.way(condition, cost))
}

/// How many entries the planner expects to fit.
fn expected(conn: &mut Conn, sought: &str) -> Result<i64, Error> {
    #[derive(QueryableByName)]
    struct Plan {
        #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
        line: String,
    }
    let plan: Vec<Plan> = diesel::sql_query(format!(
        "EXPLAIN SELECT 1 FROM search_entries WHERE lexemes @@ {}::tsquery",
        quoted(sought)
    ))
    .load(conn)?;
    // The first line is of the whole: `… (cost=1.00..2.00 rows=30 width=4)`.
    let rows = plan.first().and_then(|plan| {
        let (_, behind) = plan.line.split_once(" rows=")?;
        behind.split(' ').next()?.parse().ok()
    });
    Ok(rows.unwrap_or(0))
}

/// Entries of these rows, an array. It is handed over as one: a text would be read anew for each entry that is
/// looked at.
pub(crate) fn of_rows(rows: &str) -> EntryFilter {
    Box::new(search_entries::row_id.eq_any(numbers(rows)))
}

/// Things of a table whose entries are these rows: out of sight of the planner, which might rather walk the order.
pub(crate) fn among<T: 'static>(table: &str, rows: &str) -> ThingFilter<T> {
    let text = format!(
        "{table}.id = ANY (ARRAY(SELECT e.subject FROM search_entries e WHERE e.row_id = ANY ("
    );
    Box::new(sql::<Bool>(&text).bind::<Array<BigInt>, _>(numbers(rows)).sql(")))"))
}

fn numbers(rows: &str) -> Vec<i64> {
    let rows = rows.trim_matches(['{', '}']).split(',');
    rows.filter_map(|row| row.parse().ok()).collect()
}

/// Entries that fit, through the index: out of sight of the planner, which might rather walk the order.
pub(crate) fn through_index(condition: &Condition) -> EntryFilter {
    Box::new(
        sql::<Bool>(
            "search_entries.row_id = ANY (ARRAY(SELECT e.row_id FROM search_entries e WHERE e.lexemes @@ ",
        )
        .bind::<Text, _>(expression(condition))
        .sql("::tsquery))"),
    )
}

/// Things of a table whose entries fit, through the index.
pub(crate) fn among_all<T: 'static>(table: &str, condition: &Condition) -> ThingFilter<T> {
    let text = format!(
        "{table}.id = ANY (ARRAY(SELECT e.subject FROM search_entries e WHERE e.lexemes @@ "
    );
    Box::new(sql::<Bool>(&text).bind::<Text, _>(expression(condition)).sql("::tsquery))"))
}

/// Entries that fit, as SQL that looks at the words of each of `entries`. No index serves `IS TRUE`, so the
/// planner keeps to the order.
pub(crate) fn by_reading(condition: &Condition, entries: &str) -> String {
    let sought = quoted(&expression(condition));
    format!("({entries}.lexemes @@ {sought}::tsquery) IS TRUE")
}

/// A text as SQL writes it.
fn quoted(text: &str) -> String {
    format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

/// An expression of `tsquery`. A lexeme in quotes is text, whatever characters it holds; `:*` makes it a
/// prefix. The cast does not normalise, so the words are those that Rust folded.
fn expression(condition: &Condition) -> String {
    let lexeme = |word: String, is_beginning: bool| {
        let star = if is_beginning { ":*" } else { "" };
        let text = word.replace('\\', "\\\\").replace('\'', "''");
        format!("'{text}'{star}")
    };
    let word = |(word, is_beginning): (&str, bool)| {
        lexeme(access_path::word(word, &condition.districts), is_beginning)
    };
    let term = |term: &Term| {
        let words: Vec<String> = term.sought().map(word).collect();
        words.join(" | ")
    };
    let join = |parts: Vec<String>, by: &str| format!("({})", parts.join(by));
    let group = |group: &Vec<Term>| join(group.iter().map(term).collect(), " | ");
    let groups = |groups: &Groups| join(groups.iter().map(group).collect(), " & ");
    let any = join(condition.any.iter().map(groups).collect(), " | ");
    let fits =
        if condition.but.is_empty() { any } else { format!("{any} & !{}", groups(&condition.but)) };
    if condition.districts.len() < 2 {
        return fits;
    }
    let district = |code: &String| lexeme(access_path::district(code), false);
    let districts = condition.districts.iter().map(district).collect();
    format!("{fits} & {}", join(districts, " | "))
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
