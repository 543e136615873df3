//! Accounts and grants.

use super::Conn;
use crate::Error;
use crate::column::{TextColumn, Timestamp, UuidColumn};
use crate::port::Identity;
use crate::schema::{accounts, grants, sessions};
use diesel::prelude::*;
use odoi_domain::identity::account::{Account, AccountGrant, AccountKind, NewAccount, SignInName};
use odoi_domain::identity::session::{Session, TokenBinding};
use odoi_domain::kernel::id::{AccountId, GrantId, SessionId};
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::actor::{Actor, Grant, Role, Scope, ScopeKind};
use odoi_domain::{Change, Entity, Moment};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = accounts)]
struct AccountRow {
    id: UuidColumn,
    revision: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    kind: TextColumn<AccountKind>,
    sign_in_name: TextColumn<SignInName>,
    display_name: TextColumn<Line>,
    secret_hash: String,
    is_active: bool,
    is_demo: bool,
    token_generation: i64,
}

impl AccountRow {
    fn of(thing: &Account) -> Self {
        let meta = thing.meta();
        Self {
            id: UuidColumn(meta.id.0),
            revision: meta.revision,
            created_at: Timestamp(meta.created_at),
            updated_at: Timestamp(meta.updated_at),
            kind: TextColumn(thing.kind()),
            sign_in_name: TextColumn(thing.sign_in_name().clone()),
            display_name: TextColumn(thing.display_name().clone()),
            secret_hash: thing.secret_hash().to_owned(),
            is_active: thing.is_active(),
            is_demo: thing.is_demo(),
            token_generation: thing.token_generation(),
        }
    }

    fn into_thing(self) -> Account {
        let meta = meta!(self, AccountId);
        let of = NewAccount {
            kind: self.kind.0,
            sign_in_name: self.sign_in_name.0,
            display_name: self.display_name.0,
            secret_hash: self.secret_hash,
            is_demo: self.is_demo,
        };
        Account::restore(meta, of, self.is_active, self.token_generation)
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = grants)]
struct GrantRow {
    id: UuidColumn,
    revision: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    account_id: UuidColumn,
    role: TextColumn<Role>,
    scope_kind: TextColumn<ScopeKind>,
    scope_target: String,
}

impl GrantRow {
    fn of(thing: &AccountGrant) -> Self {
        let (meta, grant) = (thing.meta(), thing.grant());
        Self {
            id: UuidColumn(meta.id.0),
            revision: meta.revision,
            created_at: Timestamp(meta.created_at),
            updated_at: Timestamp(meta.updated_at),
            account_id: UuidColumn(thing.account().0),
            role: TextColumn(grant.role),
            scope_kind: TextColumn(grant.scope.kind()),
            scope_target: grant.scope.target(),
        }
    }

    fn into_thing(self) -> Result<AccountGrant, Error> {
        let meta = meta!(self, GrantId);
        let grant = grant_of(self.role.0, self.scope_kind.0, &self.scope_target)?;
        Ok(AccountGrant::restore(meta, AccountId(self.account_id.0), grant))
    }
}

fn grant_of(role: Role, kind: ScopeKind, target: &str) -> Result<Grant, Error> {
    let scope = Scope::read(kind, target)
        .map_err(|violation| Error::Internal(format!("scope {kind} {target}: {violation}")))?;
    Ok(Grant { role, scope })
}

impl Identity for Conn {
    fn account(&mut self, id: AccountId) -> Result<Account, Error> {
        one!(self, accounts, AccountRow, id)
    }

    fn account_named(&mut self, name: &SignInName) -> Result<Option<Account>, Error> {
        let found = accounts::table
            .filter(accounts::sign_in_name.eq(name.to_string()))
            .select(AccountRow::as_select())
            .get_result(self)
            .optional()?;
        Ok(found.map(AccountRow::into_thing))
    }

    fn accounts(&mut self) -> Result<Vec<Account>, Error> {
        let rows: Vec<AccountRow> = accounts::table
            .order(accounts::sign_in_name)
            .select(AccountRow::as_select())
            .load(self)?;
        Ok(rows.into_iter().map(AccountRow::into_thing).collect())
    }

