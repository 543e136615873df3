//! Migrations: there and back, one after the other whoever starts them, and nothing opened that is
//! not exactly this program's schema. A mistyped URL is an error and never a new empty file.

use super::house::{self, open, url_of, ward, write};
use super::parity::everything_of;
use crate::harness::AS_ODOI;
use crate::harness::site::{Engine, Site};
use crate::site_tests;
use odoi_persistence::migrate::{self, Direction};
use odoi_persistence::{DatabaseUrl, Settings, Store};
use std::process::{Command, Stdio};

fn refusal(url: &DatabaseUrl) -> String {
    match Store::open(url, &Settings::default()) {
        Ok(_) => panic!("the store opened {url}"),
        Err(error) => error.to_string(),
    }
}

fn files(site: &Site) -> Vec<String> {
    std::fs::read_dir(site.path())
        .expect("the directory")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect()
}

site_tests![
    up_down_and_up_again_leaves_the_same_schema,
    migrating_twice_changes_nothing,
    threads_that_migrate_at_once_all_succeed_and_one_of_them_does_it,
    programs_that_migrate_at_once_all_succeed_and_one_of_them_does_it,
    a_database_of_a_newer_program_is_refused_with_what_to_do,
    a_database_that_lacks_migrations_is_refused_with_what_to_do,
    undoing_what_was_never_done_is_an_error,
    what_was_written_survives_going_down_to_the_first_schema_and_up_again,
    a_database_that_does_not_exist_is_an_error_and_no_file_appears,
    opening_makes_no_file_even_where_migrating_may,
    a_mistyped_url_is_an_error_that_names_what_is_known,
    a_server_that_is_away_is_said_to_be_away
];

async fn up_down_and_up_again_leaves_the_same_schema(site: Site) {
    let first = migrate::run(&site.url, Direction::Up).expect("up");
    assert!(!first.is_empty());
    let before = everything_of(&site);
    for _ in &first {
        migrate::run(&site.url, Direction::Down).expect("down");
    }
    assert_eq!(everything_of(&site), Vec::<String>::new(), "nothing is left behind");
    assert_eq!(migrate::run(&site.url, Direction::Up).expect("up again"), first);
    assert_eq!(everything_of(&site), before);
}

async fn migrating_twice_changes_nothing(site: Site) {
    migrate::run(&site.url, Direction::Up).expect("up");
    let before = everything_of(&site);
    assert_eq!(migrate::run(&site.url, Direction::Up).expect("again"), Vec::<String>::new());
    assert_eq!(everything_of(&site), before);
    let status = migrate::status(&site.url).expect("the status");
    assert!(status.pending.is_empty() && status.unknown.is_empty() && !status.applied.is_empty());
}

async fn threads_that_migrate_at_once_all_succeed_and_one_of_them_does_it(site: Site) {
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let url = site.url.clone();
            std::thread::spawn(move || migrate::run(&url, Direction::Up))
        })
        .collect();
    let mut done: Vec<usize> = threads.into_iter().map(|thread| thread.join().expect("no panic").expect("no error").len()).collect();
    done.sort_unstable();
    let all = migrate::status(&site.url).expect("the status").applied.len();
    assert_eq!(done, [0, 0, 0, all]);
}

