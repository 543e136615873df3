//! The program `odoi`: its command line, the server with its schedule, the reference data and the demonstration.

pub mod cli;
pub mod demo;
mod lists;
pub mod reference;
pub mod schedule;
pub mod site;
