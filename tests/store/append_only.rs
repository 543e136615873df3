//! What is only ever added to refuses to be rewritten, whoever tries by whatever statement; and a disclosure that
//! was rewritten all the same is found.

use super::house::reopen;
use crate::harness::site::{Engine, Site};
use crate::site_tests;
use odoi_persistence::{Damage, testing};

/// Tables of which no row may change or go.
const FINAL: &[&str] = &[
    "audit",
    "changes",
    "ledger_heads",
    "disclosures",
    "disclosed_enterprises",
    "postings",
    "posting_movements",
    "former_ties",
    "former_belongings",
    "gate_tries",
    "minute_chains",
];
/// A disclosure that nobody recorded, of one enterprise, and a tie and a belonging of the past.
const ROWS: &[&str] = &[
    "INSERT INTO disclosures (id, revision, created_at, updated_at, purpose, facts) VALUES (ID9, 1, NOW, NOW, 'audit', '{}')",
    "INSERT INTO disclosed_enterprises (disclosure_id, enterprise_id, district) VALUES (ID9, ID9, '555')",
    "INSERT INTO former_ties (tie_id, one_id, other_id, ended_on, facts, ground, noted_at) VALUES (ID9, ID9, ID9, '2026-01-01', '{}', 'confirmed', NOW)",
    "INSERT INTO former_belongings (account_id, end_id, ended_on, facts) SELECT id, ID9, '2026-01-01', '{}' FROM accounts LIMIT 1",
];

fn spelt(engine: Engine, sql: &str) -> String {
    let (id, now) = match engine {
        Engine::Sqlite => ("x'00000000000000000000000000000009'", "1"),
        Engine::Postgres => ("'00000000-0000-0000-0000-000000000009'", "now()"),
    };
    sql.replace("ID9", id).replace("NOW", now)
}

/// Rows of a table that are not as they were copied, both ways.
fn differences(site: &Site, table: &str) -> Vec<String> {
    let copy = format!("copy_of_{table}");
    site.texts(&format!(
        "SELECT CAST((SELECT count(*) FROM (SELECT * FROM {table} EXCEPT SELECT * FROM {copy}) a) \
         + (SELECT count(*) FROM (SELECT * FROM {copy} EXCEPT SELECT * FROM {table}) b) AS text) AS value"
    ))
}

/// The first column that is no number of a row.
fn column(site: &Site, table: &str) -> String {
    let sql = match site.engine {
        Engine::Sqlite => {
            format!("SELECT name AS value FROM pragma_table_info('{table}') WHERE cid = 0")
        }
        Engine::Postgres => {
            format!("SELECT column_name AS value FROM information_schema.columns WHERE table_name = '{table}' AND ordinal_position = 1")
        }
    };
    site.texts(&sql).remove(0)
}

