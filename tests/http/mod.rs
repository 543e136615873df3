//! One file per resource, and one per promise that all of them keep.

pub mod browser;
mod lists;
