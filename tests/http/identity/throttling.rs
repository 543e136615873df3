//! How often somebody may try, and whose address counts (conventions, 15).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::harness::site::Site;
use crate::site_tests;
use actix_web::http::Method;
use odoi_program::demo::PASSWORD;
use serde_json::json;
use std::net::IpAddr;

const PROXY: &str = "127.0.0.1";

async fn app_with(site: &Site, [sign_ins, requests]: [u32; 2], proxies: &[&str]) -> App {
    let trusted: Vec<IpAddr> = proxies.iter().map(|ip| ip.parse().expect("an address")).collect();
    App::with(site.engine, |config| {
        config.sign_ins_per_minute = sign_ins;
        config.requests_per_minute = requests;
        config.trusted_proxies = trusted;
    })
    .await
}

async fn sign_in(app: &App, name: &str, password: &str, from: &str) -> Answer {
    app.guest()
        .request(Method::POST, "/v1/auth/sign-in")
        .header("x-forwarded-for", from)
        .json(&json!({ "name": name, "password": password }))
        .send()
        .await
}

/// How many requests are left to whoever comes by this chain of proxies.
async fn left(app: &App, chain: &[&str]) -> u32 {
    let mut request = app.guest().request(Method::GET, "/v1/auth/me");
    for header in chain {
        request = request.header("x-forwarded-for", header);
    }
    let answer = request.send().await;
    let text = answer.header("ratelimit").expect("a header").to_owned();
    let left = text.split("r=").nth(1).and_then(|rest| rest.split(';').next());
    left.expect("what is left").parse().expect("a number")
}

/// The answer says how long to wait: no longer and no shorter than it takes until there is room again.
#[track_caller]
fn is_told_to_wait(answer: Answer, seconds: u64) {
    let answer = answer.problem("too-many-requests", 429);
    assert_eq!(answer.header("retry-after"), Some(seconds.to_string().as_str()));
}

/// Tries wrong passwords from many networks until nobody may try the name any more but from where its owner is known.
async fn guess_from_everywhere(app: &App, name: &str) {
    for number in 1..=30 {
        let answer = sign_in(app, name, "wrong", &format!("9.9.9.{number}")).await;
        if answer.status == 429 {
            return;
        }
        answer.problem("wrong-credentials", 401);
    }
    panic!("{name} can be guessed from ever more networks");
}

async fn trade(app: &App, secret: &str, from: &str) -> Answer {
    let secret = secret.replace(' ', "+");
    let form = format!("grant_type=client_credentials&client_id=kudumbashree.sync&client_secret={secret}");
    app.guest().request(Method::POST, "/v1/auth/token").header("x-forwarded-for", from).form(&form).send().await
}

async fn change(client: &Client, current: &str, new: &str, from: &str) -> Answer {
    client
        .request(Method::POST, "/v1/auth/change-password")
        .header("x-forwarded-for", from)
        .json(&json!({ "current": current, "new": new }))
        .send()
        .await
}

async fn refresh(app: &App, token: &str, from: &str) -> Answer {
    app.guest()
        .request(Method::POST, "/v1/auth/refresh")
        .header("x-forwarded-for", from)
        .json(&json!({ "refresh_token": token }))
        .send()
        .await
}

site_tests![
    wrong_passwords_from_one_place_keep_nobody_out_elsewhere,
    from_where_somebody_has_signed_in_they_still_get_in_however_many_guess,
    a_known_network_has_a_budget_of_its_own_and_no_more,
    a_network_that_was_last_used_long_ago_is_a_strangers_again,
    whoever_waits_as_long_as_told_is_let_in_and_not_before,
    a_name_that_nobody_has_is_throttled_just_the_same,
    an_address_can_try_six_accounts_worth_a_minute,
    the_token_endpoint_counts_with_the_sign_in,
    a_partner_system_is_not_kept_out_by_strangers_who_try_its_secret,
    the_current_password_cannot_be_guessed_at_change_password,
    refresh_tokens_that_are_no_good_are_counted_and_keep_no_good_one_out,
    what_strangers_say_about_their_address_is_not_believed,
    our_own_proxies_are_believed_and_read_from_the_end,
    an_address_is_the_same_in_whatever_form_a_proxy_writes_it,
    a_customer_of_version_six_is_a_network_of_addresses
];

