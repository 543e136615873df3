//! Accounts, grants and keys from the command line, and what they open at a running server.

use super::program::{Ended, Program, prepare, run, run_with};
use super::wire::{Wire, enterprise, sign_in};
use crate::harness::site::Site;
use crate::site_tests;

const PASSWORD: &str = "forty quiet coconut boats";

fn create(site: &Site, name: &str, password: &str) -> Ended {
    run_with(site, &["accounts", "create", name, "--display", "Somebody"], &format!("{password}\n"))
}

fn ask(program: &Program, method: &str, path: &str, token: &str, body: &str) -> super::wire::Reply {
    Wire::open(&program.address).expect("a connection").ask(method, path, token, body).expect("an answer")
}

site_tests![
    an_account_and_a_role_made_at_the_command_line_open_the_server,
    wrong_words_are_answered_with_the_right_ones,
    a_bad_account_is_refused_and_not_made,
    another_password_replaces_the_first,
    a_password_from_the_command_line_is_the_same_on_every_keyboard,
    a_partner_system_trades_its_secret_for_a_token,
    keys_are_made_turned_and_retired
];

async fn an_account_and_a_role_made_at_the_command_line_open_the_server(site: Site) {
    prepare(&site);
    let said = create(&site, "dpe.kollam", PASSWORD).well();
    assert!(said.contains("odoi grants give"), "{said}");
    let program = Program::serve(&site, &[]);
    let token = sign_in(&program.address, "dpe.kollam", PASSWORD);
    ask(&program, "GET", "/v1/clusters", &token, "").expect(403);
    run(&site, &["grants", "give", "dpe.kollam", "kdisc_dpe", "district", "555"]).well();
    ask(&program, "GET", "/v1/clusters", &token, "").expect(200);
    ask(&program, "POST", "/v1/enterprises", &token, &enterprise("Mill")).expect(201);
    let list = run(&site, &["grants", "list", "dpe.kollam"]).well();
    assert_eq!(list.split_whitespace().collect::<Vec<_>>(), ["kdisc_dpe", "district", "555"]);
    // A role that is taken away is gone with the next request.
    run(&site, &["grants", "revoke", "dpe.kollam", "kdisc_dpe"]).well();
    ask(&program, "GET", "/v1/clusters", &token, "").expect(403);
    assert_eq!(run(&site, &["grants", "list", "dpe.kollam"]).well(), "");
    run(&site, &["grants", "revoke", "dpe.kollam", "kdisc_dpe"]).badly(&["does not hold kdisc_dpe"]);
    // A closed account is out at once, and in again when it is reopened.
    run(&site, &["accounts", "close", "dpe.kollam"]).well();
    ask(&program, "GET", "/v1/auth/me", &token, "").expect(401);
    assert!(run(&site, &["accounts", "list"]).well().contains("closed"));
    run(&site, &["accounts", "reopen", "dpe.kollam"]).well();
    ask(&program, "GET", "/v1/auth/me", &token, "").expect(401);
    sign_in(&program.address, "dpe.kollam", PASSWORD);
    let again = run(&site, &["accounts", "reopen", "dpe.kollam"]);
    again.badly(&["reopen"]);
}

async fn wrong_words_are_answered_with_the_right_ones(site: Site) {
    prepare(&site);
    create(&site, "someone", PASSWORD).well();
    run(&site, &["grants", "give", "someone", "boss", "state"]).badly(&["\"boss\"", "there are:", "kdisc_officer", "auditor"]);
    run(&site, &["grants", "give", "someone", "auditor", "everywhere"]).badly(&["\"everywhere\"", "district", "state"]);
    run(&site, &["grants", "give", "someone", "auditor", "district", "999"]).badly(&["\"999\""]);
    run(&site, &["grants", "give", "someone", "kdisc_dpe", "state"]).badly(&["district"]);
    run(&site, &["grants", "give", "nobody", "auditor", "state"]).badly(&["no account nobody"]);
    run(&site, &["grants", "list", "nobody"]).badly(&[]);
    run(&site, &["grants", "give", "someone", "auditor", "state"]).well();
    run(&site, &["grants", "give", "someone", "auditor", "state"]).badly(&["/role"]);
}

async fn a_bad_account_is_refused_and_not_made(site: Site) {
    prepare(&site);
    for (name, password) in [("someone", ""), ("someone", "short"), ("someone", "password123"), ("Some One", PASSWORD), ("x", PASSWORD)] {
        let ended = create(&site, name, password);
        let words = ended.badly(&[]);
        assert!(password.is_empty() || !words.contains(password), "the password is not repeated: {words}");
    }
    assert_eq!(run(&site, &["accounts", "list"]).well(), "");
    create(&site, "someone", PASSWORD).well();
    create(&site, "someone", PASSWORD).badly(&["/sign_in_name"]);
    assert_eq!(run(&site, &["accounts", "list"]).well().lines().count(), 1);
}

