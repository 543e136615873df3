//! Many writers at once: none fails for meeting another, what is answered is kept, what fails is not,
//! and one unit never carries another with it.

use super::house::{Refused, add, add_one, codes, open, rows, ward, write};
use crate::harness::site::Engine;
use crate::harness::site::Site;
use crate::site_tests;
use futures_util::future::join_all;
use odoi_persistence::{Answer, Error, Settings, Store, testing};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

site_tests![
    of_many_units_half_of_which_fail_exactly_the_answered_ones_are_kept,
    writers_never_fail_for_meeting_and_readers_do_not_starve,
    two_programs_may_write_to_one_database,
    a_writer_waits_for_somebody_who_holds_the_database,
    a_caller_who_goes_away_does_not_stop_the_work_half_way,
    closing_finishes_what_is_queued_and_refuses_what_comes_later,
    who_waits_too_long_for_a_connection_is_told_to_come_back,
    an_answer_without_work_writes_nothing
];

async fn of_many_units_half_of_which_fail_exactly_the_answered_ones_are_kept(site: Site) {
    let store = open(&site);
    let unit = |number: usize| {
        let store = store.clone();
        async move {
            let facts = ward(&number.to_string(), "Half fail");
            let outcome = write(&store, move |tx| {
                let saved = add(tx, facts)?;
                match number % 4 {
                    0 => Err(Refused::OnPurpose),
                    2 => std::panic::resume_unwind(Box::new("a bug, on purpose")),
                    _ => Ok(saved.answer(201, None)),
                }
            })
            .await;
            outcome.is_ok().then(|| number.to_string())
        }
    };
    let mut answered: Vec<String> = join_all((0..500).map(unit)).await.into_iter().flatten().collect();
    answered.sort();
    assert_eq!(answered.len(), 250);
    assert_eq!(codes(&store).await, answered);
    for table in ["audit", "changes", "search_entries"] {
        assert_eq!(rows(&site, table), 250, "{table}");
    }
    store.close().await;
}