async fn programs_that_migrate_at_once_all_succeed_and_one_of_them_does_it(site: Site) {
    let program = std::env::current_exe().expect("this program");
    let children: Vec<_> = (0..3)
        .map(|_| {
            Command::new(&program)
                .args([AS_ODOI, "migrate", "up", "--database-url", &url_of(&site)])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("a child")
        })
        .collect();
    let mut did = 0;
    for child in children {
        let output = child.wait_with_output().expect("the child ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        did += usize::from(!String::from_utf8_lossy(&output.stdout).contains(": 0 migrations run"));
    }
    assert_eq!(did, 1, "one of them ran the migrations");
}

async fn a_database_of_a_newer_program_is_refused_with_what_to_do(site: Site) {
    migrate::run(&site.url, Direction::Up).expect("up");
    site.sql("INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')");
    let words = refusal(&site.url);
    assert!(words.contains("29990101000000"), "{words}");
    assert!(words.contains("start the program that made it, or a newer one"), "{words}");
    assert_eq!(migrate::status(&site.url).expect("the status").unknown, ["29990101000000"]);
}

async fn a_database_that_lacks_migrations_is_refused_with_what_to_do(site: Site) {
    migrate::run(&site.url, Direction::Up).expect("up");
    migrate::run(&site.url, Direction::Down).expect("down");
    let words = refusal(&site.url);
    assert!(words.contains("lacks migration") && words.contains("odoi migrate up"), "{words}");
}

async fn undoing_what_was_never_done_is_an_error(site: Site) {
    for _ in migrate::run(&site.url, Direction::Up).expect("up") {
        migrate::run(&site.url, Direction::Down).expect("down");
    }
    assert!(migrate::run(&site.url, Direction::Down).is_err());
}

async fn what_was_written_survives_going_down_to_the_first_schema_and_up_again(site: Site) {
    let store = open(&site);
    write(&store, |tx| {
        for code in ["1", "2", "3"] {
            house::add(tx, ward(code, &format!("Kalady {code}")))?;
        }
        Ok(odoi_persistence::Answer::unchanged(200, None))
    })
    .await
    .expect("kept");
    store.close().await;
    let all = migrate::status(&site.url).expect("the status").applied.len();
    for _ in 1..all {
        migrate::run(&site.url, Direction::Down).expect("down");
    }
    migrate::run(&site.url, Direction::Up).expect("up again");
    let store = house::reopen(&site);
    assert_eq!(house::codes(&store).await.len(), 3);
    assert_eq!(super::words::find(&store, vec!["kalady".to_owned()]).await.expect("found"), [1, 2, 3]);
    store.seal().await.expect("sealed");
    let verdict = store.verify().await.expect("verified");
    assert_eq!((verdict.links, verdict.broken, verdict.unsealed), (3, vec![], 0));
    store.close().await;
}

async fn a_database_that_does_not_exist_is_an_error_and_no_file_appears(site: Site) {
    let url: DatabaseUrl = match site.engine {
        Engine::Sqlite => format!("sqlite://{}", site.path().join("mistyped.db").display()),
        Engine::Postgres => format!("{}_mistyped", url_of(&site)),
    }
    .parse()
    .expect("a URL");
    let words = refusal(&url);
    if site.engine == Engine::Sqlite {
        assert!(words.contains("there is no file") && words.contains("?create=true"), "{words}");
    }
    assert!(migrate::status(&url).is_err());
    assert!(migrate::run(&url, Direction::Up).is_err());
    assert!(migrate::run(&url, Direction::Down).is_err());
    assert_eq!(files(&site), Vec::<String>::new());
}

async fn opening_makes_no_file_even_where_migrating_may(site: Site) {
    if site.engine == Engine::Sqlite {
        let words = refusal(&site.url);
        assert!(words.contains("there is no file"), "{words}");
        assert_eq!(files(&site), Vec::<String>::new());
    } else {
        // PostgreSQL makes no databases by being asked: an empty one is there and lacks migrations.
        assert!(refusal(&site.url).contains("odoi migrate up"));
    }
}

async fn a_mistyped_url_is_an_error_that_names_what_is_known(site: Site) {
    let good = url_of(&site);
    let (_, rest) = good.split_once("://").expect("a scheme");
    for bad in [
        String::new(),
        rest.to_owned(),
        format!("sqllite://{rest}"),
        format!("SQLITE://{rest}"),
        format!("sqlite:{rest}"),
        format!("postgre://{rest}"),
        format!("pg://{rest}"),
        "sqlite://".to_owned(),
        "sqlite://?create=true".to_owned(),
        "sqlite://odoi.db?create=yes".to_owned(),
        "sqlite://odoi.db?mode=rw".to_owned(),
    ] {
        let refused = bad.parse::<DatabaseUrl>().expect_err(&bad);
        assert!(refused.contains("database URL"), "{bad}: {refused}");
    }
    assert_eq!(files(&site), Vec::<String>::new());
}

async fn a_server_that_is_away_is_said_to_be_away(site: Site) {
    if site.engine == Engine::Postgres {
        let gone: DatabaseUrl = "postgres://odoi@127.0.0.1:1/odoi".parse().expect("a URL");
        let words = refusal(&gone);
        assert!(words.contains("not available"), "{words}");
    } else {
        // Its like here: a directory that is not there.
        let gone: DatabaseUrl = format!("sqlite://{}/no/odoi.db?create=true", site.path().display()).parse().expect("a URL");
        let words = migrate::run(&gone, Direction::Up).expect_err("no such directory").to_string();
        assert!(words.contains("not available"), "{words}");
    }
}
