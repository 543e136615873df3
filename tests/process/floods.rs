//! Floods over the wire: while the largest bodies and the slowest files come, others are served, and the server
//! ends at its time.

use super::program::{Program, prepare, run, run_with};
use super::wire::{Wire, sign_in};
use crate::harness::site::Site;
use crate::http::given;
use crate::site_tests;
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What came in 2026-11-29: elements without end where a few may be, in what may be null.
fn flood() -> String {
    let (head, tail) = ("{\"ladder\":{\"demands\":[", "{}]}}");
    format!("{head}{}{tail}", "{},".repeat((1_000_000 - head.len() - tail.len()) / 3))
}

fn ask(program: &Program, method: &str, path: &str, token: &str, body: &str) -> super::wire::Reply {
    let mut wire = Wire::open(&program.address).expect("a connection");
    wire.ask(method, path, token, body).expect("an answer")
}

/// The head of a file that is announced; its first bytes follow, or none.
fn announced(program: &Program, token: &str, proposal: &str, first: &[u8]) -> Wire {
    let head = format!(
        "POST /v1/proposals/{proposal}/documents?name=a.pdf HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         If-Match: *\r\nContent-Type: application/pdf\r\nContent-Length: 1000000\r\n\r\n"
    );
    let mut wire = Wire::open(&program.address).expect("a connection");
    wire.send(&[head.as_bytes(), first].concat()).expect("sent");
    wire
}

/// A file that comes at once.
fn attach(program: &Program, token: &str, proposal: &str, content: &[u8; 8]) -> u16 {
    let head = format!(
        "POST /v1/proposals/{proposal}/documents?name=b.pdf HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         If-Match: *\r\nContent-Type: application/pdf\r\nContent-Length: 8\r\n\r\n"
    );
    let mut wire = Wire::open(&program.address).expect("a connection");
    wire.send(&[head.as_bytes(), content].concat()).expect("sent");
    wire.reply().expect("an answer").status
}

fn first(program: &Program, path: &str, token: &str) -> String {
    let found = ask(program, "GET", path, token, "").expect(200).json();
    found["items"][0]["id"].as_str().expect("an id").to_owned()
}

/// A draft of the demonstration's cluster, and the tokens of two accounts that speak for it.
fn draft(site: &Site, program: &Program) -> (String, [String; 2]) {
    let token = sign_in(&program.address, "cluster.kalady", odoi_program::demo::PASSWORD);
    let cluster = first(program, "/v1/clusters?q=Kalady", &token);
    let institution = first(program, "/v1/institutions?q=Cochin+University", &token);
    let facts: Value = given::proposal(&cluster, &institution);
    let made = ask(program, "POST", "/v1/proposals", &token, &facts.to_string()).expect(201);
    let password = "forty quiet coconut boats";
    let create = ["accounts", "create", "another", "--display", "Another"];
    run_with(site, &create, &format!("{password}\n")).well();
    run(site, &["grants", "give", "another", "cluster_representative", "cluster", &cluster]).well();
    let other = sign_in(&program.address, "another", password);
    (made.json()["id"].as_str().expect("an id").to_owned(), [token, other])
}

site_tests![
    the_server_answers_its_health_and_ends_at_its_time_while_floods_come,
    of_a_file_nothing_is_awaited_from_whoever_may_not_attach_it,
    slow_files_keep_nobody_else_out_and_have_the_time_of_a_body
];

async fn the_server_answers_its_health_and_ends_at_its_time_while_floods_come(site: Site) {
    let mut program = Program::serve(&site, &["--demo", "--shutdown-seconds", "5"]);
    let token = sign_in(&program.address, "officer", odoi_program::demo::PASSWORD);
    let (flood, is_over) = (flood(), AtomicBool::new(false));
    /// Ends the floods, also where the test fails: nobody waits for them for ever.
    struct End<'a>(&'a AtomicBool);
    impl Drop for End<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    std::thread::scope(|scope| {
        let end = End(&is_over);
        let floods: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut answered = 0;
                    while !is_over.load(Ordering::Relaxed) {
                        // The server may stop in the middle of one.
                        let Ok(mut wire) = Wire::open(&program.address) else {
                            break;
                        };
                        let Ok(reply) = wire.ask("POST", "/v1/rule-sets", &token, &flood) else {
                            break;
                        };
                        if reply.status == 422 {
                            assert!(reply.body.contains("max_items") && reply.body.len() < 2_000, "{}", reply.body);
                            answered += 1;
                        }
                    }
                    answered
                })
            })
            .collect();
        for _ in 0..50 {
            ask(&program, "GET", "/health/live", "", "").expect(200);
        }
        let began = Instant::now();
        program.signal("-TERM");
        while Wire::open(&program.address).is_ok_and(|mut wire| wire.ask("GET", "/health/live", "", "").is_ok()) {
            assert!(began.elapsed().as_secs() < 30, "it goes on");
        }
        drop(end);
        let answered: usize = floods.into_iter().map(|thread| thread.join().expect("no panic")).sum();
        assert!(answered > 0, "no flood was answered");
    });
    let began = Instant::now();
    assert_eq!(program.wait().code(), Some(0), "{}", program.errors());
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
}

async fn of_a_file_nothing_is_awaited_from_whoever_may_not_attach_it(site: Site) {
    prepare(&site);
    let program = Program::serve(&site, &["--demo"]);
    let (proposal, [token, _]) = draft(&site, &program);
    let stranger = sign_in(&program.address, "convenor.kollam", odoi_program::demo::PASSWORD);
    let reader = sign_in(&program.address, "convenor.ernakulam", odoi_program::demo::PASSWORD);
    // Nothing of these files ever comes, and each is answered.
    for (who, what, status) in
        [(&stranger, proposal.as_str(), 404), (&reader, &proposal, 403), (&token, given::NOBODY, 404), (&stranger, given::NOBODY, 404)]
    {
        announced(&program, who, what, b"").reply().expect("an answer").expect(status);
    }
}

async fn slow_files_keep_nobody_else_out_and_have_the_time_of_a_body(site: Site) {
    prepare(&site);
    let program = Program::serve(&site, &["--demo", "--body-seconds", "5", "--request-seconds", "300"]);
    let (proposal, [slow, quick]) = draft(&site, &program);
    // One account takes half of the room at most, however much it sends. Nobody tells when the server has the heads of
    // both; what asks meanwhile may take the place of one, which is then announced anew.
    let announce = || -> Vec<Wire> { (0..2).map(|_| announced(&program, &slow, &proposal, b"%PDF-1.7")).collect() };
    let mut held = announce();
    let mut asked = 0;
    let refused = loop {
        let reply = attach(&program, &slow, &proposal, b"no PDF..");
        if reply != 422 {
            break reply;
        }
        asked += 1;
        assert!(asked < 10_000, "there is always room for one more");
        if asked % 100 == 0 {
            held = announce();
        }
    };
    assert_eq!(refused, 429);
    assert_eq!(attach(&program, &quick, &proposal, b"%PDF-1.7"), 201);
    for wire in &mut held {
        wire.reply().expect("an answer").expect(408);
    }
    assert_eq!(attach(&program, &slow, &proposal, b"%PDF-1.7"), 201, "what was held is given back");
}