async fn wrong_passwords_from_one_place_keep_nobody_out_elsewhere(site: Site) {
    let app = app_with(&site, [3, 100], &[PROXY]).await;
    for _ in 0..3 {
        sign_in(&app, "officer", "wrong", "9.9.9.9").await.problem("wrong-credentials", 401);
    }
    is_told_to_wait(sign_in(&app, "officer", PASSWORD, "9.9.9.9").await, 20);
    // However often that is repeated, it takes nothing from anybody else.
    for _ in 0..20 {
        sign_in(&app, "officer", "wrong", "9.9.9.9").await.problem("too-many-requests", 429);
    }
    sign_in(&app, "officer", PASSWORD, "8.8.8.8").await.expect(200);
    sign_in(&app, "auditor", PASSWORD, "9.9.9.9").await.expect(200);
    app.witness().testify().await;
}

async fn from_where_somebody_has_signed_in_they_still_get_in_however_many_guess(site: Site) {
    let app = app_with(&site, [3, 1_000], &[PROXY]).await;
    sign_in(&app, "officer", PASSWORD, "8.8.8.8").await.expect(200);
    sign_in(&app, "officer", PASSWORD, "2001:db8:1:1::1").await.expect(200);
    for app in [&app, &app.restart().await] {
        guess_from_everywhere(app, "officer").await;
        sign_in(app, "officer", PASSWORD, "7.7.7.7").await.problem("too-many-requests", 429);
        sign_in(app, "officer", PASSWORD, "2001:db8:1:2::1").await.problem("too-many-requests", 429);
        sign_in(app, "officer", PASSWORD, "8.8.8.8").await.expect(200);
        sign_in(app, "officer", PASSWORD, "2001:db8:1:1:ffff::2").await.expect(200);
        // One person's network is nobody else's.
        guess_from_everywhere(app, "auditor").await;
        sign_in(app, "auditor", PASSWORD, "8.8.8.8").await.problem("too-many-requests", 429);
    }
    let kept = app.site.texts("SELECT CAST(count(*) AS text) AS value FROM known_networks");
    assert_eq!(kept, ["2"], "each network once, however often");
}

async fn a_known_network_has_a_budget_of_its_own_and_no_more(site: Site) {
    let app = app_with(&site, [3, 1_000], &[PROXY]).await;
    sign_in(&app, "officer", PASSWORD, "8.8.8.8").await.expect(200);
    app.advance(60);
    for _ in 0..3 {
        sign_in(&app, "officer", "wrong", "8.8.8.8").await.problem("wrong-credentials", 401);
    }
    is_told_to_wait(sign_in(&app, "officer", PASSWORD, "8.8.8.8").await, 20);
    // What is tried there is not counted against the others.
    for from in ["7.7.7.1", "7.7.7.2", "7.7.7.3"] {
        for _ in 0..3 {
            sign_in(&app, "officer", "wrong", from).await.problem("wrong-credentials", 401);
        }
    }
    is_told_to_wait(sign_in(&app, "officer", PASSWORD, "7.7.7.4").await, 7);
}

async fn a_network_that_was_last_used_long_ago_is_a_strangers_again(site: Site) {
    let app = app_with(&site, [3, 1_000], &[PROXY]).await;
    for name in ["officer", "auditor"] {
        sign_in(&app, name, PASSWORD, "8.8.8.8").await.expect(200);
    }
    app.advance(50 * 24 * 3600);
    sign_in(&app, "auditor", PASSWORD, "8.8.8.8").await.expect(200);
    app.advance(50 * 24 * 3600);
    let before = app.store.now().plus_seconds(-90 * 24 * 3600);
    assert_eq!(app.store.forget_networks(before).await.expect("forgotten"), 1);
    for (name, status) in [("officer", 429), ("auditor", 200)] {
        guess_from_everywhere(&app, name).await;
        sign_in(&app, name, PASSWORD, "8.8.8.8").await.expect(status);
    }
}

