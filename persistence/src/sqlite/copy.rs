//! Copies of the database: made by `VACUUM INTO`, and looked into without a change.

use super::{Conn, MIGRATIONS, open};
use crate::port::Repo;
use crate::{Error, migrate};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::path::Path;

/// Copies the database into an empty file, which keeps its mode.
pub(crate) fn copy(from: &Path, file: &Path) -> Result<(), Error> {
    let target = file
        .to_str()
        .ok_or_else(|| Error::Unavailable("the path of the copy is not UTF-8".to_owned()))?;
    diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(target).execute(&mut open(from)?)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    found: String,
}

/// Looks into a copy and leaves it as it is: neither a journal nor a lock is made. `None` where it lacks migrations.
pub(crate) fn examine<T>(
    file: &Path,
    look: impl FnOnce(&mut dyn Repo) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    let mut conn = still(file)?;
    let sound = "SELECT integrity_check AS found FROM pragma_integrity_check LIMIT 20";
    let orphans = "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' refers to nothing in ' || parent AS found \
         FROM pragma_foreign_key_check LIMIT 20";
    for (asked, good) in [(sound, "ok"), (orphans, "")] {
        let rows: Vec<Found> = diesel::sql_query(asked).load(&mut conn)?;
        let bad: Vec<String> = rows.into_iter().map(|row| row.found).collect();
        let bad = bad.join("; ");
        if bad != good {
            return Err(Error::Unavailable(format!("{} is damaged: {bad}", file.display())));
        }
    }
    let status = migrate::standing(&mut conn, &MIGRATIONS)?;
    match (status.unknown.first(), status.pending.is_empty()) {
        (Some(name), _) => Err(Error::Unavailable(format!(
            "{} was migrated by a newer program ({name}): check it with that one",
            file.display()
        ))),
        (None, true) => look(&mut conn).map(Some),
        (None, false) => Ok(None),
    }
}

/// A connection that changes nothing, whatever it is asked.
fn still(file: &Path) -> Result<Conn, Error> {
    let path = file
        .to_str()
        .ok_or_else(|| Error::Unavailable("the path of the copy is not UTF-8".to_owned()))?;
    let mut url = "file:".to_owned();
    for c in path.chars() {
        match c {
            '%' | '?' | '#' => url += &format!("%{:02X}", c as u32),
            _ => url.push(c),
        }
    }
    url += "?mode=ro&immutable=1";
    Conn::establish(&url).map_err(|error| {
        Error::Unavailable(format!("{} cannot be opened: {error}", file.display()))
    })
}
