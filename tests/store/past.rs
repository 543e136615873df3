//! Past days: a part of a write is another actor's at its moment, and the demonstration is made of such parts alone.

use super::house::{Refused, add, codes, id, open, ward, write};
use super::people;
use crate::harness::site::Site;
use crate::site_tests;
use odoi_domain::Entity;
use odoi_domain::identity::account::AccountGrant;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::policy::Action;
use odoi_domain::policy::actor::{Grant, Role, Scope};
use odoi_persistence::{Answer, Error, PastAct, PastClock, Tx};
use serde_json::Value;

const DAY: i64 = 86_400;

fn clock() -> PastClock {
    PastClock::new(false).expect("no production")
}

/// An account that holds a role for the whole state.
fn holder(tx: &mut Tx<'_>, number: u128, role: Role) -> Result<AccountId, Refused> {
    tx.save(people::person(number))?;
    let (account, now) = (id(number), tx.now());
    let grant = Grant { role, scope: Scope::State };
    let permit = tx.authorize_at_all(Action::CreateGrant)?;
    tx.save(AccountGrant::give(&permit, id(number), account, grant, now)?)?;
    Ok(account)
}

site_tests![
    a_part_of_a_write_is_another_actors_at_a_moment_that_has_passed,
    a_part_of_a_write_is_refused_like_a_write_of_its_own_and_takes_the_whole_with_it,
    everything_of_the_demonstration_is_the_act_of_an_account_that_was_open
];

async fn a_part_of_a_write_is_another_actors_at_a_moment_that_has_passed(site: Site) {
    let store = open(&site);
    let yesterday = store.now().plus_seconds(-DAY);
    let done = write(&store, move |tx| {
        let by = Some(holder(tx, 1, Role::Administrator)?);
        let made = tx.act(&clock(), PastAct { by, at: yesterday }, |tx| add(tx, ward("1", "Yesterday")))?;
        assert_eq!((made.thing().meta().created_at, tx.actor().account()), (yesterday, None));
        Ok(made.answer(201, None))
    });
    done.await.expect("kept");
    let by = "SELECT sign_in_name AS value FROM accounts JOIN audit ON accounts.id = audit.actor WHERE event = 'place.created'";
    assert_eq!(site.texts(by), ["person-1"]);
    store.close().await;
}

async fn a_part_of_a_write_is_refused_like_a_write_of_its_own_and_takes_the_whole_with_it(site: Site) {
    let store = open(&site);
    let (now, tomorrow) = (store.now().plus_seconds(-DAY), store.now().plus_seconds(DAY));
    let act = |by: Option<u128>, at| PastAct { by: by.map(id), at };
    for (act, refused) in [(act(None, tomorrow), "Internal"), (act(Some(3), now), "SignedOut"), (act(Some(2), now), "Forbidden")] {
        let outcome = write(&store, move |tx| {
            holder(tx, 2, Role::Auditor)?;
            let saved = tx.act(&clock(), act, |tx| add(tx, ward("1", "Refused")))?;
            Ok(saved.answer(201, None))
        });
        let why = format!("{:?}", outcome.await.expect_err(refused));
        assert!(why.contains(refused), "{why}");
    }
    let passed_over = write(&store, move |tx| {
        let refused = tx.act(&clock(), act(None, now), |tx| {
            add(tx, ward("1", "Passed over"))?;
            Err::<(), _>(Refused::OnPurpose)
        });
        assert!(refused.is_err());
        Ok(Answer::unchanged(204, None))
    });
    assert!(matches!(passed_over.await, Err(Refused::Store(Error::Internal(_)))));
    assert!(codes(&store).await.is_empty());
    store.close().await;
}

async fn everything_of_the_demonstration_is_the_act_of_an_account_that_was_open(site: Site) {
    let site = Site::demo(site.engine);
    let nobodys = "SELECT event AS value FROM audit WHERE request_id = 'cli-load_demo' AND actor IS NULL ORDER BY event";
    // The administrator's, who opens all the others.
    assert_eq!(site.texts(nobodys), ["account.opened", "grant.given"]);
    let too_early = "SELECT event AS value FROM audit JOIN accounts ON accounts.id = audit.actor \
            WHERE audit.request_id = 'cli-load_demo' AND audit.at < accounts.created_at";
    assert_eq!(site.texts(too_early), [""; 0]);
    let aside = "SELECT CAST(count(*) AS text) AS value FROM meetings WHERE CAST(facts AS text) LIKE '%derived%'";
    assert_eq!(site.texts(aside), ["5"], "who belongs to an applicant stood aside");
    let confirmed = "SELECT CAST(bond AS text) AS value FROM linkages WHERE from_is_confirmed AND to_is_confirmed";
    let bonds = site.texts(confirmed);
    for bond in &bonds {
        let bond: Value = serde_json::from_str(bond).expect(bond);
        let [from, to] = [0, 1].map(|end| &bond["confirmed"][end]["by"]);
        assert!(from.is_string() && to.is_string() && from != to, "{bond}");
    }
    assert!(bonds.len() > 80, "{}", bonds.len());
}
