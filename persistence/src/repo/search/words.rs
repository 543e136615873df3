//! How a list is narrowed by words: as they are written, and where nothing is found so, misspelt too.

use super::super::{Conn, search_engine as engine};
use super::vocabulary;
use crate::Error;
use crate::way::Way;

/// A list with fewer hits than this is looked up and then ordered; one with more is read along.
const MANY: usize = 50_000;

/// The ways to what the words of a list find.
pub(in super::super) struct Words {
    /// Words as written, in either script.
    pub(in super::super) written: Way,
    /// Misspelt ones too, where the vocabulary has any.
    pub(in super::super) misspelt: Option<Way>,
}

/// Understands the words of a list; `None` where there are none.
pub(in super::super) fn words(conn: &mut Conn, typed: &[String]) -> Result<Option<Words>, Error> {
    if typed.is_empty() {
        return Ok(None);
    }
    let query = vocabulary::understood(conn, typed)?;
    let (written, any) = (query.as_written(), query.in_any_way());
    Ok(Some(Words {
        misspelt: if any == written {
            None
        } else {
            Some(engine::way(conn, &any, MANY)?)
        },
        written: engine::way(conn, &written, MANY)?,
    }))
}
