//! The traps of two engines that lie inside one unit of work: an error passed over, a panic, a lost
//! update, an integer that is too large, a NUL, a raw fragment among bound values.

use super::house::{Refused, add, add_one, by_name, codes, everything, moment, open, permit, reopen, rows, ward, write};
use crate::app::App;
use crate::harness::site::Engine;
use crate::harness::site::Site;
use crate::{http_tests, site_tests};
use odoi_domain::Entity;
use odoi_domain::kernel::text::{Line, Paragraphs};
use odoi_domain::policy::Action;
use odoi_domain::registry::place::{Place, PlaceLevel};
use odoi_persistence::port::PlaceFilter;
use odoi_persistence::{Answer, Error, testing};

site_tests![
    a_unit_that_goes_on_after_an_error_is_not_half_kept,
    a_unit_that_passes_over_a_failed_read_is_not_answered_with_success,
    a_panic_inside_a_unit_writes_nothing_and_leaves_the_store_usable,
    a_panic_inside_a_read_leaves_the_store_usable,
    of_two_writers_with_one_revision_one_is_stale,
    removing_at_an_old_revision_is_stale_and_removes_nothing,
    a_saved_answer_belongs_to_work_that_was_kept,
    an_integer_beyond_its_column_is_refused_and_not_folded,
    every_text_of_the_domain_refuses_what_one_engine_cannot_keep,
    moments_are_kept_to_the_microsecond_and_no_finer,
    a_raw_fragment_keeps_its_place_among_bound_values,
    a_store_that_was_closed_can_be_opened_again
];

async fn a_unit_that_goes_on_after_an_error_is_not_half_kept(site: Site) {
    let store = open(&site);
    add_one(&store, "1").await.expect("the first");
    let outcome = write(&store, |tx| {
        add(tx, ward("2", "Kept by half"))?;
        let passed_over = add(tx, ward("1", "Taken"));
        assert_eq!(passed_over.expect_err("the code is taken").taken(), Some("/code"));
        Ok(Answer::unchanged(200, None))
    })
    .await;
    assert!(outcome.is_err(), "what was not done whole is not answered with {outcome:?}");
    assert_eq!(codes(&store).await, ["1"]);
    assert_eq!((rows(&site, "audit"), rows(&site, "changes")), (1, 1));
    store.close().await;
}

async fn a_unit_that_passes_over_a_failed_read_is_not_answered_with_success(site: Site) {
    let store = open(&site);
    site.sql("DROP TABLE schemes");
    let outcome = write(&store, |tx| {
        add(tx, ward("1", "Before the error"))?;
        assert!(tx.schemes(&Default::default(), &everything(), &by_name(1)).is_err());
        Ok(Answer::unchanged(200, None))
    })
    .await;
    // PostgreSQL gives up the transaction at the first error and SQLite goes on; both may, as long
    // as the answer tells the truth.
    assert_eq!(outcome.is_ok(), codes(&store).await == ["1"], "{outcome:?}");
    store.close().await;
}

async fn a_panic_inside_a_unit_writes_nothing_and_leaves_the_store_usable(site: Site) {
    let store = open(&site);
    for round in 0..20 {
        let outcome = write(&store, move |tx| {
            add(tx, ward("1", "Lost in a panic"))?;
            if round >= 0 {
                std::panic::resume_unwind(Box::new("a bug, on purpose"));
            }
            Ok(Answer::unchanged(200, None))
        })
        .await;
        assert!(outcome.is_err());
    }
    assert_eq!(codes(&store).await, Vec::<String>::new());
    add_one(&store, "1").await.expect("the store still writes");
    assert_eq!(codes(&store).await, ["1"]);
    store.close().await;
}

async fn a_panic_inside_a_read_leaves_the_store_usable(site: Site) {
    let store = open(&site);
    for _ in 0..20 {
        let outcome: Result<(), Error> = store.read(|_| std::panic::resume_unwind(Box::new("a bug, on purpose"))).await;
        assert!(outcome.is_err());
    }
    assert_eq!(codes(&store).await, Vec::<String>::new());
    store.close().await;
}

