//! Access tokens: what is issued, which keys verify it, and what is refused (conventions, 13).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::identity::people;
use crate::http_tests;
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use odoi_api::auth::keys;
use odoi_domain::identity::session::TokenBinding;
use odoi_program::demo::PASSWORD;
use serde_json::{Value, json};

/// A header and claims as the program itself makes them.
async fn honest(app: &App) -> (Value, Value) {
    let kid = app.service.tokens.keys().ring().ids().last().expect("a key").to_string();
    let (issuer, now) = (app.service.config.issuer(), app.store.now().seconds());
    let header = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": kid });
    let claims = json!({
        "iss": issuer, "aud": issuer, "sub": people::account(app, "officer").await,
        "iat": now, "nbf": now, "exp": now + 900, "jti": uuid::Uuid::now_v7(),
    });
    (header, claims)
}

fn own_key(app: &App) -> Ed25519KeyPair {
    let ring = app.service.tokens.keys().ring();
    let file = format!("keys/{}.ed25519", ring.ids().last().expect("a key"));
    let document = std::fs::read(app.site.path().join(file)).expect("the key's file");
    Ed25519KeyPair::from_pkcs8(&document).expect("a key")
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn signed(key: &Ed25519KeyPair, header: &Value, claims: &Value) -> String {
    let text = unsigned(header, claims);
    let signature = BASE64.encode(key.sign(text.as_bytes()));
    format!("{text}.{signature}")
}

async fn try_token(app: &App, token: &str) -> Answer {
    Client::new(app.clone(), Some(token.to_owned())).get("/v1/auth/me").await
}

#[track_caller]
fn is_refused(answer: Answer) {
    let answer = answer.problem("not-signed-in", 401);
    assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_token\""));
    assert!(answer.json().get("detail").is_none(), "it does not say what was wrong");
}

/// A value with some fields changed; null removes.
fn with(value: &Value, changes: &Value) -> Value {
    let mut value = value.clone();
    for (name, change) in changes.as_object().expect("an object") {
        let map = value.as_object_mut().expect("an object");
        if change.is_null() {
            map.remove(name);
        } else {
            map.insert(name.clone(), change.clone());
        }
    }
    value
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&BASE64.decode(part).expect("base64url")).expect("JSON")
}

http_tests![
    an_access_token_is_a_jwt_that_says_who_and_for_how_long_and_nothing_of_roles,
    a_token_from_before_accounts_had_generations_is_of_the_first,
    the_published_key_verifies_the_tokens_and_nothing_secret_is_published,
    during_a_rotation_two_keys_are_live_and_a_retired_one_ends_its_tokens,
    a_token_is_good_for_its_fifteen_minutes_and_a_little_leeway,
    an_honest_token_made_by_hand_is_good,
    hostile_headers_are_refused,
    hostile_claims_are_refused,
    a_token_without_our_signature_is_refused,
    a_token_with_anything_around_it_is_refused,
    without_a_token_the_answer_asks_for_one
];

