//! JSON documents come back as they were, whatever order their keys are kept in; an unreadable one is
//! an error and not a guess.

use super::house::{Refused, by_name, everything, id, moment, name, open, permit, write};
use super::values::scheme;
use crate::harness::site::Engine;
use crate::harness::site::Site;
use crate::site_tests;
use odoi_domain::kernel::id::SchemeId;
use odoi_domain::kernel::text::Text;
use odoi_domain::policy::Action;
use odoi_domain::schemes::scheme::{Scheme, SchemeFacts};
use odoi_persistence::port::SchemeFilter;
use odoi_persistence::{Error, Store};
use serde_json::json;

/// Everything that a condition and a component can hold.
fn full() -> SchemeFacts {
    let long = "ക".repeat(200);
    let many: Vec<i64> = (0..50).map(|n| n - 25).collect();
    let conditions = json!([
        {"field": "a", "op": "present", "value": true},
        {"field": "b", "op": "eq", "value": false},
        {"field": "c", "op": "gte", "value": i64::MAX},
        {"field": "d", "op": "lt", "value": i64::MIN},
        {"field": "e", "op": "ne", "value": long},
        {"field": "f", "op": "between", "value": [i64::MIN, i64::MAX]},
        {"field": "g", "op": "in", "value": many},
        {"field": "h", "op": "prefix", "value": ["\"quoted\"", "back\\slash", "line\nfeed", "🥥", "null", "1"]},
        {"field": "i", "op": "not_in", "value": [0]},
    ]);
    let assistance = json!([
        {"component": "x".repeat(400), "share_bp": 10_000, "ceiling_paise": i64::MAX, "when": "ക".repeat(400)},
        {"component": "x", "share_bp": 0, "ceiling_paise": 0},
        {"component": "x", "share_bp": i32::MIN},
    ]);
    SchemeFacts {
        name: name("Scheme"),
        conditions: serde_json::from_value(conditions).expect("conditions"),
        assistance: serde_json::from_value(assistance).expect("components"),
        remarks: vec![Text::new(&"ക".repeat(600)).expect("a remark"); 30],
        source: Some(Text::new(&"s".repeat(600)).expect("a source")),
        ..scheme("FULL-2026")
    }
}

async fn keep(store: &Store, facts: SchemeFacts) -> SchemeId {
    let key: SchemeId = id(1);
    let recorded = Scheme::register(&permit(Action::CreateScheme), key, facts, moment(1)).expect("facts");
    write(store, move |tx| Ok::<_, Refused>(tx.save(recorded)?.answer(201, None))).await.expect("kept");
    key
}

async fn read(store: &Store, key: SchemeId) -> Result<SchemeFacts, Error> {
    store.read(move |repo| repo.scheme(key)).await.map(|scheme| scheme.facts().clone())
}

site_tests![
    documents_come_back_as_they_were,
    the_order_of_keys_and_the_spaces_between_do_not_matter,
    what_is_no_document_is_refused_by_the_database,
    a_document_of_another_shape_is_an_error_and_not_a_guess,
    a_word_that_the_program_does_not_know_is_refused_by_the_database
];

async fn documents_come_back_as_they_were(site: Site) {
    let store = open(&site);
    let key = keep(&store, full()).await;
    assert_eq!(read(&store, key).await.expect("read"), full());
    store.close().await;
}

async fn the_order_of_keys_and_the_spaces_between_do_not_matter(site: Site) {
    let store = open(&site);
    let facts = SchemeFacts {
        conditions: serde_json::from_value(json!([{"field": "a", "op": "in", "value": ["x", "y"]}])).expect("a condition"),
        ..scheme("KEYS")
    };
    let key = keep(&store, facts.clone()).await;
    site.sql("UPDATE schemes SET conditions = '[ {\"value\" : [\"x\",  \"y\"],\n\"op\":\"in\", \"field\":\"a\"} ]'");
    assert_eq!(read(&store, key).await.expect("read"), facts);
    store.close().await;
}

async fn what_is_no_document_is_refused_by_the_database(site: Site) {
    let store = open(&site);
    keep(&store, scheme("BAD")).await;
    for bad in ["", "{", "[1,]", "nothing"] {
        let sql = format!("UPDATE schemes SET conditions = '{bad}'");
        assert!(odoi_persistence::testing::execute(&site.url, &sql).is_err(), "{bad:?}");
    }
    store.close().await;
}

async fn a_document_of_another_shape_is_an_error_and_not_a_guess(site: Site) {
    let store = open(&site);
    let key = keep(&store, scheme("ODD")).await;
    for odd in [
        "{}",
        "[1]",
        "[{\"field\": \"a\", \"op\": \"sometimes\", \"value\": 1}]",
        "[{\"field\": \"a\", \"op\": \"eq\", \"value\": 1.5}]",
        "null",
    ] {
        site.sql(&format!("UPDATE schemes SET conditions = '{odd}'"));
        assert!(matches!(read(&store, key).await, Err(Error::Internal(_))), "{odd}");
        let list = store.read(|repo| repo.schemes(&SchemeFilter::default(), &everything(), &by_name(10))).await;
        assert!(matches!(list.map(|page| page.items.len()), Err(Error::Internal(_))), "{odd} in a list");
    }
    store.close().await;
}

async fn a_word_that_the_program_does_not_know_is_refused_by_the_database(site: Site) {
    let store = open(&site);
    keep(&store, scheme("WORD")).await;
    for bad in ["kind = 'gift'", "government = 'GOI'", "revision = 0"] {
        assert!(odoi_persistence::testing::execute(&site.url, &format!("UPDATE schemes SET {bad}")).is_err(), "{bad}");
    }
    // A loosely typed SQLite would take a text for a number; these tables are STRICT.
    let mistyped = match site.engine {
        Engine::Sqlite => "UPDATE schemes SET created_at = 'yesterday'",
        Engine::Postgres => "UPDATE schemes SET created_at = 'not a time'",
    };
    assert!(odoi_persistence::testing::execute(&site.url, mistyped).is_err());
    store.close().await;
}
