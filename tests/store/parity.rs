//! The two migrated databases and `persistence/src/schema.rs` describe the same tables; and the house
//! rules of every table: STRICT, COLLATE "C", an index for every reference and for every order.

use crate::harness::site::{Engine, Site};
use crate::site_tests;
use odoi_domain::Kind;
use odoi_persistence::migrate::{self, Direction};
use std::collections::BTreeSet;
use std::process::Command;

const SCHEMA: &str = include_str!("../../persistence/src/schema.rs");
/// Diesel's own table.
const DIESELS: &str = "__diesel_schema_migrations";
/// Kept at the command line, and never listed.
const UNLISTED: &[&str] = &["accounts", "grants", "sessions"];
/// What only one engine has. SQLite searches with an FTS5 table beside `search_entries` and its shadow
/// tables, PostgreSQL with a generated column of it and a GIN index; and so with the vocabulary.
const ENGINE_ONLY: &[&str] = &["search_index", "search_word_index", "lexemes", "trigrams"];

fn is_shared(name: &str) -> bool {
    !name.starts_with("sqlite_") && name != DIESELS && !ENGINE_ONLY.iter().any(|own| name.contains(own))
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

/// `table.column type nullable`, by the types of `schema.rs`.
fn columns_by_schema(engine: Engine) -> Vec<String> {
    let (mut found, mut table) = (Vec::new(), String::new());
    for text in SCHEMA.lines().map(str::trim) {
        if let Some((head, "{")) = text.split_once(") ") {
            head.split_once(" (").expect("a table").0.clone_into(&mut table);
        } else if let Some((column, kind)) = text.trim_end_matches(',').split_once(" -> ")
            && !text.starts_with("diesel::")
        {
            let inner = kind.strip_prefix("Nullable<").and_then(|k| k.strip_suffix('>'));
            let null = if inner.is_some() { "null" } else { "not null" };
            let kind = match (inner.unwrap_or(kind), engine) {
                ("SqlUuid" | "Binary", Engine::Sqlite) => "BLOB",
                ("Text" | "Doc" | "Date", Engine::Sqlite) => "TEXT",
                (_, Engine::Sqlite) => "INTEGER",
                ("SqlUuid", Engine::Postgres) => "uuid",
                ("Binary", Engine::Postgres) => "bytea",
                ("Text", Engine::Postgres) => "text",
                ("Doc", Engine::Postgres) => "jsonb",
                ("Date", Engine::Postgres) => "date",
                ("Integer", Engine::Postgres) => "integer",
                ("BigInt", Engine::Postgres) => "bigint",
                ("Bool", Engine::Postgres) => "boolean",
                ("Instant", Engine::Postgres) => "timestamp with time zone",
                (other, Engine::Postgres) => panic!("{other} is new: say what it is"),
            };
            found.push(format!("{table}.{column} {kind} {null}"));
        }
    }
    sorted(found)
}

fn columns(site: &Site) -> Vec<String> {
    let sql = match site.engine {
        Engine::Sqlite => {
            "SELECT t.name || '.' || c.name || ' ' || c.type || CASE WHEN c.\"notnull\" THEN ' not null' ELSE ' null' END AS value \
             FROM sqlite_master t JOIN pragma_table_xinfo(t.name) c WHERE t.type = 'table'"
        }
        Engine::Postgres => {
            "SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE ' null' END AS value \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    shared(site, sql)
}

/// The rows of a query that speak of what both engines have.
fn shared(site: &Site, sql: &str) -> Vec<String> {
    sorted(
        site.texts(sql)
            .into_iter()
            .filter(|row| is_shared(row.split(['.', ' ']).next().unwrap_or(row)) && is_shared(row.split(' ').next().unwrap_or(row)))
            .collect(),
    )
}

/// `table (columns)` of every unique constraint and primary key.
fn uniques(site: &Site) -> Vec<String> {
    let sql = match site.engine {
        Engine::Sqlite => {
            "SELECT t.name || ' (' || (SELECT group_concat(c.name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) c) || ')' AS value \
             FROM sqlite_master t JOIN pragma_index_list(t.name) i WHERE t.type = 'table' AND i.origin IN ('u', 'pk') \
             UNION SELECT t.name || ' (' || c.name || ')' FROM sqlite_master t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND c.pk > 0 AND c.type = 'INTEGER' \
             AND (SELECT count(*) FROM pragma_table_info(t.name) k WHERE k.pk > 0) = 1"
        }
        Engine::Postgres => {
            "SELECT t.relname || ' (' || (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY k (number, place) \
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) || ')' AS value \
             FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE c.contype IN ('u', 'p') AND c.connamespace = 'public'::regnamespace"
        }
    };
    shared(site, sql)
}

/// `table column -> table column` of every foreign key; of one over several columns, the first.
fn references(site: &Site) -> Vec<String> {
    let sql = match site.engine {
        Engine::Sqlite => {
            "SELECT t.name || ' ' || f.\"from\" || ' -> ' || f.\"table\" || ' ' || f.\"to\" || ' ' || lower(f.on_delete) AS value \
             FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND f.seq = 0"
        }
        Engine::Postgres => {
            "SELECT t.relname || ' ' || a.attname || ' -> ' || o.relname || ' ' || b.attname || ' ' || CASE c.confdeltype WHEN 'a' THEN 'no action' ELSE c.confdeltype::text END AS value \
             FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class o ON o.oid = c.confrelid \
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1] \
             WHERE c.contype = 'f'"
        }
    };
    shared(site, sql)
}

/// `table (columns) where …` of every index that was asked for, with its name.
fn indexes(site: &Site) -> Vec<String> {
    let sql = match site.engine {
        Engine::Sqlite => {
            "SELECT replace(replace(sql, 'CREATE UNIQUE INDEX ', 'unique '), 'CREATE INDEX ', '') AS value FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        }
        Engine::Postgres => {
            "SELECT replace(replace(replace(replace(replace(replace(indexdef, 'CREATE UNIQUE INDEX ', 'unique '), 'CREATE INDEX ', ''), ' USING btree', ''), 'ON public.', 'ON '), 'WHERE (', 'WHERE '), 'NULL)', 'NULL') AS value \
             FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '__diesel_schema_migrations' \
             AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        }
    };
    shared(site, sql).into_iter().map(|index| index.replace("  ", " ")).collect()
}

/// The first column of every index, constraint or not: `table column`.
fn first_columns(site: &Site) -> BTreeSet<String> {
    let of = |list: Vec<String>| {
        list.into_iter().map(|row| {
            let row = row.rsplit(" ON ").next().expect("a table").to_owned();
            let (table, columns) = row.split_once(" (").expect("columns");
            format!("{table} {}", columns.split([',', ')']).next().expect("a column"))
        })
    };
    of(uniques(site)).chain(of(indexes(site))).collect()
}

/// Everything that a schema is made of, for comparing it before and after.
pub fn everything_of(site: &Site) -> Vec<String> {
    let sql = match site.engine {
        Engine::Sqlite => {
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS value FROM sqlite_master WHERE tbl_name <> '__diesel_schema_migrations' AND name NOT LIKE 'sqlite_sequence'"
        }
        Engine::Postgres => {
            "SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(collation_name, '') || ' ' || coalesce(generation_expression, '') AS value \
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations' \
             UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE '\\_\\_diesel%' \
             UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '__diesel_schema_migrations' \
             UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname NOT LIKE 'diesel\\_%' \
             UNION ALL SELECT 'sequence ' || relname FROM pg_class WHERE relkind = 'S' \
             UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal"
        }
    };
    sorted(site.texts(sql))
}

fn migrated(engine: Engine) -> Site {
    let site = Site::empty(engine);
    migrate::run(&site.url, Direction::Up).expect("up");
    site
}

site_tests![
    the_tables_and_columns_are_those_of_the_program,
    unique_constraints_are_the_same_on_both_engines,
    foreign_keys_are_the_same_on_both_engines,
    indexes_are_the_same_on_both_engines,
    every_table_keeps_its_types,
    every_foreign_key_has_an_index_that_begins_with_it,
    every_order_of_a_list_has_its_index_and_no_gaps,
    a_document_that_may_be_absent_passes_its_check_on_every_sqlite,
    the_sqlite_of_this_machine_writes_every_table
];

async fn the_tables_and_columns_are_those_of_the_program(site: Site) {
    migrate::run(&site.url, Direction::Up).expect("up");
    let expected = columns_by_schema(site.engine);
    assert!(expected.len() > 100, "schema.rs was read: {}", expected.len());
    assert_eq!(columns(&site), expected);
}

async fn unique_constraints_are_the_same_on_both_engines(site: Site) {
    migrate::run(&site.url, Direction::Up).expect("up");
    let found = uniques(&site);
    assert!(
        found.contains(&"places (level, code)".to_owned()) && found.contains(&"idempotency (caller, operation, key)".to_owned()),
        "{found:?}"
    );
    assert_eq!(found, uniques(&migrated(Engine::Sqlite)));
}

async fn foreign_keys_are_the_same_on_both_engines(site: Site) {
    migrate::run(&site.url, Direction::Up).expect("up");
    let found = references(&site);
    assert!(found.contains(&"proposals cluster_id -> clusters id no action".to_owned()), "{found:?}");
    assert_eq!(found, references(&migrated(Engine::Sqlite)));
}

async fn indexes_are_the_same_on_both_engines(site: Site) {
    migrate::run(&site.url, Direction::Up).expect("up");
    let found = indexes(&site);
    assert!(found.contains(&"places_name_key_id_idx ON places (name_key, id)".to_owned()), "{found:?}");
    assert_eq!(found, indexes(&migrated(Engine::Sqlite)));
}

async fn every_table_keeps_its_types(site: Site) {
    migrate::run(&site.url, Direction::Up).expect("up");
    let loose = match site.engine {
        // Virtual tables and the shadow tables of FTS5 know no STRICT; Diesel's own table and the planner's are not ours.
        Engine::Sqlite => format!(
            "SELECT name AS value FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT IN ('sqlite_schema', 'sqlite_stat1', '{DIESELS}')"
        ),
        Engine::Postgres => format!(
            "SELECT table_name || '.' || column_name AS value FROM information_schema.columns \
                WHERE table_schema = 'public' AND table_name <> '{DIESELS}' AND collation_name IS DISTINCT FROM 'C' AND data_type IN ('text', 'character varying', 'character', 'name')"
        ),
    };
    assert_eq!(site.texts(&loose), Vec::<String>::new());
}

async fn every_foreign_key_has_an_index_that_begins_with_it(site: Site) {
    migrate::run(&site.url, Direction::Up).expect("up");
    let indexed = first_columns(&site);
    for reference in references(&site) {
        let (column, _) = reference.split_once(" -> ").expect("a reference");
        assert!(indexed.contains(column), "{reference} has no index");
    }
}

async fn every_order_of_a_list_has_its_index_and_no_gaps(site: Site) {
    migrate::run(&site.url, Direction::Up).expect("up");
    let (known, mut orders) = (indexes(&site), Vec::new());
    for column in columns_by_schema(site.engine) {
        let (table, rest) = column.split_once('.').expect("a column");
        let (column, kind) = rest.split_once(' ').expect("a type");
        let is_listed = !UNLISTED.contains(&table);
        let is_listed = is_listed && table != "search_entries";
        if (is_listed && ["name_key", "title_key"].contains(&column))
            || (is_listed && ["created_at", "updated_at"].contains(&column) && table != "idempotency")
        {
            orders.push((table.to_owned(), column.to_owned()));
            assert!(kind.ends_with("not null"), "{table}.{column}: the engines order NULL differently");
        }
    }
    let tables: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.table()).filter(|table| !UNLISTED.contains(table)).collect();
    let named = Kind::ALL.iter().filter(|kind| kind.is_searched()).count();
    assert_eq!(orders.len(), 2 * tables.len() + named, "lists with a name, and those without: {orders:?}");
    for (table, column) in orders {
        let index = format!("{table}_{column}_id_idx ON {table} ({column}, id)");
        assert!(known.contains(&index), "{index} is missing");
    }
}

async fn a_document_that_may_be_absent_passes_its_check_on_every_sqlite(site: Site) {
    if site.engine == Engine::Postgres {
        // There documents are jsonb and need no check.
        return;
    }
    migrate::run(&site.url, Direction::Up).expect("up");
    // Before SQLite 3.45 json_valid(NULL) is 0 and not NULL.
    let bare = site.texts(
        "SELECT t.name || '.' || c.name AS value FROM sqlite_master t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND NOT c.\"notnull\" AND t.sql LIKE '%json_valid(' || c.name || ')%' \
             AND t.sql NOT LIKE '%' || c.name || ' IS NULL OR json_valid(' || c.name || ')%'",
    );
    assert_eq!(bare, Vec::<String>::new());
}

async fn the_sqlite_of_this_machine_writes_every_table(site: Site) {
    if site.engine == Engine::Postgres || Command::new("sqlite3").arg("--version").output().is_err() {
        println!("not run: there is no sqlite3 in the PATH");
        return;
    }
    let site = Site::demo(site.engine);
    // What is never edited has a trigger that says so. The index of words forgets securely, in a form that
    // SQLite knows since 3.42.
    let tables = site.texts(
            "SELECT name AS value FROM sqlite_master t WHERE type = 'table' AND sql LIKE '%STRICT%' AND name <> 'search_entries' AND NOT EXISTS \
             (SELECT 1 FROM sqlite_master g WHERE g.type = 'trigger' AND g.tbl_name = t.name AND g.sql LIKE '%BEFORE UPDATE%')",
        );
    for table in &tables {
        let columns = site.texts(&format!("SELECT name || ' = ' || name AS value FROM pragma_table_info('{table}')")).join(", ");
        let sql = format!("PRAGMA foreign_keys = ON; UPDATE {table} SET {columns};");
        let output = Command::new("sqlite3").arg("-bail").arg(site.path().join("odoi.db")).arg(sql).output().expect("it runs");
        assert!(output.status.success(), "{table}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(tables.len() > 30, "{tables:?}");
}
