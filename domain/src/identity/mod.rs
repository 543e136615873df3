//! Who acts: accounts, sessions, disclosures of personal data.

pub mod account;
pub mod session;
