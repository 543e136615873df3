//! How a cluster forms: statements, the gate, the ladder, scorecards, suggestions.

pub mod gate;
pub mod judgement;
