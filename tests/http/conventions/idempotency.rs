//! `Idempotency-Key`: one effect however often a request is repeated, and the first answer again.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given;
use crate::http::identity::people;
use crate::http_tests;
use actix_web::http::Method;
use futures_util::future::join_all;
use serde_json::{Value, json};

async fn create(client: &Client, key: &str, body: &Value) -> Answer {
    let request = client.request(Method::POST, "/v1/clusters");
    request.key(key).json(body).send().await
}

/// How many clusters are found by some words.
async fn count(app: &App, words: &str) -> Value {
    let officer = app.officer().await;
    let path = format!("/v1/clusters?count=true&q={words}");
    officer.get(&path).await.expect(200).json()["total"].clone()
}

http_tests![
    a_repeated_request_gets_the_first_answer_again,
    twenty_at_once_have_one_effect,
    who_has_lost_the_role_is_told_that_it_was_done_and_no_more,
    a_key_stands_for_one_payload,
    a_key_belongs_to_its_caller_and_its_operation,
    a_failed_request_leaves_its_key_free,
    a_key_is_short_and_visible,
    a_key_is_kept_for_a_day_and_forgotten_after_two,
    a_change_can_be_repeated_though_its_tag_has_become_stale,
    steps_and_removals_can_be_repeated,
    a_stored_answer_is_no_way_around_a_lost_session
];

async fn a_repeated_request_gets_the_first_answer_again(app: App) {
    let convenor = app.convenor().await;
    let body = given::cluster("Umbrella cluster");
    let first = create(&convenor, "import-17", &body).await.expect(201);
    assert_eq!(first.header("idempotency-replayed"), None);
    // The thing moves on; the answer of the request does not.
    convenor.patch(&format!("/v1/clusters/{}", first.id()), "\"1\"", &json!({ "sector": "rice" })).await.expect(200);
    let again = create(&convenor, "import-17", &body).await.expect(201);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.body, first.body);
    for name in ["location", "etag", "content-type"] {
        assert_eq!(again.header(name), first.header(name), "{name}");
    }
    assert!(again.header("location").is_some() && again.header("etag").is_some());
    assert_eq!(count(&app, "umbrella").await, 1);
}

async fn twenty_at_once_have_one_effect(app: App) {
    let convenor = app.convenor().await;
    let body = given::cluster("Umbrella cluster");
    let answers = join_all((0..20).map(|_| create(&convenor, "import-17", &body))).await;
    let first = answers.iter().filter(|answer| answer.header("idempotency-replayed").is_none());
    assert_eq!(first.count(), 1);
    for answer in &answers {
        assert_eq!((answer.status.as_u16(), &answer.body), (201, &answers[0].body));
    }
    assert_eq!(count(&app, "umbrella").await, 1);
}

async fn who_has_lost_the_role_is_told_that_it_was_done_and_no_more(app: App) {
    let body = given::cluster("Umbrella cluster");
    let convenor = app.convenor().await;
    let first = create(&convenor, "k", &body).await.expect(201);
    people::revoke_all(&app, "convenor.ernakulam").await;
    convenor.post("/v1/clusters", &body).await.problem("forbidden", 403);
    let again = create(&convenor, "k", &body).await.expect(201);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!((again.header("location"), again.body.len()), (first.header("location"), 0));
    assert_eq!(count(&app, "umbrella").await, 1);
}

async fn a_key_stands_for_one_payload(app: App) {
    let convenor = app.convenor().await;
    create(&convenor, "k", &given::cluster("Umbrella cluster")).await.expect(201);
    create(&convenor, "k", &given::cluster("Umbrella works")).await.problem("key-reused", 422);
    create(&convenor, "K", &given::cluster("Umbrella works")).await.expect(201);
    assert_eq!(count(&app, "umbrella").await, 2);
}

async fn a_key_belongs_to_its_caller_and_its_operation(app: App) {
    let (convenor, dic) = (app.convenor().await, app.client("dic-gm.ernakulam").await);
    let body = given::cluster("Umbrella cluster");
    let mine = create(&convenor, "k", &body).await.expect(201);
    let theirs = create(&dic, "k", &body).await.expect(201);
    assert_eq!(theirs.header("idempotency-replayed"), None);
    assert_ne!(mine.id(), theirs.id());
    let unit = convenor.request(Method::POST, "/v1/enterprises").key("k").json(&given::unit("Umbrella unit")).send().await;
    assert_eq!(unit.expect(201).header("idempotency-replayed"), None);
}

