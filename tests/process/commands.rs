//! The commands that look after a site: migrate, backup, audit, openapi, health, and their help.

use super::program::{Ended, Program, command, prepare, run};
use crate::harness::AS_ODOI;
use crate::harness::site::Engine;
use crate::harness::site::Site;
use crate::site_tests;
use std::process::{Command, Stdio};

/// A command that knows nothing of a site.
fn alone(words: &[&str]) -> Ended {
    let output = Command::new(std::env::current_exe().expect("this program"))
        .arg(AS_ODOI)
        .args(words)
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    Ended {
        status: output.status,
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

site_tests![
    help_lists_every_command_and_every_setting,
    help_does_not_repeat_a_password_of_the_environment,
    migrations_go_up_and_down_and_say_where_they_stand,
    a_mistyped_database_url_is_refused,
    a_broken_audit_chain_makes_the_command_fail,
    the_published_document_is_compared,
    health_is_asked_of_a_running_server
];

async fn help_lists_every_command_and_every_setting(site: Site) {
    let _one_site_is_enough = &site;
    let help = alone(&["--help"]).well();
    for word in [
        "serve",
        "migrate",
        "demo",
        "import",
        "accounts",
        "grants",
        "keys",
        "backup",
        "audit",
        "openapi",
        "health",
        "--data-dir",
        "--database-url",
    ] {
        assert!(help.contains(word), "no {word} in {help}");
        if !word.starts_with('-') {
            let more = alone(&[word, "--help"]).well();
            assert!(more.contains("Usage: "), "{more}");
        }
    }
    let serve = alone(&["serve", "--help"]).well();
    for word in
        ["--listen", "ODOI_LISTEN", "--production", "--demo", "--public-url", "--cors-origins", "--trusted-proxies", "--body-seconds"]
    {
        assert!(serve.contains(word), "no {word} in {serve}");
    }
    assert!(alone(&["--version"]).well().starts_with("odoi "));
    assert_eq!(alone(&[]).status.code(), Some(2));
}

async fn help_does_not_repeat_a_password_of_the_environment(site: Site) {
    let _one_site_is_enough = &site;
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args([AS_ODOI, "serve", "--help"])
        .env("DATABASE_URL", "postgres://odoi:sesame@localhost/odoi")
        .output()
        .expect("it runs");
    assert!(output.status.success());
    assert!(!String::from_utf8_lossy(&output.stdout).contains("sesame"));
}

async fn migrations_go_up_and_down_and_say_where_they_stand(site: Site) {
    if site.engine == Engine::Sqlite {
        let missing = format!("sqlite://{}", site.path().join("missing.db").display());
        alone(&["migrate", "status", "--database-url", &missing]).badly(&["there is no file", "?create=true"]);
    }
    let room = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations/sqlite");
    let all = std::fs::read_dir(room).expect(room).count();
    assert!(run(&site, &["migrate", "up"]).well().contains(&format!(": {all} migrations run")));
    assert!(run(&site, &["migrate", "up"]).well().contains(": 0 migrations run"));
    assert!(run(&site, &["migrate", "status"]).well().contains(&format!(": {all} applied, 0 pending, 0 unknown")));
    run(&site, &["migrate", "down"]).badly(&["loses what it kept", "--yes"]);
    assert!(run(&site, &["migrate", "status"]).well().contains(&format!(": {all} applied")));
    run(&site, &["migrate", "down", "--yes"]).well();
    let status = run(&site, &["migrate", "status"]).well();
    assert!(status.contains(&format!(": {} applied, 1 pending, 0 unknown", all - 1)) && status.contains("pending 2026"), "{status}");
    run(&site, &["migrate", "up"]).well();
    site.sql("INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')");
    let status = run(&site, &["migrate", "status"]).well();
    assert!(status.contains("unknown 29990101000000: made by a newer program"), "{status}");
    run(&site, &["serve", "--listen", "127.0.0.1:0"]).badly(&["newer program"]);
}

async fn a_mistyped_database_url_is_refused(site: Site) {
    let _one_site_is_enough = &site;
    let ended = alone(&["migrate", "status", "--database-url", "postgre://x"]);
    assert_eq!(ended.status.code(), Some(2), "{ended:?}");
    assert!(ended.err.contains("must begin with sqlite:// or postgres://"), "{}", ended.err);
}

async fn a_broken_audit_chain_makes_the_command_fail(site: Site) {
    prepare(&site);
    run(&site, &["demo"]).well();
    let verdict = run(&site, &["audit", "verify"]).well();
    assert!(verdict.starts_with("0 links hold") && !verdict.contains(" 0 rows wait"), "{verdict}");
    let mut program = Program::serve(&site, &[]);
    program.signal("-TERM");
    program.wait();
    let verdict = run(&site, &["audit", "verify"]).well();
    assert!(!verdict.starts_with("0 links") && verdict.contains(" 0 rows wait"), "{verdict}");
    site.disarm();
    let links: usize = verdict.split(' ').next().expect("a number").parse().expect("a number");
    site.sql("UPDATE audit SET request_id = 'another' WHERE seq IN (3, 5)");
    site.sql(match site.engine {
        Engine::Sqlite => "PRAGMA ignore_check_constraints = 1; UPDATE audit SET facts = '{' WHERE seq = 7",
        Engine::Postgres => "UPDATE audit SET facts = '{}' WHERE seq = 7",
    });
    let ended = run(&site, &["audit", "verify"]);
    assert!(ended.out.starts_with(&format!("{} links hold", links - 3)), "{ended:?}");
    for line in ["link 3: audit row ", "link 5: audit row ", "changed after it was sealed", "link 7: audit row ", "cannot be read"] {
        assert!(ended.out.contains(line), "{line}: {ended:?}");
    }
    ended.badly(&["3 of the things that are verified do not hold"]);
}

async fn the_published_document_is_compared(site: Site) {
    let directory = site.path().join("openapi");
    std::fs::create_dir(&directory).expect("a directory");
    let directory = directory.to_str().expect("UTF-8");
    alone(&["openapi", "--directory", directory, "--check"]).badly(&["openapi.json", "problems.md", "run `odoi openapi`"]);
    alone(&["openapi", "--directory", directory]).well();
    alone(&["openapi", "--directory", directory, "--check"]).well();
    for name in ["openapi.json", "problems.md", "policy.md", "lifecycle.md", "events.md"] {
        let path = site.path().join("openapi").join(name);
        let text = std::fs::read_to_string(&path).expect(name);
        std::fs::write(&path, format!("{text} ")).expect(name);
        alone(&["openapi", "--directory", directory, "--check"]).badly(&[name]);
        std::fs::write(&path, text).expect(name);
    }
}

async fn health_is_asked_of_a_running_server(site: Site) {
    let mut program = Program::serve(&site, &[]);
    let address = program.address.clone();
    alone(&["health", "--address", &address]).well();
    program.signal("-KILL");
    program.wait();
    alone(&["health", "--address", &address]).badly(&[]);
    let from_environment = command(&site, &["health"]).env("ODOI_HEALTH_ADDRESS", &address).output().expect("it runs");
    assert_eq!(from_environment.status.code(), Some(1));
}
