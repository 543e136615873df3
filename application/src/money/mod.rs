//! Awards and the ledgers of calls.

pub mod awards;
pub mod effects;
pub mod ledger;
