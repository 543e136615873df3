//! The first start: from nothing to an answered request, with words that say how to go on.

use super::program::{Program, command, data_dir, prepare, run};
use super::wire::{Wire, sign_in};
use crate::harness::site::Engine;
use crate::harness::site::Site;
use crate::site_tests;
use std::net::TcpListener;

site_tests![
    the_first_start_makes_what_it_needs_says_where_it_is_and_serves,
    the_data_directory_is_for_nobody_else,
    without_the_demonstration_the_banner_says_how_to_make_an_account,
    a_second_start_finds_everything_as_it_was,
    an_address_that_is_taken_is_said_to_be_taken,
    a_postgresql_that_was_not_migrated_is_left_alone,
    two_servers_that_start_at_once_on_one_fresh_site_break_nothing
];

async fn the_first_start_makes_what_it_needs_says_where_it_is_and_serves(site: Site) {
    let program = Program::serve(&site, &["--demo"]);
    let banner = program.banner.join("\n");
    let [address, docs] = ["", "/docs/"].map(|path| format!("http://{}{path}", program.address));
    for words in [address.as_str(), &docs, "Swagger UI", "Sign in", odoi_program::demo::PASSWORD, "convenor.ernakulam", "kdisc_dpe"] {
        assert!(banner.contains(words), "no {words:?} in {banner}");
    }
    assert!(banner.contains(&data_dir(&site).display().to_string()), "{banner}");
    assert!(data_dir(&site).join("keys").is_dir());
    assert_eq!(site.path().join("odoi.db").exists(), site.engine == Engine::Sqlite);
    let token = sign_in(&program.address, "convenor.ernakulam", odoi_program::demo::PASSWORD);
    let mut wire = Wire::open(&program.address).expect("a connection");
    let clusters = wire.ask("GET", "/v1/clusters?q=kalady", &token, "").expect("an answer").expect(200).json();
    assert_eq!(clusters["items"][0]["name"]["en"], "Kalady rice millers cluster");
    assert_eq!(wire.ask("GET", "/health/ready", "", "").expect("an answer").status, 200);
}

async fn the_data_directory_is_for_nobody_else(site: Site) {
    use std::os::unix::fs::PermissionsExt;
    let _program = Program::serve(&site, &[]);
    let keys = data_dir(&site).join("keys");
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&keys), 0o700);
    for file in std::fs::read_dir(&keys).expect("keys") {
        assert_eq!(mode(&file.expect("a key").path()), 0o600);
    }
}

async fn without_the_demonstration_the_banner_says_how_to_make_an_account(site: Site) {
    let program = Program::serve(&site, &[]);
    let banner = program.banner.join("\n");
    assert!(banner.contains("odoi accounts create") && banner.contains("odoi grants give"), "{banner}");
    assert!(!banner.contains(odoi_program::demo::PASSWORD), "{banner}");
}

async fn a_second_start_finds_everything_as_it_was(site: Site) {
    let first = Program::serve(&site, &["--demo"]);
    let token = sign_in(&first.address, "convenor.ernakulam", odoi_program::demo::PASSWORD);
    let count = |address: &str| {
        let mut wire = Wire::open(address).expect("a connection");
        wire.ask("GET", "/v1/enterprises?count=true&limit=1", &token, "").expect("an answer").expect(200).json()["total"].clone()
    };
    let before = count(&first.address);
    drop(first);
    // The issuer of the token is the address: without a stable public URL it would not be the same.
    let second = Program::serve(&site, &["--demo"]);
    let token = sign_in(&second.address, "convenor.ernakulam", odoi_program::demo::PASSWORD);
    let mut wire = Wire::open(&second.address).expect("a connection");
    let after = wire.ask("GET", "/v1/enterprises?count=true&limit=1", &token, "").expect("an answer").expect(200).json()["total"].clone();
    assert_eq!(after, before);
    assert_eq!(run(&site, &["keys", "list"]).well().lines().count(), 1, "no second key was made");
}

async fn an_address_that_is_taken_is_said_to_be_taken(site: Site) {
    prepare(&site);
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    run(&site, &["serve", "--listen", &address]).badly(&["cannot listen on", &address]);
}

async fn a_postgresql_that_was_not_migrated_is_left_alone(site: Site) {
    if site.engine == Engine::Postgres {
        run(&site, &["serve", "--listen", "127.0.0.1:0"]).badly(&["lacks migration", "odoi migrate up"]);
    } else {
        // The embedded database is the program's own: it is migrated by whatever opens it.
        let program = Program::try_serve(&site, &[]).expect("it serves");
        assert!(program.banner.join("\n").contains("odoi.db"));
    }
}

async fn two_servers_that_start_at_once_on_one_fresh_site_break_nothing(site: Site) {
    prepare(&site);
    let children: Vec<_> = (0..2).map(|_| command(&site, &["demo"]).spawn().expect("a child")).collect();
    let ended: Vec<_> = children.into_iter().map(|child| child.wait_with_output().expect("it ends")).collect();
    // One of them may find the other's work half done and say so; it does not spoil it.
    let well = ended.iter().filter(|output| output.status.success()).count();
    assert!(well >= 1, "{ended:?}");
    for output in ended.iter().filter(|output| !output.status.success()) {
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(words.starts_with("odoi: ") && !words.contains("panicked"), "{words}");
    }
    let (one, two) = std::thread::scope(|scope| {
        let site = &site;
        let start = move || Program::try_serve(site, &["--demo"]).unwrap_or_else(|ended| panic!("{ended:?}"));
        let (one, two) = (scope.spawn(start), scope.spawn(start));
        (one.join().expect("one serves"), two.join().expect("two serves"))
    });
    let token = sign_in(&one.address, "officer", odoi_program::demo::PASSWORD);
    let body = super::wire::enterprise("Told to the first, read from the second");
    let made = Wire::open(&one.address)
        .expect("a connection")
        .ask("POST", "/v1/enterprises", &token, &body)
        .expect("an answer")
        .expect(201)
        .json();
    let token = sign_in(&two.address, "officer", odoi_program::demo::PASSWORD);
    let path = format!("/v1/enterprises/{}", made["id"].as_str().expect("an id"));
    Wire::open(&two.address).expect("a connection").ask("GET", &path, &token, "").expect("an answer").expect(200);
    drop((one, two));
    assert_eq!(site.texts("SELECT CAST(count(*) AS text) AS value FROM accounts WHERE sign_in_name = 'officer'"), ["1"]);
    run(&site, &["audit", "verify"]).well();
}
