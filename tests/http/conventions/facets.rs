//! Counts by facet, beside the search over everything and the list of enterprises.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

/// Three units of two districts, divisions, kinds and size classes, of which two belong to a cluster. Gives the cluster.
async fn potoroos(app: &App) -> (Client, String) {
    let officer = app.officer().await;
    let cluster = given::cluster("Potoroo cluster");
    let cluster = officer.post("/v1/clusters", &cluster).await.expect(201).id();
    for (name, kind, district, code, crores) in [
        ("Potoroo one", "firm", "555", "10612", 1_i64),
        ("Potoroo two", "firm", "555", "13935", 10),
        ("Potoroo three", "kudumbashree_group", "559", "13935", 0),
    ] {
        let mut unit = given::unit(name);
        unit["kind"] = json!(kind);
        unit["district"] = json!(district);
        unit["activities"] = json!([given::activity(code)]);
        unit["location"] = json!({ "latitude": 10.0, "longitude": if district == "555" { 76.0 } else { 77.0 } });
        if crores > 0 {
            let paise = crores * 1_000_000_000;
            unit["figures"] = json!([{ "financial_year": "2024-25", "investment_paise": paise, "turnover_paise": paise }]);
        }
        let id = officer.post("/v1/enterprises", &unit).await.expect(201).id();
        if crores > 0 {
            // One of them belongs in two roles and counts once.
            let roles = if crores == 1 { vec!["member", "supplier"] } else { vec!["member"] };
            for role in roles {
                let facts =
                    json!({ "cluster_id": cluster, "member": { "kind": "enterprise", "id": id }, "role": role, "starts_on": "2026-01-01" });
                officer.post("/v1/memberships", &facts).await.expect(201);
            }
        }
    }
    (officer, cluster)
}

/// The counts of a page, facet by facet.
fn counts(page: &Value) -> Value {
    let facets = page["facets"].as_array().cloned().unwrap_or_default();
    let mut found = serde_json::Map::new();
    for facet in facets {
        assert_eq!(facet["is_exact"], true, "{facet}");
        let values = facet["values"].as_array().expect("values").iter();
        let values = values.map(|value| json!([value["value"], value["count"]]));
        found.insert(facet["facet"].as_str().expect("a facet").to_owned(), Value::Array(values.collect()));
    }
    Value::Object(found)
}

const ALL: &str = "facets=kind,district,division,size_class,cluster_id";

http_tests![
    the_list_of_enterprises_is_counted_by_every_facet,
    a_facet_is_counted_as_if_the_list_were_not_narrowed_by_it,
    the_search_is_narrowed_and_counted_by_size_class_and_cluster_too,
    everybody_counts_what_the_own_list_shows,
    beyond_a_thousand_counts_are_lower_bounds_and_say_so,
    what_cannot_be_counted_is_refused
];

async fn the_list_of_enterprises_is_counted_by_every_facet(app: App) {
    let (officer, cluster) = potoroos(&app).await;
    let page = officer.get(&format!("/v1/enterprises?q=potoroo&limit=1&{ALL}")).await.expect(200).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    let whole = json!({
        "kind": [["firm", 2], ["kudumbashree_group", 1]], "district": [["555", 2], ["559", 1]], "division": [["13", 2], ["10", 1]],
        "size_class": [["micro", 1], ["small", 1]], "cluster_id": [[cluster, 2]],
    });
    assert_eq!(counts(&page), whole);
    let next = page["next"].as_str().expect("a next page");
    let second = officer.get(&format!("/v1/enterprises?q=potoroo&limit=1&{ALL}&cursor={next}")).await.expect(200).json();
    assert_eq!(counts(&second), whole, "the counts are those of the list, not of the page");
    let plain = officer.get("/v1/enterprises?q=potoroo").await.expect(200).json();
    assert_eq!(plain.get("facets"), None);
}

async fn a_facet_is_counted_as_if_the_list_were_not_narrowed_by_it(app: App) {
    let (officer, cluster) = potoroos(&app).await;
    for (narrow, facet, expected) in [
        ("district=559", "district", json!([["555", 2], ["559", 1]])),
        ("district=559", "division", json!([["13", 1]])),
        ("kind=firm", "kind", json!([["firm", 2], ["kudumbashree_group", 1]])),
        ("kind=firm", "district", json!([["555", 2]])),
        ("division=13", "division", json!([["13", 2], ["10", 1]])),
        ("division=13,14", "size_class", json!([["small", 1]])),
        ("activity=13", "division", json!([["13", 2]])),
        ("size_class=micro", "size_class", json!([["micro", 1], ["small", 1]])),
        ("size_class=micro", "cluster_id", json!([[cluster, 1]])),
        ("size_class=micro&kind=kudumbashree_group", "cluster_id", json!([])),
        ("near=10,76&within_km=50", "district", json!([["555", 2]])),
        ("near=10,76", "district", json!([["555", 2], ["559", 1]])),
    ] {
        let page = officer.get(&format!("/v1/enterprises?q=potoroo&facets={facet}&{narrow}")).await.expect(200).json();
        assert_eq!(counts(&page)[facet], expected, "{facet} of {narrow}");
    }
    for on in ["2025-12-31", "2026-01-01"] {
        let narrow = format!("q=potoroo&cluster_id={cluster}&as_of={on}&facets=cluster_id,district");
        let page = officer.get(&format!("/v1/enterprises?{narrow}")).await.expect(200).json();
        let expected = if on == "2025-12-31" {
            json!({ "cluster_id": [], "district": [] })
        } else {
            json!({ "cluster_id": [[cluster, 2]], "district": [["555", 2]] })
        };
        assert_eq!(counts(&page), expected, "{on}");
    }
}