async fn whoever_waits_as_long_as_told_is_let_in_and_not_before(site: Site) {
    let app = app_with(&site, [3, 1_000], &[PROXY]).await;
    guess_from_everywhere(&app, "officer").await;
    let answer = sign_in(&app, "officer", PASSWORD, "7.7.7.7").await.problem("too-many-requests", 429);
    let wait: i64 = answer.header("retry-after").expect("a header").parse().expect("seconds");
    app.advance(wait - 1);
    is_told_to_wait(sign_in(&app, "officer", PASSWORD, "7.7.7.7").await, 1);
    app.advance(1);
    sign_in(&app, "officer", PASSWORD, "7.7.7.7").await.expect(200);
}

async fn a_name_that_nobody_has_is_throttled_just_the_same(site: Site) {
    let app = app_with(&site, [2, 1_000], &[PROXY]).await;
    sign_in(&app, "officer", PASSWORD, "8.8.8.8").await.expect(200);
    app.advance(60);
    let mut seen = Vec::new();
    for name in ["officer", "nobody.at.all"] {
        let mut answers = Vec::new();
        for network in 0..5 {
            for _ in 0..3 {
                let answer = sign_in(&app, name, "wrong", &format!("9.9.9.{network}")).await;
                answers.push((answer.status, answer.header("retry-after").map(str::to_owned)));
            }
        }
        seen.push(answers);
        app.advance(60);
    }
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].iter().any(|(status, _)| *status == 429), "{seen:?}");
}

async fn an_address_can_try_six_accounts_worth_a_minute(site: Site) {
    let app = app_with(&site, [1, 100], &[PROXY]).await;
    for number in 0..6 {
        sign_in(&app, &format!("guess{number}"), "wrong", "9.9.9.9").await.problem("wrong-credentials", 401);
    }
    is_told_to_wait(sign_in(&app, "officer", PASSWORD, "9.9.9.9").await, 10);
    sign_in(&app, "auditor", PASSWORD, "8.8.8.8").await.expect(200);
}

async fn the_token_endpoint_counts_with_the_sign_in(site: Site) {
    let app = app_with(&site, [2, 100], &[]).await;
    sign_in(&app, "officer", "wrong", "").await.problem("wrong-credentials", 401);
    let form = "grant_type=password&username=officer&password=wrong";
    let token = || app.guest().request(Method::POST, "/v1/auth/token").form(form).send();
    token().await.problem("wrong-credentials", 401);
    is_told_to_wait(token().await, 30);
}

async fn a_partner_system_is_not_kept_out_by_strangers_who_try_its_secret(site: Site) {
    let app = app_with(&site, [3, 1_000], &[PROXY]).await;
    trade(&app, PASSWORD, "8.8.8.8").await.expect(200);
    app.advance(60);
    for network in 1..=3 {
        for _ in 0..3 {
            trade(&app, "wrong", &format!("9.9.9.{network}")).await.problem("wrong-credentials", 401);
        }
    }
    trade(&app, "wrong", "9.9.9.4").await.problem("too-many-requests", 429);
    for app in [&app, &app.restart().await] {
        trade(app, PASSWORD, "8.8.8.8").await.expect(200);
    }
}

async fn the_current_password_cannot_be_guessed_at_change_password(site: Site) {
    let app = app_with(&site, [2, 100], &[PROXY]).await;
    sign_in(&app, "officer", PASSWORD, "8.8.8.8").await.expect(200);
    app.advance(60);
    let (thief, officer) = (app.officer().await, app.officer().await);
    let new = "forty quiet coconut boats";
    for _ in 0..2 {
        change(&thief, "wrong", new, "9.9.9.9").await.problem("invalid", 422);
    }
    is_told_to_wait(change(&thief, "wrong", new, "9.9.9.9").await, 30);
    guess_from_everywhere(&app, "officer").await;
    change(&officer, PASSWORD, new, "7.7.7.7").await.problem("too-many-requests", 429);
    change(&officer, PASSWORD, new, "8.8.8.8").await.expect(204);
}

