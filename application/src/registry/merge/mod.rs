//! Merging enterprises that are one, and undoing it.

mod clusters;
mod facts;
mod run;

pub use run::{forget_person, merge, undo};

use crate::Failure;
use odoi_domain::merge::FieldName;

/// A field's name, or an id, as it stands among what could not be undone.
fn which(text: &str) -> Result<FieldName, Failure> {
    FieldName::new(text).map_err(|violation| Failure::internal(violation.code.text()))
}
