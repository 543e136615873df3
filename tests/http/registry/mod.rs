//! The registry: places, enterprises, institutions, clusters, and what ties them.

pub mod activities;
pub mod areas;
pub mod belonging;
pub mod candidates;
pub mod clusters;
pub mod duplicates;
pub mod enterprises;
pub mod erasure;
pub mod facilities;
pub mod institutions;
pub mod linkage_evidence;
pub mod linkages;
pub mod memberships;
pub mod merges;
pub mod merging;
pub mod nearest;
pub mod places;
