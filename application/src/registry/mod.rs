//! Enterprises, institutions, clusters and what ties them together.

pub mod activities;
pub mod candidates;
mod clusters;
pub mod decisions;
pub mod enterprises;
mod facilities;
mod institutions;
pub mod linkage_evidence;
pub mod linkages;
pub mod memberships;
pub mod merge;
mod places;
pub mod protection;
pub mod registered;
pub mod relocation;
pub mod ties;
