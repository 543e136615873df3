//! Past days: a write whose parts are written each by an actor of its own, at a moment that has passed. The
//! demonstration is made so.

use super::Tx;
use crate::Error;
use odoi_domain::Moment;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::policy::Denial;

/// A clock that can be set back. There is none in production, and without one a write happens now.
#[derive(Debug)]
pub struct PastClock(());

/// In production the clock cannot be set back.
#[derive(Debug, thiserror::Error)]
#[error("the demonstration sets the clock back: not in production (ODOI_PRODUCTION)")]
pub struct IsProduction;

impl PastClock {
    /// A clock that can be set back, if this is no production.
    pub const fn new(is_production: bool) -> Result<Self, IsProduction> {
        if is_production { Err(IsProduction) } else { Ok(Self(())) }
    }
}

/// Who acts when.
#[derive(Debug, Clone, Copy)]
pub struct PastAct {
    /// The account of whoever acts; absent for whoever writes the whole.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
}

impl Tx<'_> {
    /// Runs a part of the write as a write of its own: of another actor, whose roles are read as for any write, and at a
    /// moment that has passed. If it fails, the whole write fails.
    pub fn act<T, E: From<Error> + From<Denial>>(
        &mut self,
        _clock: &PastClock,
        act: PastAct,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if act.at > self.now {
            let to_come = format!("{} has not come yet", act.at);
            return Err(Error::Internal(to_come).into());
        }
        let failed_before = std::mem::replace(&mut self.has_failed, true);
        let actor = match act.by {
            None => self.actor.clone(),
            Some(account) => self.repo.actor(account, None, act.at)?.ok_or(Denial::SignedOut)?,
        };
        let mut part = Tx {
            repo: &mut *self.repo,
            actor,
            now: act.at,
            mint: self.mint.clone(),
            request_id: self.request_id.clone(),
            has_failed: false,
            unsettled: Vec::new(),
        };
        let done = work(&mut part)?;
        part.settle_numbers()?;
        self.has_failed = failed_before || part.has_failed;
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_production_the_clock_cannot_be_set_back() {
        assert!(PastClock::new(false).is_ok());
        let refused = PastClock::new(true).unwrap_err().to_string();
        assert!(refused.contains("not in production"), "{refused}");
    }
}
