//! Production refuses to start with unsafe settings, and each refusal says what to do.

use super::program::{Program, command, prepare, run};
use crate::harness::AS_ODOI;
use crate::harness::site::Site;
use crate::site_tests;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

const SAFE: &[&str] = &["--production", "--public-url", "https://odoi.example.org", "--listen", "127.0.0.1:0"];

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
}

fn serve<'a>(words: &[&'a str]) -> Vec<&'a str> {
    [&["serve"], words].concat()
}

site_tests![
    unsafe_settings_are_refused_in_production_with_what_to_do,
    in_production_no_clock_is_set_back_for_the_demonstration,
    a_number_that_makes_no_sense_is_refused_with_those_that_do,
    keys_that_are_no_keys_are_refused_by_name_and_with_what_to_do,
    what_others_on_the_machine_can_read_is_refused_in_production_and_told_elsewhere,
    no_piece_of_the_database_url_is_ever_said,
    a_database_with_demonstration_accounts_is_refused_until_they_are_closed,
    safe_settings_are_accepted_in_production,
    mistyped_words_are_refused_before_anything_is_touched
];

async fn unsafe_settings_are_refused_in_production_with_what_to_do(site: Site) {
    prepare(&site);
    for (words, said) in [
        (serve(&[SAFE, &["--demo"]].concat()), ["--demo", "leave it out"]),
        (serve(&[SAFE, &["--cors-origins", "*"]].concat()), ["--cors-origins", "name the frontends' origins"]),
        (serve(&[SAFE, &["--cors-origins", "https://a.example,*"]].concat()), ["--cors-origins", "name the frontends' origins"]),
        (serve(&["--production"]), ["--public-url is missing", "set https://"]),
        (serve(&["--production", "--public-url", "http://odoi.example.org"]), ["--public-url is not https", "ODOI_PUBLIC_URL"]),
        (serve(SAFE), ["there are no signing keys", "odoi keys ensure"]),
    ] {
        run(&site, &words).badly(&said);
    }
    run(&site, &serve(&[SAFE, &["--cors-origins", "http://app.example"]].concat())).badly(&["without TLS", "ODOI_CORS_ORIGINS"]);
    for url in
        ["https://", "https:///x", "https://a.example?b", "https://a.example/#c", "https://me@a.example", "ftp://a.example", "https://a b"]
    {
        run(&site, &serve(&["--public-url", url])).badly(&["is no address of a server", "--public-url takes https://"]);
    }
    run(&site, &serve(&[SAFE, &["--sign-ins-per-minute", "101"]].concat())).badly(&["passwords be guessed", "ODOI_SIGN_INS_PER_MINUTE"]);
    run(&site, &serve(&[SAFE, &["--guesses-per-minute", "101"]].concat())).badly(&["masked facts be guessed", "ODOI_GUESSES_PER_MINUTE"]);
    run(&site, &serve(&["--log", "%%==nonsense"])).badly(&["--log cannot be read", "ODOI_LOG"]);
    for contact in ["security@example.org", "http://example.org", "mailto:", "https://example.org/a b"] {
        run(&site, &serve(&["--security-contact", contact])).badly(&["is no contact", "mailto:"]);
    }
    // All objections at once.
    let words = run(&site, &serve(&["--production", "--demo", "--cors-origins", "*"])).badly(&["--demo", "--cors-origins", "--public-url"]);
    assert_eq!(words.lines().count(), 4, "{words}");
}

async fn in_production_no_clock_is_set_back_for_the_demonstration(site: Site) {
    prepare(&site);
    run(&site, &["demo", "--production"]).badly(&["sets the clock back", "not in production", "ODOI_PRODUCTION"]);
    let output = command(&site, &["demo"]).env("ODOI_PRODUCTION", "true").output().expect("it ends");
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("sets the clock back"), "{output:?}");
    run(&site, &serve(&[SAFE, &["--demo"]].concat())).badly(&["--demo", "leave it out"]);
    run(&site, &["demo"]).well();
}

