//! The program as a child process, as its operators run it.

mod backups;
mod commands;
mod crash;
mod floods;
mod imports;
mod log;
mod outage;
mod people;
pub mod program;
mod refusals;
mod slow;
mod start;
mod stop;
pub mod wire;
