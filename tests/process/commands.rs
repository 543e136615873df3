//! The commands that look after a site: migrate, backup, audit, openapi, health, and their help.

use super::program::{Ended, Program, command, prepare, run};
use super::wire::{Wire, enterprise, sign_in};
use crate::harness::AS_ODOI;
use crate::harness::site::{Engine, Site};
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

site_tests! {
    async fn help_lists_every_command_and_every_setting(site: Site) {
        let _one_site_is_enough = &site;
        let help = alone(&["--help"]).well();
        for word in ["serve", "migrate", "demo", "import", "accounts", "grants", "keys", "backup", "audit", "openapi", "health", "--data-dir", "--database-url"] {
            assert!(help.contains(word), "no {word} in {help}");
            if !word.starts_with('-') {
                let more = alone(&[word, "--help"]).well();
                assert!(more.contains("Usage: "), "{more}");
            }
        }
        let serve = alone(&["serve", "--help"]).well();
        for word in ["--listen", "ODOI_LISTEN", "--production", "--demo", "--public-url", "--cors-origins", "--trusted-proxies", "--body-seconds"] {
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

    async fn a_backup_is_a_whole_database_made_while_others_write(site: Site) {
        let program = Program::serve(&site, &["--demo"]);
        let file = site.path().join("copy.db");
        let file = file.to_str().expect("UTF-8");
        if site.engine == Engine::Postgres && Command::new("pg_dump").arg("--version").output().is_err() {
            println!("not run: there is no pg_dump in the PATH");
            return;
        }
        let token = sign_in(&program.address, "convenor.ernakulam", odoi_api::demo::PASSWORD);
        let mut wire = Wire::open(&program.address).expect("a connection");
        let made = wire.ask("POST", "/v1/enterprises", &token, &enterprise("Before the backup")).expect("an answer").expect(201).json();
        let said = run(&site, &["backup", file]).well();
        assert!(said.contains("bytes"), "{said}");
        assert!(std::fs::metadata(file).expect("the file").len() > 10_000);
        run(&site, &["backup", file]).badly(&["exists already"]);
        wire.ask("POST", "/v1/enterprises", &token, &enterprise("After the backup")).expect("an answer").expect(201);
        drop(program);
        if site.engine == Engine::Postgres {
            let listed = Command::new("pg_restore").args(["--list", file]).output().expect("pg_restore is beside pg_dump");
            assert!(listed.status.success() && String::from_utf8_lossy(&listed.stdout).contains("enterprises"));
            return;
        }
        let copy = Site::empty(Engine::Sqlite);
        std::fs::copy(file, copy.path().join("odoi.db")).expect("copied");
        assert!(run(&copy, &["audit", "verify"]).well().contains("links hold"));
        let program = Program::serve(&copy, &[]);
        let token = sign_in(&program.address, "convenor.ernakulam", odoi_api::demo::PASSWORD);
        let mut wire = Wire::open(&program.address).expect("a connection");
        wire.ask("GET", &format!("/v1/enterprises/{}", made["id"].as_str().expect("an id")), &token, "").expect("an answer").expect(200);
        let after = wire.ask("GET", "/v1/enterprises?q=after+backup", &token, "").expect("an answer").expect(200).json();
        assert_eq!(after["items"], serde_json::json!([]));
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
        site.sql("UPDATE audit SET request_id = 'another' WHERE seq = 3");
        let ended = run(&site, &["audit", "verify"]);
        assert!(ended.out.starts_with("2 links hold"), "{ended:?}");
        ended.badly(&["the chain breaks at link 3", "audit row", "changed after it was sealed"]);
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
}
