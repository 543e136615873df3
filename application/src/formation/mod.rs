//! How clusters form: what is stated about them, the gate, the ladder, the scorecard, and the rules of these.

pub mod gate;
pub mod ladder;
pub mod rule_sets;
pub mod scorecard;
pub mod statements;
