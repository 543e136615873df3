//! How a list is narrowed by words: as they are written, and where nothing is found so, misspelt too.

use super::super::{Conn, search_engine as engine};
use super::{fitting, vocabulary};
use crate::Error;
use crate::access_path::{self, AccessPath};
use crate::column::UuidColumn;
use crate::schema::search_entries;
use diesel::prelude::*;
use odoi_domain::Kind;
use odoi_domain::kernel::search::Condition;

/// Where a list is narrowed by more than its words, some of what they find is not of it: so many more are looked at
/// where looking up each costs little.
const SPARE: usize = 150;

/// And so many times a page where they are read along the order, if a page of them is not enough.
const FURTHER: usize = 20;

/// What the words of a list find.
pub(in super::super) struct Words {
    kind: Kind,
    most: usize,
    /// Words as written, in either script.
    written: AccessPath,
    /// Misspelt ones too, where the vocabulary has any.
    misspelt: Option<Condition>,
}

/// Understands the words of a list of such things, all of which stand in one of these districts, if there are any, and
/// of which so many are read at once; `None` where there are no words.
pub(in super::super) fn words(
    conn: &mut Conn,
    kind: Kind,
    typed: &[String],
    districts: Vec<String>,
    most: usize,
) -> Result<Option<Words>, Error> {
    let query = vocabulary::understood(conn, typed)?;
    if query.words.is_empty() {
        return Ok(None);
    }
    let (written, any) = (query.as_written(), query.in_any_way());
    Ok(Some(Words {
        kind,
        most,
        misspelt: (any != written).then(|| any.within(districts.clone())),
        written: engine::way(conn, &written.within(districts), most)?,
    }))
}

impl Words {
    /// What a list reads by the words as written; where nothing of the whole list is found so, by misspelt ones too.
    /// `read` reads by a way, `is_none` says whether that was nothing; `any` looks for anything of the whole list.
    pub(in super::super) fn read<P>(
        &self,
        conn: &mut Conn,
        is_first_page: bool,
        read: impl Fn(&mut Conn, Option<(&Self, &AccessPath)>) -> Result<P, Error>,
        is_none: impl FnOnce(&P) -> bool,
        any: impl FnOnce(&mut Conn, &AccessPath) -> Result<bool, Error>,
    ) -> Result<P, Error> {
        let found = read(conn, Some((self, &self.written)))?;
        let Some(misspelt) = &self.misspelt else {
            return Ok(found);
        };
        if !is_none(&found) || (!is_first_page && any(conn, &self.written.to_all())?) {
            return Ok(found);
        }
        let way = engine::way(conn, misspelt, self.most)?;
        read(conn, Some((self, &way)))
    }

    /// Reads a list by a way and in its order. `names` is the border behind which a list by names begins; `end` and
    /// `read` are as in [`way::in_order`].
    pub(in super::super) fn in_order<B, T>(
        &self,
        conn: &mut Conn,
        way: &AccessPath,
        names: Option<Option<(String, UuidColumn)>>,
        end: impl FnOnce(&mut Conn, i64) -> Result<Option<B>, Error>,
        mut read: impl FnMut(&mut Conn, &AccessPath, Option<B>) -> Result<Vec<T>, Error>,
    ) -> Result<Vec<T>, Error> {
        let Some(border) = names else {
            return access_path::in_order(conn, way, self.most, end, read);
        };
        // Entries have the same order, and are looked up for less than things.
        let entries = || {
            let of_kind = search_entries::kind.eq(self.kind.text());
            search_entries::table.into_boxed().filter(of_kind)
        };
        let attempts = match way {
            AccessPath::ScanInOrder(..) => vec![self.most, self.most.saturating_mul(FURTHER)],
            _ => vec![self.most.saturating_add(SPARE)],
        };
        for enough in attempts {
            let first = fitting(conn, way, border.as_ref(), enough, &entries)?;
            let are_all = first.len() < enough;
            let things = first.into_iter().map(|entry| entry.subject).collect();
            let found = read(conn, &AccessPath::Things(things), None)?;
            if are_all || found.len() >= self.most {
                return Ok(found);
            }
        }
        read(conn, &way.to_all(), None)
    }
}