async fn of_two_writers_with_one_revision_one_is_stale(site: Site) {
    let store = open(&site);
    let id = add_one(&store, "1").await.expect("a place");
    let base = store.read(move |repo| repo.place(id)).await.map_err(|error: Error| error).expect("read");
    let amend = |turn: usize| {
        let (store, base) = (store.clone(), base.clone());
        async move {
            write(&store, move |tx| {
                let permit = tx.authorize(Action::UpdatePlace, &base.anchors())?;
                let now = tx.now();
                let saved = tx.save(base.amend(&permit, ward("1", &format!("Writer {turn}")), now)?)?;
                Ok(saved.answer(200, None))
            })
            .await
        }
    };
    let outcomes = futures_util::future::join_all((0..8).map(amend)).await;
    let winners: Vec<usize> = (0..8).filter(|turn| outcomes[*turn].is_ok()).collect();
    assert_eq!(winners.len(), 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|o| o.as_ref().is_err_and(Refused::is_stale)).count(), 7, "{outcomes:?}");
    let after = store.read(move |repo| repo.place(id)).await.map_err(|error: Error| error).expect("read");
    assert_eq!(after.meta().revision, 2);
    assert_eq!(after.facts().name.en.as_str(), format!("Writer {}", winners[0]));
    assert_eq!(rows(&site, "audit"), 2);
    store.close().await;
}

async fn removing_at_an_old_revision_is_stale_and_removes_nothing(site: Site) {
    let store = open(&site);
    let id = add_one(&store, "1").await.expect("a place");
    let old = store.read(move |repo| repo.place(id)).await.map_err(|error: Error| error).expect("read");
    let seen = old.clone();
    let renamed = ward("1", "Renamed");
    write(&store, move |tx| {
        let now = tx.now();
        let saved = tx.save(seen.amend(&permit(Action::UpdatePlace), renamed, now)?)?;
        Ok(saved.answer(200, None))
    })
    .await
    .expect("the change");
    let outcome = write(&store, move |tx| {
        let now = tx.now();
        Ok(tx.save(old.remove(&permit(Action::DeletePlace), now)?)?.answer(204, None))
    })
    .await;
    assert!(outcome.is_err_and(|refused| refused.is_stale()));
    assert_eq!(codes(&store).await, ["1"]);
    store.close().await;
}

