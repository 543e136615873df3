//! Closed lists with their labels: all that the document names, for everybody, and worth keeping (rule R12.2).

use crate::app::App;
use crate::harness::site::Site;
use crate::{http_tests, site_tests};
use actix_web::http::Method;
use odoi_api::openapi;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Every schema of a closed list: the name that it gives, and its values.
fn named(value: &Value, found: &mut Vec<(String, Value)>) {
    if let Some(name) = value["x-vocabulary"].as_str() {
        found.push((name.to_owned(), value["enum"].clone()));
    }
    match value {
        Value::Array(list) => list.iter().for_each(|value| named(value, found)),
        Value::Object(map) => map.values().for_each(|value| named(value, found)),
        _ => {}
    }
}

site_tests![every_closed_list_of_the_document_is_a_vocabulary_of_its_own];

async fn every_closed_list_of_the_document_is_a_vocabulary_of_its_own(_site: Site) {
    let document = openapi::document();
    let mut owners = BTreeMap::new();
    for (schema, about) in document["components"]["schemas"].as_object().unwrap() {
        let Some(values) = about["enum"].as_array() else {
            continue;
        };
        let name = about["x-vocabulary"].as_str().unwrap_or_else(|| panic!("{schema} is a list without labels: declare it by words!"));
        let other = owners.insert(name, schema);
        assert!(other.is_none(), "{schema} and {other:?} are both called {name}");
        for value in values {
            let label = &about["x-enum-labels"][value.as_str().unwrap()];
            assert!(label["en"].is_string() && label["ml"].is_string(), "{schema}: {value} has no label");
        }
    }
    assert_eq!(owners["size_class"], "SizeClass");
}

http_tests![
    the_vocabularies_are_the_closed_lists_of_the_document,
    a_label_is_what_an_officer_calls_it,
    a_vocabulary_is_kept_by_caches_until_it_changes,
    the_same_is_answered_to_everybody,
    what_is_no_vocabulary_is_not_found_and_kept_by_no_cache
];

async fn the_vocabularies_are_the_closed_lists_of_the_document(app: App) {
    let mut lists = Vec::new();
    named(&openapi::document(), &mut lists);
    let served = app.guest().get("/v1/vocabularies").await.expect(200).json();
    let served: BTreeMap<&str, &Value> =
        served["items"].as_array().unwrap().iter().map(|list| (list["name"].as_str().unwrap(), list)).collect();
    for (name, values) in &lists {
        let list = served.get(name.as_str()).unwrap_or_else(|| panic!("{name} is not published"));
        let own: Value = list["values"].as_array().unwrap().iter().map(|value| value["value"].clone()).collect();
        assert_eq!(own, *values, "{name}");
    }
    let names: BTreeSet<&str> = lists.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, served.keys().copied().collect());
    for (name, list) in served {
        assert_eq!(app.guest().get(&format!("/v1/vocabularies/{name}")).await.expect(200).json(), *list);
    }
}

async fn a_label_is_what_an_officer_calls_it(app: App) {
    let sizes = app.guest().get("/v1/vocabularies/size_class").await.expect(200).json();
    assert_eq!(
        sizes,
        json!({ "name": "size_class", "values": [
            { "value": "micro", "label": { "en": "Micro", "ml": "സൂക്ഷ്മം" } },
            { "value": "small", "label": { "en": "Small", "ml": "ചെറുകിട" } },
            { "value": "medium", "label": { "en": "Medium", "ml": "ഇടത്തരം" } },
            { "value": "large", "label": { "en": "Large", "ml": "വൻകിട" } },
        ] })
    );
}

async fn a_vocabulary_is_kept_by_caches_until_it_changes(app: App) {
    let mut tags = BTreeSet::new();
    for path in ["/v1/vocabularies", "/v1/vocabularies/role", "/v1/vocabularies/gender"] {
        let first = app.guest().get(path).await.expect(200);
        assert_eq!(first.header("cache-control"), Some("public, max-age=3600"), "{path}");
        let ask = |tag: &str| app.guest().request(Method::GET, path).header("if-none-match", tag).send();
        let again = ask(&first.etag()).await.expect(304);
        assert!(again.body.is_empty(), "{path}");
        for name in ["etag", "cache-control"] {
            assert_eq!(again.header(name), first.header(name), "{path} {name}");
        }
        assert_eq!(ask("\"another\"").await.expect(200).body, first.body, "{path}");
        let head = app.guest().request(Method::HEAD, path).send().await.expect(200);
        assert_eq!(head.etag(), first.etag(), "{path}");
        assert!(tags.insert(first.etag()), "the tag of {path} is that of another");
    }
}

async fn the_same_is_answered_to_everybody(app: App) {
    let path = "/v1/vocabularies/proposal_state";
    let guest = app.guest().get(path).await.expect(200);
    let officer = app.officer().await.get(path).await.expect(200);
    let stranger = app.guest().request(Method::GET, path).header("authorization", "Bearer none").send().await.expect(200);
    let malayali = app.guest().request(Method::GET, path).header("accept-language", "ml").send().await.expect(200);
    for answer in [officer, stranger, malayali] {
        assert_eq!((&answer.body, answer.etag()), (&guest.body, guest.etag()));
    }
}

async fn what_is_no_vocabulary_is_not_found_and_kept_by_no_cache(app: App) {
    let guest = app.guest();
    for name in ["none", "Role", "size_class2", "%F0%9F%92%A9"] {
        let refused = guest.get(&format!("/v1/vocabularies/{name}")).await.problem("not-found", 404);
        assert_eq!(refused.header("cache-control"), Some("no-store"), "{name}");
    }
    guest.get("/v1/vocabularies?name=role").await.problem("malformed", 400).violates("name", "unknown_parameter");
    guest.post("/v1/vocabularies", &json!({})).await.problem("wrong-method", 405);
    for path in ["/v1/vocabularies", "/v1/vocabularies/role"] {
        guest.request(Method::GET, path).header("accept", "text/csv").send().await.problem("not-acceptable", 406);
    }
}
