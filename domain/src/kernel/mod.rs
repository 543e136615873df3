//! What every subject stands on: ids, texts, names, money, time, events, violations.

pub mod aadhaar;
pub mod entity;
pub mod events;
pub mod evidence;
pub mod external;
pub mod fold;
pub mod geo;
pub mod id;
pub mod label;
pub mod money;
pub mod name;
pub mod recorded;
pub mod resources;
pub mod search;
pub mod stored;
pub mod text;
pub mod time;
pub mod version;
pub mod violation;
pub mod whether;
pub mod word;
