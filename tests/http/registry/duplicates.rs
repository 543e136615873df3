//! Likely duplicates: found by number, or by name, place and activity together; with the reasons.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

/// A mill of Ernakulam.
fn mill(name: &str, pin: &str) -> Value {
    let unit = given::with(given::unit(name), "/pin_code", json!(pin));
    given::with(unit, "/kind", json!("firm"))
}

async fn register(client: &Client, facts: &Value) -> String {
    client.post("/v1/enterprises", facts).await.expect(201).id()
}

/// Names and scores of the duplicates of an enterprise.
async fn duplicates(client: &Client, id: &str) -> Vec<(String, f64)> {
    let found = client.get(&format!("/v1/enterprises/{id}/duplicates")).await.expect(200).json();
    let items = found["items"].as_array().expect("items");
    items.iter().map(|item| (item["name"]["en"].as_str().unwrap().to_owned(), item["score"].as_f64().unwrap())).collect()
}

http_tests![
    alike_names_at_one_place_are_found_likeliest_first_with_reasons,
    what_is_not_registered_yet_is_compared_and_not_stored,
    the_malayalam_name_and_the_other_script_count,
    duplicates_are_for_those_who_keep_the_registry
];

async fn alike_names_at_one_place_are_found_likeliest_first_with_reasons(app: App) {
    let convenor = app.convenor().await;
    let id = register(&convenor, &mill("Quokka Rice Mill", "683574")).await;
    for (name, pin) in [
        ("Rice Mill Quokka", "683574"),
        ("Quoka Rice Mills", "683575"),
        ("Quokka Rice Mill", "683576"),
        ("Numbat Rice Mill", "683574"),
        ("Quokka Umbrella", "683574"),
    ] {
        register(&convenor, &mill(name, pin)).await;
    }
    let elsewhere = given::with(mill("Quokka Rice Mill", "691001"), "/district", json!("559"));
    register(&app.officer().await, &elsewhere).await;
    let found = duplicates(&convenor, &id).await;
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Rice Mill Quokka", "Quokka Rice Mill", "Quoka Rice Mills"], "{found:?}");
    assert_eq!((found[0].1, found[1].1), (1.0, 0.9));
    let first = convenor.get(&format!("/v1/enterprises/{id}/duplicates")).await.expect(200).json()["items"][0].clone();
    assert_eq!(
        first["reasons"],
        json!([
            { "rule": "similar_name", "contribution": 0.5 },
            { "rule": "same_pin_code", "contribution": 0.25 },
            { "rule": "same_activity", "contribution": 0.25 },
        ])
    );
}

async fn what_is_not_registered_yet_is_compared_and_not_stored(app: App) {
    let convenor = app.convenor().await;
    let id = register(&convenor, &given::enterprise()).await;
    let before = app.store.ledger_counts().await.unwrap();
    let twin = given::with(given::enterprise(), "/name", json!({ "en": "Zebra crossing" }));
    let found = convenor.post("/v1/enterprises/duplicates", &twin).await.expect(200).json();
    assert_eq!((&found["items"][0]["id"], &found["items"][0]["score"]), (&json!(id), &json!(1.0)));
    let rules: Vec<&str> = found["items"][0]["reasons"].as_array().unwrap().iter().map(|r| r["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["same_udyam", "same_gstin", "same_pin_code", "same_activity"]);
    assert!(!found.to_string().contains("AAACK1234F"), "no number is told");
    // Another firm of the same owner, far away.
    let sister = json!({ "name": { "en": "Zebra" }, "kind": "firm", "district": "555", "gstin": "32AAACK1234FAZ0", "activities": [given::activity("10612")] });
    let found = convenor.post("/v1/enterprises/duplicates", &sister).await.expect(200).json();
    assert_eq!(found["items"][0]["reasons"][0], json!({ "rule": "same_pan", "contribution": 0.5 }));
    assert_eq!(app.store.ledger_counts().await.unwrap(), before, "nothing was written");
    convenor
        .post("/v1/enterprises/duplicates", &json!({ "name": { "en": "x" } }))
        .await
        .problem("invalid", 422)
        .violates("/kind", "required");
    convenor.post("/v1/enterprises/duplicates", &given::with(twin, "/district", json!("559"))).await.problem("forbidden", 403);
}

async fn the_malayalam_name_and_the_other_script_count(app: App) {
    let convenor = app.convenor().await;
    let id =
        register(&convenor, &given::with(mill("Unit 7", "683574"), "/name", json!({ "en": "Unit 7", "ml": "വടക്കേക്കര കയർ മിൽ" }))).await;
    register(&convenor, &given::with(mill("Other", "683574"), "/name", json!({ "en": "Another works", "ml": "വടക്കേക്കര കയര്\u{200d} മിൽ" })))
        .await;
    let found = duplicates(&convenor, &id).await;
    assert_eq!(found, [("Another works".to_owned(), 1.0)]);
}

async fn duplicates_are_for_those_who_keep_the_registry(app: App) {
    let officer = app.officer().await;
    let id = register(&officer, &mill("Quokka Rice Mill", "683574")).await;
    let path = format!("/v1/enterprises/{id}/duplicates");
    app.client("convenor.kollam").await.get(&path).await.problem("not-found", 404);
    officer.get(&format!("/v1/enterprises/{}/duplicates", given::NOBODY)).await.problem("not-found", 404);
    // One number, and a place that the convenor does not see.
    let there = given::with(given::enterprise(), "/district", json!("559"));
    register(&officer, &there).await;
    let found = app.convenor().await.post("/v1/enterprises/duplicates", &given::enterprise()).await.expect(200).json();
    assert_eq!(found["items"], json!([]));
}
