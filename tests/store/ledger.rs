//! The audit chain finds whatever was changed behind its back, and names every row that does not hold; the
//! positions of the change feed have no gap, no double, and nobody who follows them misses a change.

use super::house::{add, add_one, open, rows, ward, write};
use crate::harness::site::{Engine, Site};
use crate::site_tests;
use futures_util::future::join_all;
use odoi_persistence::{Answer, Damage, Store, Verdict, testing};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

async fn verify(store: &Store) -> Verdict {
    store.verify().await.expect("the store answers")
}

/// The places and what is wrong there.
async fn broken(store: &Store) -> Vec<(i64, Damage)> {
    let broken = verify(store).await.broken;
    let all = broken.iter().map(|one| (one.seq.unwrap_or_default(), one.why));
    all.collect()
}

/// A chain that holds.
fn whole(links: i64, unsealed: usize) -> Verdict {
    Verdict { links, disclosures: 0, broken: Vec::new(), unsealed }
}

/// A chain of twelve links, and a copy of it to mend what a test breaks.
async fn chain(site: &Site) -> Store {
    let store = open(site);
    for number in 1..=12 {
        add_one(&store, &number.to_string()).await.expect("kept");
    }
    assert_eq!(store.seal().await.expect("sealed"), 12);
    site.disarm();
    site.sql("CREATE TABLE copy AS SELECT * FROM audit");
    store
}

fn mend(site: &Site) {
    site.sql("DELETE FROM audit");
    site.sql("INSERT INTO audit SELECT * FROM copy");
}

site_tests![
    a_sealed_chain_holds_from_its_first_link_to_its_last,
    a_change_of_any_field_of_a_sealed_row_is_found,
    every_broken_row_is_named_whatever_is_wrong_with_it,
    a_missing_row_is_found_where_it_was,
    two_rows_that_changed_places_are_found,
    a_row_put_in_between_or_behind_is_found,
    a_head_that_was_turned_back_is_found,
    text_that_is_none_is_named_and_keeps_nobody_waiting,
    changes_and_the_note_of_the_end_are_missed_too,
    sealers_at_once_give_every_row_one_place,
    whoever_follows_the_positions_misses_nothing
];

async fn a_sealed_chain_holds_from_its_first_link_to_its_last(site: Site) {
    let store = open(&site);
    assert_eq!(verify(&store).await, whole(0, 0));
    assert_eq!(store.seal().await.expect("nothing to do"), 0);
    for number in 1..=3 {
        add_one(&store, &number.to_string()).await.expect("kept");
    }
    assert_eq!(verify(&store).await, whole(0, 3));
    assert_eq!(store.seal().await.expect("sealed"), 3);
    add_one(&store, "4").await.expect("kept");
    assert_eq!(verify(&store).await, whole(3, 1));
    assert_eq!(store.seal().await.expect("sealed"), 1);
    assert_eq!(store.seal().await.expect("nothing to do"), 0);
    assert_eq!(verify(&store).await, whole(4, 0));
    store.close().await;
}

