//! Seed money: awards and the ledger.

pub mod award;
pub mod ledger;