    fn has_demo_accounts(&mut self) -> Result<bool, Error> {
        let demo =
            accounts::table.filter(accounts::is_demo.eq(true).and(accounts::is_active.eq(true)));
        Ok(diesel::select(diesel::dsl::exists(demo)).get_result(self)?)
    }

    fn grant(&mut self, id: GrantId) -> Result<AccountGrant, Error> {
        let row: GrantRow =
            grants::table.find(UuidColumn(id.0)).select(GrantRow::as_select()).get_result(self)?;
        row.into_thing()
    }

    fn grants_of(&mut self, account: AccountId) -> Result<Vec<AccountGrant>, Error> {
        let rows: Vec<GrantRow> = grants::table
            .filter(grants::account_id.eq(UuidColumn(account.0)))
            .order(grants::id)
            .select(GrantRow::as_select())
            .load(self)?;
        rows.into_iter().map(GrantRow::into_thing).collect()
    }

    fn grants_within(&mut self, scope: &Scope) -> Result<Vec<AccountGrant>, Error> {
        let rows: Vec<GrantRow> = grants::table
            .filter(grants::scope_kind.eq(scope.kind().text()))
            .filter(grants::scope_target.eq(scope.target()))
            .order(grants::id)
            .select(GrantRow::as_select())
            .load(self)?;
        rows.into_iter().map(GrantRow::into_thing).collect()
    }

    fn session(&mut self, id: SessionId) -> Result<Session, Error> {
        super::session::one(self, id)
    }

    fn session_locked(&mut self, id: SessionId) -> Result<Session, Error> {
        super::session::held(self, id)
    }

    fn network_used_at(
        &mut self,
        account: AccountId,
        digest: &[u8],
    ) -> Result<Option<Moment>, Error> {
        super::network::used_at(self, account, digest)
    }

    fn actor(
        &mut self,
        account: AccountId,
        token: Option<TokenBinding>,
        now: Moment,
    ) -> Result<Option<Actor>, Error> {
        type Row = (i64, Option<TextColumn<Role>>, Option<TextColumn<ScopeKind>>, Option<String>);
        // Asked with every request: not boxed, so that the engines keep the prepared statement.
        let active = accounts::table
            .left_join(grants::table)
            .filter(accounts::id.eq(UuidColumn(account.0)))
            .filter(accounts::is_active.eq(true))
            .select((
                accounts::revision,
                grants::role.nullable(),
                grants::scope_kind.nullable(),
                grants::scope_target.nullable(),
            ));
        let generation = accounts::token_generation;
        let rows: Vec<Row> = match token {
            None => active.load(self)?,
            Some(TokenBinding::Generation(of)) => active.filter(generation.eq(of)).load(self)?,
            Some(TokenBinding::Session(id)) => {
                let live = sessions::table
                    .filter(sessions::id.eq(UuidColumn(id.0)))
                    .filter(sessions::account_id.eq(UuidColumn(account.0)))
                    .filter(sessions::revoked_at.is_null())
                    .filter(sessions::expires_at.gt(Timestamp(now)))
                    .select(sessions::token_generation);
                active.filter(generation.eq_any(live)).load(self)?
            }
        };
        if rows.is_empty() {
            return Ok(None);
        }
        let mut held = Vec::with_capacity(rows.len());
        for row in rows {
            if let (_, Some(role), Some(kind), Some(target)) = row {
                held.push(grant_of(role.0, kind.0, &target)?);
            }
        }
        Ok(Some(Actor::new(account, held)))
    }
}

pub(crate) fn write_row(conn: &mut Conn, thing: &Account, change: Change) -> Result<usize, Error> {
    put!(conn, accounts, AccountRow::of(thing), change)
}

pub(crate) fn write_grant(
    conn: &mut Conn,
    thing: &AccountGrant,
    change: Change,
) -> Result<usize, Error> {
    let written = put!(conn, grants, GrantRow::of(thing), change)?;
    if written > 0 && change == Change::Removed {
        super::registry::former::note_grant(conn, thing)?;
    }
    Ok(written)
}
