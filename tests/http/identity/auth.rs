//! Signing in, by name and password and as OAuth 2.0 has it (conventions, 14 and 15).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http_tests;
use actix_web::http::Method;
use odoi_program::demo::PASSWORD;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

async fn sign_in(app: &App, name: &str, password: &str) -> Answer {
    app.guest().post("/v1/auth/sign-in", &json!({ "name": name, "password": password })).await
}

async fn token(app: &App, form: &str) -> Answer {
    app.guest().request(Method::POST, "/v1/auth/token").form(form).send().await
}

fn plus(text: &str) -> String {
    text.replace(' ', "+")
}

/// A problem without what differs from request to request.
fn without_ids(answer: &Answer) -> (u16, String, Vec<String>) {
    let mut document = answer.json();
    document.as_object_mut().expect("an object").remove("request_id");
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["x-request-id", "ratelimit"].contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    (answer.status.as_u16(), document.to_string(), headers)
}

http_tests![
    who_signs_in_is_known_with_every_role,
    an_old_token_does_not_stop_anybody_from_signing_in,
    a_wrong_password_and_an_unknown_name_are_told_in_the_same_bytes,
    an_unknown_name_costs_as_long_as_a_known_one,
    what_a_sign_in_lacks_is_named,
    a_partner_system_gets_a_token_by_its_secret_and_nothing_to_refresh,
    people_and_partner_systems_cannot_use_each_others_door,
    the_token_endpoint_takes_passwords_and_refresh_tokens_too,
    a_parameter_that_oauth_may_add_is_ignored,
    what_a_token_request_lacks_is_named,
    a_token_request_of_another_form_is_refused
];

async fn who_signs_in_is_known_with_every_role(app: App) {
    let answer = sign_in(&app, "convenor.ernakulam", PASSWORD).await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let access = answer.json()["access_token"].as_str().unwrap().to_owned();
    let me = Client::new(app.clone(), Some(access)).get("/v1/auth/me").await.expect(200).json();
    assert_eq!(me["sign_in_name"], "convenor.ernakulam");
    assert_eq!(me["kind"], "person");
    assert_eq!(me["grants"], json!([{ "role": "kdisc_dpe", "scope": "district", "target": "555" }]));
    assert!(me.get("secret_hash").is_none());
}

async fn an_old_token_does_not_stop_anybody_from_signing_in(app: App) {
    let signed_in = sign_in(&app, "officer", PASSWORD).await.expect(200).json();
    let old = Client::new(app.clone(), signed_in["access_token"].as_str().map(str::to_owned));
    app.advance(3600);
    old.get("/v1/auth/me").await.problem("not-signed-in", 401);
    old.post("/v1/auth/sign-in", &json!({ "name": "officer", "password": PASSWORD })).await.expect(200);
}

async fn a_wrong_password_and_an_unknown_name_are_told_in_the_same_bytes(app: App) {
    let wrong = sign_in(&app, "officer", "not the password").await.problem("wrong-credentials", 401);
    for (name, password) in [
        ("nobody.at.all", PASSWORD),
        ("nobody.at.all", "x"),
        ("officer", &PASSWORD.to_uppercase()),
        ("officer", &format!("{PASSWORD} ")),
        ("OFFICER", PASSWORD),
        ("not a name at all", PASSWORD),
        ("officer\u{0}", PASSWORD),
        ("kudumbashree.sync", PASSWORD),
    ] {
        let other = sign_in(&app, name, password).await;
        assert_eq!(without_ids(&wrong), without_ids(&other), "{name}");
    }
    let other = token(&app, "grant_type=password&username=nobody&password=x").await.problem("wrong-credentials", 401);
    assert_eq!(other.json()["title"], wrong.json()["title"]);
    assert!(wrong.header("www-authenticate").is_some(), "a 401 says how to do better (RFC 9110)");
}

async fn an_unknown_name_costs_as_long_as_a_known_one(app: App) {
    // The shortest of some tries, so that what else the machine does matters little.
    let mut shortest = [Duration::MAX; 2];
    for _ in 0..5 {
        for (place, name) in ["officer", "nobody.at.all"].into_iter().enumerate() {
            let began = Instant::now();
            sign_in(&app, name, "not the password").await.expect(401);
            shortest[place] = shortest[place].min(began.elapsed());
        }
    }
    let [known, unknown] = shortest;
    assert!(unknown > known / 2, "{unknown:?} for an unknown name, {known:?} for a known one");
}

