//! How an engine gets at the entries that fit a condition. The answer is the same whichever way is
//! taken; only the time differs.

use odoi_domain::search::Condition;

/// A way to the entries that fit a condition.
#[derive(Debug, Clone)]
#[allow(dead_code, reason = "each engine knows some of the ways")]
pub(crate) enum Way {
    /// These rows: they are few and have been looked up.
    Rows(Vec<i64>),
    /// Through the full-text index, which then has to be ordered.
    Index(Condition),
    /// Along the wanted order, looking at each entry: most of them fit.
    Along(Condition),
}