async fn an_access_token_is_a_jwt_that_says_who_and_for_how_long_and_nothing_of_roles(app: App) {
    let body = json!({ "name": "officer", "password": PASSWORD });
    let answer = app.guest().post("/v1/auth/sign-in", &body).await.expect(200).json();
    assert_eq!((&answer["token_type"], &answer["expires_in"]), (&json!("Bearer"), &json!(900)));
    let token = answer["access_token"].as_str().unwrap();
    let parts: Vec<&str> = token.split('.').collect();
    let (header, claims) = (decoded(parts[0]), decoded(parts[1]));
    let kid = app.service.tokens.keys().ring().ids()[0].to_owned();
    assert_eq!(header, json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": kid }));
    let mut names: Vec<&String> = claims.as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(names, ["aud", "exp", "iat", "iss", "jti", "nbf", "sid", "sub"]);
    assert_eq!(claims["iss"], json!(app.service.config.issuer()));
    assert_eq!(claims["aud"], claims["iss"]);
    assert_eq!(claims["nbf"], claims["iat"]);
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert!(life <= 15 * 60, "{life} seconds");
}

async fn a_token_from_before_accounts_had_generations_is_of_the_first(app: App) {
    let (header, mut claims) = honest(&app).await;
    let partner = people::account(&app, "kudumbashree.sync").await;
    claims.as_object_mut().unwrap().remove("sid");
    claims["sub"] = json!(partner);
    let token = signed(&own_key(&app), &header, &claims);
    try_token(&app, &token).await.expect(200);
    people::renew(&app, "kudumbashree.sync", PASSWORD).await;
    try_token(&app, &token).await.problem("not-signed-in", 401);
    // One of the second generation is good, and of the third not yet.
    for (generation, status) in [(1, 401), (2, 200), (3, 401)] {
        claims["gen"] = json!(generation);
        try_token(&app, &signed(&own_key(&app), &header, &claims)).await.expect(status);
    }
}

async fn the_published_key_verifies_the_tokens_and_nothing_secret_is_published(app: App) {
    let answer = app.guest().get("/.well-known/jwks.json").await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    let set = answer.json();
    let key = own_key(&app);
    let kid = app.service.tokens.keys().ring().ids()[0].to_owned();
    assert_eq!(
        set,
        json!({ "keys": [{
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": kid,
            "x": BASE64.encode(key.public_key().as_ref()),
        }] })
    );
    let token = app
        .service
        .tokens
        .issue(people::account(&app, "officer").await, TokenBinding::Generation(1), app.store.now(), uuid::Uuid::now_v7())
        .unwrap();
    let (text, signature) = token.rsplit_once('.').unwrap();
    let published = BASE64.decode(set["keys"][0]["x"].as_str().unwrap()).unwrap();
    let public = aws_lc_rs::signature::UnparsedPublicKey::new(&aws_lc_rs::signature::ED25519, published);
    public.verify(text.as_bytes(), &BASE64.decode(signature).unwrap()).expect("the signature is good");
}

async fn during_a_rotation_two_keys_are_live_and_a_retired_one_ends_its_tokens(app: App) {
    let directory = app.site.path().join("keys");
    let keys = app.service.tokens.keys().clone();
    let old = app.officer().await;
    old.get("/v1/auth/me").await.expect(200);
    let old_kid = keys.ring().ids()[0].to_owned();
    let new_kid = keys::rotate(&directory, "test2").unwrap();
    keys.reload().unwrap();
    let published = app.guest().get("/.well-known/jwks.json").await.expect(200).json();
    let kids: Vec<&str> = published["keys"].as_array().unwrap().iter().map(|k| k["kid"].as_str().unwrap()).collect();
    assert_eq!(kids, [old_kid.as_str(), new_kid.as_str()]);
    old.get("/v1/auth/me").await.expect(200);
    let new = app.officer().await;
    new.get("/v1/auth/me").await.expect(200);
    keys::retire(&directory, &old_kid).unwrap();
    keys.reload().unwrap();
    is_refused(old.get("/v1/auth/me").await);
    new.get("/v1/auth/me").await.expect(200);
    assert!(keys::retire(&directory, &new_kid).is_err(), "the last key stays");
}

async fn a_token_is_good_for_its_fifteen_minutes_and_a_little_leeway(app: App) {
    let (header, claims) = honest(&app).await;
    let officer = Client::new(app.clone(), Some(signed(&own_key(&app), &header, &claims)));
    app.advance(900);
    officer.get("/v1/auth/me").await.expect(200);
    app.advance(10);
    is_refused(officer.get("/v1/auth/me").await);
}

async fn an_honest_token_made_by_hand_is_good(app: App) {
    let (header, claims) = honest(&app).await;
    let answer = try_token(&app, &signed(&own_key(&app), &header, &claims)).await;
    assert_eq!(answer.expect(200).json()["sign_in_name"], "officer");
}

async fn hostile_headers_are_refused(app: App) {
    let (header, claims) = honest(&app).await;
    let key = own_key(&app);
    for change in [
        json!({ "typ": null }),
        json!({ "typ": "JWT" }),
        json!({ "typ": "jwt" }),
        json!({ "typ": "refresh+jwt" }),
        json!({ "kid": null }),
        json!({ "kid": "nobody" }),
        json!({ "kid": "../refresh.secret" }),
        json!({ "kid": 7 }),
        json!({ "alg": "none" }),
        json!({ "alg": "NONE" }),
        json!({ "alg": "ES256" }),
        json!({ "alg": "RS256" }),
        json!({ "crit": ["exp"] }),
        json!({ "crit": ["b64"], "b64": false }),
        json!({ "crit": [] }),
    ] {
        println!("{change}");
        is_refused(try_token(&app, &signed(&key, &with(&header, &change), &claims)).await);
    }
    // An embedded key, or an address of one, changes nothing: only our own keys count.
    let stranger = Ed25519KeyPair::generate().unwrap();
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": BASE64.encode(stranger.public_key().as_ref()) });
    for change in [json!({ "jwk": jwk }), json!({ "jku": "https://example.org/keys" }), json!({})] {
        is_refused(try_token(&app, &signed(&stranger, &with(&header, &change), &claims)).await);
    }
}

async fn hostile_claims_are_refused(app: App) {
    let (header, claims) = honest(&app).await;
    let (key, now) = (own_key(&app), app.store.now().seconds());
    for change in [
        json!({ "aud": null }),
        json!({ "iss": null }),
        json!({ "exp": null }),
        json!({ "nbf": null }),
        json!({ "sub": null }),
        json!({ "aud": "https://example.org" }),
        json!({ "aud": ["https://example.org"] }),
        json!({ "aud": "" }),
        json!({ "iss": "https://example.org" }),
        json!({ "iss": "" }),
        json!({ "exp": now - 10 }),
        json!({ "exp": 0 }),
        json!({ "exp": "never" }),
        json!({ "nbf": now + 60 }),
        json!({ "sub": "officer" }),
        json!({ "sub": "" }),
        json!({ "sub": 1 }),
        json!({ "sub": uuid::Uuid::now_v7() }),
        json!({ "sid": "none" }),
        json!({ "sid": uuid::Uuid::now_v7() }),
    ] {
        println!("{change}");
        let answer = try_token(&app, &signed(&key, &header, &with(&claims, &change))).await;
        let answer = answer.problem("not-signed-in", 401);
        assert!(answer.header("www-authenticate").is_some_and(|value| value.starts_with("Bearer")));
    }
}

async fn a_token_without_our_signature_is_refused(app: App) {
    let (header, claims) = honest(&app).await;
    let key = own_key(&app);
    let text = unsigned(&header, &claims);
    is_refused(try_token(&app, &format!("{text}.")).await);
    is_refused(try_token(&app, &text).await);
    let none = unsigned(&with(&header, &json!({ "alg": "none" })), &claims);
    is_refused(try_token(&app, &format!("{none}.")).await);
    // The public key as the secret of a symmetric signature.
    let symmetric = unsigned(&with(&header, &json!({ "alg": "HS256" })), &claims);
    for secret in [key.public_key().as_ref().to_vec(), BASE64.encode(key.public_key().as_ref()).into_bytes()] {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), symmetric.as_bytes());
        is_refused(try_token(&app, &format!("{symmetric}.{}", BASE64.encode(tag.as_ref()))).await);
    }
    // Good claims under the signature of others.
    let good = signed(&key, &header, &claims);
    let (_, signature) = good.rsplit_once('.').unwrap();
    let stolen = unsigned(&header, &with(&claims, &json!({ "sub": people::account(&app, "auditor").await })));
    is_refused(try_token(&app, &format!("{stolen}.{signature}")).await);
}

async fn a_token_with_anything_around_it_is_refused(app: App) {
    let (header, claims) = honest(&app).await;
    let good = signed(&own_key(&app), &header, &claims);
    try_token(&app, &good).await.expect(200);
    for bad in [
        format!("{good}x"),
        format!("{good}="),
        format!("{good}.x"),
        format!("{good}."),
        format!(".{good}"),
        format!("{good} {good}"),
        format!("{good},{good}"),
        format!("x{good}"),
        String::new(),
        ".".repeat(9),
        "a".repeat(1_048_576),
        format!("{good}{}", "a".repeat(1_048_576)),
    ] {
        is_refused(try_token(&app, &bad).await);
    }
    for scheme in ["Basic", "bearer2", "Token", "Bearer\t"] {
        let request = app.guest().request(actix_web::http::Method::GET, "/v1/auth/me");
        is_refused(request.header("authorization", &format!("{scheme} {good}")).send().await);
    }
    let request = app.guest().request(actix_web::http::Method::GET, "/v1/auth/me");
    request.header("authorization", &format!("bearer {good}")).send().await.expect(200);
}

async fn without_a_token_the_answer_asks_for_one(app: App) {
    let answer = app.guest().get("/v1/auth/me").await.problem("not-signed-in", 401);
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
}
