//! Who calls: keys, tokens, passwords, and how often somebody may try.

pub mod keys;
pub mod network;
pub mod password;
pub mod refresh;
pub mod throttle;
pub mod token;
