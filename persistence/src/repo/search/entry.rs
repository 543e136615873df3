//! The entry of a thing: written in the transaction that writes the thing.

use super::super::Conn;
use super::vocabulary;
use crate::Error;
use crate::column::UuidColumn;
use crate::port::Entry;
use crate::schema::{search_aliases, search_anchors, search_entries};
use diesel::prelude::*;
use odoi_domain::{Change, Event};

/// Keeps what a thing is found by in step with it.
pub(in super::super) fn index(conn: &mut Conn, event: &Event, entry: &Entry) -> Result<(), Error> {
    let subject = UuidColumn(event.subject);
    let before =
        if event.change() == Change::Created { Vec::new() } else { held_by(conn, subject)? };
    if event.change() != Change::Created {
        diesel::delete(search_anchors::table.filter(search_anchors::subject.eq(subject)))
            .execute(conn)?;
    }
    if event.change() == Change::Removed {
        diesel::delete(search_entries::table.filter(search_entries::subject.eq(subject)))
            .execute(conn)?;
        return vocabulary::let_go(conn, &before, event.at);
    }
    let words = with_aliases(conn, subject, &entry.words)?;
    let values = (
        search_entries::words.eq(words.join(" ")),
        search_entries::name_en.eq(&entry.heading.en),
        search_entries::name_ml.eq(&entry.heading.ml),
        search_entries::name_key.eq(entry.heading.key()),
        search_entries::district.eq(&entry.district),
        search_entries::division.eq(&entry.heading.division),
    );
    diesel::insert_into(search_entries::table)
        .values((
            search_entries::kind.eq(event.kind().text()),
            search_entries::subject.eq(subject),
            values.clone(),
        ))
        .on_conflict(search_entries::subject)
        .do_update()
        .set(values)
        .execute(conn)?;
    for target in &entry.targets {
        diesel::insert_into(search_anchors::table)
            .values((
                search_anchors::subject.eq(subject),
                search_anchors::target.eq(UuidColumn(*target)),
            ))
            .execute(conn)?;
    }
    vocabulary::learn(conn, &words)?;
    let mut gone = before;
    gone.retain(|word| !words.contains(word));
    vocabulary::let_go(conn, &gone, event.at)
}

/// The words that the entry of a thing holds, if it has one.
fn held_by(conn: &mut Conn, subject: UuidColumn) -> Result<Vec<String>, Error> {
    let words: Option<String> = search_entries::table
        .filter(search_entries::subject.eq(subject))
        .select(search_entries::words)
        .get_result(conn)
        .optional()?;
    let words = words.unwrap_or_default();
    Ok(words.split_whitespace().map(str::to_owned).collect())
}

/// The words of a thing, and those of what has been merged into it.
fn with_aliases(
    conn: &mut Conn,
    subject: UuidColumn,
    own: &[String],
) -> Result<Vec<String>, Error> {
    let aliases: Vec<String> = search_aliases::table
        .filter(search_aliases::subject.eq(subject))
        .order(search_aliases::source)
        .select(search_aliases::words)
        .load(conn)?;
    let mut words = own.to_vec();
    for word in aliases.iter().flat_map(|words| words.split(' ')) {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    Ok(words)
}

/// Lets a thing be found by the words of another that has been merged into it, and of whatever had been
/// merged into that one. It takes effect when the thing is saved next.
pub(in super::super) fn add_alias(
    conn: &mut Conn,
    subject: UuidColumn,
    source: UuidColumn,
    own: &[String],
) -> Result<(), Error> {
    let words = with_aliases(conn, source, own)?.join(" ");
    diesel::insert_into(search_aliases::table)
        .values((
            search_aliases::source.eq(source),
            search_aliases::subject.eq(subject),
            search_aliases::words.eq(&words),
        ))
        .on_conflict(search_aliases::source)
        .do_update()
        .set(search_aliases::words.eq(&words))
        .execute(conn)?;
    Ok(())
}

/// Takes that back.
pub(in super::super) fn remove_alias(conn: &mut Conn, source: UuidColumn) -> Result<(), Error> {
    diesel::delete(search_aliases::table.find(source)).execute(conn)?;
    Ok(())
}
