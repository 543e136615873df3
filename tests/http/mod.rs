//! One file per resource, and one per promise that all of them keep.

mod auth;
mod authorization;
mod authorization_table;
pub mod browser;
mod contract;
mod contract_document;
mod contract_limits;
mod contract_sql;
mod contract_walk;
mod lists;
mod passwords;
mod people;
mod sessions;
mod throttling;
mod tokens;
mod visibility;
