//! The log of who was shown which personal facts, what for.

use crate::{Failure, WriteContext};
use odoi_domain::policy::Action;
use odoi_domain::policy::disclosure::{Disclosure, Look};
use odoi_persistence::Saved;

/// Logs a look at personal facts by whoever may do that action at all; what was shown is given out only then.
pub fn record_disclosure(
    tx: &mut WriteContext<'_, '_>,
    action: Action,
    look: Look,
) -> Result<Saved<Disclosure>, Failure> {
    let permit = tx.authorize_at_all(action)?;
    let (id, now) = (tx.mint(), tx.now());
    let recorded = Disclosure::record(&permit, tx.actor(), id, look, now)?;
    Ok(tx.save(recorded)?)
}
