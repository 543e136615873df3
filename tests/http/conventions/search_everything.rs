//! The search over everything: what people type is found, closest first, as far as they see it, and
//! counted by facet.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

/// Percent-encodes everything.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn found(client: &Client, query: &str) -> Vec<Value> {
    let page = client.get(&format!("/v1/search?{query}")).await.expect(200).json();
    page["items"].as_array().expect("items").clone()
}

/// Names and closeness of what a text finds among enterprises.
async fn ranked(client: &Client, text: &str) -> Vec<(String, String)> {
    let items = found(client, &format!("kind=enterprise&limit=200&q={}", encoded(text))).await;
    let text = |item: &Value, name: &str| item[name].as_str().unwrap_or_default().to_owned();
    items.iter().map(|item| (text(item, "name_en"), text(item, "closeness"))).collect()
}

async fn units(client: &Client, names: &[(&str, Option<&str>)]) {
    for (en, ml) in names {
        let mut unit = given::unit(en);
        if let Some(ml) = ml {
            unit["name"]["ml"] = json!(ml);
        }
        client.post("/v1/enterprises", &unit).await.expect(201);
    }
}

async fn convenor_with(app: &App, names: &[(&str, Option<&str>)]) -> Client {
    let convenor = app.convenor().await;
    units(&convenor, names).await;
    convenor
}

http_tests![
    what_is_closer_comes_first_and_then_the_name_decides,
    every_misspelling_of_one_letter_is_forgiven_and_two_in_long_words,
    what_was_found_says_how,
    latin_finds_malayalam_and_malayalam_latin,
    a_list_forgives_misspellings_where_nothing_is_found_as_written,
    nobody_finds_what_nobody_shows_him,
    what_is_removed_or_renamed_is_no_longer_found,
    facets_count_what_is_found_and_each_as_if_it_narrowed_nothing,
    without_words_everything_is_listed_by_name,
    a_wrong_search_says_what_is_wrong
];