async fn the_search_is_narrowed_and_counted_by_size_class_and_cluster_too(app: App) {
    let (officer, cluster) = potoroos(&app).await;
    let page = officer.get(&format!("/v1/search?q=potoroo&{ALL}")).await.expect(200).json();
    assert_eq!(
        counts(&page),
        json!({
            "kind": [["enterprise", 3], ["cluster", 1]], "district": [["555", 3], ["559", 1]], "division": [["10", 2], ["13", 2]],
            "size_class": [["micro", 1], ["small", 1]], "cluster_id": [[cluster, 2]],
        })
    );
    for (narrow, names) in [
        ("size_class=small", vec!["Potoroo two"]),
        ("size_class=small,micro", vec!["Potoroo one", "Potoroo two"]),
        ("size_class=large", vec![]),
        (&format!("cluster_id={cluster}"), vec!["Potoroo one", "Potoroo two"]),
        (&format!("cluster_id={cluster}&size_class=micro"), vec!["Potoroo one"]),
        (&format!("cluster_id={cluster}&as_of=2025-01-01"), vec![]),
    ] {
        for words in ["q=potoroo&", "q=potroo&", ""] {
            let page = officer.get(&format!("/v1/search?{words}limit=200&{narrow}&count=true")).await.expect(200).json();
            let items = page["items"].as_array().unwrap().iter();
            let found: Vec<&str> = items.map(|item| item["name_en"].as_str().unwrap()).filter(|name| name.starts_with("Potoroo")).collect();
            assert_eq!(found, names, "{words}{narrow}");
        }
    }
    let page = officer.get("/v1/search?q=potoroo&size_class=micro&facets=size_class,kind").await.expect(200).json();
    assert_eq!(counts(&page), json!({ "kind": [["enterprise", 1]], "size_class": [["micro", 1], ["small", 1]] }));
}

async fn everybody_counts_what_the_own_list_shows(app: App) {
    potoroos(&app).await;
    let convenor = app.client("convenor.kollam").await;
    let page = convenor.get(&format!("/v1/enterprises?q=potoroo&{ALL}")).await.expect(200).json();
    assert_eq!(
        counts(&page),
        json!({
            "kind": [["kudumbashree_group", 1]], "district": [["559", 1]], "division": [["13", 1]], "size_class": [], "cluster_id": [],
        })
    );
    for list in ["enterprises", "search"] {
        let page = convenor
            .get(&format!("/v1/{list}?facets=district&district=555&kind={}", if list == "search" { "enterprise" } else { "firm" }))
            .await
            .expect(200)
            .json();
        let districts = counts(&page)["district"].clone();
        assert!(districts.as_array().unwrap().iter().all(|value| value[0] == "559"), "{list}: {districts}");
    }
}

async fn beyond_a_thousand_counts_are_lower_bounds_and_say_so(app: App) {
    let officer = app.officer().await;
    let mut unit = given::unit("Bettong 0");
    for number in 0..1_001 {
        unit["name"]["en"] = json!(format!("Bettong {number}"));
        officer.post("/v1/enterprises", &unit).await.expect(201);
        if number == 999 {
            for path in ["/v1/enterprises?q=bettong&facets=district", "/v1/search?q=bettong&facets=district"] {
                assert_eq!(counts(&officer.get(path).await.expect(200).json()), json!({ "district": [["555", 1000]] }));
            }
        }
    }
    for path in ["/v1/enterprises?q=bettong&facets=district", "/v1/search?q=bettong&facets=district"] {
        let page = officer.get(path).await.expect(200).json();
        assert_eq!(
            page["facets"],
            json!([{ "facet": "district", "is_exact": false, "values": [{ "value": "555", "count": 1000 }] }]),
            "{path}"
        );
    }
}

async fn what_cannot_be_counted_is_refused(app: App) {
    let officer = app.officer().await;
    officer.get("/v1/enterprises?facets=colour").await.problem("malformed", 400).violates("facets", "enum");
    officer.get("/v1/enterprises?division=1").await.problem("malformed", 400).violates("division", "nic_division");
    officer.get("/v1/clusters?facets=district").await.problem("malformed", 400).violates("facets", "unknown_parameter");
    officer.get("/v1/enterprises?facets=district&format=csv").await.problem("malformed", 400).violates("facets", "not_in_a_file");
    officer
        .get("/v1/search?size_class=huge&cluster_id=42&as_of=soon")
        .await
        .problem("malformed", 400)
        .violates("size_class", "enum")
        .violates("cluster_id", "uuid")
        .violates("as_of", "date");
}
