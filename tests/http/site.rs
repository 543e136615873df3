//! What is not a resource: health, figures, the document, the documentation of problems; and what a
//! failure of our own tells.

use crate::app::App;
use crate::http_tests;
use actix_web::http::Method;
use odoi_api::problem::Kind;
use serde_json::{Value, json};

http_tests![
    a_server_that_is_about_to_stop_is_alive_but_not_ready,
    the_figures_are_for_this_machine,
    whom_to_tell_of_a_weakness_is_published_where_the_operator_has_said_it,
    the_document_that_is_served_is_the_one_that_is_made,
    the_type_of_every_problem_leads_to_its_documentation,
    a_failure_of_ours_tells_its_request_id_and_nothing_else
];

async fn a_server_that_is_about_to_stop_is_alive_but_not_ready(app: App) {
    let guest = app.guest();
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(guest.get(path).await.expect(200).json(), json!({ "status": "ok" }));
    }
    app.service.drain();
    let refused = guest.get("/health/ready").await.problem("unavailable", 503);
    assert!(refused.header("retry-after").unwrap().parse::<u32>().is_ok());
    guest.get("/health/live").await.expect(200);
}

async fn the_figures_are_for_this_machine(app: App) {
    app.convenor().await.get("/v1/clusters").await.expect(200);
    let ask = |app: &App, from: &str| app.guest().request(Method::GET, "/metrics").from(from).send();
    for from in ["127.0.0.1:7", "127.9.9.9:7", "[::1]:7"] {
        let figures = ask(&app, from).await.expect(200);
        assert!(figures.header("content-type").unwrap().starts_with("text/plain"));
        assert!(String::from_utf8(figures.body).unwrap().contains("/v1/clusters"));
    }
    ask(&app, "192.0.2.1:7").await.problem("not-found", 404);
    let forged = app.guest().request(Method::GET, "/metrics").from("192.0.2.1:7").header("x-forwarded-for", "127.0.0.1").send().await;
    forged.problem("not-found", 404);
    let app = App::with(app.site.engine, |config| config.metrics_from = vec!["192.0.2.1".parse().unwrap()]).await;
    ask(&app, "192.0.2.1:7").await.expect(200);
    ask(&app, "192.0.2.2:7").await.problem("not-found", 404);
}

async fn whom_to_tell_of_a_weakness_is_published_where_the_operator_has_said_it(app: App) {
    let path = "/.well-known/security.txt";
    app.guest().get(path).await.problem("not-found", 404);
    let contacts = ["mailto:security@example.org", " https://example.org/report "];
    let app = App::with(app.site.engine, |config| {
        config.security_contact = contacts.iter().map(|c| (*c).to_owned()).collect();
        config.public_url = Some("https://odoi.example.org/".to_owned());
    })
    .await;
    let told = app.guest().get(path).await.expect(200);
    assert_eq!(told.header("content-type"), Some("text/plain; charset=utf-8"));
    let text = String::from_utf8(told.body).expect("text");
    // The clock of the tests stands on 2026-11-21.
    assert_eq!(
        text,
        "Contact: mailto:security@example.org\nContact: https://example.org/report\nExpires: 2027-05-20T00:00:00Z\n\
             Preferred-Languages: en, ml\nCanonical: https://odoi.example.org/.well-known/security.txt\n"
    );
    app.guest().request(Method::HEAD, path).send().await.expect(200);
    app.guest().post(path, &json!({})).await.problem("wrong-method", 405);
}

async fn the_document_that_is_served_is_the_one_that_is_made(app: App) {
    let served = app.guest().get("/openapi.json").await.expect(200);
    assert_eq!(served.header("content-type"), Some("application/json"));
    assert_eq!(served.json(), odoi_api::openapi::document());
}

async fn the_type_of_every_problem_leads_to_its_documentation(app: App) {
    let guest = app.guest();
    let all = String::from_utf8(guest.get("/problems").await.expect(200).body).unwrap();
    for kind in Kind::ALL {
        let page = guest.get(&format!("/problems/{}", kind.slug())).await.expect(200);
        assert!(page.header("content-type").unwrap().starts_with("text/markdown"));
        let page = String::from_utf8(page.body).unwrap();
        assert!(page.contains(&kind.status().to_string()) && page.contains(kind.help()), "{page}");
        assert!(all.contains(&format!("/problems/{}", kind.slug())));
    }
    let refused = guest.get("/v1/clusters").await.problem("not-signed-in", 401);
    guest.get(refused.json()["type"].as_str().unwrap()).await.expect(200);
    guest.get("/problems/none").await.problem("not-found", 404);
}

async fn a_failure_of_ours_tells_its_request_id_and_nothing_else(app: App) {
    // On a database of its own: no witness could read this one afterwards.
    let app = App::with(app.site.engine, |_config| {}).await;
    let officer = app.officer().await;
    app.site.sql("ALTER TABLE clusters RENAME TO gone");
    let failed = officer.request(Method::GET, "/v1/clusters").header("x-request-id", "question-1").send().await.problem("internal", 500);
    let told: Value = failed.json();
    let mut names: Vec<&String> = told.as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(names, ["instance", "request_id", "status", "title", "type"]);
    assert_eq!((&told["request_id"], failed.header("x-request-id")), (&json!("question-1"), Some("question-1")));
    let text = String::from_utf8(failed.body).unwrap().to_lowercase();
    for secret in ["gone", "select", "table", "relation", "diesel", "sqlite", "src/"] {
        assert!(!text.contains(secret), "{text}");
    }
    let written = officer.post("/v1/clusters", &crate::http::given::cluster("A cluster")).await;
    written.problem("internal", 500);
    officer.get("/v1/schemes").await.expect(200);
}
