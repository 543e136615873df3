//! How a cluster forms: statements, the gate, the ladder, scorecards, suggestions.

pub(crate) mod gate;
pub(crate) mod insight;
pub(crate) mod rule_set;
pub(crate) mod statement;

use super::*;
