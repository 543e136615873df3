//! The registry: places, enterprises, institutions, clusters, and what ties them.

pub(crate) mod activities;
pub(crate) mod areas;
pub(crate) mod candidates;
pub(crate) mod clusters;
pub(crate) mod duplicates;
pub(crate) mod enterprises;
pub(crate) mod facilities;
pub(crate) mod institutions;
pub(crate) mod linkage_evidence;
pub(crate) mod linkages;
pub(crate) mod memberships;
pub(crate) mod merges;
pub(crate) mod places;
