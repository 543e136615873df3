//! PostgreSQL goes away and comes back: whoever asks meanwhile is told to come back, and nobody for longer.

use super::program::Program;
use super::wire::{Reply, Wire, enterprise, sign_in};
use crate::harness::postgres::Private;
use crate::harness::site::{Engine, Site};
use crate::site_tests;
use odoi_persistence::testing;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};

/// As many as there are connections: each is warm, and each is lost.
const CLIENTS: usize = 8;

fn list(address: &str, token: &str) -> Reply {
    let mut wire = Wire::open(address).expect("a connection");
    wire.ask("GET", "/v1/clusters?limit=1", token, "").expect("an answer")
}

fn post(address: &str, token: &str) -> Reply {
    let mut wire = Wire::open(address).expect("a connection");
    wire.ask("POST", "/v1/enterprises", token, &enterprise("Mill")).expect("an answer")
}

/// All at once.
fn all(ask: impl Fn() -> Reply + Sync) -> Vec<Reply> {
    let together = Barrier::new(CLIENTS);
    std::thread::scope(|scope| {
        let one = || {
            together.wait();
            ask()
        };
        let threads: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(one)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    })
}

/// 503 with `Retry-After`, and nothing else.
#[track_caller]
fn is_told_to_come_back(reply: Reply) {
    let reply = reply.expect(503);
    assert!(reply.head.to_ascii_lowercase().contains("\r\nretry-after: "), "{reply:?}");
    assert!(reply.body.contains("/problems/unavailable"), "{reply:?}");
}

/// Asks until told to stop; whatever is not 200 or 201 must be 503.
fn ask_all_the_while(address: &str, token: &str, is_over: &AtomicBool) {
    for turn in 0.. {
        if is_over.load(Ordering::Relaxed) {
            return;
        }
        let reply = if turn % 2 == 0 { list(address, token) } else { post(address, token) };
        if ![200, 201].contains(&reply.status) {
            is_told_to_come_back(reply);
        }
    }
}

site_tests![
    a_postgresql_that_is_stopped_and_started_is_503_meanwhile_and_used_at_once_afterwards,
    a_connection_that_is_lost_at_the_commit_leaves_the_outcome_open_and_says_so
];

async fn a_postgresql_that_is_stopped_and_started_is_503_meanwhile_and_used_at_once_afterwards(site: Site) {
    if site.engine == Engine::Sqlite || Private::is_missing() {
        // The embedded database is part of the program.
        return;
    }
    let mut server = Private::start().expect("PostgreSQL starts");
    let base = server.base();
    testing::execute(&format!("{base}/postgres").parse().expect("a URL"), "CREATE DATABASE drill").expect("made");
    let site = Site::elsewhere(format!("{base}/drill").parse().expect("a URL"));
    let program = Program::serve(&site, &["--demo"]);
    let (address, token) = (&program.address, &sign_in(&program.address, "officer", odoi_program::demo::PASSWORD));
    for signal in ["-INT", "-QUIT"] {
        // In good order and as in a crash, while requests are in flight.
        all(|| list(address, token).expect(200));
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| ask_all_the_while(address, token, &is_over));
            }
            server.stop(signal);
            all(|| list(address, token)).into_iter().for_each(is_told_to_come_back);
            all(|| post(address, token)).into_iter().for_each(is_told_to_come_back);
            server.restart().expect("it starts again");
            is_over.store(true, Ordering::Relaxed);
        });
        list(address, token).expect(200);
        post(address, token).expect(201);
        // While nobody asks: the connections are dead, and nobody has noticed.
        all(|| list(address, token).expect(200));
        server.stop(signal);
        server.restart().expect("it starts again");
        all(|| list(address, token).expect(200));
        all(|| post(address, token).expect(201));
    }
    let log = program.errors();
    assert!(!log.contains("127.0.0.1") && !log.contains("odoi@"), "pieces of the database URL: {log}");
}

async fn a_connection_that_is_lost_at_the_commit_leaves_the_outcome_open_and_says_so(site: Site) {
    if site.engine == Engine::Sqlite {
        return;
    }
    let program = Program::serve(&site, &["--demo"]);
    let token = sign_in(&program.address, "officer", odoi_program::demo::PASSWORD);
    site.sql(
            "CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'; \
             CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON enterprises DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION leave()",
        );
    for _ in 0..CLIENTS + 1 {
        let reply = post(&program.address, &token);
        assert!(reply.body.contains("not known"), "{reply:?}");
        is_told_to_come_back(reply);
    }
    site.sql("DROP TRIGGER leave ON enterprises");
    post(&program.address, &token).expect(201);
}
