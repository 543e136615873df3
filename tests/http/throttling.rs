//! How often somebody may try, and whose address counts (conventions, 15).

use crate::app::App;
use crate::client::Answer;
use crate::harness::site::Site;
use crate::site_tests;
use actix_web::http::Method;
use odoi_api::demo::PASSWORD;
use serde_json::json;
use std::net::IpAddr;
use std::time::Instant;

const PROXY: &str = "127.0.0.1";

async fn app_with(site: &Site, [sign_ins, requests]: [u32; 2], proxies: &[&str]) -> App {
    let trusted: Vec<IpAddr> = proxies
        .iter()
        .map(|ip| ip.parse().expect("an address"))
        .collect();
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
    let left = text
        .split("r=")
        .nth(1)
        .and_then(|rest| rest.split(';').next());
    left.expect("what is left").parse().expect("a number")
}

/// The answer says how long to wait, and that is true: no longer and no shorter than one place of
/// the quota takes to come back.
#[track_caller]
fn is_told_to_wait(answer: Answer, seconds_per_try: u64, began: Instant) {
    let answer = answer.problem("too-many-requests", 429);
    let wait: u64 = answer
        .header("retry-after")
        .expect("a header")
        .parse()
        .expect("seconds");
    assert!(wait >= 1 && wait <= seconds_per_try, "{wait}");
    assert!(
        wait + began.elapsed().as_secs() + 1 >= seconds_per_try,
        "{wait} is too early"
    );
}

site_tests! {
    async fn an_account_can_be_tried_so_often_a_minute_from_wherever(site: Site) {
        let app = app_with(&site, [3, 100], &[PROXY]).await;
        let began = Instant::now();
        for last in 1..=3 {
            sign_in(&app, "officer", "wrong", &format!("9.9.9.{last}")).await.problem("wrong-credentials", 401);
        }
        is_told_to_wait(sign_in(&app, "officer", PASSWORD, "9.9.9.4").await, 20, began);
        sign_in(&app, "auditor", PASSWORD, "9.9.9.4").await.expect(200);
        app.witness().testify().await;
    }

    async fn a_name_that_nobody_has_is_throttled_just_the_same(site: Site) {
        let app = app_with(&site, [2, 100], &[PROXY]).await;
        let began = Instant::now();
        for _ in 0..2 {
            sign_in(&app, "nobody.at.all", "wrong", "9.9.9.9").await.problem("wrong-credentials", 401);
        }
        is_told_to_wait(sign_in(&app, "nobody.at.all", "wrong", "9.9.9.9").await, 30, began);
    }

    async fn an_address_can_try_six_accounts_worth_a_minute(site: Site) {
        let app = app_with(&site, [1, 100], &[PROXY]).await;
        let began = Instant::now();
        for number in 0..6 {
            sign_in(&app, &format!("guess{number}"), "wrong", "9.9.9.9").await.problem("wrong-credentials", 401);
        }
        is_told_to_wait(sign_in(&app, "officer", PASSWORD, "9.9.9.9").await, 10, began);
        sign_in(&app, "auditor", PASSWORD, "8.8.8.8").await.expect(200);
    }

    async fn the_token_endpoint_counts_with_the_sign_in(site: Site) {
        let app = app_with(&site, [2, 100], &[]).await;
        let began = Instant::now();
        sign_in(&app, "officer", "wrong", "").await.problem("wrong-credentials", 401);
        let form = "grant_type=password&username=officer&password=wrong";
        let token = || app.guest().request(Method::POST, "/v1/auth/token").form(form).send();
        token().await.problem("wrong-credentials", 401);
        is_told_to_wait(token().await, 30, began);
    }

    async fn the_current_password_cannot_be_guessed_at_change_password(site: Site) {
        let app = app_with(&site, [2, 100], &[]).await;
        let began = Instant::now();
        let officer = app.officer().await;
        let body = json!({ "current": "wrong", "new": "forty quiet coconut boats" });
        for _ in 0..2 {
            officer.post("/v1/auth/change-password", &body).await.problem("invalid", 422);
        }
        is_told_to_wait(officer.post("/v1/auth/change-password", &body).await, 30, began);
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
        // What is no address ends the walk at the nearest that is known.
        assert_eq!(left(&app, &["garbage"]).await, first);
        assert_eq!(left(&app, &["9.9.9.9, <script>"]).await, first - 1);
    }

    async fn a_customer_of_version_six_is_a_network_of_addresses(site: Site) {
        let app = app_with(&site, [10, 20], &[PROXY]).await;
        let first = left(&app, &["2001:db8:1:1::1"]).await;
        assert_eq!(left(&app, &["2001:db8:1:1:ffff::2"]).await, first - 1);
        assert_eq!(left(&app, &["2001:db8:1:2::1"]).await, first);
    }
}
