//! Slow callers: a body or a head that trickles in is cut off in time, and holds nobody else up.

use super::program::Program;
use super::wire::{Wire, enterprise, request, sign_in};
use crate::harness::site::Site;
use crate::site_tests;
use std::time::{Duration, Instant};

/// One byte a second, as long as the other side listens.
fn trickle(wire: &mut Wire, bytes: &[u8], until: Instant) {
    for byte in bytes {
        if Instant::now() > until || wire.send(&[*byte]).is_err() {
            return;
        }
        // The one pause of these tests: slowness is what is tested.
        std::thread::sleep(Duration::from_secs(1));
    }
}

site_tests![
    a_slow_body_is_answered_in_time_while_others_are_served,
    a_slow_head_is_cut_off,
    bytes_that_are_no_http_are_refused_and_harm_nobody
];

async fn a_slow_body_is_answered_in_time_while_others_are_served(site: Site) {
    let program = Program::serve_demo(&site, &["--body-seconds", "1"]);
    let token = sign_in(&program.address, "convenor.ernakulam", odoi_program::demo::PASSWORD);
    let text = request("POST", "/v1/enterprises", &token, &enterprise("Slow"));
    let head = text.find("\r\n\r\n").expect("a head") + 4;
    std::thread::scope(|scope| {
        let slow: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let mut wire = Wire::open(&program.address).expect("a connection");
                    wire.send(&text.as_bytes()[..head]).expect("sent");
                    let began = Instant::now();
                    trickle(&mut wire, &text.as_bytes()[head..head + 2], began + Duration::from_secs(3));
                    let reply = wire.reply().expect("an answer");
                    (reply, began.elapsed())
                })
            })
            .collect();
        let mut quick = Wire::open(&program.address).expect("a connection");
        let mut served = 0;
        while slow.iter().any(|thread| !thread.is_finished()) {
            let began = Instant::now();
            quick.ask("GET", "/v1/clusters?limit=1", &token, "").expect("an answer").expect(200);
            assert!(began.elapsed() < Duration::from_secs(5), "held up for {:?}", began.elapsed());
            served += 1;
        }
        assert!(served > 5, "others were served {served} times");
        for thread in slow {
            let (reply, took) = thread.join().expect("no panic");
            let problem = reply.expect(408).json();
            assert_eq!(problem["type"], "/problems/too-slow", "{problem}");
            assert!(took < Duration::from_secs(20), "{took:?}");
        }
    });
    assert_eq!(site.texts("SELECT CAST(count(*) AS text) AS value FROM enterprises WHERE name_en = 'Slow'"), ["0"]);
}

async fn a_slow_head_is_cut_off(site: Site) {
    let program = Program::serve(&site, &["--body-seconds", "1"]);
    let mut wire = Wire::open(&program.address).expect("a connection");
    let began = Instant::now();
    wire.send(b"GET /health/live HTTP/1.1\r\nHost: loc").expect("sent");
    match wire.reply() {
        Ok(reply) => assert_eq!(reply.status, 408, "{reply:?}"),
        Err(_closed) => {}
    }
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    Wire::open(&program.address).expect("a connection").ask("GET", "/health/live", "", "").expect("an answer").expect(200);
}

async fn bytes_that_are_no_http_are_refused_and_harm_nobody(site: Site) {
    let program = Program::serve(&site, &[]);
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
    ] {
        let mut wire = Wire::open(&program.address).expect("a connection");
        wire.send(bytes).expect("sent");
        if let Ok(reply) = wire.reply() {
            assert_eq!(reply.status, 400, "{reply:?}");
        }
    }
    Wire::open(&program.address).expect("a connection").ask("GET", "/health/live", "", "").expect("an answer").expect(200);
}
