//! Who acts: accounts, sessions, disclosures of personal data.

pub(crate) mod account;
pub(crate) mod disclosure;

use super::*;
