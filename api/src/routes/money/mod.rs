//! Seed money: awards and the ledger.

pub(crate) mod award_body;
pub(crate) mod award_view;
pub(crate) mod awards;
pub(crate) mod ledgers;
