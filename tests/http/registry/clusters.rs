//! Clusters: their activities are known to the classification; what stands in a cluster moves
//! with it; what is referred to stays.

use crate::app::App;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

http_tests![
    a_cluster_is_registered_read_changed_and_removed,
    a_wrong_cluster_says_which_rule_it_breaks,
    a_cluster_in_use_stays,
    linkages_and_proposals_move_with_their_cluster,
    its_representative_may_change_a_cluster_but_not_another,
    a_cluster_is_found_in_every_constituency_that_it_is_anchored_in,
    a_cluster_is_kept_whole_and_patched_part_by_part
];

async fn a_cluster_is_registered_read_changed_and_removed(app: App) {
    let convenor = app.convenor().await;
    let facts = given::cluster("Angamaly rice cluster");
    let made = convenor.post("/v1/clusters", &facts).await.expect(201);
    let path = format!("/v1/clusters/{}", made.id());
    assert_eq!(made.header("location"), Some(path.as_str()));
    for (name, value) in facts.as_object().unwrap() {
        assert_eq!(&made.json()[name], value);
    }
    let patch = json!({ "constituency": null, "name": { "ml": null, "en": "Angamaly rice mills" } });
    let changed = convenor.patch(&path, "\"1\"", &patch).await.expect(200);
    assert_eq!(changed.json().get("constituency"), None);
    assert_eq!(changed.json()["name"], json!({ "en": "Angamaly rice mills" }));
    assert_eq!(changed.json()["sector"], "food");
    assert_eq!(convenor.get(&path).await.expect(200).json(), changed.json());
    convenor.delete(&path, "\"2\"").await.problem("forbidden", 403);
    app.officer().await.delete(&path, "\"2\"").await.expect(204);
    convenor.get(&path).await.problem("not-found", 404);
}

async fn a_wrong_cluster_says_which_rule_it_breaks(app: App) {
    let convenor = app.convenor().await;
    let a = given::activity;
    for (place, value, at, code) in [
        ("/kind", json!("village"), "/kind", "enum"),
        ("/sector", json!("x".repeat(61)), "/sector", "max_length"),
        ("/sector", Value::Null, "/sector", "type"),
        ("/constituency", json!("75a"), "/constituency", "place_code"),
        ("/district", json!("75"), "/district", "district_code"),
        ("/activities", json!([]), "/activities", "min_items"),
        ("/activities", json!([a("10"), a("10")]), "/activities/1", "repeated"),
        ("/activities", json!([a("00")]), "/activities/0/code", "unknown_activity"),
        ("/activities", json!([{ "version": "nic_2025", "code": "10612" }]), "/activities/0/code", "unknown_activity"),
        ("/name", json!({ "ml": "ക്ലസ്റ്റർ" }), "/name/en", "required"),
    ] {
        let facts = given::with(given::cluster("A cluster"), place, value);
        convenor.post("/v1/clusters", &facts).await.problem("invalid", 422).violates(at, code);
    }
}

async fn a_cluster_in_use_stays(app: App) {
    let officer = app.officer().await;
    let path = format!("/v1/clusters/{}", officer.id_of("clusters", "Kalady").await);
    officer.delete(&path, "\"1\"").await.problem("in-use", 409);
    assert_eq!(officer.get(&path).await.expect(200).etag(), "\"1\"");
}

async fn linkages_and_proposals_move_with_their_cluster(app: App) {
    let officer = app.officer().await;
    let id = officer.id_of("clusters", "Kalady").await;
    // Those of a draft, and of what is over: the others keep their cluster here.
    app.site.sql("UPDATE proposals SET state = 'draft'");
    officer.patch(&format!("/v1/clusters/{id}"), "\"1\"", &json!({ "district": "559", "constituency": null })).await.expect(200);
    let linkage = officer.first(&format!("/v1/linkages?cluster_id={id}")).await;
    assert_eq!(linkage["districts"][0], "559");
    let proposal = officer.first(&format!("/v1/proposals?cluster_id={id}")).await;
    assert_eq!(proposal["district"], "559");
    let path = format!("/v1/proposals/{}", proposal["id"].as_str().unwrap());
    app.convenor().await.get(&path).await.problem("not-found", 404);
    app.client("convenor.kollam").await.get(&path).await.expect(200);
}

async fn its_representative_may_change_a_cluster_but_not_another(app: App) {
    let kalady = app.client("cluster.kalady").await;
    let own = format!("/v1/clusters/{}", kalady.id_of("clusters", "Kalady").await);
    kalady.patch(&own, "\"1\"", &json!({ "sector": "rice" })).await.expect(200);
    let other = format!("/v1/clusters/{}", kalady.id_of("clusters", "Aluva").await);
    kalady.patch(&other, "\"1\"", &json!({ "sector": "rice" })).await.problem("forbidden", 403);
}