async fn refresh_tokens_that_are_no_good_are_counted_and_keep_no_good_one_out(site: Site) {
    let app = app_with(&site, [1, 1_000], &[PROXY]).await;
    let signed_in = sign_in(&app, "officer", PASSWORD, "9.9.9.9").await.expect(200).json();
    app.advance(60);
    for _ in 0..6 {
        refresh(&app, "stolen", "9.9.9.9").await.problem("wrong-credentials", 401);
    }
    is_told_to_wait(refresh(&app, "stolen", "9.9.9.9").await, 10);
    let good = signed_in["refresh_token"].as_str().expect("a token");
    let next = refresh(&app, good, "9.9.9.9").await.expect(200).json();
    refresh(&app, next["refresh_token"].as_str().expect("a token"), "9.9.9.9").await.expect(200);
    refresh(&app, "stolen", "8.8.8.8").await.problem("wrong-credentials", 401);
}

async fn what_strangers_say_about_their_address_is_not_believed(site: Site) {
    let app = app_with(&site, [10, 20], &[]).await;
    let first = left(&app, &[]).await;
    assert_eq!(left(&app, &["9.9.9.9"]).await, first - 1);
    assert_eq!(left(&app, &["8.8.8.8, 7.7.7.7"]).await, first - 2);
}

async fn our_own_proxies_are_believed_and_read_from_the_end(site: Site) {
    let app = app_with(&site, [10, 20], &[PROXY, "10.0.0.7"]).await;
    let first = left(&app, &["9.9.9.9"]).await;
    assert_eq!(left(&app, &["9.9.9.9"]).await, first - 1);
    assert_eq!(left(&app, &["8.8.8.8"]).await, first);
    // Whatever the caller itself wrote before its proxy added the truth does not count.
    assert_eq!(left(&app, &["1.2.3.4, 9.9.9.9"]).await, first - 2);
    assert_eq!(left(&app, &["1.2.3.4", "9.9.9.9"]).await, first - 3);
    assert_eq!(left(&app, &["9.9.9.9, 10.0.0.7"]).await, first - 4);
    assert_eq!(left(&app, &["10.0.0.7, 9.9.9.9"]).await, first - 5);
    // Bytes that are no text hide nothing of what the proxy wrote after them.
    assert_eq!(left(&app, &["é\u{80}1, 9.9.9.9"]).await, first - 6);
    // What is no address ends the walk at the nearest that is known.
    assert_eq!(left(&app, &["garbage"]).await, first);
    assert_eq!(left(&app, &["9.9.9.9, <script>"]).await, first - 1);
}

async fn an_address_is_the_same_in_whatever_form_a_proxy_writes_it(site: Site) {
    let app = app_with(&site, [10, 20], &[PROXY]).await;
    let first = left(&app, &["9.9.9.9"]).await;
    for (place, written) in [(1, "::ffff:9.9.9.9"), (2, "9.9.9.9:4711"), (3, "[::ffff:9.9.9.9]"), (4, "[::ffff:9.9.9.9]:4711")] {
        assert_eq!(left(&app, &[written]).await, first - place, "{written}");
    }
    assert_eq!(left(&app, &["::ffff:8.8.8.8"]).await, first, "another customer");
}

async fn a_customer_of_version_six_is_a_network_of_addresses(site: Site) {
    let app = app_with(&site, [10, 20], &[PROXY]).await;
    let first = left(&app, &["2001:db8:1:1::1"]).await;
    assert_eq!(left(&app, &["2001:db8:1:1:ffff::2"]).await, first - 1);
    assert_eq!(left(&app, &["2001:db8:1:2::1"]).await, first);
}