async fn a_change_of_any_field_of_a_sealed_row_is_found(site: Site) {
    let store = chain(&site).await;
    let (later, other) = match site.engine {
        Engine::Sqlite => ("at + 1", "x'00000000000000000000000000000001'"),
        Engine::Postgres => ("at + interval '1 microsecond'", "'00000000-0000-0000-0000-000000000001'"),
    };
    let empty = match site.engine {
        Engine::Sqlite => "x''",
        Engine::Postgres => "''",
    };
    for change in [
        format!("id = {other}"),
        format!("at = {later}"),
        format!("actor = {other}"),
        "action = 'place.delete'".to_owned(),
        "event = 'place.removed'".to_owned(),
        "kind = 'scheme'".to_owned(),
        format!("subject = {other}"),
        "revision = 2".to_owned(),
        "facts = '[[\"a\", \"b\"]]'".to_owned(),
        "request_id = 'another'".to_owned(),
        format!("digest = {empty}"),
        "digest = NULL".to_owned(),
    ] {
        site.sql(&format!("UPDATE audit SET {change} WHERE seq = 5"));
        let verdict = verify(&store).await;
        let found = verdict.broken.first().unwrap_or_else(|| panic!("{change} was not found"));
        assert_eq!((found.seq, found.why), (Some(5), Damage::Altered), "{change}");
        let of_change = [Damage::Change, Damage::ChangeMissing];
        let others = verdict.broken.iter().filter(|one| !of_change.contains(&one.why)).count();
        assert_eq!((verdict.links, others), (11, 1), "the others hold: {change}");
        let row = site.texts(match site.engine {
            Engine::Sqlite => "SELECT lower(hex(id)) AS value FROM audit WHERE seq = 5",
            Engine::Postgres => "SELECT replace(id::text, '-', '') AS value FROM audit WHERE seq = 5",
        });
        assert_eq!(found.id.expect("the row").simple().to_string(), row[0], "{change}");
        mend(&site);
        assert_eq!(broken(&store).await, [], "mended after {change}");
    }
    store.close().await;
}

async fn every_broken_row_is_named_whatever_is_wrong_with_it(site: Site) {
    let store = chain(&site).await;
    // What is no list of facts, and on SQLite no JSON at all.
    let (unread, unchecked) = match site.engine {
        Engine::Sqlite => ("facts = '{', kind = 'nothing'", "PRAGMA ignore_check_constraints = 1; "),
        Engine::Postgres => ("facts = '5'", ""),
    };
    site.sql("UPDATE audit SET request_id = 'another' WHERE seq IN (2, 3, 11)");
    site.sql(&format!("{unchecked}UPDATE audit SET {unread} WHERE seq = 6"));
    site.sql("DELETE FROM audit WHERE seq = 8");
    site.sql("UPDATE changes SET event = 'place.removed' WHERE position = 10");
    let wrong = [
        (2, Damage::Altered),
        (3, Damage::Altered),
        (6, Damage::Unreadable),
        (8, Damage::Missing),
        (9, Damage::Unlinked),
        (11, Damage::Altered),
    ];
    let verdict = verify(&store).await;
    let (links, changes): (Vec<_>, Vec<_>) = verdict.broken.iter().partition(|one| one.why != Damage::Change);
    assert_eq!(links.iter().map(|one| (one.seq.unwrap(), one.why)).collect::<Vec<_>>(), wrong);
    assert!(links.iter().all(|one| one.id.is_some()), "a missing row is named by its change: {links:?}");
    assert_eq!(verdict.links, 6);
    // The change of the missing row, that of the unread row on SQLite, and the one that was rewritten.
    assert_eq!(
        changes.len(),
        match site.engine {
            Engine::Sqlite => 3,
            Engine::Postgres => 2,
        }
    );
    // What cannot be read keeps nobody else from being sealed.
    site.sql(&format!("{unchecked}UPDATE audit SET {unread}, seq = NULL, digest = NULL WHERE seq = 12"));
    add_one(&store, "13").await.expect("kept");
    assert_eq!(store.seal().await.expect("sealed"), 1);
    store.close().await;
}

async fn a_missing_row_is_found_where_it_was(site: Site) {
    let store = chain(&site).await;
    let links = async || {
        let found = broken(&store).await;
        found.into_iter().filter(|(_, why)| *why != Damage::Change).collect::<Vec<_>>()
    };
    for (seq, wrong) in [
        (1, vec![(1, Damage::Missing), (2, Damage::Unlinked)]),
        (7, vec![(7, Damage::Missing), (8, Damage::Unlinked)]),
        (12, vec![(12, Damage::Missing)]),
    ] {
        site.sql(&format!("DELETE FROM audit WHERE seq = {seq}"));
        assert_eq!(links().await, wrong);
        mend(&site);
    }
    let missing = |from: i64| (from..=12).map(|seq| (seq, Damage::Missing)).collect::<Vec<_>>();
    site.sql("DELETE FROM audit WHERE seq > 9");
    assert_eq!(links().await, missing(10));
    site.sql("DELETE FROM audit");
    assert_eq!(links().await, missing(1));
    mend(&site);
    site.sql("UPDATE audit SET seq = NULL, digest = NULL WHERE seq = 12");
    assert_eq!((links().await, verify(&store).await.unsealed), (missing(12), 1), "unsealing the last is found too");
    store.close().await;
}

