//! What happens by itself, one step at a time: whoever runs a step decides when, and for how long.

pub mod duplicate_scan;
