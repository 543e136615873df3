//! Who acts: accounts, sessions, disclosures of personal data.

pub mod auth;
pub mod authorization;
pub mod authorization_table;
pub mod decoys;
pub mod disclosed_files;
pub mod disclosures;
pub mod guesses;
pub mod passwords;
pub mod people;
pub mod questions;
pub mod sessions;
pub mod throttling;
pub mod tokens;
pub mod visibility;
