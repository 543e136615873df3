//! Production refuses to start with unsafe settings, and each refusal says what to do.

use super::program::{Program, prepare, run};
use crate::site_tests;

const SAFE: &[&str] = &[
    "--production",
    "--public-url",
    "https://odoi.example.org",
    "--listen",
    "127.0.0.1:0",
];

fn serve<'a>(words: &[&'a str]) -> Vec<&'a str> {
    [&["serve"], words].concat()
}

site_tests! {
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
        for url in ["https://", "https:///x", "https://a.example?b", "https://a.example/#c", "https://me@a.example", "ftp://a.example", "https://a b"] {
            run(&site, &serve(&["--public-url", url])).badly(&["is no address of a server", "--public-url takes https://"]);
        }
        for (flag, value) in [("--workers", "0"), ("--workers", "100000"), ("--connections", "0")] {
            let ended = run(&site, &serve(&[flag, value]));
            assert!(ended.status.code() == Some(2) && ended.err.contains(value) && !ended.err.contains("panicked"), "{ended:?}");
        }
        // All objections at once.
        let words = run(&site, &serve(&["--production", "--demo", "--cors-origins", "*"])).badly(&["--demo", "--cors-origins", "--public-url"]);
        assert_eq!(words.lines().count(), 4, "{words}");
        run(&site, &["demo", "--production"]).badly(&["not in production", "ODOI_PRODUCTION"]);
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
        let body = serde_json::json!({"name": "officer", "password": odoi_api::demo::PASSWORD}).to_string();
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
        for (flag, value) in [("--requests-per-minute", "0"), ("--listen", "here"), ("--workers", "many"), ("--body-seconds", "soon"), ("--trusted-proxies", "everybody")] {
            let out = run(&site, &["serve", flag, value]);
            assert_eq!(out.status.code(), Some(2), "{out:?}");
            assert!(out.err.contains(flag), "{}", out.err);
        }
        assert!(!super::program::data_dir(&site).exists());
    }
}
