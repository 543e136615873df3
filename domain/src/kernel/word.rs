//! A *word*: a small value spelt the same in JSON, in SQL and in the audit trail.
//!
//! Words are declared by the `words!` and `text_word!` macros; the trait is what they have in
//! common, so that one generic wrapper makes each of them a database column.

use crate::Violation;
use crate::kernel::stored;
use serde::Deserialize;
use serde::de::{Deserializer, Error};

/// A value with one spelling, wherever it is written.
pub trait Word: Sized {
    /// What the word is called in messages and in the document (`gstin`, `proposal_state`).
    const NAME: &'static str;

    /// The one spelling.
    fn as_str(&self) -> &str;

    /// Reads the spelling; the violation says which rule it breaks.
    fn parse(text: &str) -> Result<Self, Violation>;

    /// Takes a spelling that this program has written: its rules were checked then.
    fn of_stored(text: String) -> Result<Self, Violation> {
        Self::parse(&text)
    }
}

/// Reads a word of JSON: checked, or as it was stored.
pub(crate) fn deserialize<'de, W: Word, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<W, D::Error> {
    let text = String::deserialize(deserializer)?;
    let word = if stored::is_read() { W::of_stored(text) } else { W::parse(&text) };
    word.map_err(D::Error::custom)
}