async fn another_password_replaces_the_first(site: Site) {
    prepare(&site);
    create(&site, "someone", PASSWORD).well();
    let program = Program::serve(&site, &[]);
    let token = sign_in(&program.address, "someone", PASSWORD);
    run_with(&site, &["accounts", "set-password", "someone"], "eleven lazy rubber trees\n").well();
    ask(&program, "GET", "/v1/auth/me", &token, "").expect(401);
    let body = serde_json::json!({"name": "someone", "password": PASSWORD}).to_string();
    ask(&program, "POST", "/v1/auth/sign-in", "", &body).expect(401);
    sign_in(&program.address, "someone", "eleven lazy rubber trees");
}

async fn a_password_from_the_command_line_is_the_same_on_every_keyboard(site: Site) {
    prepare(&site);
    create(&site, "someone", "tall\tcashew nine rivers").badly(&["control character"]);
    create(&site, "someone", "കെ\u{d3e}ച്ചി cafe\u{301}\u{a0}nine rivers").well();
    let program = Program::serve(&site, &[]);
    sign_in(&program.address, "someone", "കൊച്ചി caf\u{e9} nine rivers");
    run_with(&site, &["accounts", "set-password", "someone"], "forty quiet\u{2003}coconut boats\n").well();
    sign_in(&program.address, "someone", PASSWORD);
}

async fn a_partner_system_trades_its_secret_for_a_token(site: Site) {
    prepare(&site);
    let said = run(&site, &["accounts", "create-client", "erp.kollam", "--display", "ERP"]).well();
    let value = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).expect(name).trim().to_owned();
    let secret = value("client_secret");
    assert_eq!(value("client_id"), "erp.kollam");
    assert!(secret.len() >= 40 && said.contains("not shown again"), "{said}");
    run(&site, &["grants", "give", "erp.kollam", "service_client", "state"]).well();
    let program = Program::serve(&site, &[]);
    let trade = |secret: &str| {
        let body = format!("grant_type=client_credentials&client_id=erp.kollam&client_secret={secret}");
        let mut wire = Wire::open(&program.address).expect("a connection");
        let text = format!(
            "POST /v1/auth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        wire.send(text.as_bytes()).expect("sent");
        wire.reply().expect("an answer")
    };
    let answer = trade(&secret).expect(200).json();
    assert!(answer.get("refresh_token").is_none(), "{answer}");
    let token = answer["access_token"].as_str().expect("a token");
    ask(&program, "GET", "/v1/enterprises", token, "").expect(200);
    assert!(trade("wrong").status >= 400);
    let renewed = run(&site, &["accounts", "renew-secret", "erp.kollam"]).well();
    assert!(trade(&secret).status >= 400, "the old secret is no good any more");
    ask(&program, "GET", "/v1/enterprises", token, "").expect(401);
    trade(renewed.lines().find_map(|line| line.strip_prefix("client_secret")).expect("a secret").trim()).expect(200);
}

async fn keys_are_made_turned_and_retired(site: Site) {
    run(&site, &["keys", "list"]).badly(&[]);
    run(&site, &["keys", "retire", "none"]).badly(&[]);
    let first = run(&site, &["keys", "ensure"]).well();
    let first = first.split(' ').next().expect("an id").to_owned();
    assert!(run(&site, &["keys", "ensure"]).well().contains("already"));
    run(&site, &["keys", "retire", &first]).badly(&["rotate first"]);
    let second = run(&site, &["keys", "rotate"]).well();
    let second = second.split(' ').next().expect("an id").to_owned();
    assert_eq!(run(&site, &["keys", "list"]).well().lines().collect::<Vec<_>>(), [&first, &second], "the last one signs");
    run(&site, &["keys", "retire", "nothing"]).badly(&["there is no key nothing"]);
    prepare(&site);
    let program = Program::serve(&site, &[]);
    let published = ask(&program, "GET", "/.well-known/jwks.json", "", "").expect(200).json();
    let kids: Vec<&str> = published["keys"].as_array().expect("keys").iter().map(|key| key["kid"].as_str().expect("a kid")).collect();
    assert_eq!(kids, [&first, &second]);
    run(&site, &["keys", "retire", &first]).well();
    assert_eq!(run(&site, &["keys", "list"]).well().trim(), second);
    // However often they are turned, four are live at most.
    for _ in 0..6 {
        run(&site, &["keys", "rotate"]).well();
    }
    assert_eq!(run(&site, &["keys", "list"]).well().lines().count(), 4);
}
