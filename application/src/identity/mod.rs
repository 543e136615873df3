//! Accounts, their roles and their sessions, and the log of disclosures.

pub mod accounts;
pub mod disclosures;
pub mod sessions;