async fn two_rows_that_changed_places_are_found(site: Site) {
    let store = chain(&site).await;
    for digests_too in [false, true] {
        site.sql("UPDATE audit SET seq = -4 WHERE seq = 4");
        site.sql("UPDATE audit SET seq = 4 WHERE seq = 5");
        site.sql("UPDATE audit SET seq = 5 WHERE seq = -4");
        if digests_too {
            site.sql("UPDATE audit SET digest = (SELECT digest FROM copy WHERE copy.seq = audit.seq) WHERE seq IN (4, 5)");
        }
        let found = broken(&store).await;
        assert!(found.contains(&(4, Damage::Altered)) && found.contains(&(5, Damage::Altered)), "{found:?}");
        mend(&site);
    }
    store.close().await;
}

async fn a_row_put_in_between_or_behind_is_found(site: Site) {
    let store = chain(&site).await;
    site.sql("UPDATE audit SET seq = seq + 100 WHERE seq > 6");
    site.sql("UPDATE audit SET seq = seq - 99 WHERE seq > 100");
    let found = broken(&store).await;
    assert!(found.contains(&(7, Damage::Missing)) && found.contains(&(13, Damage::BeyondHead)), "{found:?}");
    mend(&site);
    add_one(&store, "13").await.expect("kept");
    site.sql("UPDATE audit SET seq = 13, digest = (SELECT digest FROM copy WHERE seq = 12) WHERE seq IS NULL");
    assert_eq!(broken(&store).await[0], (13, Damage::BeyondHead));
    store.close().await;
}

async fn a_head_that_was_turned_back_is_found(site: Site) {
    let store = chain(&site).await;
    site.sql("UPDATE ledger_heads SET seq = 11");
    assert_eq!(broken(&store).await, [(12, Damage::BeyondHead), (11, Damage::Head)]);
    site.sql("UPDATE ledger_heads SET seq = 12, digest = (SELECT digest FROM copy WHERE seq = 11)");
    assert_eq!(broken(&store).await, [(12, Damage::Head)]);
    site.sql("UPDATE ledger_heads SET seq = 9000000000000000000");
    let found = broken(&store).await;
    assert_eq!((found.len(), found[1_000]), (1_001, (1_013, Damage::MissingMore(9_000_000_000_000_000_000 - 1_012))));
    store.close().await;
}

async fn text_that_is_none_is_named_and_keeps_nobody_waiting(site: Site) {
    // PostgreSQL takes no such text.
    if site.engine == Engine::Sqlite {
        let store = chain(&site).await;
        for (seq, column) in [(3, "action"), (6, "event"), (9, "request_id")] {
            site.sql(&format!("UPDATE audit SET {column} = CAST(x'ff' AS TEXT) WHERE seq = {seq}"));
        }
        let found = broken(&store).await.into_iter().filter(|(_, why)| *why != Damage::Change).collect::<Vec<_>>();
        assert_eq!(found, [3, 6, 9].map(|seq| (seq, Damage::Unreadable)));
        mend(&site);
        add_one(&store, "13").await.expect("kept");
        site.sql("UPDATE audit SET request_id = CAST(x'ff' AS TEXT) WHERE seq IS NULL");
        add_one(&store, "14").await.expect("kept");
        assert_eq!(store.seal().await.expect("sealed"), 1);
        let verdict = verify(&store).await;
        assert_eq!((verdict.links, verdict.unsealed, verdict.broken.len()), (13, 1, 1));
        assert_eq!(verdict.broken[0].why, Damage::Unreadable);
        store.close().await;
    }
}

