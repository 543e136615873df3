//! What the database promises, on both engines alike.

mod append_only;
mod document;
pub mod house;
mod ledger;
mod migrations;
mod order;
mod parity;
mod past;
mod people;
// Formatted where it stands.
#[rustfmt::skip]
#[path = "../../domain/tests/proofs/mod.rs"]
mod proofs;
mod readers;
mod references;
mod traps;
mod values;
mod words;
mod writers;

pub use house::url_of;
