//! Enterprises: from a Kudumbashree unit of one woman to a medium firm (rules R2.1 to R2.5).

mod erasure;
mod facts;
mod kudumbashree;
pub(crate) mod marks;
mod ownership;
mod provenance;
mod thing;

pub use erasure::EnterpriseErasure;
pub use facts::{EnterpriseFacts, EnterpriseKind, Product};
pub use kudumbashree::{AnchorLevel, KudumbashreeAnchor, KudumbashreeFacts, KudumbashreeSector};
pub use ownership::{CasteCategory, Gender, OwnershipForm};
pub use provenance::{EnterpriseField, Mark, Marks, Protection, Statement};
pub use thing::{Enterprise, EnterpriseState};

pub(crate) use facts::repeated;

#[cfg(test)]
mod tests;
