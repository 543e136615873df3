//! The program as a child process, as its operators run it.

mod commands;
mod crash;
mod floods;
mod imports;
mod people;
pub mod program;
mod refusals;
mod slow;
mod start;
mod stop;
pub mod wire;
