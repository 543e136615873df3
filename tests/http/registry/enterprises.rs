//! Enterprises: registration numbers are optional, unique and checked, and the answer says which
//! rule of the number is broken.

use crate::app::App;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

http_tests![
    an_enterprise_is_registered_read_changed_and_removed,
    an_enterprise_needs_no_registration_number,
    a_registration_number_belongs_to_one_enterprise,
    a_wrong_enterprise_says_which_rule_it_breaks,
    one_code_may_stand_in_both_versions,
    an_enterprise_in_use_stays,
    a_seat_of_one_district_cannot_put_an_enterprise_into_another,
    all_gst_numbers_of_a_pan_are_one_enterprise,
    what_other_systems_call_it_is_one_enterprises_and_finds_it,
    the_places_of_an_enterprise_exist_lie_in_its_district_and_find_it,
    a_place_that_an_enterprise_stands_in_stays,
    the_size_class_is_computed_and_says_why,
    lists_are_narrowed_by_the_class_of_today_and_a_new_year_computes_it_anew,
    kudumbashree_units_are_anchored_and_odd_ones_are_taken_with_a_warning,
    personal_facts_are_masked_in_every_answer
];

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
    convenor.patch(&path, "\"1\"", &json!({ "gstin": "32AAACK1234F1Z9" })).await.problem("duplicate", 409).violates("/gstin", "taken");
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

async fn all_gst_numbers_of_a_pan_are_one_enterprise(app: App) {
    let convenor = app.convenor().await;
    convenor.post("/v1/enterprises", &given::enterprise()).await.expect(201);
    let second = given::with(given::unit("Second"), "/gstin", json!("32AAACK1234FAZ0"));
    convenor.post("/v1/enterprises", &second).await.problem("duplicate", 409).violates("/gstin", "taken");
    let by_pan = given::with(given::unit("Second"), "/pan", json!("AAACK1234F"));
    convenor.post("/v1/enterprises", &by_pan).await.problem("duplicate", 409).violates("/pan", "taken");
    let further = given::with(given::unit("Second"), "/further_gstins", json!(["32AAACK1234FAZ0"]));
    convenor.post("/v1/enterprises", &further).await.problem("duplicate", 409).violates("/further_gstins/0", "taken");
}

