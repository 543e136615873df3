//! Accounts, grants and sessions come back as they were, and say the same about who may act.

use super::house::{Refused, id, line, moment, open, permit, write};
use crate::harness::site::Site;
use crate::site_tests;
use odoi_domain::Recorded;
use odoi_domain::identity::account::{Account, AccountGrant, AccountKind, NewAccount};
use odoi_domain::identity::session::{LIFETIME_SECONDS, Rotation, Session, TokenBinding};
use odoi_domain::kernel::id::{AccountId, GrantId, SessionId};
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::{Grant, Role, Scope};
use odoi_persistence::{Error, Storable, Store};

async fn save<T: Storable + Clone + Send + 'static>(store: &Store, recorded: Recorded<T>) -> T {
    let thing = recorded.thing().clone();
    write(store, move |tx| Ok::<_, Refused>(tx.save(recorded)?.answer(201, None))).await.expect("kept");
    thing
}

pub fn person(number: u128) -> Recorded<Account> {
    let new = NewAccount {
        kind: AccountKind::Person,
        sign_in_name: format!("person-{number}").parse().expect("a name"),
        display_name: line(&"ക🥥x".chars().cycle().take(200).collect::<String>()),
        secret_hash: format!("$argon2id${}", "x".repeat(2000)),
        is_demo: number.is_multiple_of(2),
    };
    Account::open(&permit(Action::CreateAccount), id(number), new, moment(1)).expect("a permit")
}

site_tests![
    an_account_comes_back_as_it_was,
    grants_of_every_role_and_scope_come_back_and_are_the_actors,
    a_session_comes_back_as_it_was_and_ends_on_the_microsecond
];

async fn an_account_comes_back_as_it_was(site: Site) {
    let store = open(&site);
    let who: AccountId = id(1);
    let mut kept = save(&store, person(1)).await;
    for turn in 2..5 {
        let read = store.read(move |repo| repo.account(who)).await.map_err(|error: Error| error).expect("read");
        assert_eq!(read, kept);
        let named = kept.sign_in_name().clone();
        let found = store.read(move |repo| repo.account_named(&named)).await.map_err(|error: Error| error).expect("read");
        assert_eq!(found.as_ref(), Some(&kept));
        let permit = permit(Action::UpdateAccount);
        let next = match turn {
            2 => kept.change_secret(&permit, "another".to_owned(), moment(turn)).expect("a permit"),
            _ => {
                let active = kept.is_active();
                kept.set_active(&permit, !active, moment(turn)).expect("a change")
            }
        };
        kept = save(&store, next).await;
    }
    assert!(kept.is_active());
    store.close().await;
}

async fn grants_of_every_role_and_scope_come_back_and_are_the_actors(site: Site) {
    let store = open(&site);
    let who: AccountId = id(1);
    save(&store, person(1)).await;
    save(&store, person(2)).await;
    let mut given = Vec::new();
    for role in Role::ALL {
        for kind in role.scopes() {
            let target = match kind.text() {
                "state" => String::new(),
                "district" => "567".to_owned(),
                _ => uuid::Uuid::from_u128(u128::MAX - given.len() as u128).to_string(),
            };
            let grant = Grant { role: *role, scope: Scope::read(*kind, &target).expect("a scope") };
            let key: GrantId = id(100 + given.len() as u128);
            let recorded = AccountGrant::give(&permit(Action::CreateGrant), key, who, grant.clone(), moment(1)).expect("a grant");
            let kept = save(&store, recorded).await;
            let read = store.read(move |repo| repo.grant(key)).await.map_err(|error: Error| error).expect("read");
            assert_eq!(read, kept);
            given.push(grant);
        }
    }
    let (actor, other, nobody) = store
        .read(move |repo| {
            Ok::<_, Error>((repo.actor(who, None, moment(2))?, repo.actor(id(2), None, moment(2))?, repo.actor(id(3), None, moment(2))?))
        })
        .await
        .expect("read");
    let held: Vec<String> = actor.expect("an actor").grants().iter().map(|g| format!("{g:?}")).collect();
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    assert_eq!(sorted(held), sorted(given.iter().map(|g| format!("{g:?}")).collect()));
    assert_eq!(other.expect("an account without roles").grants().len(), 0);
    assert_eq!(nobody, None, "no account, no actor");
    // Taken away, a role is gone at once.
    let first: GrantId = id(100);
    let grant = store.read(move |repo| repo.grant(first)).await.map_err(|error: Error| error).expect("read");
    save(&store, grant.take_away(&permit(Action::DeleteGrant), moment(3)).expect("a permit")).await;
    let actor = store.read(move |repo| repo.actor(who, None, moment(4))).await.map_err(|error: Error| error).expect("read");
    assert_eq!(actor.expect("an actor").grants().len(), given.len() - 1);
    store.close().await;
}

async fn a_session_comes_back_as_it_was_and_ends_on_the_microsecond(site: Site) {
    let store = open(&site);
    let (who, key): (AccountId, SessionId) = (id(1), id(9));
    let account = save(&store, person(1)).await;
    let opened = moment(1_000_000);
    let mut kept = save(&store, Session::open(&permit(Action::OpenSession), key, &account, opened).expect("a permit")).await;
    for generation in 1..4 {
        let read = store.read(move |repo| repo.session(key)).await.map_err(|error: Error| error).expect("read");
        assert_eq!(read, kept);
        let Ok(Rotation::Rotated(next)) = kept.rotate(&permit(Action::RotateSession), &account, generation, moment(1_000_000 + generation))
        else {
            panic!("not rotated")
        };
        kept = save(&store, next).await;
    }
    let end = opened.plus_seconds(LIFETIME_SECONDS).micros();
    let live = |at: i64| {
        let store = store.clone();
        async move {
            store
                .read(move |repo| Ok::<_, Error>(repo.actor(who, Some(TokenBinding::Session(key)), moment(at))?.is_some()))
                .await
                .expect("read")
        }
    };
    assert!(live(end - 1).await);
    assert!(!live(end).await);
    assert!(!live(end + 1).await);
    let kept = save(&store, kept.close(&permit(Action::UpdateAccount), moment(2_000_000)).expect("a permit")).await;
    let read = store.read(move |repo| repo.session(key)).await.map_err(|error: Error| error).expect("read");
    assert_eq!(read, kept);
    assert!(!live(2_000_001).await);
    store.close().await;
}
