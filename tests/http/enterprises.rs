//! Enterprises: registration numbers are optional, unique and checked, and the answer says which
//! rule of the number is broken.

use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

http_tests! {
    async fn an_enterprise_is_registered_read_changed_and_removed(app: App) {
        let dic = app.client("dic-gm.ernakulam").await;
        let made = dic.post("/v1/enterprises", &given::enterprise()).await.expect(201);
        let path = format!("/v1/enterprises/{}", made.id());
        assert_eq!(made.header("location"), Some(path.as_str()));
        for (name, value) in given::enterprise().as_object().unwrap() {
            assert_eq!(&made.json()[name], value);
        }
        let patch = json!({ "pin_code": null, "udyam": null, "gstin": null, "name": { "ml": null }, "kind": "kudumbashree_group" });
        let changed = dic.patch(&path, &made.etag(), &patch).await.expect(200).json();
        for absent in ["pin_code", "udyam", "gstin"] {
            assert_eq!(changed.get(absent), None, "{absent}");
        }
        assert_eq!((&changed["name"], &changed["kind"]), (&json!({ "en": "Ponni rice mill" }), &json!("kudumbashree_group")));
        assert_eq!(changed["activities"], given::enterprise()["activities"], "what is absent stays");
        let changed = dic.patch(&path, "\"2\"", &json!({ "activities": [given::activity("16")] })).await.expect(200);
        assert_eq!(changed.json()["activities"], json!([given::activity("16")]), "a list is replaced as a whole");
        assert_eq!(dic.get(&path).await.expect(200).json(), changed.json());
        dic.delete(&path, "\"3\"").await.expect(204);
        dic.get(&path).await.problem("not-found", 404);
    }

    async fn an_enterprise_needs_no_registration_number(app: App) {
        let convenor = app.convenor().await;
        let unit = given::unit("Uma's unit");
        let first = convenor.post("/v1/enterprises", &unit).await.expect(201).json();
        assert_eq!((first.get("udyam"), first.get("gstin")), (None, None));
        convenor.post("/v1/enterprises", &unit).await.expect(201);
        let nulls = given::with(given::with(unit, "/udyam", Value::Null), "/gstin", Value::Null);
        convenor.post("/v1/enterprises", &nulls).await.expect(201);
    }

    async fn a_registration_number_belongs_to_one_enterprise(app: App) {
        let convenor = app.convenor().await;
        convenor.post("/v1/enterprises", &given::enterprise()).await.expect(201);
        let no_gstin = given::with(given::enterprise(), "/gstin", Value::Null);
        convenor.post("/v1/enterprises", &no_gstin).await.problem("duplicate", 409).violates("/udyam", "taken");
        let no_udyam = given::with(given::enterprise(), "/udyam", Value::Null);
        convenor.post("/v1/enterprises", &no_udyam).await.problem("duplicate", 409).violates("/gstin", "taken");
        let other = convenor.post("/v1/enterprises", &given::unit("Uma's unit")).await.expect(201);
        let path = format!("/v1/enterprises/{}", other.id());
        convenor.patch(&path, "\"1\"", &json!({ "gstin": "32AAACK1234F1Z9" })).await
            .problem("duplicate", 409).violates("/gstin", "taken");
        assert_eq!(convenor.get(&path).await.expect(200).etag(), "\"1\"");
    }

    async fn a_wrong_enterprise_says_which_rule_it_breaks(app: App) {
        let convenor = app.convenor().await;
        let a = given::activity;
        for (place, value, at, code) in [
            ("/udyam", json!("UDYAM-KL-15-0012345"), "/udyam", "udyam_district"),
            ("/udyam", json!("UDYAM-KL-02-012345"), "/udyam", "udyam_serial"),
            ("/udyam", json!("KL02A0012345"), "/udyam", "udyam_format"),
            ("/udyam", json!(12), "/udyam", "type"),
            ("/gstin", json!("32AAACK1234F1Z"), "/gstin", "gstin_length"),
            ("/gstin", json!("39AAACK1234F1Z9"), "/gstin", "gstin_state"),
            ("/gstin", json!("32AAAXK1234F1Z9"), "/gstin", "gstin_pan_holder"),
            ("/gstin", json!("32AAACK0000F1Z9"), "/gstin", "gstin_pan_serial"),
            ("/gstin", json!("32AAACK1234F1Y9"), "/gstin", "gstin_format"),
            ("/gstin", json!("32AAACK12X4F1Z9"), "/gstin", "gstin_pan"),
            ("/gstin", json!("32AAACK1234F0Z9"), "/gstin", "gstin_entity"),
            ("/gstin", json!("32AAACK1234F1Z8"), "/gstin", "gstin_checksum"),
            ("/gstin", json!("27AAPFU0939F1ZV"), "/gstin", "gstin_not_kerala"),
            ("/pin_code", json!("673310"), "/pin_code", "pin_code"),
            ("/pin_code", json!("560001"), "/pin_code", "pin_code"),
            ("/kind", json!("bakery"), "/kind", "enum"),
            ("/district", json!("Ernakulam"), "/district", "district_code"),
            ("/activities", json!([]), "/activities", "min_items"),
            ("/activities", json!(vec![a("10"); 9]), "/activities", "max_items"),
            ("/activities", json!([a("10612"), a("10"), a("10612")]), "/activities/2", "repeated"),
            ("/activities", json!([a("10612"), a("1x")]), "/activities/1/code", "nic_code"),
            ("/activities", json!([a("10612"), a("99999")]), "/activities/1/code", "unknown_activity"),
            ("/activities", json!([{ "version": "nic_2025", "code": "10612" }]), "/activities/0/code", "unknown_activity"),
            ("/activities", json!([{ "code": "10612" }]), "/activities/0/version", "required"),
        ] {
            let facts = given::with(given::enterprise(), place, value.clone());
            let refused = convenor.post("/v1/enterprises", &facts).await.problem("invalid", 422).violates(at, code);
            let errors = refused.json()["errors"].as_array().unwrap().len();
            assert_eq!(errors, 1, "{place} {value}");
        }
    }

    async fn one_code_may_stand_in_both_versions(app: App) {
        let convenor = app.convenor().await;
        let both = json!([{ "version": "nic_2008", "code": "10" }, { "version": "nic_2025", "code": "10" }]);
        let facts = given::with(given::enterprise(), "/activities", both.clone());
        assert_eq!(convenor.post("/v1/enterprises", &facts).await.expect(201).json()["activities"], both);
    }

    async fn an_enterprise_in_use_stays(app: App) {
        let dic = app.client("dic-gm.ernakulam").await;
        let path = format!("/v1/enterprises/{}", dic.id_of("enterprises", "Ilanjippoo").await);
        let before = dic.get(&path).await.expect(200);
        dic.delete(&path, &before.etag()).await.problem("in-use", 409);
        assert_eq!(dic.get(&path).await.expect(200).json(), before.json());
    }

    async fn a_seat_of_one_district_cannot_put_an_enterprise_into_another(app: App) {
        let convenor = app.convenor().await;
        let elsewhere = given::with(given::unit("Uma's unit"), "/district", json!("559"));
        convenor.post("/v1/enterprises", &elsewhere).await.problem("forbidden", 403);
        let path = format!("/v1/enterprises/{}", convenor.post("/v1/enterprises", &given::unit("Uma's unit")).await.expect(201).id());
        convenor.patch(&path, "\"1\"", &json!({ "district": "559" })).await.problem("forbidden", 403);
        let officer = app.officer().await;
        officer.patch(&path, "\"1\"", &json!({ "district": "559" })).await.expect(200);
        convenor.get(&path).await.problem("not-found", 404);
    }
}