/// Every way in which somebody could try.
fn attempts(site: &Site, table: &str) -> Vec<String> {
    let column = column(site, table);
    let mut all = vec![format!("DELETE FROM {table}"), format!("UPDATE {table} SET {column} = {column}")];
    match site.engine {
        Engine::Postgres => all.push(format!("TRUNCATE {table} CASCADE")),
        Engine::Sqlite => {
            all.push(format!("UPDATE OR REPLACE {table} SET rowid = (SELECT max(rowid) FROM {table})"));
            all.push(format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"));
            all.push(format!("REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"));
        }
    }
    all
}

/// The demonstration with everything sealed, without its guards.
async fn unguarded(site: &Site) -> Site {
    let demo = Site::demo(site.engine);
    demo.disarm();
    demo
}

site_tests![
    rows_that_are_only_added_are_never_rewritten,
    an_audit_row_is_sealed_once_and_nothing_else_of_it_is_written,
    closed_minutes_and_what_was_handed_in_stay_as_they_are,
    a_disclosure_that_was_removed_altered_or_inserted_is_named
];

async fn rows_that_are_only_added_are_never_rewritten(site: Site) {
    let site = Site::demo(site.engine);
    for row in ROWS {
        site.sql(&spelt(site.engine, row));
    }
    for table in FINAL {
        site.sql(&format!("CREATE TABLE copy_of_{table} AS SELECT * FROM {table}"));
        assert_ne!(site.texts(&format!("SELECT CAST(count(*) AS text) AS value FROM {table}")), ["0"], "{table}");
        for attempt in attempts(&site, table) {
            let refused = testing::execute(&site.url, &attempt).is_err();
            assert_eq!(differences(&site, table), ["0"], "{attempt}");
            assert!(refused || attempt.contains("REPLACE INTO former"), "{attempt}");
        }
    }
}

async fn an_audit_row_is_sealed_once_and_nothing_else_of_it_is_written(site: Site) {
    let site = Site::demo(site.engine);
    let store = reopen(&site);
    super::house::add_one(&store, "X1").await.expect("kept");
    let unsealed = "seq IS NULL";
    let digest = match site.engine {
        Engine::Sqlite => "x'00'",
        Engine::Postgres => "'\\x00'",
    };
    for attempt in [
        format!("UPDATE audit SET seq = 900001 WHERE {unsealed}"),
        format!("UPDATE audit SET digest = {digest} WHERE {unsealed}"),
        format!("UPDATE audit SET seq = 900001, digest = {digest}, request_id = 'x' WHERE {unsealed}"),
        "UPDATE audit SET seq = NULL, digest = NULL WHERE seq = 1".to_owned(),
        "UPDATE changes SET event = 'x' WHERE position IS NULL".to_owned(),
        "UPDATE changes SET position = NULL WHERE position = 1".to_owned(),
        "UPDATE ledger_heads SET seq = 1".to_owned(),
        "UPDATE minute_chains SET number = number - 1".to_owned(),
    ] {
        assert!(testing::execute(&site.url, &attempt).is_err(), "{attempt}");
    }
    if site.engine == Engine::Sqlite {
        let by_replacing = format!("UPDATE OR REPLACE audit SET seq = 1, digest = {digest} WHERE {unsealed}");
        assert!(testing::execute(&site.url, &by_replacing).is_err());
    }
    assert_eq!(store.seal().await.expect("sealed"), 1);
    let verdict = store.verify().await.expect("verified");
    assert_eq!((verdict.broken, verdict.unsealed), (vec![], 0));
    store.close().await;
}

async fn closed_minutes_and_what_was_handed_in_stay_as_they_are(site: Site) {
    let site = Site::demo(site.engine);
    let replaced = "INSERT OR REPLACE INTO meetings SELECT * FROM meetings WHERE state = 'closed'";
    for attempt in [
        "UPDATE meetings SET revision = revision + 1 WHERE state = 'closed'",
        "UPDATE meetings SET state = 'cancelled' WHERE state = 'closed'",
        "DELETE FROM meetings WHERE state = 'closed'",
        "UPDATE agenda_items SET item = item + 30 WHERE meeting_id IN (SELECT id FROM meetings WHERE state = 'closed')",
        "DELETE FROM agenda_items WHERE meeting_id IN (SELECT id FROM meetings WHERE state = 'closed')",
        "INSERT INTO agenda_items (meeting_id, item) SELECT id, 39 FROM meetings WHERE state = 'closed'",
        "UPDATE proposal_revisions SET facts = '{}' WHERE submitted_at IS NOT NULL",
        "UPDATE proposal_revisions SET facts = '{}' WHERE submitted_at IS NULL",
        "UPDATE proposal_revisions SET submitted_at = NULL WHERE submitted_at IS NOT NULL",
        "DELETE FROM proposal_revisions WHERE submitted_at IS NOT NULL",
        match site.engine {
            Engine::Sqlite => replaced,
            Engine::Postgres => "TRUNCATE meetings CASCADE",
        },
    ] {
        assert!(testing::execute(&site.url, attempt).is_err(), "{attempt}");
    }
}

async fn a_disclosure_that_was_removed_altered_or_inserted_is_named(site: Site) {
    let demo = unguarded(&site).await;
    let store = reopen(&demo);
    assert_eq!(store.verify().await.expect("verified").broken, []);
    for row in &ROWS[..2] {
        demo.sql(&spelt(demo.engine, row));
    }
    let broken = store.verify().await.expect("verified").broken;
    let found: Vec<_> = broken.iter().map(|one| (one.id.map(|id| id.as_u128()), one.why)).collect();
    assert_eq!(found, [(Some(9), Damage::DisclosureUnrecorded)]);
    store.close().await;
}
