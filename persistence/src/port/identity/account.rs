//! Accounts, grants and sessions.

use crate::Error;
use odoi_domain::Moment;
use odoi_domain::identity::account::{Account, AccountGrant, SignInName};
use odoi_domain::identity::session::{Session, TokenBinding};
use odoi_domain::kernel::id::{AccountId, GrantId, SessionId};
use odoi_domain::policy::actor::{Actor, Scope};

/// Accounts, grants and sessions.
pub trait Identity {
    /// One account.
    fn account(&mut self, id: AccountId) -> Result<Account, Error>;
    /// The account of a sign-in name.
    fn account_named(&mut self, name: &SignInName) -> Result<Option<Account>, Error>;
    /// Every account, in the order of sign-in names.
    fn accounts(&mut self) -> Result<Vec<Account>, Error>;
    /// Whether an active account belongs to the demonstration.
    fn has_demo_accounts(&mut self) -> Result<bool, Error>;
    /// One grant.
    fn grant(&mut self, id: GrantId) -> Result<AccountGrant, Error>;
    /// The grants of an account.
    fn grants_of(&mut self, account: AccountId) -> Result<Vec<AccountGrant>, Error>;
    /// The grants of a role within one scope.
    fn grants_within(&mut self, scope: &Scope) -> Result<Vec<AccountGrant>, Error>;
    /// One session.
    fn session(&mut self, id: SessionId) -> Result<Session, Error>;
    /// One session, held until the end of the transaction, so that parallel refreshes come one by one.
    fn session_locked(&mut self, id: SessionId) -> Result<Session, Error>;
    /// When an account last signed in from a network; `digest` is all that is kept of that.
    fn network_used_at(
        &mut self,
        account: AccountId,
        digest: &[u8],
    ) -> Result<Option<Moment>, Error>;
    /// Who acts: the account's grants, if it is active and what the token (where one is named) depends on has not
    /// ended.
    fn actor(
        &mut self,
        account: AccountId,
        token: Option<TokenBinding>,
        now: Moment,
    ) -> Result<Option<Actor>, Error>;
}
