//! Floods: what is far too much is one fault, is refused before it is judged where its sender may not do such a
//! thing at all, and costs no more than what is right. How many steps that takes is tested beside the judge.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given::{self, with};
use crate::http::identity::people::{district, grant, open};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use actix_web::http::Method;
use odoi_domain::policy::actor::{Role, Scope};
use odoi_domain::programme::call::form::MOST_PATTERNS;
use odoi_domain::programme::proposal::MOST_DRAFTS;
use serde_json::{Map, Value, json};

/// As many of what is sent as a body of 1 MB holds.
fn many(item: &str) -> Value {
    let count = 1_000_000 / (item.len() + 1);
    serde_json::from_str(&format!("[{}{item}]", format!("{item},").repeat(count - 1))).expect("a list")
}

async fn errors(answer: Answer) -> Vec<Value> {
    let document = answer.problem("invalid", 422).json();
    document["errors"].as_array().expect("errors").clone()
}

async fn publish(officer: &Client, part: &str, rules: Value) -> Vec<Value> {
    let facts = json!({ "subject": "ladder", "effective_from": "2026-12-01", "note": "A flood.", part: rules });
    errors(officer.post("/v1/rule-sets", &facts).await).await
}

http_tests![
    a_list_that_is_too_long_is_one_fault_and_nothing_in_it_is_looked_at,
    a_patch_is_bounded_as_a_body_is,
    a_body_holds_so_many_values_and_no_more,
    places_of_faults_are_cut_where_names_are_endless,
    whoever_may_not_at_all_is_told_so_and_not_what_is_wrong,
    a_form_asks_for_no_more_patterns_than_can_be_made_ready_at_once,
    a_cluster_has_so_many_drafts_and_no_more
];

async fn a_list_that_is_too_long_is_one_fault_and_nothing_in_it_is_looked_at(app: App) {
    let officer = app.officer().await;
    for item in ["{}", "null", "{\"\":0}", "[]", "\"\""] {
        let found = publish(&officer, "ladder", json!({ "demands": many(item) })).await;
        assert_eq!(found.len(), 1, "{item}: {found:?}");
        assert_eq!((&found[0]["pointer"], &found[0]["code"]), (&json!("/ladder/demands"), &json!("max_items")), "{item}");
    }
    let found = publish(&officer, "scorecard", json!({ "indicators": many("{}") })).await;
    assert!(found.iter().all(|e| e["pointer"].as_str().unwrap().starts_with("/scorecard")) && found.len() < 10, "{found:?}");
    let found = publish(&officer, "conflicts", json!({ "exempt": many("0") })).await;
    assert!(found.iter().any(|e| e["pointer"] == "/conflicts/exempt"), "{found:?}");
    let rubric = with(given::call(&["555"]), "/rubric/criteria", many("{}"));
    officer.post("/v1/calls", &rubric).await.problem("invalid", 422).violates("/rubric/criteria", "max_items");
}

async fn a_patch_is_bounded_as_a_body_is(app: App) {
    let convenor = app.convenor().await;
    let id = convenor.post("/v1/clusters", &given::cluster("A cluster")).await.expect(201).id();
    let path = format!("/v1/clusters/{id}");
    let found = errors(convenor.patch(&path, "\"1\"", &json!({ "chains": many("{}") })).await).await;
    assert_eq!((found.len(), &found[0]["code"]), (1, &json!("max_items")), "{found:?}");
    let chains = vec![json!({ "name": "A chain", "steps": vec![json!({}); 10] }); 10];
    let found = errors(convenor.patch(&path, "\"1\"", &json!({ "chains": chains })).await).await;
    assert!((1..=50).contains(&found.len()), "{}", found.len());
}

async fn a_body_holds_so_many_values_and_no_more(app: App) {
    let cast = Cast::of(&app).await;
    let mut facts = cast.facts();
    facts["answers"] = json!({ "all": many("0") });
    let found = errors(cast.applicant.post("/v1/proposals", &facts).await).await;
    assert_eq!((found.len(), &found[0]["code"], &found[0]["pointer"]), (1, &json!("most_values"), &json!("")));
    // What nobody asked for does not count, and is told as what it is.
    facts["answers"] = json!({});
    facts["more"] = many("0");
    let found = errors(cast.applicant.post("/v1/proposals", &facts).await).await;
    assert_eq!((found.len(), &found[0]["code"], &found[0]["pointer"]), (1, &json!("unknown_field"), &json!("/more")));
}