async fn a_number_that_makes_no_sense_is_refused_with_those_that_do(site: Site) {
    for (flag, least, most) in [
        ("--workers", 1, 512),
        ("--connections", 1, 1000),
        ("--requests-per-minute", 1, 100_000_000),
        ("--sign-ins-per-minute", 1, 1_000_000),
        ("--body-limit", 16_384, 16_777_216),
        ("--document-limit", 65_536, 104_857_600),
        ("--body-seconds", 1, 300),
        ("--request-seconds", 1, 300),
        ("--shutdown-seconds", 1, 600_u64),
    ] {
        let variable = format!("ODOI_{}", flag.trim_start_matches('-').replace('-', "_").to_uppercase());
        for value in [0, least - 1, most + 1, u64::from(u32::MAX) + 1, i64::MAX.unsigned_abs()] {
            let by_flag = run(&site, &serve(&[flag, &value.to_string()]));
            let by_variable = command(&site, &["serve"]).env(&variable, value.to_string()).output().expect("it runs");
            for (code, words) in [
                (by_flag.status.code(), by_flag.err),
                (by_variable.status.code(), String::from_utf8_lossy(&by_variable.stderr).into_owned()),
            ] {
                assert_eq!(code, Some(2), "{flag} {value}: {words}");
                assert!(words.contains(flag) && words.contains(&format!("{least}..={most}")), "{words}");
            }
        }
    }
    assert!(!super::program::data_dir(&site).exists(), "nothing is touched");
}

async fn keys_that_are_no_keys_are_refused_by_name_and_with_what_to_do(site: Site) {
    prepare(&site);
    run(&site, &["keys", "ensure"]).well();
    let directory = super::program::data_dir(&site).join("keys");
    let secret = directory.join("refresh.secret");
    let key = std::fs::read_dir(&directory)
        .expect("the keys")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.extension().is_some_and(|ending| ending == "ed25519"))
        .expect("a key");
    for file in [&secret, &key] {
        let good = std::fs::read(file).expect("a file");
        let name = file.display().to_string();
        let half = &good[..good.len() / 2];
        let damaged: Vec<u8> = good.iter().map(|byte| byte ^ 1).collect();
        for bad in
            [b"".as_slice(), b"12345".as_slice(), half, &vec![0; good.len()][..]].into_iter().chain((file == &key).then_some(&damaged[..]))
        {
            std::fs::write(file, bad).expect("written");
            for words in
                [serve(SAFE), serve(&["--listen", "127.0.0.1:0"]), vec!["keys", "list"], vec!["keys", "ensure"], vec!["keys", "rotate"]]
            {
                let said = run(&site, &words).badly(&[&name, "odoi keys ensure"]);
                assert!(!said.contains("no signing keys"), "{said}");
            }
            for made in std::fs::read_dir(&directory).expect("the keys").map(|entry| entry.expect("an entry").path()) {
                if made != key && made != secret {
                    std::fs::remove_file(made).expect("what rotating made");
                }
            }
        }
        std::fs::write(file, good).expect("written");
    }
    // What is missing is made, and what is there stays.
    let kept = std::fs::read(&key).expect("the key");
    std::fs::remove_file(&secret).expect("removed");
    run(&site, &serve(SAFE)).badly(&["refresh.secret is missing", "odoi keys ensure"]);
    run(&site, &["keys", "ensure"]).well();
    assert_eq!((std::fs::read(&key).expect("the key"), std::fs::read(&secret).expect("the secret").len()), (kept, 32));
    Program::serve(&site, &SAFE[..3]);
}

async fn what_others_on_the_machine_can_read_is_refused_in_production_and_told_elsewhere(site: Site) {
    prepare(&site);
    run(&site, &["keys", "ensure"]).well();
    let data = super::program::data_dir(&site);
    let (keys, secret) = (data.join("keys"), data.join("keys/refresh.secret"));
    for (path, bad, good) in
        [(&secret, 0o644, 0o400), (&secret, 0o640, 0o600), (&secret, 0o604, 0o600), (&keys, 0o755, 0o700), (&data, 0o750, 0o700)]
    {
        let name = path.display().to_string();
        set_mode(path, bad);
        run(&site, &serve(SAFE)).badly(&[&name, &format!("mode {bad:04o}"), "chmod"]);
        let program = Program::serve(&site, &[]);
        assert!(program.errors().contains(&name), "{}", program.errors());
        set_mode(path, good);
    }
    let program = Program::serve(&site, &SAFE[..3]);
    assert!(!program.errors().contains("chmod"), "{}", program.errors());
}

