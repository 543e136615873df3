//! What the database promises, on both engines alike.

mod document;
mod house;
mod ledger;
mod migrations;
mod order;
mod parity;
mod people;
mod readers;
mod references;
mod traps;
mod values;
mod words;
mod writers;
