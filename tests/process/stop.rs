//! An orderly stop: what is in flight is answered, nobody new is let in, and the exit code is 0.

use super::program::{Program, run};
use super::wire::{Wire, enterprise, request, sign_in};
use crate::harness::site::Site;
use crate::site_tests;

site_tests![
    a_stop_lets_a_request_in_flight_finish,
    an_idle_server_stops_at_once_on_either_signal,
    a_reader_of_the_log_that_goes_away_does_not_take_the_server_along,
    a_request_that_never_ends_does_not_hold_the_stop_for_ever
];

async fn a_stop_lets_a_request_in_flight_finish(site: Site) {
    let mut program = Program::serve_demo(&site, &[]);
    let token = sign_in(&program.address, "convenor.ernakulam", odoi_program::demo::PASSWORD);
    let text = request("POST", "/v1/enterprises", &token, &enterprise("Posted while the server stops"));
    let (first, rest) = text.split_at(text.len() - 20);
    let mut slow = Wire::open(&program.address).expect("a connection");
    slow.send(first.as_bytes()).expect("sent");
    // The head has been read when the server counts the request; there is no event to wait for.
    let mut other = Wire::open(&program.address).expect("a connection");
    for turn in 0.. {
        let figures = other.ask("GET", "/metrics", "", "").expect("an answer").expect(200).body;
        let in_flight = figures.lines().find(|line| !line.starts_with('#') && line.contains("in_flight")).unwrap_or_default();
        if in_flight.ends_with(" 2") {
            break;
        }
        assert!(turn < 10_000, "the request never arrived: {in_flight:?}");
        std::thread::yield_now();
    }
    drop(other);
    program.signal("-TERM");
    // It takes nobody new …
    for turn in 0.. {
        let refused = Wire::open(&program.address)
            .map_or(true, |mut wire| wire.ask("GET", "/health/ready", "", "").map_or(true, |reply| reply.status == 503));
        if refused {
            break;
        }
        assert!(turn < 10_000, "the server goes on taking requests");
    }
    // … and answers whoever is in.
    slow.send(rest.as_bytes()).expect("sent");
    let made = slow.reply().expect("an answer").expect(201).json();
    assert_eq!(program.wait().code(), Some(0), "{}", program.errors());
    let found = site.texts("SELECT name_en AS value FROM enterprises WHERE name_en LIKE 'Posted while%'");
    assert_eq!(found, [made["name"]["en"].as_str().expect("a name")]);
    // What was written last is sealed before the end.
    let verdict = run(&site, &["audit", "verify"]).well();
    assert!(verdict.contains(" 0 rows wait to be sealed"), "{verdict}");
}

async fn an_idle_server_stops_at_once_on_either_signal(site: Site) {
    for signal in ["-TERM", "-INT"] {
        let mut program = Program::serve(&site, &[]);
        let _idle = Wire::open(&program.address).expect("a connection");
        let mut kept_alive = Wire::open(&program.address).expect("a connection");
        kept_alive.ask("GET", "/health/live", "", "").expect("an answer").expect(200);
        let began = std::time::Instant::now();
        program.signal(signal);
        assert_eq!(program.wait().code(), Some(0), "{signal}: {}", program.errors());
        assert!(began.elapsed().as_secs() < 20, "{signal}: idle connections held it for {:?}", began.elapsed());
        assert!(Wire::open(&program.address).is_err(), "{signal}: nobody listens any more");
    }
}

async fn a_reader_of_the_log_that_goes_away_does_not_take_the_server_along(site: Site) {
    for format in ["json", "text"] {
        let mut program = Program::serve_unread(&site, &["--log-format", format]);
        for _ in 0..3 {
            let mut wire = Wire::open(&program.address).expect("a connection");
            wire.ask("GET", "/health/live", "", "").expect("an answer").expect(200);
        }
        program.signal("-TERM");
        assert_eq!(program.wait().code(), Some(0), "{format}");
    }
}

async fn a_request_that_never_ends_does_not_hold_the_stop_for_ever(site: Site) {
    let mut program = Program::serve_demo(&site, &["--shutdown-seconds", "1", "--body-seconds", "100"]);
    let token = sign_in(&program.address, "convenor.ernakulam", odoi_program::demo::PASSWORD);
    let text = request("POST", "/v1/enterprises", &token, &enterprise("Never ends"));
    let mut slow = Wire::open(&program.address).expect("a connection");
    slow.send(&text.as_bytes()[..text.len() - 5]).expect("sent");
    let began = std::time::Instant::now();
    program.signal("-TERM");
    assert_eq!(program.wait().code(), Some(0), "{}", program.errors());
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    assert_eq!(site.texts("SELECT CAST(count(*) AS text) AS value FROM enterprises WHERE name_en = 'Never ends'"), ["0"]);
}