async fn what_is_closer_comes_first_and_then_the_name_decides(app: App) {
    let convenor = convenor_with(
        &app,
        &[
            ("Vanilla zorbing", None),
            ("Apple zorbingers", None),
            ("Zorbing mill", None),
            ("Bread and zorbing", None),
            ("Milk zrobing", None),
            ("Ant zorbin", None),
            ("Sorbet", Some("സോർബിങ്")),
            ("Zorbinga", None),
            ("Nothing alike", None),
        ],
    )
    .await;
    let expected = [
        ("Zorbing mill", "start"),
        ("Zorbinga", "start"),
        ("Bread and zorbing", "exact"),
        ("Vanilla zorbing", "exact"),
        ("Apple zorbingers", "prefix"),
        ("Ant zorbin", "misspelt"),
        ("Milk zrobing", "misspelt"),
        ("Sorbet", "transliterated"),
    ];
    let expected = expected.map(|(name, how)| (name.to_owned(), how.to_owned()));
    assert_eq!(ranked(&convenor, "zorbing").await, expected);
    // The same, one by one: no page repeats or leaves out what another has.
    let (mut walked, mut path) = (Vec::new(), "/v1/search?kind=enterprise&q=zorbing&limit=1".to_owned());
    loop {
        let page = convenor.get(&path).await.expect(200).json();
        walked.extend(page["items"].as_array().unwrap().iter().map(|item| item["name_en"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => path = format!("/v1/search?kind=enterprise&q=zorbing&limit=1&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(walked, expected.map(|(name, _)| name));
}

async fn every_misspelling_of_one_letter_is_forgiven_and_two_in_long_words(app: App) {
    let convenor = convenor_with(&app, &[("Quokka handloom", None)]).await;
    for typed in
        ["quoka", "qoukka", "quokkaa", "uokka", "quokak", "qvokka", "handlom", "hnadloom", "handlooom", "haandlooom", "quoka handlom"]
    {
        let all = ranked(&convenor, typed).await;
        assert!(all.iter().any(|(name, how)| name == "Quokka handloom" && how == "misspelt"), "{typed}: {all:?}");
    }
    for typed in ["qoka", "handlxxxm", "quo", "qka", "1uokka"] {
        let all = ranked(&convenor, typed).await;
        assert!(all.iter().all(|(name, how)| name != "Quokka handloom" || how == "start"), "{typed}: {all:?}");
    }
}

async fn what_was_found_says_how(app: App) {
    let convenor = convenor_with(&app, &[("Numbat weavers", Some("നംബാറ്റ് നെയ്ത്ത്"))]).await;
    let items = found(&convenor, &format!("q={}", encoded("nubat neythu weav"))).await;
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["closeness"], "transliterated");
    assert_eq!(
        items[0]["matches"],
        json!([
            { "typed": "nubat", "word": "numbat", "how": "misspelt" },
            { "typed": "neythu", "word": "നെയ്ത്ത്", "how": "transliterated" },
            { "typed": "weav", "word": "weavers", "how": "prefix" },
        ])
    );
    let one = found(&convenor, "q=numbat").await;
    assert_eq!((&one[0]["closeness"], &one[0]["matches"][0]["how"]), (&json!("start"), &json!("exact")));
    assert_eq!(
        (one[0]["kind"].as_str(), one[0]["district"].as_str(), one[0]["division"].as_str()),
        (Some("enterprise"), Some("555"), Some("10"))
    );
}

async fn latin_finds_malayalam_and_malayalam_latin(app: App) {
    let convenor = convenor_with(&app, &[("Unit 1", Some("വടക്കേക്കര കയർ")), ("Vadakkekara unit", None)]).await;
    for typed in ["vadakkekara", "വടക്കേക്കര"] {
        let all = ranked(&convenor, typed).await;
        let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"Unit 1") && names.contains(&"Vadakkekara unit"), "{typed}: {all:?}");
    }
    let kalady = found(&convenor, &format!("kind=cluster&q={}", encoded("കാലടി"))).await;
    assert_eq!(kalady[0]["name_en"], "Kalady rice millers cluster");
    assert_eq!(convenor.first(&format!("/v1/clusters?q={}", encoded("kaladi"))).await["name"]["en"], "Kalady rice millers cluster");
}

async fn a_list_forgives_misspellings_where_nothing_is_found_as_written(app: App) {
    let convenor = convenor_with(&app, &[("Quokka mill", None), ("Quoka mill", None), ("Numbat mill", None)]).await;
    let names = async |words: &str| {
        let page = convenor.get(&format!("/v1/enterprises?count=true&q={words}")).await.expect(200).json();
        let items = page["items"].as_array().unwrap();
        assert_eq!(page["total"], json!(items.len()));
        items.iter().map(|item| item["name"]["en"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("quokka").await, ["Quokka mill"]);
    assert_eq!(names("quoka").await, ["Quoka mill"]);
    assert_eq!(names("quokaa").await, ["Quoka mill", "Quokka mill"]);
    assert_eq!(names("nmubat").await, ["Numbat mill"]);
    assert_eq!(names("nmubat+mlil").await, ["Numbat mill"]);
}

async fn nobody_finds_what_nobody_shows_him(app: App) {
    units(&app.officer().await, &[("Pademelon mill", None)]).await;
    let proposal = given::proposal(
        &app.officer().await.id_of("clusters", "Kalady rice millers").await,
        &app.officer().await.id_of("institutions", "Cochin University").await,
    );
    let proposal = given::with(proposal, "/title", json!({ "en": "Pademelon oil" }));
    app.client("cluster.kalady").await.post("/v1/proposals", &proposal).await.expect(201);
    for (who, kinds) in [
        ("officer", vec!["enterprise", "proposal"]),
        ("convenor.ernakulam", vec!["enterprise", "proposal"]),
        ("convenor.kollam", vec![]),
        ("cluster.kalady", vec!["proposal"]),
    ] {
        let items = found(&app.client(who).await, "q=pademelon").await;
        let seen: Vec<&str> = items.iter().map(|item| item["kind"].as_str().unwrap()).collect();
        assert_eq!(seen, kinds, "{who}");
    }
    app.guest().get("/v1/search?q=pademelon").await.problem("not-signed-in", 401);
}

async fn what_is_removed_or_renamed_is_no_longer_found(app: App) {
    let officer = app.officer().await;
    let made = officer.post("/v1/enterprises", &given::unit("Bandicoot mill")).await.expect(201);
    let path = format!("/v1/enterprises/{}", made.id());
    assert_eq!(found(&officer, "q=bandicoot").await.len(), 1);
    officer.patch(&path, "\"1\"", &json!({ "name": { "en": "Bilby mill" }, "district": "559" })).await.expect(200);
    assert_eq!(found(&officer, "q=bandicoot").await.len(), 0);
    let moved = found(&officer, "q=bilby&district=559").await;
    assert_eq!((moved.len(), &moved[0]["name_en"]), (1, &json!("Bilby mill")));
    assert_eq!(found(&officer, "q=bilby&district=555").await.len(), 0);
    officer.delete(&path, "\"2\"").await.expect(204);
    assert_eq!(found(&officer, "q=bilby").await.len(), 0);
}

async fn facets_count_what_is_found_and_each_as_if_it_narrowed_nothing(app: App) {
    let officer = app.officer().await;
    for (name, district, code) in [("Potoroo one", "555", "10612"), ("Potoroo two", "555", "13935"), ("Potoroo three", "559", "13935")] {
        let unit = given::with(given::unit(name), "/district", json!(district));
        let unit = given::with(unit, "/activities", json!([given::activity(code)]));
        officer.post("/v1/enterprises", &unit).await.expect(201);
    }
    officer.post("/v1/clusters", &given::cluster("Potoroo cluster")).await.expect(201);
    let page = officer.get("/v1/search?q=potoroo&facets=district,kind,division&count=true").await.expect(200).json();
    assert_eq!(page["found"], json!({ "count": 4, "is_exact": true }));
    let value = |value: &str, count: i64| json!({ "value": value, "count": count });
    assert_eq!(
        page["facets"],
        json!([
            { "facet": "kind", "is_exact": true, "values": [value("enterprise", 3), value("cluster", 1)] },
            { "facet": "district", "is_exact": true, "values": [value("555", 3), value("559", 1)] },
            { "facet": "division", "is_exact": true, "values": [value("10", 2), value("13", 2)] },
        ])
    );
    let page = officer.get("/v1/search?q=potoroo&district=559&kind=enterprise&facets=district,kind").await.expect(200).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        page["facets"],
        json!([
            { "facet": "kind", "is_exact": true, "values": [value("enterprise", 1)] },
            { "facet": "district", "is_exact": true, "values": [value("555", 2), value("559", 1)] },
        ])
    );
    let any = found(&officer, "q=potoroo&district=559,555&division=13").await;
    assert_eq!(any.len(), 2);
}

async fn without_words_everything_is_listed_by_name(app: App) {
    let officer = app.officer().await;
    let page = officer.get("/v1/search?kind=institution&limit=3").await.expect(200).json();
    let list = officer.get("/v1/institutions?limit=3").await.expect(200).json();
    for (hit, item) in page["items"].as_array().unwrap().iter().zip(list["items"].as_array().unwrap()) {
        assert_eq!((&hit["id"], &hit["name_en"]), (&item["id"], &item["name"]["en"]));
        assert_eq!((hit.get("closeness"), &hit["matches"]), (None, &json!([])));
    }
    let next = page["next"].as_str().expect("more");
    let more = found(&officer, &format!("kind=institution&limit=3&cursor={next}")).await;
    assert!(page["items"].as_array().unwrap().iter().all(|item| !more.contains(item)));
}

async fn a_wrong_search_says_what_is_wrong(app: App) {
    let officer = app.officer().await;
    for (query, at, code) in [
        ("q=", "q", "blank"),
        ("q=%26", "q", "blank"),
        ("kind=session", "kind", "enum"),
        ("kind=elephant", "kind", "enum"),
        ("district=1", "district", "district_code"),
        ("division=1", "division", "nic_division"),
        ("facets=colour", "facets", "enum"),
        ("sort=name", "sort", "unknown_parameter"),
        ("cursor=abc", "cursor", "cursor"),
        ("colour=red", "colour", "unknown_parameter"),
        ("limit=0", "limit", "limit"),
    ] {
        officer.get(&format!("/v1/search?{query}")).await.problem("malformed", 400).violates(at, code);
    }
    let next = officer.get("/v1/search?q=rice&limit=1").await.expect(200).json()["next"].as_str().unwrap().to_owned();
    officer.get(&format!("/v1/search?q=coir&limit=1&cursor={next}")).await.problem("malformed", 400).violates("cursor", "cursor");
    officer.get(&format!("/v1/search?q=rice&limit=1&facets=kind&cursor={next}")).await.expect(200);
}
