//! The registry: places, enterprises, institutions, clusters, and what ties them.

pub mod activity;
pub mod bond;
pub mod candidate;
pub mod cluster;
pub mod duplicate;
pub mod enterprise;
pub mod facility;
pub mod institution;
pub mod linkage;
pub mod linkage_evidence;
pub mod membership;
pub mod merge;
pub mod place;
pub mod registration;
pub mod size;