async fn places_of_faults_are_cut_where_names_are_endless(app: App) {
    let cast = Cast::of(&app).await;
    let name = "n".repeat(50_000);
    let mut facts = cast.facts();
    facts["answers"] = json!({ name.as_str(): { "a": vec!["\u{7}"; 60] } });
    let answer = cast.applicant.post("/v1/proposals", &facts).await;
    assert!(answer.body.len() < 30_000, "{}", answer.body.len());
    let found = errors(answer).await;
    assert!(found.iter().all(|e| e["pointer"].as_str().unwrap().len() <= 1_000));
    facts["answers"] = json!({});
    facts["title"] = json!({ "en": "A title", name.as_str(): 1 });
    let found = errors(cast.applicant.post("/v1/proposals", &facts).await).await;
    assert_eq!(found[0]["pointer"], json!(format!("/title/{}", "n".repeat(100))));
}

async fn whoever_may_not_at_all_is_told_so_and_not_what_is_wrong(app: App) {
    let (officer, convenor) = (app.officer().await, app.convenor().await);
    let scheme = officer.first("/v1/schemes").await["id"].as_str().unwrap().to_owned();
    let large = json!({ "ladder": { "demands": many("{}") } });
    for body in [json!({}), large] {
        convenor.post("/v1/rule-sets", &body).await.problem("forbidden", 403);
        officer.post("/v1/rule-sets", &body).await.problem("invalid", 422);
        // What they see they may not change; what is not there, or not for them, is not there.
        convenor.patch(&format!("/v1/schemes/{scheme}"), "\"1\"", &with(body.clone(), "/x", json!(1))).await.problem("forbidden", 403);
        convenor.patch(&format!("/v1/schemes/{}", given::NOBODY), "\"1\"", &body).await.problem("not-found", 404);
    }
    for text in ["{", "[", "{\"a\":1,\"a\":2}"] {
        let request = convenor.request(Method::POST, "/v1/rule-sets").body("application/json", text);
        request.send().await.problem("forbidden", 403);
    }
    let cast = Cast::of(&app).await;
    let draft = cast.draft().await;
    let kollam = open(&app, "officer.of.kollam", vec![grant(Role::KdiscDpe, district("559"))]).await;
    kollam.patch(&draft, "\"1\"", &json!({ "x": 1 })).await.problem("not-found", 404);
    let auditor = open(&app, "an.auditor", vec![grant(Role::Auditor, Scope::State)]).await;
    auditor.patch(&draft, "\"1\"", &json!({ "x": 1 })).await.problem("forbidden", 403);
    auditor.request(Method::POST, &format!("{draft}/sanction")).json(&json!({ "x": 1 })).send().await.problem("forbidden", 403);
    cast.applicant.patch(&draft, "\"1\"", &json!({ "x": 1 })).await.problem("invalid", 422);
    let nobody = open(&app, "no.role", Vec::new()).await;
    nobody.post("/v1/clusters", &json!({})).await.problem("forbidden", 403);
    app.guest().post("/v1/clusters", &json!({})).await.problem("not-signed-in", 401);
}

async fn a_form_asks_for_no_more_patterns_than_can_be_made_ready_at_once(app: App) {
    let officer = app.officer().await;
    let form = |count: usize| -> Value {
        let property = |n: usize| (format!("p{n}"), json!({ "type": "string", "pattern": "^[A-Z]{2}[0-9]+$" }));
        let properties: Map<String, Value> = (0..count).map(property).collect();
        json!({ "type": "object", "properties": properties })
    };
    let call = |count| with(given::call(&["555"]), "/form/schema", form(count));
    officer.post("/v1/calls", &call(MOST_PATTERNS)).await.expect(201);
    officer.post("/v1/calls", &call(MOST_PATTERNS + 1)).await.problem("invalid", 422).violates("/form/schema", "form_patterns");
}

async fn a_cluster_has_so_many_drafts_and_no_more(app: App) {
    let cast = Cast::of(&app).await;
    let known = cast.applicant.get(&format!("/v1/proposals?cluster_id={}&state=draft&count=true", cast.cluster)).await;
    let known = known.expect(200).json()["total"].as_i64().expect("a number");
    let mut last = String::new();
    for _ in known..MOST_DRAFTS {
        last = cast.draft().await;
    }
    cast.applicant
        .post("/v1/proposals", &cast.facts())
        .await
        .problem("requirements-not-met", 409)
        .violates("/cluster_id", "too_many_drafts");
    cast.applicant.delete(&last, "\"1\"").await.expect(204);
    cast.draft().await;
}
