//! Seed money: awards and the ledger.

pub mod awards;
pub mod endings;
pub mod money_journeys;
pub mod money_minutes;
pub mod money_races;
pub mod money_rules;
pub mod purse;
pub mod reversals;
