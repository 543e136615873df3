//! Accounts: who can sign in, people and partner systems alike; and the grants that they hold.

use crate::Code;
use crate::kernel::entity::Refusal;
use crate::kernel::id::{AccountId, GrantId};
use crate::kernel::text::Line;
use crate::policy::actor::{Anchors, Grant, Role};
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded, Violation, policy::Permit};

words! {
    /// Who is behind an account.
    AccountKind("account_kind") {
        /// A person, who signs in with a password.
        Person = "person" ("Person", "വ്യക്തി"),
        /// A partner system, which trades a client secret for access tokens.
        ServiceClient = "service_client" ("Partner system", "പങ്കാളി സംവിധാനം"),
    }
}

text_word! {
    /// The name that an account signs in with: lower-case letters, digits and `. _ - @`.
    SignInName("sign_in_name") {
        check: |text| {
            let fits = (3..=100).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-@".contains(&b));
            if fits { Ok(()) } else { Err(Violation::new(Code::SignInName)) }
        },
        max_length: 100,
        pattern: "^[a-z0-9._@-]{3,100}$",
        example: "convenor.ernakulam",
    }
}

/// The token generation that an account begins with.
pub const FIRST_GENERATION: i64 = 1;

/// A sign-in account.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    meta: Meta<AccountId>,
    kind: AccountKind,
    sign_in_name: SignInName,
    display_name: Line,
    secret_hash: String,
    is_active: bool,
    is_demo: bool,
    token_generation: i64,
}

/// What an account is opened with.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Who is behind it.
    pub kind: AccountKind,
    /// The name to sign in with.
    pub sign_in_name: SignInName,
    /// The name to show.
    pub display_name: Line,
    /// Hash of the password or client secret, in PHC form.
    pub secret_hash: String,
    /// Whether it belongs to the demonstration, and so must not exist in production.
    pub is_demo: bool,
}

impl Account {
    /// Opens an account.
    pub fn open(
        permit: &Permit,
        id: AccountId,
        new: NewAccount,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let thing = Self::restore(Meta::first(id, now), new, true, FIRST_GENERATION);
        Recorded::new(permit, thing, EventType::AccountOpened, now)
    }

    /// Gives it another password or client secret; ends every token and session until now.
    pub fn change_secret(
        self,
        permit: &Permit,
        secret_hash: String,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let thing = Self {
            meta: self.meta.next(now),
            secret_hash,
            token_generation: self.token_generation + 1,
            ..self
        };
        Recorded::new(permit, thing, EventType::AccountSecretChanged, now)
    }

    /// Closes or reopens it. Either ends every token and session until now: what was closed with the account
    /// does not come back with it.
    pub fn set_active(
        self,
        permit: &Permit,
        is_active: bool,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        if self.is_active == is_active {
            let state = if is_active { "active" } else { "closed" };
            return Err(Refusal::IllegalStep {
                step: if is_active { "reopen" } else { "close" },
                state,
            });
        }
        let thing = Self {
            meta: self.meta.next(now),
            is_active,
            token_generation: self.token_generation + 1,
            ..self
        };
        let what = if is_active { EventType::AccountReopened } else { EventType::AccountClosed };
        Recorded::new(permit, thing, what, now)
    }

    /// The role of a partner system is for partner systems alone, and the others for people.
    pub fn may_hold(&self, role: Role) -> Result<(), Refusal> {
        let is_system = self.kind == AccountKind::ServiceClient;
        if is_system == (role == Role::ServiceClient) {
            return Ok(());
        }
        Err(Refusal::Invalid(vec![Violation::new(Code::RoleOfKind)]))
    }

    /// Puts together what the database kept.
    #[must_use]
    pub fn restore(
        meta: Meta<AccountId>,
        of: NewAccount,
        is_active: bool,
        token_generation: i64,
    ) -> Self {
        let NewAccount { kind, sign_in_name, display_name, secret_hash, is_demo } = of;
        Self {
            meta,
            kind,
            sign_in_name,
            display_name,
            secret_hash,
            is_active,
            is_demo,
            token_generation,
        }
    }

    /// Who is behind it.
    #[must_use]
    pub const fn kind(&self) -> AccountKind {
        self.kind
    }

    /// The name to sign in with.
    #[must_use]
    pub const fn sign_in_name(&self) -> &SignInName {
        &self.sign_in_name
    }

    /// The name to show.
    #[must_use]
    pub const fn display_name(&self) -> &Line {
        &self.display_name
    }

    /// Hash of the password or client secret.
    #[must_use]
    pub fn secret_hash(&self) -> &str {
        &self.secret_hash
    }

    /// Whether it may sign in.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.is_active
    }

    /// The generation of its tokens and sessions: those of an earlier one are worth nothing.
    #[must_use]
    pub const fn token_generation(&self) -> i64 {
        self.token_generation
    }

    /// Whether it belongs to the demonstration.
    #[must_use]
    pub const fn is_demo(&self) -> bool {
        self.is_demo
    }
}

impl Entity for Account {
    type Id = AccountId;
    const KIND: Kind = Kind::Account;

    fn meta(&self) -> &Meta<AccountId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        Anchors { owner: Some(self.meta.id), ..Anchors::default() }
    }
}

/// A role that an account holds within a scope.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountGrant {
    meta: Meta<GrantId>,
    account: AccountId,
    grant: Grant,
}

impl AccountGrant {
    /// Gives an account a role; ask [`Account::may_hold`] first.
    pub fn give(
        permit: &Permit,
        id: GrantId,
        account: AccountId,
        grant: Grant,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        if !grant.role.scopes().contains(&grant.scope.kind()) {
            let kinds: Vec<&str> = grant.role.scopes().iter().map(|s| s.text()).collect();
            return Err(Refusal::Invalid(vec![
                Violation::new(Code::ScopeOfRole).with(kinds.join(", ")),
            ]));
        }
        let (role, scope) = (grant.role, grant.scope.kind());
        let thing = Self { meta: Meta::first(id, now), account, grant };
        let given = Recorded::new(permit, thing, EventType::GrantGiven, now)?;
        Ok(given.fact("role", role.text()).fact("scope", scope.text()))
    }

    /// Takes it away.
    pub fn take_away(self, permit: &Permit, now: Moment) -> Result<Recorded<Self>, Refusal> {
        let thing = Self { meta: self.meta.next(now), ..self };
        let role = thing.grant.role;
        let taken = Recorded::new(permit, thing, EventType::GrantTakenAway, now)?;
        Ok(taken.fact("role", role.text()))
    }

    /// Puts together what the database kept.
    #[must_use]
    pub const fn restore(meta: Meta<GrantId>, account: AccountId, grant: Grant) -> Self {
        Self { meta, account, grant }
    }

    /// Who holds it.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// The role and its scope.
    #[must_use]
    pub const fn grant(&self) -> &Grant {
        &self.grant
    }
}

impl Entity for AccountGrant {
    type Id = GrantId;
    const KIND: Kind = Kind::Grant;

    fn meta(&self) -> &Meta<GrantId> {
        &self.meta
    }

    fn anchors(&self) -> Anchors {
        Anchors::default()
    }
}
