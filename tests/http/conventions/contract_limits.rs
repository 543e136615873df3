//! Every limit that the document states is kept: a request that breaks it is answered 422 at exactly
//! that place, and so is a change (conventions, 10 and 18).

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::conventions::contract_document::requests;
use crate::http::conventions::contract_walk::{Broken, broken, required};
use crate::http::identity::people::{jack_of_all_trades, jill_of_all_steps};
use crate::http::programme::group::Group;
use crate::http::programme::reviews::Panel;
use crate::http_tests;
use actix_web::http::Method;
use serde_json::{Map, Value, json};

/// The answer names one fault, at this place, in a sentence.
#[track_caller]
fn told(answer: &Answer, operation: &str, broken: &Broken) -> Option<String> {
    let document = answer.json();
    let errors = document["errors"].as_array().cloned().unwrap_or_default();
    let places: Vec<&str> = errors.iter().filter_map(|e| e["pointer"].as_str()).collect();
    let is_code = broken.code.is_none_or(|code| errors.iter().all(|e| e["code"] == code));
    let is_sentence = errors.iter().all(|e| {
        let message = e["message"].as_str().unwrap_or_default();
        !message.contains("{0}") && message.contains(' ') && Some(message) != e["code"].as_str()
    });
    let good = answer.status.as_u16() == 422 && places == [broken.at.as_str()] && is_code && is_sentence;
    (!good).then(|| format!("{operation}, {} at {}: {} {document}", broken.why, broken.at, answer.status))
}

/// A body whose own nulls mean what they say, because a merge patch would remove what they name.
fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.iter().any(has_null),
        Value::Object(map) => map.values().any(has_null),
        _ => false,
    }
}

async fn first_of(client: &Client, plural: &str) -> String {
    let path = match plural {
        "enterprises" | "clusters" | "institutions" => format!("/v1/{plural}?district=555"),
        "linkages" => "/v1/linkages?district=555".to_owned(),
        "proposals" => format!("/v1/proposals?cluster_id={}", client.id_of("clusters", "Kalady rice millers").await),
        _ => format!("/v1/{plural}"),
    };
    let id = client.first(&path).await["id"].as_str().expect("an id").to_owned();
    format!("/v1/{plural}/{id}")
}

http_tests![
    a_body_that_breaks_a_limit_of_its_schema_is_told_so_at_that_place,
    a_change_that_breaks_a_limit_is_told_so_at_that_place,
    all_faults_of_a_body_are_told_at_once_in_the_callers_language,
    rules_between_fields_are_told_at_once_too
];

