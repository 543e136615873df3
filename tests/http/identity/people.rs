//! People of a test: accounts with the roles that it needs, made by units of work of the store.

use crate::app::App;
use crate::client::Client;
use odoi_api::auth::password;
use odoi_api::problem::Problem;
use odoi_domain::Entity;
use odoi_domain::identity::account::{Account, AccountGrant, AccountKind, NewAccount};
use odoi_domain::identity::session::{Session, TokenBinding};
use odoi_domain::kernel::id::{AccountId, SessionId};
use odoi_domain::kernel::text::Line;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::{Anchors, Grant, Role, Scope};
use odoi_persistence::{Answer, Principal, Tx, WriteRequest};

/// Runs a write as the operator does at the command line.
pub async fn operate(app: &App, work: impl FnOnce(&mut Tx<'_>) -> Result<Answer, Problem> + Send + 'static) -> Result<Answer, Problem> {
    let ticket = WriteRequest { who: Principal::Operator, operation: "test", key: None, request_id: "test".to_owned() };
    let outcome = app.store.write(ticket, work).await?;
    Ok(outcome.answer)
}

pub fn grant(role: Role, scope: Scope) -> Grant {
    Grant { role, scope }
}

pub fn district(code: &str) -> Scope {
    Scope::District(code.parse().expect("a district"))
}

/// Opens accounts that nobody can sign in to by password, each with its grants.
pub async fn open_all(app: &App, people: Vec<(String, Vec<Grant>)>) {
    operate(app, move |tx| {
        for (name, grants) in people {
            let permit = tx.authorize(Action::CreateAccount, &Anchors::default())?;
            let (id, now) = (tx.mint(), tx.now());
            let new = NewAccount {
                kind: AccountKind::Person,
                sign_in_name: name.parse().expect("a sign-in name"),
                display_name: Line::new(&name).expect("a name"),
                secret_hash: "none".to_owned(),
                is_demo: false,
            };
            tx.save(Account::open(&permit, id, new, now)?)?;
            for grant in grants {
                let permit = tx.authorize(Action::CreateGrant, &Anchors::default())?;
                let grant_id = tx.mint();
                tx.save(AccountGrant::give(&permit, grant_id, id, grant, now)?)?;
            }
        }
        Ok(Answer::unchanged(200, None))
    })
    .await
    .expect("the accounts are opened");
}

/// Gives an account one more role.
pub async fn give(app: &App, name: &str, grant: Grant) {
    let account = account(app, name).await;
    operate(app, move |tx| {
        let permit = tx.authorize(Action::CreateGrant, &Anchors::default())?;
        let (id, now) = (tx.mint(), tx.now());
        tx.save(AccountGrant::give(&permit, id, account, grant, now)?)?;
        Ok(Answer::unchanged(200, None))
    })
    .await
    .expect("the role is given");
}

/// Takes every role away from an account.
pub async fn revoke_all(app: &App, name: &str) {
    let id = account(app, name).await;
    operate(app, move |tx| {
        let permit = tx.authorize(Action::DeleteGrant, &Anchors::default())?;
        for grant in tx.grants_of(id)? {
            let now = tx.now();
            tx.save(grant.take_away(&permit, now)?)?;
        }
        Ok(Answer::unchanged(200, None))
    })
    .await
    .expect("the roles are taken away");
}

/// Takes one role away from an account.
pub async fn revoke(app: &App, name: &str, role: Role) {
    let id = account(app, name).await;
    operate(app, move |tx| {
        let permit = tx.authorize(Action::DeleteGrant, &Anchors::default())?;
        for grant in tx.grants_of(id)? {
            if grant.grant().role == role {
                let now = tx.now();
                tx.save(grant.take_away(&permit, now)?)?;
            }
        }
        Ok(Answer::unchanged(200, None))
    })
    .await
    .expect("the role is taken away");
}

/// Gives an account another password or client secret, as `odoi accounts` does.
pub async fn renew(app: &App, name: &str, secret: &str) {
    let (id, hash) = (account(app, name).await, password::hash(secret).expect("a hash"));
    operate(app, move |tx| {
        let account = tx.account(id)?;
        let permit = tx.authorize(Action::UpdateAccount, &account.anchors())?;
        let now = tx.now();
        let renewed = tx.save(account.change_secret(&permit, hash, now)?)?;
        Ok(renewed.answer(200, None))
    })
    .await
    .expect("the secret is renewed");
}

/// Closes or reopens an account, as `odoi accounts` does.
pub async fn set_active(app: &App, name: &str, is_active: bool) {
    let id = account(app, name).await;
    operate(app, move |tx| {
        let account = tx.account(id)?;
        let permit = tx.authorize(Action::UpdateAccount, &account.anchors())?;
        let now = tx.now();
        let changed = tx.save(account.set_active(&permit, is_active, now)?)?;
        Ok(changed.answer(200, None))
    })
    .await
    .expect("the account is changed");
}

/// The account of a sign-in name.
pub async fn account(app: &App, name: &str) -> AccountId {
    let wanted = name.parse().expect("a sign-in name");
    let found = app.store.read(move |repo| repo.account_named(&wanted)).await;
    found.expect("the store answers").expect("an account").meta().id
}

/// Somebody with an access token of a new session of theirs.
pub async fn in_session(app: &App, name: &str) -> Client {
    let id = account(app, name).await;
    let session = SessionId(uuid::Uuid::now_v7());
    operate(app, move |tx| {
        let permit = tx.authorize(Action::OpenSession, &Anchors::default())?;
        let (account, now) = (tx.account(id)?, tx.now());
        let opened = tx.save(Session::open(&permit, session, &account, now)?)?;
        Ok(opened.answer(200, None))
    })
    .await
    .expect("a session");
    Client::lasting(app.clone(), (id, TokenBinding::Session(session)))
}

/// Opens one account and signs it in.
pub async fn open(app: &App, name: &str, grants: Vec<Grant>) -> Client {
    open_all(app, vec![(name.to_owned(), grants)]).await;
    in_session(app, name).await
}

/// Somebody who may decide about proposals of Ernakulam: whoever proposes does not.
pub async fn jill_of_all_steps(app: &App) -> Client {
    let grants = vec![grant(Role::KdiscOfficer, Scope::State), grant(Role::KdiscDpe, district("555"))];
    open(app, "jill", grants).await
}

/// Somebody who may do everything that this test house has a rule about: state-wide where a role
/// can be held so, else for Ernakulam and its cluster at Kalady.
pub async fn jack_of_all_trades(app: &App) -> Client {
    let kalady = app.officer().await.id_of("clusters", "Kalady rice millers").await;
    let kalady = Scope::Cluster(kalady.parse().expect("an id"));
    let grants = vec![
        grant(Role::KdiscOfficer, Scope::State),
        grant(Role::Administrator, Scope::State),
        grant(Role::KdiscDpe, district("555")),
        grant(Role::ClusterRepresentative, kalady),
    ];
    open(app, "jack", grants).await
}
