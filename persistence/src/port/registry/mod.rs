//! The registry: places, enterprises, institutions, clusters, and what ties them.

pub(crate) mod area;
pub(crate) mod candidate;
pub(crate) mod duplicate;
pub(crate) mod former;
pub(crate) mod linkage_evidence;
pub(crate) mod merge;

use super::*;