async fn a_body_that_breaks_a_limit_of_its_schema_is_told_so_at_that_place(app: App) {
    let (jack, document) = (jack_of_all_trades(&app).await, odoi_api::openapi::document());
    let before = app.store.ledger_counts().await.unwrap();
    let (mut wrong, mut tried, mut properties) = (Vec::new(), 0, 0);
    for request in requests(&document).iter().filter(|r| r.method == Method::POST && r.kind == "application/json") {
        let (all, covered) = broken(&document, request);
        properties += covered;
        let path = request.path.replace("{id}", &uuid::Uuid::now_v7().to_string());
        for broken in all {
            tried += 1;
            let answer = jack.request(Method::POST, &path).if_match("*").json(&broken.body).send().await;
            wrong.extend(told(&answer, &request.id, &broken));
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 500 && properties > 60, "only {tried} bodies over {properties} properties");
    assert_eq!(app.store.ledger_counts().await.unwrap(), before, "nothing was written");
}

async fn a_change_that_breaks_a_limit_is_told_so_at_that_place(app: App) {
    let (jack, document) = (jack_of_all_trades(&app).await, odoi_api::openapi::document());
    let jill = jill_of_all_steps(&app).await;
    Group::of(&app).await.called(&[json!({ "title": "To be changed" })]).await;
    let panel = Panel::of(&app).await;
    let draft = panel.begin("mentor.ernakulam", &[5]).await.expect(201).id();
    let mentor = app.client("mentor.ernakulam").await;
    let (mut wrong, mut tried) = (Vec::new(), 0);
    let all = requests(&document);
    for request in all.iter().filter(|r| r.method == Method::PATCH) {
        let plural = request.path.split('/').nth(2).unwrap();
        let (jack, path) = match plural {
            "reviews" => (&mentor, format!("/v1/reviews/{draft}")),
            // Jack speaks for an applicant, and keeps no meeting about it.
            "meetings" => (&jill, first_of(&jill, plural).await),
            _ => (&jack, first_of(&jack, plural).await),
        };
        // The limits of the thing itself: its creation has them.
        let creation = all.iter().find(|r| r.method == Method::POST && r.path == format!("/v1/{plural}")).unwrap();
        let tag = jack.get(&path).await.expect(200).etag();
        for broken in broken(&document, creation).0.iter().filter(|b| b.code != Some("required") && !has_null(&b.body)) {
            tried += 1;
            let answer = jack.patch(&path, &tag, &broken.body).await;
            wrong.extend(told(&answer, &request.id, broken));
        }
        // What is required cannot be removed.
        for name in required(&document, &creation.schema) {
            let answer = jack.patch(&path, &tag, &json!({ name.as_str(): null })).await.problem("invalid", 422);
            answer.violates(&format!("/{name}"), "required");
        }
        let naming = if ["proposals", "calls"].contains(&plural) { "title" } else { "name" };
        if !["linkages", "memberships", "seats", "meetings", "reviews"].contains(&plural) {
            let answer = jack.patch(&path, &tag, &json!({ naming: { "en": null } })).await.problem("invalid", 422);
            answer.violates(&format!("/{naming}/en"), "required");
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 400, "only {tried}");
}

async fn all_faults_of_a_body_are_told_at_once_in_the_callers_language(app: App) {
    let jack = jack_of_all_trades(&app).await;
    let body = json!({
        "name": { "en": "", "ml": 7, "ta": "x" }, "kind": "shop", "district": "999", "pin_code": "110001", "udyam": "UDYAM-KL-15-0000001",
        "gstin": "32AAACK1234F1Z8", "activities": [{ "version": "nic_1998", "code": "abc" }], "owner": "me",
    });
    let expected = [
        "/activities/0/code",
        "/activities/0/version",
        "/district",
        "/gstin",
        "/kind",
        "/name/en",
        "/name/ml",
        "/name/ta",
        "/owner",
        "/pin_code",
        "/udyam",
    ];
    for (language, is_malayalam) in [("en", false), ("ml", true), ("ml-IN, en;q=0.5", true), ("fr", false)] {
        let answer = jack.request(Method::POST, "/v1/enterprises").header("accept-language", language).json(&body).send().await;
        let answer = answer.problem("invalid", 422);
        let errors = answer.json()["errors"].as_array().unwrap().clone();
        let mut places: Vec<&str> = errors.iter().map(|e| e["pointer"].as_str().unwrap()).collect();
        places.sort_unstable();
        assert_eq!(places, expected);
        for error in &errors {
            let message = error["message"].as_str().unwrap();
            let has = message.chars().any(|c| ('\u{d00}'..='\u{d7f}').contains(&c));
            assert_eq!(has, is_malayalam, "{language}: {message}");
        }
    }
    let nothing = jack.post("/v1/proposals", &Value::Object(Map::new())).await.problem("invalid", 422);
    assert_eq!(nothing.json()["errors"].as_array().unwrap().len(), 5);
}

async fn rules_between_fields_are_told_at_once_too(app: App) {
    let jack = jack_of_all_trades(&app).await;
    let activity = json!({ "version": "nic_2008", "code": "10612" });
    let body = json!({
        "name": { "en": "Far away" }, "kind": "firm", "district": "555", "gstin": "27AAPFU0939F1ZV", "activities": [activity, activity],
    });
    let answer = jack.post("/v1/enterprises", &body).await.problem("invalid", 422);
    answer.violates("/gstin", "gstin_not_kerala").violates("/activities/1", "repeated");
}
