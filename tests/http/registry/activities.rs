//! The classification of activities: reference rows in the order of their codes, by version.

use crate::app::App;
use crate::client::Client;
use crate::http_tests;
use serde_json::Value;

/// The codes of the whole list, page by page, following the Link header.
async fn walk(client: &Client, path: &str) -> Vec<String> {
    let (mut codes, mut path) = (Vec::new(), path.to_owned());
    for _ in 0..100 {
        let page = client.get(&path).await.expect(200);
        codes.extend(page.json()["items"].as_array().expect("items").iter().map(|row| row["code"].as_str().expect("a code").to_owned()));
        match page.header("link") {
            Some(link) => {
                assert!(page.json()["next"].is_string());
                path = link[1..link.find('>').expect("an end")].to_owned();
            }
            None => {
                assert_eq!(page.json().get("next"), None);
                return codes;
            }
        }
    }
    panic!("the walk has no end");
}

http_tests![
    nic_2008_is_listed_in_the_order_of_its_codes,
    versions_do_not_mix_and_levels_mean_any_of,
    the_classification_refuses_what_it_does_not_know,
    nobody_writes_the_classification
];

async fn nic_2008_is_listed_in_the_order_of_its_codes(app: App) {
    let convenor = app.convenor().await;
    let codes = walk(&convenor, "/v1/activities?limit=30").await;
    let mut sorted = codes.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(codes, sorted);
    assert_eq!(codes.len(), 195);
    let backwards = walk(&convenor, "/v1/activities?limit=30&sort=-name").await;
    assert_eq!(backwards, codes.into_iter().rev().collect::<Vec<_>>());
}

async fn versions_do_not_mix_and_levels_mean_any_of(app: App) {
    let convenor = app.convenor().await;
    let page = convenor.get("/v1/activities?version=nic_2025&limit=200&count=true").await.expect(200).json();
    let rows = page["items"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["version"] == "nic_2025"));
    assert_eq!((rows.len(), &page["total"]), (46, &Value::from(46)));
    for query in ["level=section,division", "level=section&level=division"] {
        assert_eq!(walk(&convenor, &format!("/v1/activities?{query}")).await.len(), 46, "{query}");
    }
    let row = convenor.first("/v1/activities?level=sub_class").await;
    assert_eq!(row["level"], "sub_class");
    assert!(row["parent"].is_string() && row["title_en"].is_string());
}

async fn the_classification_refuses_what_it_does_not_know(app: App) {
    let convenor = app.convenor().await;
    for (query, name, code) in [
        ("version=nic_1987", "version", "enum"),
        ("level=planet", "level", "enum"),
        ("colour=red", "colour", "unknown_parameter"),
        ("sort=code", "sort", "sort"),
    ] {
        convenor.get(&format!("/v1/activities?{query}")).await.problem("malformed", 400).violates(name, code);
    }
    let next = convenor.get("/v1/activities?limit=1").await.expect(200).json()["next"].as_str().unwrap().to_owned();
    convenor.get(&format!("/v1/activities?version=nic_2025&cursor={next}")).await.problem("malformed", 400).violates("cursor", "cursor");
}

async fn nobody_writes_the_classification(app: App) {
    let admin = app.client("administrator").await;
    let refused = admin.post("/v1/activities", &Value::Null).await.problem("wrong-method", 405);
    assert_eq!(refused.header("allow"), Some("GET, HEAD"));
    app.guest().get("/v1/activities").await.problem("not-signed-in", 401);
}