async fn changes_and_the_note_of_the_end_are_missed_too(site: Site) {
    let store = chain(&site).await;
    site.sql("DELETE FROM changes WHERE position > 7");
    assert_eq!(broken(&store).await, (8..=12).map(|seq| (seq, Damage::ChangeMissing)).collect::<Vec<_>>());
    site.sql("DELETE FROM changes");
    let verdict = verify(&store).await;
    assert_eq!((verdict.links, verdict.broken.len()), (12, 12));
    assert!(verdict.broken.iter().all(|one| one.id.is_some() && one.why == Damage::ChangeMissing));
    site.sql("DELETE FROM ledger_heads");
    let verdict = verify(&store).await;
    assert_eq!((verdict.links, verdict.broken[0].why, verdict.broken.len()), (12, Damage::NoHead, 13));
    let why = store.seal().await.expect_err("no end to go on from").to_string();
    assert!(why.contains("the end of the chain"), "{why}");
    store.close().await;
}

async fn sealers_at_once_give_every_row_one_place(site: Site) {
    let store = open(&site);
    write(&store, |tx| {
        for number in 0..1300 {
            add(tx, ward(&number.to_string(), "Many"))?;
        }
        Ok(Answer::unchanged(200, None))
    })
    .await
    .expect("kept");
    let sealed: usize = join_all((0..4).map(|_| store.seal())).await.into_iter().map(|count| count.expect("sealed")).sum();
    assert_eq!(sealed, 1300);
    let places = site.texts("SELECT CAST(position AS text) AS value FROM changes ORDER BY position");
    let expected: Vec<String> = (1..=1300).map(|place: i32| place.to_string()).collect();
    assert_eq!(places, expected);
    let apart = site.texts("SELECT CAST(count(*) AS text) AS value FROM changes c JOIN audit a ON a.id = c.id WHERE a.seq <> c.position");
    assert_eq!(apart, ["0"], "a change has the place of its audit row");
    assert_eq!(verify(&store).await, whole(1300, 0));
    store.close().await;
}

async fn whoever_follows_the_positions_misses_nothing(site: Site) {
    let store = open(&site);
    let done = Arc::new(AtomicBool::new(false));
    let follower = {
        let (url, done) = (site.url.clone(), done.clone());
        std::thread::spawn(move || {
            let (mut at, mut met) = (0_usize, Vec::new());
            loop {
                let last_look = done.load(Ordering::Acquire);
                let found = testing::texts(&url, &format!(
                        "SELECT CAST(position AS text) || ' ' || CAST(at AS text) || ' ' || event AS value FROM changes WHERE position > {at} ORDER BY position"
                    )).expect("the follower reads");
                for row in &found {
                    let place: usize = row.split(' ').next().expect("a position").parse().expect("a number");
                    assert_eq!(place, at + 1, "a position was skipped or came twice");
                    at = place;
                    met.push(row.clone());
                }
                if last_look && found.is_empty() {
                    return met;
                }
            }
        })
    };
    let sealer = tokio::spawn({
        let (store, done) = (store.clone(), done.clone());
        async move {
            while !done.load(Ordering::Acquire) {
                store.seal().await.expect("sealed");
                tokio::task::yield_now().await;
            }
        }
    });
    let writer = |number: usize| {
        let store = store.clone();
        async move {
            for turn in 0..15 {
                add_one(&store, &format!("{number}X{turn}")).await.expect("kept");
            }
        }
    };
    join_all((0..16).map(writer)).await;
    store.seal().await.expect("sealed");
    done.store(true, Ordering::Release);
    sealer.await.expect("no panic");
    let met = follower.join().expect("the follower met every position once");
    assert_eq!((met.len(), rows(&site, "changes")), (240, 240));
    assert_eq!(verify(&store).await, whole(240, 0));
    store.close().await;
}
