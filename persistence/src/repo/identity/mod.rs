//! Who acts: accounts, sessions, disclosures of personal data.

pub(crate) mod account;
pub(crate) mod disclosure;
pub(crate) mod network;
pub(crate) mod session;

use super::*;
