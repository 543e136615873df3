//! Enterprises, institutions, clusters and what ties them together.

pub mod activities;
pub mod candidates;
pub mod enterprises;
pub mod merge;
pub mod relocation;
