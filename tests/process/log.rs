//! The access log: a line per request that says who, where to and what came of it, and nothing personal.

use super::program::{Program, run};
use super::wire::{Wire, sign_in};
use crate::harness::site::Site;
use crate::site_tests;
use serde_json::Value;

const NAME: &str = "convenor.ernakulam";

site_tests![the_log_names_an_account_by_its_id_and_never_by_its_name];

async fn the_log_names_an_account_by_its_id_and_never_by_its_name(site: Site) {
    let mut program = Program::serve(&site, &["--demo", "--log-format", "json"]);
    let token = sign_in(&program.address, NAME, odoi_program::demo::PASSWORD);
    let mut wire = Wire::open(&program.address).expect("a connection");
    let me = wire.ask("GET", "/v1/auth/me", &token, "").expect("an answer").expect(200).json();
    let id = me["id"].as_str().expect("an id").to_owned();
    wire.ask("GET", "/v1/clusters?q=kalady", &token, "").expect("an answer").expect(200);
    wire.ask("GET", "/v1/clusters/none", &token, "").expect("an answer").expect(404);
    wire.ask("GET", &format!("/v1/nothing/{NAME}"), &token, "").expect("an answer").expect(404);
    wire.ask("POST", "/v1/auth/sign-in", "", &format!(r#"{{"name":"{NAME}","password":"wrong"}}"#)).expect("an answer").expect(401);
    wire.ask("GET", "/health/live", "", "").expect("an answer").expect(200);
    program.signal("-TERM");
    program.wait();
    let log = program.errors();
    let lines: Vec<Value> = log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let seen: Vec<[String; 4]> = lines
        .iter()
        .filter(|line| line["target"] == "odoi::access")
        .map(|line| ["account", "method", "route", "status"].map(|name| line[name].to_string().trim_matches('"').to_owned()))
        .collect();
    for (account, method, route, status) in [
        (id.as_str(), "POST", "/v1/auth/sign-in", "200"),
        (&id, "GET", "/v1/auth/me", "200"),
        (&id, "GET", "/v1/clusters", "200"),
        (&id, "GET", "/v1/clusters/{id}", "404"),
        (&id, "GET", "-", "404"),
        ("-", "POST", "/v1/auth/sign-in", "401"),
        ("-", "GET", "/health/live", "200"),
    ] {
        assert!(seen.contains(&[account, method, route, status].map(str::to_owned)), "{account} {method} {route} {status}: {seen:?}");
    }
    let listed = run(&site, &["accounts", "list"]).well();
    assert!(listed.lines().any(|line| line.starts_with(NAME) && line.contains(&id)), "{listed}");
    assert!(!log.contains(NAME) && !log.contains("kalady"), "{log}");
}