async fn what_a_sign_in_lacks_is_named(app: App) {
    let guest = app.guest();
    let answer = guest.post("/v1/auth/sign-in", &json!({})).await.problem("invalid", 422);
    answer.violates("/name", "required").violates("/password", "required");
    let answer = guest.post("/v1/auth/sign-in", &json!({ "name": "a".repeat(101), "password": "b".repeat(201), "otp": "1" })).await;
    let answer = answer.problem("invalid", 422).violates("/name", "max_length");
    answer.violates("/password", "max_length").violates("/otp", "unknown_field");
}

async fn a_partner_system_gets_a_token_by_its_secret_and_nothing_to_refresh(app: App) {
    let form = format!("grant_type=client_credentials&client_id=kudumbashree.sync&client_secret={}", plus(PASSWORD));
    let answer = token(&app, &form).await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let body = answer.json();
    assert!(body.get("refresh_token").is_none(), "{body}");
    let access = body["access_token"].as_str().unwrap().to_owned();
    let client = Client::new(app.clone(), Some(access));
    let me = client.get("/v1/auth/me").await.expect(200).json();
    assert_eq!((&me["kind"], &me["sign_in_name"]), (&json!("service_client"), &json!("kudumbashree.sync")));
    client.post("/v1/auth/sign-out", &json!({})).await.problem("forbidden", 403);
    assert_eq!(app.site.texts("SELECT CAST(count(*) AS text) AS value FROM sessions"), ["0"]);
}

async fn people_and_partner_systems_cannot_use_each_others_door(app: App) {
    let secret = plus(PASSWORD);
    for form in [
        format!("grant_type=client_credentials&client_id=officer&client_secret={secret}"),
        format!("grant_type=password&username=kudumbashree.sync&password={secret}"),
        "grant_type=client_credentials&client_id=kudumbashree.sync&client_secret=wrong".to_owned(),
        format!("grant_type=client_credentials&client_id=nobody&client_secret={secret}"),
    ] {
        token(&app, &form).await.problem("wrong-credentials", 401);
    }
    sign_in(&app, "kudumbashree.sync", PASSWORD).await.problem("wrong-credentials", 401);
}

async fn the_token_endpoint_takes_passwords_and_refresh_tokens_too(app: App) {
    let form = format!("grant_type=password&username=officer&password={}", plus(PASSWORD));
    let first = token(&app, &form).await.expect(200).json();
    let refresh = first["refresh_token"].as_str().unwrap();
    let second = token(&app, &format!("grant_type=refresh_token&refresh_token={refresh}")).await.expect(200).json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    token(&app, "grant_type=refresh_token&refresh_token=stolen").await.problem("wrong-credentials", 401);
}

async fn a_parameter_that_oauth_may_add_is_ignored(app: App) {
    let form = format!("grant_type=password&username=officer&password={}&scope=all&resource=x&audience=y", plus(PASSWORD));
    token(&app, &form).await.expect(200);
}

async fn what_a_token_request_lacks_is_named(app: App) {
    token(&app, "").await.expect(422).problem("invalid", 422).violates("/grant_type", "required");
    let unknown = token(&app, "grant_type=implicit").await.problem("invalid", 422).violates("/grant_type", "grant_type");
    assert!(unknown.json()["errors"][0]["message"].as_str().unwrap().contains("client_credentials"));
    let cases: [(&str, &[&str]); 6] = [
        ("grant_type=password", &["/password", "/username"]),
        ("grant_type=password&username=officer", &["/password"]),
        ("grant_type=client_credentials", &["/client_id", "/client_secret"]),
        ("grant_type=client_credentials&client_id=kudumbashree.sync", &["/client_secret"]),
        ("grant_type=client_credentials&client_secret=x", &["/client_id"]),
        ("grant_type=refresh_token", &["/refresh_token"]),
    ];
    for (form, missing) in cases {
        let answer = token(&app, form).await.problem("invalid", 422);
        let found: Vec<Value> = answer.json()["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
        assert_eq!(found, missing, "{form}");
        for place in missing {
            answer.clone().violates(place, "required");
        }
    }
    let long = format!("grant_type=password&username={}&password={}", "a".repeat(101), "b".repeat(201));
    token(&app, &long).await.problem("invalid", 422).violates("/username", "max_length").violates("/password", "max_length");
}

async fn a_token_request_of_another_form_is_refused(app: App) {
    let body = json!({ "grant_type": "password", "username": "officer", "password": PASSWORD });
    app.guest().post("/v1/auth/token", &body).await.problem("wrong-content-type", 415);
    // RFC 6749 §3.2: no parameter more than once.
    token(&app, "grant_type=password&grant_type=password&username=a&password=b").await.problem("malformed", 400);
    app.guest().get("/v1/auth/token").await.problem("wrong-method", 405);
}
