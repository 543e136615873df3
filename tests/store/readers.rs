//! Readers: several queries of a snapshot see one state; a reader never waits for a writer.

use super::house::{add, add_one, by_name, everything, open, ward, write};
use crate::harness::site::Site;
use crate::site_tests;
use odoi_persistence::Error;
use odoi_persistence::page::Paging;
use odoi_persistence::port::{PlaceFilter, Read};
use std::sync::mpsc::channel;

fn count(repo: &mut dyn Read) -> Result<i64, Error> {
    let page = repo.places(&PlaceFilter::default(), &everything(), &Paging { count: true, ..by_name(1) })?;
    Ok(page.total.expect("a count"))
}

site_tests![the_queries_of_a_snapshot_see_one_state, a_reader_sees_what_is_committed_while_a_writer_is_at_work, a_unit_sees_its_own_writes];

async fn the_queries_of_a_snapshot_see_one_state(site: Site) {
    let store = open(&site);
    add_one(&store, "1").await.expect("kept");
    let (looked, has_looked) = channel();
    let (wrote, has_written) = channel::<()>();
    let reader = tokio::spawn({
        let store = store.clone();
        async move {
            store
                .snapshot(move |repo| {
                    let before = count(repo)?;
                    looked.send(()).expect("the test waits");
                    has_written.recv().expect("the test writes");
                    Ok::<_, Error>((before, count(repo)?))
                })
                .await
        }
    });
    tokio::task::spawn_blocking(move || has_looked.recv().expect("it looks")).await.expect("no panic");
    add_one(&store, "2").await.expect("a writer does not wait for a reader");
    wrote.send(()).expect("it waits");
    assert_eq!(reader.await.expect("no panic").expect("read"), (1, 1));
    assert_eq!(store.snapshot(count).await.expect("read"), 2);
    store.close().await;
}

async fn a_reader_sees_what_is_committed_while_a_writer_is_at_work(site: Site) {
    let store = open(&site);
    add_one(&store, "1").await.expect("kept");
    let (saved, has_saved) = channel();
    let (looked, has_looked) = channel::<()>();
    let writer = tokio::spawn({
        let store = store.clone();
        async move {
            write(&store, move |tx| {
                let done = add(tx, ward("2", "Not yet"))?;
                saved.send(()).expect("the test waits");
                has_looked.recv().expect("the test reads");
                Ok(done.answer(201, None))
            })
            .await
        }
    });
    tokio::task::spawn_blocking(move || has_saved.recv().expect("it saves")).await.expect("no panic");
    assert_eq!(store.read(count).await.expect("a reader does not wait"), 1);
    looked.send(()).expect("it waits");
    writer.await.expect("no panic").expect("kept");
    assert_eq!(store.read(count).await.expect("read"), 2);
    store.close().await;
}

async fn a_unit_sees_its_own_writes(site: Site) {
    let store = open(&site);
    write(&store, |tx| {
        let before = tx.place_by_code(odoi_domain::registry::place::PlaceLevel::Ward, &"1".parse().expect("a code"))?;
        let done = add(tx, ward("1", "Mine"))?;
        let after = tx.place_by_code(odoi_domain::registry::place::PlaceLevel::Ward, &"1".parse().expect("a code"))?;
        assert_eq!((before, after.as_ref()), (None, Some(done.thing())));
        let found = tx.places(&PlaceFilter { q: vec!["mine".to_owned()], ..PlaceFilter::default() }, &everything(), &by_name(5))?;
        assert_eq!(found.items.len(), 1);
        Ok(done.answer(201, None))
    })
    .await
    .expect("kept");
    store.close().await;
}
