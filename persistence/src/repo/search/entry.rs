//! The entry of a thing: written in the transaction that writes the thing.

use super::super::Conn;
use super::vocabulary;
use crate::Error;
use crate::column::Key;
use crate::port::Entry;
use crate::schema::{search_anchors, search_entries};
use diesel::prelude::*;
use odoi_domain::{Change, Event};

/// Keeps what a thing is found by in step with it.
pub(in super::super) fn index(conn: &mut Conn, event: &Event, entry: &Entry) -> Result<(), Error> {
    let subject = Key(event.subject);
    if event.change != Change::Created {
        diesel::delete(search_anchors::table.filter(search_anchors::subject.eq(subject)))
            .execute(conn)?;
    }
    if event.change == Change::Removed {
        diesel::delete(search_entries::table.filter(search_entries::subject.eq(subject)))
            .execute(conn)?;
        return Ok(());
    }
    let values = (
        search_entries::words.eq(entry.words.join(" ")),
        search_entries::name_en.eq(&entry.heading.en),
        search_entries::name_ml.eq(&entry.heading.ml),
        search_entries::name_key.eq(entry.heading.key()),
        search_entries::district.eq(&entry.district),
        search_entries::division.eq(&entry.heading.division),
    );
    diesel::insert_into(search_entries::table)
        .values((
            search_entries::kind.eq(event.kind.text()),
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
                search_anchors::target.eq(Key(*target)),
            ))
            .execute(conn)?;
    }
    vocabulary::learn(conn, &entry.words)
}
