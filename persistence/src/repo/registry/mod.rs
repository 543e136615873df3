//! The registry: places, enterprises, institutions, clusters, and what ties them.

pub(crate) mod activity;
pub(crate) mod area;
pub(crate) mod candidate;
pub(crate) mod cluster;
pub(crate) mod duplicate;
pub(crate) mod enterprise;
pub(crate) mod facility;
pub(crate) mod former;
pub(crate) mod institution;
pub(crate) mod linkage;
pub(crate) mod linkage_evidence;
pub(crate) mod membership;
pub(crate) mod merge;
pub(crate) mod numbers;
pub(crate) mod place;

use super::*;