async fn a_saved_answer_belongs_to_work_that_was_kept(site: Site) {
    let store = open(&site);
    let keyed = || odoi_persistence::WriteRequest {
        key: Some(odoi_persistence::IdempotencyKey { key: "one".to_owned(), fingerprint: vec![7] }),
        ..super::house::ticket()
    };
    let failed = store
        .write(keyed(), |tx| {
            add(tx, ward("1", "Not kept"))?;
            Err::<Answer, _>(Refused::OnPurpose)
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(rows(&site, "idempotency"), 0, "the key of failed work is free again");
    let calls = (0..12).map(|_| store.write(keyed(), |tx| Ok::<_, Refused>(add(tx, ward("1", "Once"))?.answer(201, None))));
    let outcomes = futures_util::future::join_all(calls).await;
    let first = outcomes.iter().filter(|o| o.as_ref().is_ok_and(|o| !o.is_replay)).count();
    assert_eq!(first, 1, "{outcomes:?}");
    assert!(outcomes.iter().all(Result::is_ok), "the others wait and get the same answer: {outcomes:?}");
    assert_eq!(codes(&store).await, ["1"]);
    store.close().await;
}

async fn an_integer_beyond_its_column_is_refused_and_not_folded(site: Site) {
    let store = open(&site);
    store.close().await;
    let row = match site.engine {
        Engine::Sqlite => "'c', 'o', 'k', x'00', 0",
        Engine::Postgres => "'c', 'o', 'k', '', now()",
    };
    let insert = |status: &str| {
        format!("INSERT INTO idempotency (caller, operation, key, fingerprint, created_at, status) VALUES ({row}, {status})")
    };
    for bad in ["2147483648", "-2147483649", "4294967300"] {
        assert!(testing::execute(&site.url, &insert(bad)).is_err(), "{bad}");
    }
    assert!(testing::execute(&site.url, &insert("2147483647")).is_ok());
}

async fn every_text_of_the_domain_refuses_what_one_engine_cannot_keep(site: Site) {
    for bad in ["a\0b", "\0", "a\u{1}"] {
        assert_eq!(Line::new(bad).expect_err(bad).code.text(), "control_character");
        assert_eq!(Paragraphs::new(bad).expect_err(bad).code.text(), "control_character");
    }
    // What the domain lets through is kept, character by character.
    let store = open(&site);
    let odd = "'; DROP TABLE places; -- \" \\ % _ \u{200d}\u{10fffd} ½ 🥥";
    write(&store, move |tx| Ok(add(tx, ward("1", odd))?.answer(201, None))).await.expect("kept");
    let kept = store
        .read(|repo| repo.place_by_code(PlaceLevel::Ward, &"1".parse().expect("a code")))
        .await
        .map_err(|error: Error| error)
        .expect("read");
    assert_eq!(kept.expect("the place").facts().name.en.as_str(), odd);
    store.close().await;
}

async fn moments_are_kept_to_the_microsecond_and_no_finer(site: Site) {
    let store = open(&site);
    let fine = chrono::DateTime::from_timestamp_nanos(1_795_242_600_123_456_789);
    let cut = odoi_domain::Moment::new(fine);
    assert_eq!(cut, moment(1_795_242_600_123_456));
    let first = moment(-62_135_596_800_000_000); // 0001-01-01T00:00:00.000000Z
    let last = moment(253_402_300_799_999_999); // 9999-12-31T23:59:59.999999Z
    for (number, at) in [(1, cut), (2, first), (3, last), (4, moment(-1)), (5, moment(946_684_799_999_999))] {
        let facts = ward(&number.to_string(), "A moment");
        write(&store, move |tx| {
            let id = tx.mint();
            Ok(tx.save(Place::register(&permit(Action::CreatePlace), id, facts, at)?)?.answer(201, Some(id.to_string())))
        })
        .await
        .expect("kept");
        let code = number.to_string().parse().expect("a code");
        let kept = store.read(move |repo| repo.place_by_code(PlaceLevel::Ward, &code)).await.map_err(|error: Error| error).expect("read");
        assert_eq!(kept.expect("the place").meta().created_at, at);
    }
    let raw = match site.engine {
        Engine::Sqlite => "SELECT CAST(created_at AS text) AS value FROM places WHERE code = '1'",
        Engine::Postgres => {
            "SELECT CAST(CAST(extract(epoch FROM created_at) * 1000000 AS bigint) AS text) AS value FROM places WHERE code = '1'"
        }
    };
    assert_eq!(site.texts(raw), ["1795242600123456"]);
    store.close().await;
}

async fn a_raw_fragment_keeps_its_place_among_bound_values(site: Site) {
    let store = open(&site);
    for (code, called) in [("1", "Rice east"), ("2", "Rice west"), ("3", "Coir east"), ("4", "Rice north")] {
        let facts = ward(code, called);
        write(&store, move |tx| Ok(add(tx, facts)?.answer(201, None))).await.expect("kept");
    }
    // Values before the fragment (level, district, codes), in it (words) and behind it (the border).
    let filter = PlaceFilter {
        level: vec![PlaceLevel::Ward, PlaceLevel::Taluk],
        district: vec!["555".parse().expect("a district")],
        code: ["1", "2", "3"].iter().map(|code| code.parse().expect("a code")).collect(),
        pin_code: Vec::new(),
        q: vec!["ric".to_owned()],
    };
    let found = store
        .read(move |repo| {
            let first = repo.places(&filter, &everything(), &by_name(1))?;
            let second =
                repo.places(&filter, &everything(), &odoi_persistence::page::Paging { after: first.next.clone(), ..by_name(1) })?;
            Ok::<_, Error>((first, second))
        })
        .await
        .expect("read");
    let names = |page: &odoi_persistence::page::Page<Place>| page.items.iter().map(|p| p.facts().name.en.to_string()).collect::<Vec<_>>();
    assert_eq!((names(&found.0), names(&found.1), found.1.next), (vec!["Rice east".to_owned()], vec!["Rice west".to_owned()], None));
    store.close().await;
}

async fn a_store_that_was_closed_can_be_opened_again(site: Site) {
    let store = open(&site);
    add_one(&store, "1").await.expect("kept");
    store.close().await;
    let again = reopen(&site);
    assert_eq!(codes(&again).await, ["1"]);
    add_one(&again, "2").await.expect("kept");
    again.close().await;
}

http_tests![a_border_that_one_engine_cannot_hold_is_refused_by_both, a_nul_in_a_query_is_answered_alike];

async fn a_border_that_one_engine_cannot_hold_is_refused_by_both(app: App) {
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let convenor = app.convenor().await;
    let page = convenor.get("/v1/clusters?limit=1&sort=created_at").await.expect(200).json();
    let honest = base64.decode(page["next"].as_str().expect("a cursor")).expect("base64");
    let mut inside: serde_json::Value = serde_json::from_slice(&honest).expect("JSON");
    // Years that PostgreSQL does not know, and the ends of 64 bits.
    for micros in ["-8000000000000000000", "-300000000000000000", "8200000000000000000", "-9223372036854775808", "9223372036854775807"] {
        inside[2] = serde_json::json!(micros);
        let cursor = base64.encode(inside.to_string());
        convenor.get(&format!("/v1/clusters?limit=1&sort=created_at&cursor={cursor}")).await.expect(400);
    }
}

async fn a_nul_in_a_query_is_answered_alike(app: App) {
    let convenor = app.convenor().await;
    convenor.get("/v1/clusters?q=%00").await.expect(400);
    convenor.get("/v1/clusters?q=rice%00mill").await.expect(400);
    convenor.get("/v1/places?code=%00").await.expect(400);
}
