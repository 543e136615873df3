//! Reads in the name of a caller.

use super::export::Listing;
use super::{Caller, DisclosureRecorder, settle};
use crate::problem::{Kind, Problem};
use odoi_application::Principal;
use odoi_application::reads::Read;
use odoi_application::reads::page::{Page, Paging};
use odoi_domain::policy::actor::{Actor, Anchors};
use odoi_domain::policy::{self, Action, Permit, View};
use std::ops::{Deref, DerefMut};

/// A read in the name of a caller: everything that may be read, and the policy.
pub struct ReadContext<'a> {
    repo: &'a mut dyn Read,
    actor: Actor,
}

impl<'a> Deref for ReadContext<'a> {
    type Target = dyn Read + 'a;
    fn deref(&self) -> &Self::Target {
        self.repo
    }
}

impl DerefMut for ReadContext<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.repo
    }
}

impl ReadContext<'_> {
    /// Who reads.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Asks the policy.
    pub fn authorize(&self, action: Action, anchors: &Anchors) -> Result<Permit, Problem> {
        Ok(policy::authorize(&self.actor, action, anchors)?)
    }

    /// A page of a list, as far as the actor sees it, with the rows as they are shown; what they disclose is recorded.
    pub(super) fn rows<F, T, V>(
        &mut self,
        listing: &Listing<
            F,
            impl Fn(&mut dyn Read, &F, &View, &Paging) -> Result<Page<T>, odoi_application::Error>,
            impl Fn(&Actor, &mut DisclosureRecorder, T) -> V,
        >,
        recorder: &mut DisclosureRecorder,
        paging: &Paging,
    ) -> Result<Page<V>, Problem> {
        let view = policy::view(&self.actor, listing.operation.action)?;
        let found = (listing.query)(&mut *self.repo, &listing.filter, &view, paging)?;
        Ok(found.map(|thing| (listing.show)(&self.actor, recorder, thing)))
    }
}

impl Caller {
    /// Runs a read in the caller's name, for an answer in JSON.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.json_is_taken()?;
        self.read_any(work).await
    }

    /// Runs a read in the caller's name, whatever the answer will be.
    pub(crate) async fn read_any<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.service.application.read(self.reader(work)).await
    }

    /// A read in the caller's name, to be run by the store.
    pub(super) fn reader<T>(
        &self,
        work: impl FnOnce(&mut ReadContext<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> impl FnOnce(&mut dyn Read) -> Result<T, Problem> + Send + 'static {
        let (who, now) = (self.who.clone(), self.service.application.now());
        let target = self.head.target.clone();
        move |repo| {
            let Principal::Account(account, token) = who else {
                return Err(Problem::new(Kind::NotSignedIn));
            };
            let actor =
                repo.actor(account, Some(token), now)?.ok_or(Problem::new(Kind::NotSignedIn))?;
            let mut reading = ReadContext { repo, actor };
            work(&mut reading).map_err(|problem| {
                settle::elsewhere(problem, reading.repo, &reading.actor, &target, true)
            })
        }
    }
}
