//! A *word*: a small value spelt the same in JSON, in SQL and in the audit trail.
//!
//! Words are declared by the `words!` and `text_word!` macros; the trait is what they have in
//! common, so that one generic wrapper makes each of them a database column.

use crate::Flaw;

/// A value with one spelling, wherever it is written.
pub trait Word: Sized {
    /// What the word is called in messages and in the document (`gstin`, `proposal_state`).
    const NAME: &'static str;

    /// The one spelling.
    fn as_str(&self) -> &str;

    /// Reads the spelling; the flaw says which rule it breaks.
    fn parse(text: &str) -> Result<Self, Flaw>;
}
