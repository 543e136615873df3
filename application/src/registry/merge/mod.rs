//! Merging enterprises that are one, and undoing it.

mod back;
mod clusters;
mod facts;
mod moves;
mod run;

pub(super) use run::forget_person;
pub use run::{merge_enterprise, undo_merge};

use crate::Failure;
use odoi_domain::registry::merge::FieldName;

/// A field's name, or an id, as it stands among what could not be undone.
fn which(text: &str) -> Result<FieldName, Failure> {
    FieldName::new(text).map_err(|violation| Failure::internal(violation.code.text()))
}
