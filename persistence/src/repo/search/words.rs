//! How a list is narrowed by words: as they are written, and where nothing is found so, misspelt too.

use super::super::{Conn, search_engine as engine};
use super::vocabulary;
use crate::Error;
use crate::way::Way;
use odoi_domain::search::Condition;
use std::cell::OnceCell;

/// What looking up the thing of an entry costs, beside looking at an entry along the order of the list.
const DEAR: usize = 5;

/// The ways to what the words of a list find.
pub(in super::super) struct Words {
    /// Words as written, in either script.
    pub(in super::super) written: Way,
    /// Misspelt ones too, where the vocabulary has any.
    pub(in super::super) misspelt: Option<Misspelt>,
}

/// What finds misspelt words too. The way to it is looked for only where nothing is found as written.
pub(in super::super) struct Misspelt {
    condition: Condition,
    page: usize,
    way: OnceCell<Way>,
}

impl Misspelt {
    pub(in super::super) fn way(&self, conn: &mut Conn) -> Result<Option<&Way>, Error> {
        if self.way.get().is_none() {
            let way = engine::way(conn, &self.condition, self.page, DEAR)?;
            let _first = self.way.set(way);
        }
        Ok(self.way.get())
    }
}

/// Understands the words of a list that shows so many at once; `None` where there are none.
pub(in super::super) fn words(
    conn: &mut Conn,
    typed: &[String],
    page: usize,
) -> Result<Option<Words>, Error> {
    if typed.is_empty() {
        return Ok(None);
    }
    let query = vocabulary::understood(conn, typed)?;
    let (written, condition) = (query.as_written(), query.in_any_way());
    Ok(Some(Words {
        misspelt: (condition != written).then_some(Misspelt {
            condition,
            page,
            way: OnceCell::new(),
        }),
        written: engine::way(conn, &written, page, DEAR)?,
    }))
}