async fn no_piece_of_the_database_url_is_ever_said(site: Site) {
    // Where `@` or `/` of a password stands as it is, libpq takes pieces of it for the host or the port.
    for url in [
        "postgres://teller:sesame-one@127.0.0.1:1/vault",
        "postgres://teller:sesame-one/two@127.0.0.1:1/vault",
        "postgres://teller:sesame-one@two@127.0.0.1:1/vault",
        "postgres://teller:sesame-one",
        "postgres://teller:x@127.0.0.1:sesame-one/vault",
        "postgres://127.0.0.1:1/vault?password=sesame-one&user=teller",
        "postgres://127.0.0.1:1/vault?sesame-one",
        "postgres://127.0.0.1:1/vault?sesame-one=teller",
        "postgres://teller:sesame-one@no.such.host.invalid/vault",
        "postgres://teller:sesame-one@127.0.0.1:1/vault?sslmode=sesame-one",
        "postgress://teller:sesame-one@127.0.0.1:1/vault",
        "teller:sesame-one",
        "sqlite://vault?sesame-one",
        "sqlite://teller:sesame-one@/vault.db",
        "postgres://teller:%zzsesame-one@127.0.0.1:1/vault",
    ] {
        for words in [&["serve"][..], &["migrate", "status"], &["backup", "copy"], &["accounts", "list", "--database-url", url]] {
            let mut program = Command::new(std::env::current_exe().expect("this program"));
            let said = program.arg(AS_ODOI).args(words).env("DATABASE_URL", url).current_dir(site.path()).output().expect("it runs");
            let text = [said.stdout, said.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
            assert!(!said.status.success() && !text.trim().is_empty(), "{url} {words:?}: {text}");
            for piece in ["sesame", "teller", "vault", "127.0.0.1", "no.such.host"] {
                assert!(!text.contains(piece), "{words:?} says {piece}: {text}");
            }
        }
    }
}

async fn a_database_with_demonstration_accounts_is_refused_until_they_are_closed(site: Site) {
    prepare(&site);
    run(&site, &["demo"]).well();
    run(&site, &["keys", "ensure"]).well();
    run(&site, &serve(SAFE)).badly(&["accounts of the demonstration", "odoi accounts close-demo"]);
    let closed = run(&site, &["accounts", "close-demo"]).well();
    assert!(closed.contains("convenor.ernakulam is closed"), "{closed}");
    let program = Program::serve(&site, &SAFE[..3]);
    assert!(program.banner.join("\n").contains("Production settings are on."), "{:?}", program.banner);
    // Closed is closed: the published password no longer opens anything.
    let body = serde_json::json!({"name": "officer", "password": odoi_program::demo::PASSWORD}).to_string();
    let mut wire = super::wire::Wire::open(&program.address).expect("a connection");
    wire.ask("POST", "/v1/auth/sign-in", "", &body).expect("an answer").expect(401);
}

async fn safe_settings_are_accepted_in_production(site: Site) {
    prepare(&site);
    run(&site, &["keys", "ensure"]).well();
    let mut program = Program::serve(&site, &SAFE[..3]);
    program.signal("-TERM");
    assert_eq!(program.wait().code(), Some(0));
}

async fn mistyped_words_are_refused_before_anything_is_touched(site: Site) {
    let out = run(&site, &["serve", "--listne", "127.0.0.1:0"]);
    assert_eq!(out.status.code(), Some(2), "{out:?}");
    assert!(out.err.contains("--listen"), "a near word is named: {}", out.err);
    let out = run(&site, &["sever"]);
    assert_eq!(out.status.code(), Some(2), "{out:?}");
    for (flag, value) in [
        ("--requests-per-minute", "0"),
        ("--listen", "here"),
        ("--workers", "many"),
        ("--body-seconds", "soon"),
        ("--trusted-proxies", "everybody"),
    ] {
        let out = run(&site, &["serve", flag, value]);
        assert_eq!(out.status.code(), Some(2), "{out:?}");
        assert!(out.err.contains(flag), "{}", out.err);
    }
    assert!(!super::program::data_dir(&site).exists());
}
