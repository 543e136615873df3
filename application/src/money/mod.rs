//! Awards and the ledgers of calls.

pub mod effects;