async fn a_failed_request_leaves_its_key_free(app: App) {
    let convenor = app.convenor().await;
    let post = |body: Value| {
        let request = convenor.request(Method::POST, "/v1/enterprises").key("k");
        async move { request.json(&body).send().await }
    };
    post(given::with(given::enterprise(), "/gstin", json!("nonsense"))).await.problem("invalid", 422);
    post(given::with(given::enterprise(), "/gstin", json!("27AAPFU0939F1ZV"))).await.problem("invalid", 422);
    post(given::with(given::enterprise(), "/udyam", json!("UDYAM-KL-02-9900029"))).await.problem("duplicate", 409);
    post(given::with(given::enterprise(), "/district", json!("559"))).await.problem("forbidden", 403);
    let made = post(given::enterprise()).await.expect(201);
    assert_eq!(made.header("idempotency-replayed"), None);
    assert_eq!(post(given::enterprise()).await.expect(201).header("idempotency-replayed"), Some("true"));
}

async fn a_key_is_short_and_visible(app: App) {
    let convenor = app.convenor().await;
    let body = given::cluster("Umbrella cluster");
    for key in ["x".repeat(256), "two words".to_owned(), "tab\tkey".to_owned(), String::new()] {
        create(&convenor, &key, &body).await.problem("malformed", 400).violates("Idempotency-Key", "idempotency_key");
    }
    assert_eq!(count(&app, "umbrella").await, 0);
    create(&convenor, &"x".repeat(255), &body).await.expect(201);
    create(&convenor, "!~'\"%;--", &body).await.expect(201);
}

async fn a_key_is_kept_for_a_day_and_forgotten_after_two(app: App) {
    let body = given::cluster("Umbrella cluster");
    let first = create(&app.convenor().await, "k", &body).await.expect(201);
    let forget = || async {
        let before = app.store.now().plus_seconds(-48 * 3600);
        app.store.forget_answers(before).await.unwrap()
    };
    app.advance(25 * 3600);
    assert_eq!(forget().await, 0);
    let again = create(&app.convenor().await, "k", &body).await.expect(201);
    assert_eq!((again.header("idempotency-replayed"), again.id()), (Some("true"), first.id()));
    app.advance(24 * 3600);
    assert_eq!(forget().await, 1);
    let anew = create(&app.convenor().await, "k", &body).await.expect(201);
    assert_eq!(anew.header("idempotency-replayed"), None);
    assert_ne!(anew.id(), first.id());
}

async fn a_change_can_be_repeated_though_its_tag_has_become_stale(app: App) {
    let convenor = app.convenor().await;
    let path = format!("/v1/clusters/{}", convenor.id_of("clusters", "Kalady").await);
    let patch = |path: &str, sector: &str| {
        let request = convenor.request(Method::PATCH, path).key("k").if_match("\"1\"");
        request.merge_patch(&json!({ "sector": sector })).send()
    };
    let first = patch(&path, "rice").await.expect(200);
    let again = patch(&path, "rice").await.expect(200);
    assert_eq!((again.header("idempotency-replayed"), again.etag(), &again.body), (Some("true"), first.etag(), &first.body));
    patch(&path, "paddy").await.problem("key-reused", 422);
    let other = format!("/v1/clusters/{}", convenor.id_of("clusters", "Aluva").await);
    patch(&other, "rice").await.problem("key-reused", 422);
    assert_eq!(convenor.get(&path).await.expect(200).etag(), "\"2\"");
}

async fn steps_and_removals_can_be_repeated(app: App) {
    let officer = app.officer().await;
    let found = officer.first("/v1/proposals?state=sanctioned").await;
    let path = format!("/v1/proposals/{}", found["id"].as_str().unwrap());
    let etag = officer.get(&path).await.expect(200).etag();
    let start = || officer.request(Method::POST, &format!("{path}/start")).key("k").if_match(&etag).json(&json!({})).send();
    let first = start().await.expect(200);
    assert_eq!(start().await.expect(200).body, first.body);
    let made = officer.post("/v1/clusters", &given::cluster("Umbrella cluster")).await.expect(201);
    let path = format!("/v1/clusters/{}", made.id());
    let delete = || officer.request(Method::DELETE, &path).key("k").if_match("\"1\"").send();
    delete().await.expect(204);
    let again = delete().await.expect(204);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
}

async fn a_stored_answer_is_no_way_around_a_lost_session(app: App) {
    let body = given::cluster("Umbrella cluster");
    create(&app.convenor().await, "k", &body).await.expect(201);
    create(&app.guest(), "k", &body).await.problem("not-signed-in", 401);
}
