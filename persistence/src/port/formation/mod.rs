//! How a cluster forms: statements, the gate, the ladder, scorecards, suggestions.

pub(crate) mod judgement;

use super::*;
