//! What holds for every operation: representation, limits, lists, hostile input.

pub mod aadhaar;
pub mod conditional;
pub mod contract;
pub mod contract_document;
pub mod contract_limits;
pub mod contract_sql;
pub mod contract_walk;
pub mod export_files;
pub mod exports;
pub mod facets;
pub mod floods;
pub mod headers;
pub mod hostile;
pub mod idempotency;
pub mod invisible;
pub mod lists;
pub mod mutations;
pub mod operations;
pub mod paths;
pub mod search;
pub mod search_everything;
pub mod vocabularies;
pub mod wire;
