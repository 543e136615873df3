//! Who acts when: each act of the demonstration is a use case, run as a write of its own actor at its moment.

use super::accounts;
use crate::cli::operator::context;
use odoi_application::{Failure, WriteContext};
use odoi_domain::kernel::id::{AccountId, ClusterId, InstitutionId};
use odoi_domain::policy::actor::Role;
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Moment, Violation};
use odoi_persistence::port::Read;
use odoi_persistence::{PastAct, PastClock, Tx};
use serde::Deserialize;
use std::collections::HashMap;
use uuid::Uuid;

/// A day, in seconds.
pub(super) const DAY: i64 = 86_400;

/// The demonstration while it is loaded.
pub(super) struct Loader<'a, 'b> {
    tx: &'a mut Tx<'b>,
    clock: &'a PastClock,
    pub(super) secret_hash: &'a str,
    pub(super) known: Known,
    pub(super) accounts: HashMap<Person, AccountId>,
}

/// What the keys of the data stand for.
#[derive(Default)]
pub(super) struct Known(HashMap<(EndKind, String), Named>);

/// A thing that was registered.
pub(super) struct Named {
    pub(super) id: Uuid,
    pub(super) name: String,
}

/// Somebody of the demonstration: by the role, and the district or the key of what it is held for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
pub(super) struct Person {
    pub(super) role: Role,
    #[serde(default)]
    pub(super) of: String,
}

impl Person {
    pub(super) fn of(role: Role, of: &str) -> Self {
        Self { role, of: of.to_owned() }
    }

    pub(super) fn administrator() -> Self {
        Self::of(Role::Administrator, "")
    }

    pub(super) fn officer() -> Self {
        Self::of(Role::KdiscOfficer, "")
    }

    pub(super) fn convenor(district: &DistrictCode) -> Self {
        Self::of(Role::KdiscDpe, &district.to_string())
    }
}

pub(super) fn missing(what: &str) -> Failure {
    Failure::internal(format!("the demonstration has no {what}"))
}

#[allow(clippy::needless_pass_by_value, reason = "`map_err` hands the error over")]
pub(super) fn wrong(error: impl ToString) -> Failure {
    Failure::internal(error.to_string())
}

#[allow(clippy::needless_pass_by_value, reason = "`map_err` hands the violation over")]
pub(super) fn flawed(violation: Violation) -> Failure {
    wrong(violation.code)
}

impl Known {
    pub(super) fn learn(&mut self, kind: EndKind, things: Vec<(String, Named)>) {
        let named = things.into_iter().map(|(key, named)| ((kind, key), named));
        self.0.extend(named);
    }

    pub(super) fn named(&self, kind: EndKind, key: &str) -> Result<&Named, Failure> {
        let found = self.0.get(&(kind, key.to_owned()));
        found.ok_or_else(|| missing(key))
    }

    pub(super) fn end(&self, kind: EndKind, key: &str) -> Result<End, Failure> {
        let id = self.named(kind, key)?.id;
        Ok(End { kind, id })
    }

    pub(super) fn cluster(&self, key: &str) -> Result<ClusterId, Failure> {
        Ok(ClusterId(self.named(EndKind::Cluster, key)?.id))
    }

    pub(super) fn institution(&self, key: &str) -> Result<InstitutionId, Failure> {
        Ok(InstitutionId(self.named(EndKind::Institution, key)?.id))
    }
}

impl<'a, 'b> Loader<'a, 'b> {
    pub(super) fn new(tx: &'a mut Tx<'b>, clock: &'a PastClock, secret_hash: &'a str) -> Self {
        Self { tx, clock, secret_hash, known: Known::default(), accounts: HashMap::new() }
    }

    /// The moment of loading.
    pub(super) fn now(&self) -> Moment {
        self.tx.now()
    }

    pub(super) fn days_ago(&self, days: i64) -> Moment {
        self.now().plus_seconds(-days * DAY)
    }

    pub(super) fn read(&mut self) -> &mut dyn Read {
        &mut **self.tx
    }

    /// Runs a use case as a write of somebody, now.
    pub(super) fn act<T>(
        &mut self,
        by: &Person,
        use_case: impl FnOnce(&mut WriteContext<'_, '_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.act_at(self.now(), by, use_case)
    }

    /// Runs a use case as a write of somebody, at a moment.
    pub(super) fn act_at<T>(
        &mut self,
        at: Moment,
        by: &Person,
        use_case: impl FnOnce(&mut WriteContext<'_, '_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let by = Some(self.account(by)?);
        self.tx.act(self.clock, PastAct { by, at }, |tx| use_case(&mut context(tx)))
    }

    /// Runs a use case as a write of whoever operates the program, at a moment.
    pub(super) fn operate_at<T>(
        &mut self,
        at: Moment,
        use_case: impl FnOnce(&mut WriteContext<'_, '_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.tx.act(self.clock, PastAct { by: None, at }, |tx| use_case(&mut context(tx)))
    }

    /// The account of somebody. Whoever speaks for a thing of the data gets one when it is needed first.
    pub(super) fn account(&mut self, person: &Person) -> Result<AccountId, Failure> {
        if let Some(known) = self.accounts.get(person) {
            return Ok(*known);
        }
        accounts::open_representative(self, person)
    }
}
