//! Backups: whole, private, and found out where they are not as they were made.

use super::program::{Program, command, data_dir, prepare, run};
use super::wire::{Wire, enterprise, sign_in};
use crate::harness::site::{Engine, Site};
use crate::site_tests;
use aws_lc_rs::digest::{SHA256, digest};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether backups can be made of the engine here.
fn is_possible(engine: Engine) -> bool {
    let has = |program| Command::new(program).arg("--version").output().is_ok();
    let is_possible = engine == Engine::Sqlite || (has("pg_dump") && has("pg_restore"));
    if !is_possible {
        println!("not run: there is no pg_dump and pg_restore in the PATH");
    }
    is_possible
}

fn beside(file: &Path) -> PathBuf {
    PathBuf::from(format!("{}.sha256", file.display()))
}

fn mode(path: &Path) -> u32 {
    let metadata = std::fs::metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    metadata.permissions().mode() & 0o7777
}

fn sha256(bytes: &[u8]) -> String {
    let digest = digest(&SHA256, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A site with something in it, and a backup of it.
fn backed_up(site: &Site) -> PathBuf {
    prepare(site);
    run(site, &["demo"]).well();
    let file = site.path().join("copy");
    run(site, &["backup", file.to_str().expect("UTF-8")]).well();
    file
}

site_tests![
    a_backup_is_a_whole_database_made_while_others_write,
    nobody_else_on_the_machine_can_read_what_the_program_makes,
    a_backup_takes_the_place_of_nothing,
    a_bit_that_has_changed_is_found_wherever_it_is,
    a_copy_that_was_damaged_before_its_digest_was_taken_is_found_too,
    a_chain_that_is_broken_is_told_when_the_copy_is_made_and_when_it_is_checked
];

async fn a_backup_is_a_whole_database_made_while_others_write(site: Site) {
    if !is_possible(site.engine) {
        return;
    }
    let program = Program::serve(&site, &["--demo"]);
    let file = site.path().join("copy.db");
    let name = file.to_str().expect("UTF-8");
    let token = sign_in(&program.address, "convenor.ernakulam", odoi_program::demo::PASSWORD);
    let mut wire = Wire::open(&program.address).expect("a connection");
    let made = wire.ask("POST", "/v1/enterprises", &token, &enterprise("Before the backup")).expect("an answer").expect(201).json();
    let said = run(&site, &["backup", name]).well();
    let bytes = std::fs::read(&file).expect("the file");
    assert!(bytes.len() > 10_000);
    let digest = sha256(&bytes);
    assert!(said.contains("bytes") && said.contains(&digest), "{said}");
    assert_eq!(std::fs::read_to_string(beside(&file)).expect("the digest"), format!("{digest}  copy.db\n"));
    wire.ask("POST", "/v1/enterprises", &token, &enterprise("After the backup")).expect("an answer").expect(201);
    drop(program);
    run(&site, &["backup", "check", name]).well();
    assert_eq!(std::fs::read(&file).expect("the file"), bytes, "a check changes nothing");
    if site.engine == Engine::Postgres {
        let listed = Command::new("pg_restore").args(["--list", name]).output().expect("it runs");
        assert!(listed.status.success() && String::from_utf8_lossy(&listed.stdout).contains("enterprises"));
        return;
    }
    let copy = Site::empty(Engine::Sqlite);
    std::fs::copy(&file, copy.path().join("odoi.db")).expect("copied");
    assert!(run(&copy, &["audit", "verify"]).well().contains("links hold"));
    let program = Program::serve(&copy, &[]);
    let token = sign_in(&program.address, "convenor.ernakulam", odoi_program::demo::PASSWORD);
    let mut wire = Wire::open(&program.address).expect("a connection");
    wire.ask("GET", &format!("/v1/enterprises/{}", made["id"].as_str().expect("an id")), &token, "").expect("an answer").expect(200);
    let after = wire.ask("GET", "/v1/enterprises?q=after+backup", &token, "").expect("an answer").expect(200).json();
    assert_eq!(after["items"], serde_json::json!([]));
}

async fn nobody_else_on_the_machine_can_read_what_the_program_makes(site: Site) {
    if !is_possible(site.engine) {
        return;
    }
    let program = Program::serve(&site, &["--demo"]);
    let file = site.path().join("copy");
    run(&site, &["backup", file.to_str().expect("UTF-8")]).well();
    let (data, keys) = (data_dir(&site), data_dir(&site).join("keys"));
    let mut own = vec![file.clone(), beside(&file)];
    own.extend(std::fs::read_dir(&keys).expect("the keys").map(|entry| entry.expect("an entry").path()));
    if site.engine == Engine::Sqlite {
        own.extend(["odoi.db", "odoi.db-wal", "odoi.db-shm", "odoi.migrating"].map(|name| site.path().join(name)));
    }
    assert!(own.len() >= 4, "{own:?}");
    for path in &own {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    for path in [data, keys] {
        assert_eq!(mode(&path), 0o700, "{}", path.display());
    }
    drop(program);
    // A copy that was put back with another mode becomes private again when it is used.
    if site.engine == Engine::Sqlite {
        let database = site.path().join("odoi.db");
        std::fs::set_permissions(&database, std::fs::Permissions::from_mode(0o644)).expect("a mode");
        let _program = Program::serve(&site, &[]);
        assert_eq!([mode(&database), mode(&site.path().join("odoi.db-wal"))], [0o600, 0o600]);
    }
}

async fn a_backup_takes_the_place_of_nothing(site: Site) {
    if !is_possible(site.engine) {
        return;
    }
    let file = backed_up(&site);
    let name = file.to_str().expect("UTF-8").to_owned();
    let before = std::fs::read(&file).expect("the file");
    run(&site, &["backup", &name]).badly(&["exists already"]);
    std::fs::remove_file(&file).expect("removed");
    run(&site, &["backup", &name]).badly(&[".sha256 exists already"]);
    assert!(!file.exists(), "nothing is begun");
    std::fs::write(&file, &before).expect("written");
    std::fs::remove_file(beside(&file)).expect("removed");
    run(&site, &["backup", &name]).badly(&[&name]);
    assert_eq!(std::fs::read(&file).expect("the file"), before);
    // A copy that could not be made leaves nothing behind.
    if site.engine == Engine::Postgres {
        let other = site.path().join("other");
        let words = ["backup", other.to_str().expect("UTF-8")];
        let said = command(&site, &words).env("PATH", "/nowhere").output().expect("it runs");
        assert!(String::from_utf8_lossy(&said.stderr).contains("install the PostgreSQL client"), "{said:?}");
        assert!(!other.exists() && !beside(&other).exists());
    }
}

async fn a_bit_that_has_changed_is_found_wherever_it_is(site: Site) {
    if !is_possible(site.engine) {
        return;
    }
    let file = backed_up(&site);
    let name = file.to_str().expect("UTF-8").to_owned();
    let check = || run(&site, &["backup", "check", &name]);
    check().well();
    for path in [&file, &beside(&file)] {
        let good = std::fs::read(path).expect("the file");
        let last = if path == &file { good.len() - 1 } else { 63 };
        for part in 0..=20 {
            let mut bad = good.clone();
            bad[last * part / 20] ^= 1 << (part % 6);
            std::fs::write(path, &bad).expect("written");
            check().badly(&[&name]);
        }
        for bad in [&good[..good.len() / 2], &[]] {
            std::fs::write(path, bad).expect("written");
            check().badly(&[&name]);
        }
        std::fs::write(path, &good).expect("written");
    }
    check().well();
    std::fs::remove_file(beside(&file)).expect("removed");
    check().badly(&[".sha256"]);
}

async fn a_copy_that_was_damaged_before_its_digest_was_taken_is_found_too(site: Site) {
    if !is_possible(site.engine) {
        return;
    }
    let file = backed_up(&site);
    let name = file.to_str().expect("UTF-8").to_owned();
    let good = std::fs::read(&file).expect("the file");
    // A block in the middle of nothing but zeros; and another file altogether.
    let mut hole = good.clone();
    let middle = good.len() / 2 / 4096 * 4096;
    hole[middle..middle + 8192].fill(0);
    for bad in [hole, b"SQLite format 3\0 and nothing else".to_vec(), b"PGDMP and nothing else".to_vec(), b"a letter to my aunt".to_vec()] {
        std::fs::write(&file, &bad).expect("written");
        std::fs::write(beside(&file), format!("{}  copy\n", sha256(&bad))).expect("written");
        run(&site, &["backup", "check", &name]).badly(&[]);
    }
}

async fn a_chain_that_is_broken_is_told_when_the_copy_is_made_and_when_it_is_checked(site: Site) {
    if site.engine == Engine::Postgres {
        // An archive cannot be asked: `odoi audit verify` says so once it is restored.
        return;
    }
    let mut program = Program::serve(&site, &["--demo"]);
    program.signal("-TERM");
    program.wait();
    site.sql("UPDATE ledger_heads SET seq = seq + 1 WHERE name = 'audit'");
    let file = site.path().join("copy");
    let name = file.to_str().expect("UTF-8");
    run(&site, &["backup", name]).badly(&["do not hold"]);
    run(&site, &["backup", "check", name]).badly(&["do not hold"]);
}
