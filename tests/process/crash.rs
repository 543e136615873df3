//! A crash under load: whatever was acknowledged is there afterwards, and the audit chain holds.

use super::program::{Program, run};
use super::wire::{Wire, enterprise, sign_in};
use crate::harness::site::Site;
use crate::site_tests;
use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::mpsc::channel;

/// After so many acknowledgements the server is killed.
const ENOUGH: usize = 300;

site_tests![what_was_acknowledged_survives_a_kill_under_load];

async fn what_was_acknowledged_survives_a_kill_under_load(site: Site) {
    let mut program = Program::serve_demo(&site, &[]);
    let token = sign_in(&program.address, "convenor.ernakulam", odoi_program::demo::PASSWORD);
    let acknowledged = Mutex::new(Vec::new());
    let (tell, told) = channel();
    std::thread::scope(|scope| {
        for client in 0..6 {
            let (address, token, acknowledged, tell) = (&program.address, &token, &acknowledged, tell.clone());
            scope.spawn(move || {
                let mut wire = Wire::open(address).expect("a connection");
                // Until the connection breaks: that is the kill.
                for turn in 0.. {
                    let body = enterprise(&format!("Client {client}, enterprise {turn}"));
                    match wire.ask("POST", "/v1/enterprises", token, &body) {
                        Ok(reply) => {
                            let id = reply.expect(201).json()["id"].as_str().expect("an id").to_owned();
                            acknowledged.lock().expect("nobody panicked").push(id);
                            let _killed_already = tell.send(());
                        }
                        Err(_broken) => return,
                    }
                }
            });
        }
        for _ in 0..ENOUGH {
            told.recv_timeout(std::time::Duration::from_secs(120)).expect("the clients go on");
        }
        program.signal("-KILL");
    });
    assert_eq!(program.wait().code(), None, "it was killed");
    let acknowledged = acknowledged.into_inner().expect("nobody panicked");
    assert!(acknowledged.len() >= ENOUGH);

    let again = Program::try_serve(&site, &["--demo"]).expect("it serves");
    let token = sign_in(&again.address, "convenor.ernakulam", odoi_program::demo::PASSWORD);
    let mut wire = Wire::open(&again.address).expect("a connection");
    for id in &acknowledged {
        let reply = wire.ask("GET", &format!("/v1/enterprises/{id}"), &token, "").expect("an answer");
        assert_eq!(reply.status, 200, "{id} was acknowledged and is not there");
    }
    assert_eq!(acknowledged.iter().collect::<HashSet<_>>().len(), acknowledged.len());
    let verdict = run(&site, &["audit", "verify"]).well();
    assert!(verdict.contains("links hold"), "{verdict}");
    // Every enterprise has its audit row and change row: whole units or none.
    for table in ["audit", "changes"] {
        let odd = site.texts(&format!(
                "SELECT CAST(count(*) AS text) AS value FROM enterprises e WHERE (SELECT count(*) FROM {table} t WHERE t.subject = e.id) <> e.revision"
            ));
        assert_eq!(odd, ["0"], "{table}");
    }
}
