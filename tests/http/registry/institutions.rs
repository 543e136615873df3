//! Institutions: AISHE codes are optional and unique; what is referred to stays.

use crate::app::App;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

http_tests![
    an_institution_is_registered_read_changed_and_removed,
    a_list_that_was_never_given_is_empty_not_absent,
    an_aishe_code_belongs_to_one_institution,
    a_wrong_institution_says_which_rule_it_breaks,
    an_institution_in_use_stays,
    its_own_representative_may_change_an_institution_but_not_another
];

async fn an_institution_is_registered_read_changed_and_removed(app: App) {
    let convenor = app.convenor().await;
    let made = convenor.post("/v1/institutions", &given::institution()).await.expect(201);
    let path = format!("/v1/institutions/{}", made.id());
    assert_eq!(made.header("location"), Some(path.as_str()));
    for (name, value) in given::institution().as_object().unwrap() {
        assert_eq!(&made.json()[name], value);
    }
    let patch = json!({ "aishe": null, "name": { "ml": null }, "fields": [] });
    let changed = convenor.patch(&path, "\"1\"", &patch).await.expect(200).json();
    assert_eq!(changed.get("aishe"), None);
    assert_eq!((&changed["name"], &changed["fields"]), (&json!({ "en": "Angamaly Polytechnic" }), &json!([])));
    let changed = convenor.patch(&path, "\"2\"", &json!({ "fields": ["food"], "aishe": "C-1" })).await.expect(200);
    assert_eq!((&changed.json()["fields"], &changed.json()["aishe"]), (&json!(["food"]), &json!("C-1")));
    assert_eq!(convenor.get(&path).await.expect(200).json(), changed.json());
    convenor.delete(&path, "\"3\"").await.problem("forbidden", 403);
    app.officer().await.delete(&path, "\"3\"").await.expect(204);
    convenor.get(&path).await.problem("not-found", 404);
}

async fn a_list_that_was_never_given_is_empty_not_absent(app: App) {
    let convenor = app.convenor().await;
    let mut facts = given::institution();
    facts.as_object_mut().unwrap().remove("fields");
    assert_eq!(convenor.post("/v1/institutions", &facts).await.expect(201).json()["fields"], json!([]));
}

async fn an_aishe_code_belongs_to_one_institution(app: App) {
    let convenor = app.convenor().await;
    convenor.post("/v1/institutions", &given::institution()).await.expect(201);
    convenor.post("/v1/institutions", &given::institution()).await.problem("duplicate", 409).violates("/aishe", "taken");
    let other = given::with(given::institution(), "/aishe", Value::Null);
    let other = convenor.post("/v1/institutions", &other).await.expect(201);
    convenor
        .patch(&format!("/v1/institutions/{}", other.id()), "\"1\"", &json!({ "aishe": "S-4711" }))
        .await
        .problem("duplicate", 409)
        .violates("/aishe", "taken");
}

async fn a_wrong_institution_says_which_rule_it_breaks(app: App) {
    let convenor = app.convenor().await;
    for (place, value, at, code) in [
        ("/aishe", json!("X-1"), "/aishe", "aishe"),
        ("/aishe", json!("C-1234567"), "/aishe", "aishe"),
        ("/aishe", json!("c-12"), "/aishe", "aishe"),
        ("/kind", json!("school"), "/kind", "enum"),
        ("/district", json!("553"), "/district", "district_code"),
        ("/fields", json!(["ok", "  "]), "/fields/1", "blank"),
        ("/fields", json!(["ക".repeat(81)]), "/fields/0", "max_length"),
        ("/fields", json!(vec!["x"; 21]), "/fields", "max_items"),
        ("/fields", json!("food"), "/fields", "type"),
    ] {
        let facts = given::with(given::institution(), place, value);
        convenor.post("/v1/institutions", &facts).await.problem("invalid", 422).violates(at, code);
    }
    let longest = given::with(given::institution(), "/fields", json!(["ക".repeat(80)]));
    convenor.post("/v1/institutions", &longest).await.expect(201);
}

async fn an_institution_in_use_stays(app: App) {
    let officer = app.officer().await;
    // The first is an end of linkages; the other is a partner of a proposal alone.
    let cusat = officer.id_of("institutions", "Cochin University").await;
    let partner = officer.post("/v1/institutions", &given::institution()).await.expect(201).id();
    let representative = app.client("cluster.kalady").await;
    let kalady = officer.id_of("clusters", "Kalady").await;
    representative.post("/v1/proposals", &given::proposal(&kalady, &partner)).await.expect(201);
    for id in [cusat, partner] {
        let path = format!("/v1/institutions/{id}");
        let etag = officer.get(&path).await.expect(200).etag();
        officer.delete(&path, &etag).await.problem("in-use", 409);
        officer.get(&path).await.expect(200);
    }
}

async fn its_own_representative_may_change_an_institution_but_not_another(app: App) {
    let cusat = app.client("institution.cusat").await;
    let own = format!("/v1/institutions/{}", cusat.id_of("institutions", "Cochin University").await);
    cusat.patch(&own, "\"1\"", &json!({ "fields": ["marine sciences"] })).await.expect(200);
    let other = format!("/v1/institutions/{}", cusat.id_of("institutions", "Kannur University").await);
    cusat.patch(&other, "\"1\"", &json!({ "fields": [] })).await.problem("forbidden", 403);
}
