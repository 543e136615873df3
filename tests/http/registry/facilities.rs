//! Facilities of institutions: who keeps them, how firms find them, and that their institution stays.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

async fn names(client: &Client, query: &str) -> Vec<String> {
    let path = format!("/v1/facilities?{query}");
    let page = client.get(&path).await.expect(200).json();
    let name = |row: &Value| row["name"]["en"].as_str().expect("a name").to_owned();
    page["items"].as_array().expect("rows").iter().map(name).collect()
}

http_tests![
    whoever_speaks_for_an_institution_keeps_its_facilities,
    firms_find_a_facility_by_what_they_need,
    an_institution_with_a_facility_stays,
    a_wrong_facility_says_which_rule_it_breaks
];

async fn whoever_speaks_for_an_institution_keeps_its_facilities(app: App) {
    let cusat = app.client("institution.cusat").await;
    let own = cusat.id_of("institutions", "Cochin University").await;
    let other = cusat.id_of("institutions", "Kannur University").await;
    let facts = given::facility(&own);
    let made = cusat.post("/v1/facilities", &facts).await.expect(201);
    let path = format!("/v1/facilities/{}", made.id());
    for (name, value) in facts.as_object().unwrap() {
        assert_eq!(&made.json()[name], value);
    }
    let patch = json!({ "open_to_firms": false, "charges": [], "terms": null, "district": "556" });
    let changed = cusat.patch(&path, "\"1\"", &patch).await.expect(200).json();
    assert_eq!((&changed["district"], changed.get("terms"), &changed["charges"]), (&json!("556"), None, &json!([])));
    cusat.patch(&path, "\"2\"", &json!({ "institution_id": other })).await.problem("forbidden", 403);
    cusat.post("/v1/facilities", &given::facility(&other)).await.problem("forbidden", 403);
    // It has left the district of this convenor.
    app.convenor().await.delete(&path, "\"2\"").await.problem("forbidden", 403);
    cusat.delete(&path, "\"2\"").await.expect(204);
    cusat.get(&path).await.problem("not-found", 404);
}

async fn firms_find_a_facility_by_what_they_need(app: App) {
    let (officer, firm) = (app.officer().await, app.client("enterprise.ilanjippoo").await);
    let cusat = officer.id_of("institutions", "Cochin University").await;
    let facility = |name: &str, more: Value| {
        let mut facts = given::with(given::facility(&cusat), "/name", json!({ "en": name }));
        facts.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        facts
    };
    for facts in [
        facility("Wombat press", json!({ "kind": "equipment", "fields": ["Marsupial_100%", "Press work"] })),
        facility("Wombat scales", json!({ "kind": "equipment", "fields": ["marsupial 1000"], "open_to_firms": false })),
        facility("Wombat workshop", json!({ "kind": "workshop", "district": "559", "fields": [] })),
    ] {
        officer.post("/v1/facilities", &facts).await.expect(201);
    }
    for (query, found) in [
        ("", &["Wombat press", "Wombat scales", "Wombat workshop"] as &[_]),
        ("&kind=equipment", &["Wombat press", "Wombat scales"]),
        ("&kind=workshop,equipment&district=559", &["Wombat workshop"]),
        ("&open_to_firms=false", &["Wombat scales"]),
        ("&open_to_firms=true,false", &["Wombat press", "Wombat scales", "Wombat workshop"]),
        ("&field=marsupial%20100", &["Wombat press"]),
        ("&field=PRESS-WORK,marsupial%201000", &["Wombat press", "Wombat scales"]),
        ("&field=press", &[]),
        ("&field=%25", &[]),
    ] {
        assert_eq!(names(&firm, &format!("q=wombat&institution_id={cusat}{query}")).await, found, "{query}");
    }
    firm.get("/v1/facilities?field=").await.problem("malformed", 400).violates("field", "blank");
    assert_eq!(names(&firm, &format!("q=wombat&institution_id={}", given::NOBODY)).await, [""; 0]);
    let hits = firm.get("/v1/search?q=wombat&kind=facility&district=559").await.expect(200).json();
    assert_eq!(hits["items"][0]["name_en"], "Wombat workshop");
}

async fn an_institution_with_a_facility_stays(app: App) {
    let officer = app.officer().await;
    let made = officer.post("/v1/institutions", &given::institution()).await.expect(201);
    let path = format!("/v1/institutions/{}", made.id());
    let facility = officer.post("/v1/facilities", &given::facility(&made.id())).await.expect(201);
    officer.delete(&path, "\"1\"").await.problem("in-use", 409);
    officer.delete(&format!("/v1/facilities/{}", facility.id()), "\"1\"").await.expect(204);
    officer.delete(&path, "\"1\"").await.expect(204);
}

async fn a_wrong_facility_says_which_rule_it_breaks(app: App) {
    let officer = app.officer().await;
    let cusat = officer.id_of("institutions", "Cochin University").await;
    for (place, value, at, code) in [
        ("/institution_id", json!(given::NOBODY), "/institution_id", "unknown_reference"),
        ("/kind", json!("shed"), "/kind", "enum"),
        ("/count", json!(0), "/count", "minimum"),
        ("/charges/0/amount_paise", json!(-1), "/charges/0/amount_paise", "minimum"),
        ("/charges/0/per", json!("moon"), "/charges/0/per", "enum"),
        ("/charges/0/free", json!(true), "/charges/0/free", "unknown_field"),
    ] {
        let facts = given::with(given::facility(&cusat), place, value);
        officer.post("/v1/facilities", &facts).await.problem("invalid", 422).violates(at, code);
    }
}