async fn a_cluster_is_found_in_every_constituency_that_it_is_anchored_in(app: App) {
    let convenor = app.convenor().await;
    let facts = given::with(
        given::cluster("Two-seat cluster"),
        "/anchor_places",
        json!([
            { "level": "assembly_constituency", "code": "76" }, { "level": "district", "code": "555" },
        ]),
    );
    let made = convenor.post("/v1/clusters", &facts).await.expect(201);
    let path = format!("/v1/clusters/{}", made.id());
    let found = async |number: &str| {
        let list = format!("/v1/clusters?q=two-seat&constituency={number}&count=true");
        convenor.get(&list).await.expect(200).json()["total"].as_u64().unwrap()
    };
    assert_eq!((found("75").await, found("76").await, found("77").await, found("76,75").await), (1, 1, 0, 1));
    convenor
        .patch(&path, "\"1\"", &json!({ "constituency": null, "anchor_places": [{ "level": "assembly_constituency", "code": "77" }] }))
        .await
        .expect(200);
    assert_eq!((found("75").await, found("76").await, found("77").await), (0, 0, 1));
    app.officer().await.delete(&path, "\"2\"").await.expect(204);
    assert_eq!(found("77").await, 0);
}

async fn a_cluster_is_kept_whole_and_patched_part_by_part(app: App) {
    let convenor = app.convenor().await;
    let mill = given::end("enterprise", &convenor.id_of("enterprises", "Ilanjippoo").await);
    let kau = given::end("institution", &convenor.id_of("institutions", "Kerala Agricultural").await);
    let whole = json!({
        "vehicle": { "name": "Rice Consortium", "form": "section_8_company", "registration_number": "U85300KL2020NPL064321", "members": 53, "registered_on": "2020-08-01" },
        "chains": [{ "product": { "en": "Rice bran oil" }, "steps": [
            { "name": "Hulling", "activity": given::activity("10612"), "members": [mill], "alternatives": [] },
            { "name": "Pressing", "members": [], "alternatives": [kau] },
        ] }],
        "shared_inputs": [{ "tag": "paddy", "members": [mill] }],
        "machines": [{ "tag": "colour sorter", "members": [mill, kau] }],
        "skills": [{ "tag": "boiler operation", "members": [] }],
        "brands": [{ "name": "Periyar Rice", "kind": "geographical_indication", "registration_number": "GI-4711" }],
    });
    let mut facts = given::cluster("Whole cluster");
    facts.as_object_mut().unwrap().extend(whole.as_object().unwrap().clone());
    let made = convenor.post("/v1/clusters", &facts).await.expect(201);
    for (name, value) in facts.as_object().unwrap() {
        assert_eq!(&made.json()[name], value, "{name}");
    }
    let path = format!("/v1/clusters/{}", made.id());
    assert_eq!(convenor.get(&path).await.expect(200).json(), made.json());
    let changed = convenor
        .patch(&path, "\"1\"", &json!({ "vehicle": { "members": 54, "registered_on": null }, "skills": [] }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&changed["vehicle"]["members"], changed["vehicle"].get("registered_on"), &changed["skills"]),
        (&json!(54), None, &json!([]))
    );
    assert_eq!(changed["chains"], facts["chains"]);
    assert_eq!(convenor.patch(&path, "\"2\"", &json!({ "vehicle": null })).await.expect(200).json().get("vehicle"), None);
    assert_eq!(convenor.first("/v1/clusters?q=periyar+bran").await["id"], made.json()["id"], "found by product and brand");
    let nobody = given::end("enterprise", given::NOBODY);
    for (place, value, at, code) in [
        ("/anchor_places", json!([{ "level": "ward", "code": "NOWHERE" }]), "/anchor_places/0/code", "unknown_reference"),
        (
            "/anchor_places",
            json!([{ "level": "district", "code": "555" }, { "level": "district", "code": "555" }]),
            "/anchor_places/1",
            "repeated",
        ),
        ("/chains/0/steps/0/members", json!([nobody]), "/chains/0/steps/0/members/0/id", "unknown_reference"),
        ("/chains/0/steps/0/activity/code", json!("00000"), "/chains/0/steps/0/activity/code", "unknown_activity"),
        ("/chains/0/steps/0/alternatives", json!([mill]), "/chains/0/steps/0/alternatives/0", "repeated"),
        ("/chains/0/steps", json!([]), "/chains/0/steps", "min_items"),
        ("/machines", json!([{ "tag": "Lathe" }, { "tag": "lathe" }]), "/machines/1", "repeated"),
        ("/machines", json!([{ "tag": "Lathe", "members": [mill, mill] }]), "/machines/0/members/1", "repeated"),
        ("/vehicle/form", json!("gang"), "/vehicle/form", "enum"),
        ("/vehicle/members", json!(0), "/vehicle/members", "minimum"),
    ] {
        let wrong = given::with(facts.clone(), place, value);
        convenor.post("/v1/clusters", &wrong).await.problem("invalid", 422).violates(at, code);
    }
}
