//! Seed money: awards and the ledger.

pub(crate) mod award;
pub(crate) mod ledger;

use super::*;
