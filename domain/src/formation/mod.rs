//! How a cluster forms: statements, the gate, the ladder, scorecards, suggestions.

pub mod cooperation;
pub mod gate;
pub mod rule_set;
pub mod scorecard;
pub mod statement;
pub mod suggestion;
