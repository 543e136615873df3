//! Calls, proposals, reviews, meetings, and who must stand aside.

pub mod affiliations;
mod agenda;
pub mod allowed_steps;
pub mod calls;
pub mod conflict_graph;
pub mod conflicts;
pub mod documents;
pub mod eligibility;
pub mod findings;
pub mod mandates;
pub mod meetings;
pub mod opening;
pub mod proposals;
pub mod recusal;
pub mod reviews;
pub mod seats;
