//! Clusters: their activities are known to the classification; what stands in a cluster moves
//! with it; what is referred to stays.

use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

http_tests! {
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
}