async fn what_other_systems_call_it_is_one_enterprises_and_finds_it(app: App) {
    let convenor = app.convenor().await;
    let keys =
        |ids: &[&str]| json!(ids.iter().map(|id| json!({ "source_system": "kudumbashree_mis", "external_id": id })).collect::<Vec<_>>());
    let first = given::with(given::unit("First"), "/external_ids", keys(&["7", "8"]));
    let first = convenor.post("/v1/enterprises", &first).await.expect(201);
    let path = format!("/v1/enterprises/{}", first.id());
    let second = given::with(given::unit("Second"), "/external_ids", keys(&["9", "8"]));
    convenor.post("/v1/enterprises", &second).await.problem("duplicate", 409).violates("/external_ids/1", "taken");
    let find = async |id: &str| {
        let page = convenor.get(&format!("/v1/enterprises?external_id=kudumbashree_mis:{id}")).await.expect(200).json();
        page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(find("8").await, [first.id()]);
    convenor.patch(&path, "\"1\"", &json!({ "external_ids": keys(&["7"]) })).await.expect(200);
    assert_eq!(find("8").await, Vec::<String>::new());
    convenor.post("/v1/enterprises", &second).await.expect(201);
    assert_eq!(find("7,kudumbashree_mis:9").await.len(), 2);
    convenor.get("/v1/enterprises?external_id=7").await.problem("malformed", 400).violates("external_id", "external_ref");
    app.client("dic-gm.ernakulam").await.delete(&path, "\"2\"").await.expect(204);
    assert_eq!(find("7").await, Vec::<String>::new());
}

async fn the_places_of_an_enterprise_exist_lie_in_its_district_and_find_it(app: App) {
    let convenor = app.convenor().await;
    let at = |level: &str, code: &str| json!([{ "level": level, "code": code }]);
    for (places, place, code) in [
        (at("ward", "NOWHERE"), "/places/0", "unknown_place"),
        (at("assembly_constituency", "127"), "/places/0", "other_district"),
        (at("district", "555"), "/places/0/level", "place_level"),
        (at("assembly_constituency", "x"), "/places/0/code", "place_code"),
    ] {
        let facts = given::with(given::unit("Unit"), "/places", places);
        convenor.post("/v1/enterprises", &facts).await.problem("invalid", 422).violates(place, code);
    }
    let facts = given::with(given::unit("Unit"), "/places", at("assembly_constituency", "86"));
    let made = convenor.post("/v1/enterprises", &facts).await.expect(201);
    let found = convenor.get("/v1/enterprises?place=assembly_constituency:86").await.expect(200).json();
    let ids: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
    assert!(ids.contains(&&json!(made.id())), "{found}");
    convenor.get("/v1/enterprises?place=86").await.problem("malformed", 400).violates("place", "place_name");
}

async fn a_place_that_an_enterprise_stands_in_stays(app: App) {
    let admin = app.client("administrator").await;
    let made =
        admin.post("/v1/places", &json!({ "level": "ward", "code": "W1", "name": { "en": "Ward" }, "district": "555" })).await.expect(201);
    let facts = given::with(given::unit("Unit"), "/places", json!([{ "level": "ward", "code": "W1" }]));
    let unit = app.convenor().await.post("/v1/enterprises", &facts).await.expect(201);
    let path = format!("/v1/places/{}", made.id());
    admin.delete(&path, "\"1\"").await.problem("in-use", 409);
    app.client("dic-gm.ernakulam").await.delete(&format!("/v1/enterprises/{}", unit.id()), "\"1\"").await.expect(204);
    admin.delete(&path, "\"1\"").await.expect(204);
}

async fn the_size_class_is_computed_and_says_why(app: App) {
    let convenor = app.convenor().await;
    let crore = 1_000_000_000_i64;
    let figures = json!([{ "financial_year": "2022-23", "investment_paise": 2 * crore, "turnover_paise": 8 * crore }]);
    let facts = given::with(given::unit("Unit"), "/figures", figures);
    let made = convenor.post("/v1/enterprises", &facts).await.expect(201);
    let size = &made.json()["size"];
    assert_eq!(
        (&size["class"], &size["notification"], &size["effective_from"]),
        (&json!("micro"), &json!("S.O. 1364(E)"), &json!("2025-04-01"))
    );
    assert_eq!((&size["as_of"], &size["financial_year"]), (&json!("2026-11-21"), &json!("2022-23")));
    let path = format!("/v1/enterprises/{}", made.id());
    let then = convenor.get(&format!("{path}?as_of=2025-03-31")).await.expect(200);
    let size = &then.json()["size"];
    assert_eq!((&size["class"], &size["notification"]), (&json!("small"), &json!("S.O. 2119(E)")));
    assert_eq!(
        size["decided_by"],
        json!([
            { "measure": "investment", "amount_paise": 2 * crore, "ceiling_paise": crore, "ceiling_of": "micro", "is_exceeded": true },
            { "measure": "turnover", "amount_paise": 8 * crore, "ceiling_paise": 5 * crore, "ceiling_of": "micro", "is_exceeded": true },
        ])
    );
    assert_ne!(then.etag(), made.etag(), "another day, another representation");
    let before = convenor.get(&format!("{path}?as_of=2020-06-30")).await.expect(200).json();
    assert_eq!((before["size"].get("class"), before["size"].get("notification")), (None, None));
    convenor.get(&format!("{path}?as_of=2025-02-30")).await.problem("malformed", 400).violates("as_of", "date");
    convenor.get(&format!("{path}?as_off=2025-02-28")).await.problem("malformed", 400).violates("as_off", "unknown_parameter");
    let typed = given::with(given::unit("Unit"), "/size_class", json!("micro"));
    convenor.post("/v1/enterprises", &typed).await.problem("invalid", 422).violates("/size_class", "unknown_field");
    let unknown = convenor.post("/v1/enterprises", &given::unit("Unit")).await.expect(201).json();
    assert_eq!(unknown["size"]["missing"], json!(["investment", "turnover"]));
}

async fn lists_are_narrowed_by_the_class_of_today_and_a_new_year_computes_it_anew(app: App) {
    let convenor = app.convenor().await;
    let crore = 1_000_000_000_i64;
    // The year that runs does not count while an older one has ended.
    let year = |year: &str, turnover: i64| json!({ "financial_year": year, "investment_paise": crore, "turnover_paise": turnover });
    let facts = given::with(given::unit("Zzz unit"), "/figures", json!([year("2025-26", crore), year("2026-27", 90 * crore)]));
    let made = convenor.post("/v1/enterprises", &facts).await.expect(201);
    let classes = async || {
        let convenor = app.convenor().await;
        let mut found = Vec::new();
        for class in ["micro", "small", "medium", "large"] {
            let page = convenor.get(&format!("/v1/enterprises?q=zzz&size_class={class}")).await.expect(200).json();
            if page["items"].as_array().is_some_and(|items| items.iter().any(|item| item["id"] == json!(made.id()))) {
                found.push(class);
            }
        }
        found
    };
    assert_eq!(classes().await, ["micro"]);
    assert_eq!(app.store.review_sizes().await.unwrap(), 0, "not before its day");
    app.advance(140 * 24 * 3600);
    assert!(app.store.review_sizes().await.unwrap() > 1);
    assert_eq!(classes().await, ["small"]);
    assert_eq!(app.store.review_sizes().await.unwrap(), 0);
    let (path, convenor) = (format!("/v1/enterprises/{}", made.id()), app.convenor().await);
    let now = convenor.get(&path).await.expect(200);
    assert_eq!((now.json()["size"]["class"].clone(), now.json()["revision"].clone()), (json!("small"), json!(1)));
    assert_ne!(now.etag(), made.etag(), "who has the old representation is given the new one");
    convenor.patch(&path, &made.etag(), &json!({ "workers": 4 })).await.expect(200);
    convenor.get("/v1/enterprises?size_class=tiny").await.problem("malformed", 400).violates("size_class", "enum");
}

async fn kudumbashree_units_are_anchored_and_odd_ones_are_taken_with_a_warning(app: App) {
    let convenor = app.convenor().await;
    let anchor = json!({ "level": "ads", "source_system": "lokos", "external_id": "ADS/7", "name": "വാർഡ് 7", "local_body": { "level": "grama_panchayat", "code": "221082" } });
    let group = given::with(given::unit("Unit"), "/kudumbashree", json!({ "anchor": anchor, "sector": "trade" }));
    let group = given::with(group, "/members", json!(12));
    let made = convenor.post("/v1/enterprises", &group).await.expect(201).json();
    assert_eq!(made["kudumbashree"]["anchor"], anchor);
    assert_eq!((&made["warnings"][0]["code"], &made["warnings"][0]["pointer"]), (&json!("group_size"), &json!("/members")));
    let found = convenor.get("/v1/enterprises?place=grama_panchayat:221082").await.expect(200).json();
    assert!(found["items"].as_array().unwrap().iter().any(|item| item["id"] == made["id"]));
    for (pointer, value, at, code) in [
        ("/kind", json!("firm"), "/kudumbashree", "not_kudumbashree"),
        ("/kind", json!("kudumbashree_individual"), "/members", "individual_members"),
        ("/women_members", json!(13), "/women_members", "women_over_members"),
        ("/kudumbashree/anchor/local_body/code", json!("1"), "/kudumbashree/anchor/local_body", "unknown_place"),
        ("/kudumbashree/sector", json!("farming"), "/kudumbashree/sector", "enum"),
    ] {
        let wrong = given::with(group.clone(), pointer, value);
        convenor.post("/v1/enterprises", &wrong).await.problem("invalid", 422).violates(at, code);
    }
    let elsewhere = given::with(given::enterprise(), "/udyam", json!("UDYAM-KL-03-0099123"));
    let answer = convenor
        .request(actix_web::http::Method::POST, "/v1/enterprises")
        .header("accept-language", "ml")
        .json(&elsewhere)
        .send()
        .await
        .expect(201)
        .json();
    assert_eq!(answer["warnings"][0]["code"], "udyam_other_district");
    assert!(answer["warnings"][0]["message"].as_str().unwrap().contains("ഉദ്യം"));
}

async fn personal_facts_are_masked_in_every_answer(app: App) {
    let convenor = app.convenor().await;
    let mut facts = given::unit("Unit");
    for (name, value) in [
        ("owner_name", json!("Uma Devi")),
        ("mobile", json!("9847012345")),
        ("email", json!("uma@example.org")),
        ("pan", json!("ABCPK4321L")),
        ("gstin", json!("32ABCPK4321L2ZY")),
        ("caste_category", json!("sc")),
        ("has_disability", json!(true)),
    ] {
        facts[name] = value;
    }
    let made = convenor.post("/v1/enterprises", &facts).await.expect(201);
    let path = format!("/v1/enterprises/{}", made.id());
    let list = convenor.get("/v1/enterprises?sort=-created_at&limit=1").await.expect(200).json();
    for view in [made.json(), convenor.get(&path).await.expect(200).json(), list["items"][0].clone()] {
        assert_eq!(view["owner_name"], "U*** D***");
        assert_eq!(
            (&view["mobile"], &view["pan"], &view["gstin"]),
            (&json!("+91XXXXXXX345"), &json!("XXXXXXXXXX"), &json!("32XXXXXXXXXXXXX"))
        );
        for absent in ["email", "caste_category", "has_disability"] {
            assert_eq!(view.get(absent), None, "{absent}");
        }
        assert_eq!(view["masked"], json!(["owner_name", "mobile", "email", "pan", "caste_category", "has_disability"]));
    }
    // A mask that is sent back is no value.
    for (field, code) in [("owner_name", "masked_value"), ("mobile", "mobile_digits"), ("pan", "pan_shape"), ("gstin", "gstin_pan")] {
        let back = json!({ field: made.json()[field] });
        convenor.patch(&path, "\"1\"", &back).await.problem("invalid", 422).violates(&format!("/{field}"), code);
        let again = given::with(given::unit("Unit"), &format!("/{field}"), made.json()[field].clone());
        convenor.post("/v1/enterprises", &again).await.problem("invalid", 422).violates(&format!("/{field}"), code);
    }
    let further = json!({ "further_gstins": [made.json()["gstin"]] });
    convenor.patch(&path, "\"1\"", &further).await.problem("invalid", 422).violates("/further_gstins/0", "gstin_pan");
    assert_eq!(convenor.get(&path).await.expect(200).json(), made.json());
    let company = convenor.post("/v1/enterprises", &given::enterprise()).await.expect(201).json();
    assert_eq!(company["gstin"], "32AAACK1234F1Z9", "a company is no person");
    // A PAN that is stated is masked, and so it is in the GST number beside it, and found by neither.
    let stated = json!({ "gstin": "32AABCK5678M1Z5", "pan": "AABCK5678M" });
    let mut stating = given::unit("Stating");
    stating.as_object_mut().unwrap().extend(stated.as_object().unwrap().clone());
    let stated = convenor.post("/v1/enterprises", &stating).await.expect(201).json();
    assert_eq!((&stated["gstin"], &stated["pan"]), (&json!("32XXXXXXXXXXXXX"), &json!("XXXXXXXXXX")));
    for (words, found) in [("32AABCK5678M1Z5", 0), ("32AAACK1234F1Z9", 1)] {
        let page = convenor.get(&format!("/v1/enterprises?q={words}")).await.expect(200).json();
        assert_eq!(page["items"].as_array().unwrap().len(), found, "{words}");
    }
}