async fn writers_never_fail_for_meeting_and_readers_do_not_starve(site: Site) {
    let store = open(&site);
    let done = Arc::new(AtomicBool::new(false));
    let reads = Arc::new(AtomicUsize::new(0));
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let (store, done, reads) = (store.clone(), done.clone(), reads.clone());
            tokio::spawn(async move {
                let mut seen = 0;
                while !done.load(Ordering::Relaxed) {
                    let now = codes(&store).await.len();
                    assert!(now >= seen, "a reader went back from {seen} to {now} rows");
                    assert_eq!(now % 2, 0, "a unit of two rows was seen by half");
                    seen = now;
                    reads.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let writer = |number: usize| {
        let store = store.clone();
        async move {
            for turn in 0..10 {
                write(&store, move |tx| {
                    add(tx, ward(&format!("A{number}X{turn}"), "Of two"))?;
                    Ok(add(tx, ward(&format!("B{number}X{turn}"), "Of two"))?.answer(201, None))
                })
                .await
                .unwrap_or_else(|refused| panic!("writer {number}, unit {turn}: {refused:?}"));
            }
        }
    };
    join_all((0..64).map(writer)).await;
    done.store(true, Ordering::Relaxed);
    for reader in join_all(readers).await {
        reader.expect("no reader failed");
    }
    assert!(reads.load(Ordering::Relaxed) >= 8, "the readers got a turn while the writers wrote");
    assert_eq!(rows(&site, "places"), 1280);
    store.close().await;
}

async fn two_programs_may_write_to_one_database(site: Site) {
    let (one, two) = (open(&site), super::house::reopen(&site));
    let unit = |number: usize| {
        let store = if number.is_multiple_of(2) { one.clone() } else { two.clone() };
        async move { add_one(&store, &number.to_string()).await.map(|_| ()) }
    };
    for outcome in join_all((0..60).map(unit)).await {
        outcome.expect("kept");
    }
    assert_eq!(rows(&site, "places"), 60);
    one.close().await;
    two.close().await;
}

async fn a_writer_waits_for_somebody_who_holds_the_database(site: Site) {
    let store = open(&site);
    // Somebody else writes for a good while: on SQLite the one write lock, on PostgreSQL a table.
    let hold = match site.engine {
        Engine::Sqlite => {
            "BEGIN IMMEDIATE; CREATE TABLE held (n INTEGER) STRICT; \
                INSERT INTO held WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 300000) SELECT n FROM c; COMMIT"
        }
        Engine::Postgres => "BEGIN; LOCK TABLE places IN EXCLUSIVE MODE; CREATE TABLE held AS SELECT pg_sleep(0.3)::text; COMMIT",
    };
    let url = site.url.clone();
    let holder = std::thread::spawn(move || testing::execute(&url, hold));
    let outcomes = join_all((0..8).map(|n| {
        let store = store.clone();
        async move { add_one(&store, &n.to_string()).await }
    }))
    .await;
    for outcome in outcomes {
        outcome.expect("the writer waited");
    }
    holder.join().expect("no panic").expect("the other was not disturbed");
    assert_eq!(rows(&site, "places"), 8);
    store.close().await;
}

async fn a_caller_who_goes_away_does_not_stop_the_work_half_way(site: Site) {
    let store = open(&site);
    let (began, has_begun) = std::sync::mpsc::channel();
    let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
    let caller = tokio::spawn({
        let store = store.clone();
        async move {
            write(&store, move |tx| {
                add(tx, ward("1", "First half"))?;
                began.send(()).expect("the test waits");
                may_go_on.recv().expect("the test goes on");
                Ok(add(tx, ward("2", "Second half"))?.answer(201, None))
            })
            .await
        }
    });
    tokio::task::spawn_blocking(move || has_begun.recv().expect("the work begins")).await.expect("no panic");
    caller.abort();
    assert!(caller.await.expect_err("aborted").is_cancelled());
    go_on.send(()).expect("the work waits");
    // The writers come one after another on SQLite; on PostgreSQL the work is met by polling.
    add_one(&store, "3").await.expect("kept");
    for _ in 0..1000 {
        if rows(&site, "places") == 3 {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(codes(&store).await, ["1", "2", "3"]);
    store.close().await;
}

async fn closing_finishes_what_is_queued_and_refuses_what_comes_later(site: Site) {
    let store = open(&site);
    let units: Vec<_> = (0..50)
        .map(|n| {
            tokio::spawn({
                let store = store.clone();
                async move { add_one(&store, &n.to_string()).await }
            })
        })
        .collect();
    let outcomes = join_all(units).await;
    store.close().await;
    assert_eq!(outcomes.into_iter().filter(|o| o.as_ref().is_ok_and(Result::is_ok)).count(), 50);
    assert_eq!(rows(&site, "places"), 50);
    if site.engine == Engine::Sqlite {
        let late = add_one(&store, "LATE").await;
        assert!(matches!(late, Err(Refused::Store(_))), "{late:?}");
    }
}

async fn who_waits_too_long_for_a_connection_is_told_to_come_back(site: Site) {
    open(&site).close().await;
    let settings = Settings { readers: 1, connections: 1, wait: Duration::from_millis(50), ..Settings::default() };
    let store = Store::open(&site.url, &settings).expect("the store opens");
    let (began, has_begun) = std::sync::mpsc::channel();
    let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
    let first = tokio::spawn({
        let store = store.clone();
        async move {
            store
                .read(move |repo| {
                    repo.ping()?;
                    began.send(()).expect("waits");
                    may_go_on.recv().expect("goes on");
                    Ok::<_, Error>(())
                })
                .await
        }
    });
    tokio::task::spawn_blocking(move || has_begun.recv().expect("it begins")).await.expect("no panic");
    let second = store.read(|repo| repo.ping()).await;
    assert!(matches!(second, Err(Error::Unavailable(_))), "{second:?}");
    go_on.send(()).expect("it waits");
    first.await.expect("no panic").expect("the first read");
    store.read(|repo| repo.ping()).await.map_err(|error: Error| error).expect("the place is free again");
    store.close().await;
}

async fn an_answer_without_work_writes_nothing(site: Site) {
    let store = open(&site);
    let outcome = write(&store, |_| Ok(Answer::unchanged(204, None))).await.expect("nothing to do");
    assert_eq!((outcome.answer.status, outcome.is_replay, rows(&site, "audit")), (204, false, 0));
    store.close().await;
}
