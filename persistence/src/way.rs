//! How an engine gets at the entries that fit a condition. The answer is the same whichever way is
//! taken; only the time differs.

use odoi_domain::search::Condition;

/// A way to the entries that fit a condition.
#[derive(Debug, Clone)]
#[allow(dead_code, reason = "each engine knows some of the ways")]
pub(crate) enum Way {
    /// These rows, as a list in JSON: there are few enough to look up each and then to order them.
    Rows(String),
    /// Through the full-text index; what it finds has to be ordered.
    Index(Condition),
    /// Along the wanted order, looking at each entry: so many fit that a page is full soon. Where those that
    /// fit are spread evenly, it is full after half as many entries as the number says.
    Along(Condition, i64),
}
