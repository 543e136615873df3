//! Codes of activities that a thing names.

use crate::{Failure, WriteContext};
use odoi_domain::registry::activity::ActivityCode;
use odoi_domain::{Code, Violation};

/// Demands that the classification knows every code in its version.
pub fn known_activities(
    tx: &mut WriteContext<'_, '_>,
    codes: &[ActivityCode],
) -> Result<(), Failure> {
    match tx.unknown_activity(codes)? {
        None => Ok(()),
        Some(place) => {
            let violation =
                Violation::new(Code::UnknownActivity).at(&format!("/activities/{place}/code"));
            Err(Failure::invalid(vec![violation]))
        }
    }
}
