//! How a cluster forms: statements, the gate, the ladder, scorecards, suggestions.

pub(crate) mod cluster_gate;
pub(crate) mod cluster_insight;
pub(crate) mod cluster_scorecard;
pub(crate) mod rule_sets;
pub(crate) mod statements;
