//! One file per resource, and one per promise that all of them keep.

pub mod browser;
pub mod conventions;
pub mod formation;
pub mod given;
pub mod identity;
pub mod money;
pub mod programme;
mod reads;
pub mod registry;
pub mod schemes;
mod site;
