//! Who acts: accounts, sessions, disclosures of personal data.

pub(crate) mod auth;
pub(crate) mod credentials;
pub(crate) mod disclosures;
pub(crate) mod tokens;
