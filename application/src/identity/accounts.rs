//! Accounts and their roles.

use crate::{Failure, WriteContext};
use odoi_domain::identity::account::{Account, AccountGrant, NewAccount, SignInName};
use odoi_domain::kernel::id::{AccountId, SessionId};
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::{Anchors, Grant, Role};
use odoi_domain::{Code, Entity, Violation};
use odoi_persistence::{Error, Saved};

/// Opens an account and gives it its first roles.
pub fn open_account(
    tx: &mut WriteContext<'_, '_>,
    new: NewAccount,
    grants: Vec<Grant>,
) -> Result<Saved<Account>, Failure> {
    let permit = tx.authorize(Action::CreateAccount, &Anchors::default())?;
    let (id, now) = (tx.mint(), tx.now());
    let account = tx.save(Account::open(&permit, id, new, now)?)?;
    for grant in grants {
        give_grant(tx, account.thing(), grant)?;
    }
    Ok(account)
}

/// The account of a sign-in name.
pub fn account_named(tx: &mut WriteContext<'_, '_>, name: &SignInName) -> Result<Account, Failure> {
    let absent = || Failure::Absent(Violation::new(Code::NoAccount).with(name.to_string()));
    tx.account_named(name)?.ok_or_else(absent)
}

/// A change of the own password or secret.
pub struct SecretChange {
    /// Whose.
    pub account: AccountId,
    /// The hash that the current one was compared with.
    pub current_hash: String,
    /// The hash of the new one.
    pub new_hash: String,
    /// The session that goes on; every other one ends.
    pub session: Option<SessionId>,
}

/// Changes one's own secret. Refused where somebody else was faster: what was current is not any more.
pub fn change_own_secret(
    tx: &mut WriteContext<'_, '_>,
    change: SecretChange,
) -> Result<Saved<Account>, Failure> {
    let wrong = || Failure::invalid(vec![Violation::new(Code::WrongPassword).at("/current")]);
    let account = tx.account(change.account)?;
    if account.secret_hash() != change.current_hash {
        return Err(wrong());
    }
    let permit = tx.authorize(Action::ChangePassword, &account.anchors())?;
    let now = tx.now();
    let changed = account.change_secret(&permit, change.new_hash, now)?;
    if let Some(own) = change.session {
        let session = tx.session_locked(own)?;
        tx.save(session.carry_over(&permit, changed.thing(), now)?)?;
    }
    tx.save(changed).map_err(|error| match error {
        // The same, where the other change was committed after ours had read.
        Error::Stale => wrong(),
        other => other.into(),
    })
}

/// Gives an account another secret; every session and token of it ends.
pub fn set_secret(
    tx: &mut WriteContext<'_, '_>,
    account: Account,
    hash: String,
) -> Result<Saved<Account>, Failure> {
    let permit = tx.authorize(Action::UpdateAccount, &account.anchors())?;
    let now = tx.now();
    Ok(tx.save(account.change_secret(&permit, hash, now)?)?)
}

/// Closes an account, or opens it again; its tokens from before are worth nothing.
pub fn set_active(
    tx: &mut WriteContext<'_, '_>,
    account: Account,
    is_active: bool,
) -> Result<Saved<Account>, Failure> {
    let permit = tx.authorize(Action::UpdateAccount, &account.anchors())?;
    let now = tx.now();
    Ok(tx.save(account.set_active(&permit, is_active, now)?)?)
}

/// Gives an account a role within a scope.
pub fn give_grant(
    tx: &mut WriteContext<'_, '_>,
    account: &Account,
    grant: Grant,
) -> Result<Saved<AccountGrant>, Failure> {
    account.may_hold(grant.role)?;
    let permit = tx.authorize(Action::CreateGrant, &Anchors::default())?;
    let (id, now) = (tx.mint(), tx.now());
    let holder = account.meta().id;
    Ok(tx.save(AccountGrant::give(&permit, id, holder, grant, now)?)?)
}

/// Takes a role away, in whatever scopes it is held; it ends at once.
pub fn revoke_grants(
    tx: &mut WriteContext<'_, '_>,
    account: &Account,
    role: Role,
) -> Result<(), Failure> {
    let permit = tx.authorize(Action::DeleteGrant, &Anchors::default())?;
    let now = tx.now();
    let mut held = tx.grants_of(account.meta().id)?;
    held.retain(|grant| grant.grant().role == role);
    if held.is_empty() {
        let absent = Violation::new(Code::RoleNotHeld).with(role.text());
        return Err(Failure::Absent(absent));
    }
    for grant in held {
        tx.save(grant.take_away(&permit, now)?)?;
    }
    Ok(())
}
