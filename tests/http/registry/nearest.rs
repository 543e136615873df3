//! Lists by nearness: by great-circle distance and id, in pages, the same on both engines.

use crate::app::App;
use crate::client::Client;
use crate::http_tests;
use serde_json::{Value, json};

/// Every list of things that have a location.
const LISTS: &[&str] = &["places", "institutions", "enterprises", "clusters"];

/// Towns and their distances from Kochi in metres, by the great circle.
const TOWNS: [(&str, f64, f64, i64); 5] = [
    ("Kochi", 9.9312, 76.2673, 0),
    ("Palakkad", 10.7867, 76.6548, 104_143),
    ("Kozhikode", 11.2588, 75.7804, 156_922),
    ("Thiruvananthapuram", 8.5241, 76.9366, 172_848),
    ("Kannur", 11.8745, 75.3704, 237_239),
];

async fn walk(client: &Client, path: &str) -> Vec<Value> {
    let (mut rows, mut next) = (Vec::new(), None::<String>);
    for _ in 0..400 {
        let cursor = next.map(|next| format!("&cursor={next}")).unwrap_or_default();
        let page = client.get(&format!("{path}{cursor}")).await.expect(200).json();
        rows.extend(page["items"].as_array().expect("items").clone());
        match page["next"].as_str() {
            Some(cursor) => next = Some(cursor.to_owned()),
            None => return rows,
        }
    }
    panic!("the walk has no end");
}

async fn towns(app: &App) -> Client {
    let admin = app.client("administrator").await;
    // From far to near, so that the order of making is not that of nearness.
    for (number, (name, latitude, longitude, _)) in TOWNS.iter().enumerate().rev() {
        let facts = json!({
            "level": "ward", "code": format!("T{number}"), "name": { "en": name }, "district": "555",
            "centroid": { "latitude": latitude, "longitude": longitude },
        });
        admin.post("/v1/places", &facts).await.expect(201);
    }
    admin
}

http_tests![
    the_nearest_come_first_with_their_distance,
    nearness_goes_with_filters_radius_and_count,
    equal_distances_are_told_apart_by_id_and_none_is_lost_between_pages,
    what_is_moved_is_found_where_it_is,
    whatever_has_a_location_comes_by_nearness_and_moves,
    nobody_finds_by_nearness_what_the_own_list_does_not_show,
    the_one_that_stays_of_a_merge_can_take_the_place_of_the_other,
    what_is_wrong_with_a_search_by_nearness_is_told_at_once
];

async fn the_nearest_come_first_with_their_distance(app: App) {
    let admin = towns(&app).await;
    let rows = walk(&admin, "/v1/places?near=9.9312,76.2673&limit=2").await;
    let found: Vec<(&str, i64)> =
        rows.iter().map(|row| (row["name"]["en"].as_str().unwrap(), row["distance_m"].as_i64().unwrap())).collect();
    assert_eq!(found, TOWNS.map(|(name, _, _, metres)| (name, metres)), "what has no location is not in the list");
    let all = admin.get("/v1/places?limit=1").await.expect(200).json();
    assert_eq!(all["items"][0].get("distance_m"), None, "no other list says distances");
    let far = walk(&admin, "/v1/places?near=-33.9,151.2&limit=1").await;
    assert_eq!(far.len(), TOWNS.len(), "from the other side of the Earth too");
    assert!(far.windows(2).all(|two| two[0]["distance_m"].as_i64() <= two[1]["distance_m"].as_i64()));
}

async fn nearness_goes_with_filters_radius_and_count(app: App) {
    let admin = towns(&app).await;
    for (query, expected) in [
        ("within_km=104", 1),
        ("within_km=105", 2),
        ("within_km=172", 3),
        ("within_km=173", 4),
        ("within_km=1000", 5),
        ("level=taluk", 0),
        ("level=ward&district=555", 5),
        ("district=556", 0),
        ("q=ko", 2),
        ("q=ko&within_km=1", 1),
    ] {
        let page = admin.get(&format!("/v1/places?near=9.9312,76.2673&count=true&limit=1&{query}")).await.expect(200).json();
        assert_eq!(page["total"], expected, "{query}");
        assert_eq!(walk(&admin, &format!("/v1/places?near=9.9312,76.2673&limit=1&{query}")).await.len(), expected, "{query}");
    }
    let second = admin.get("/v1/places?near=9.9312,76.2673&limit=2&count=true").await.expect(200).json();
    let path = format!("/v1/places?near=9.9312,76.2673&limit=2&count=true&cursor={}", second["next"].as_str().unwrap());
    let second = admin.get(&path).await.expect(200).json();
    assert_eq!((&second["total"], &second["items"][0]["name"]["en"]), (&json!(5), &json!("Kozhikode")), "a count does not move the page");
    let inside = admin.get("/v1/places/district:555/contains?near=9.9312,76.2673&limit=1").await.expect(200).json();
    assert_eq!((&inside["items"][0]["place"]["name"]["en"], &inside["items"][0]["distance_m"]), (&json!("Kochi"), &json!(0)));
}

async fn equal_distances_are_told_apart_by_id_and_none_is_lost_between_pages(app: App) {
    let admin = app.client("administrator").await;
    let mut ids = Vec::new();
    for number in 0..30 {
        // Ten spots with three places each.
        let facts = json!({
            "level": "ward", "code": format!("W{number}"), "name": { "en": "A ward" },
            "centroid": { "latitude": 10.0, "longitude": 76.0 + f64::from(number % 10) / 100.0 },
        });
        ids.push(admin.post("/v1/places", &facts).await.expect(201).id());
    }
    let whole = admin.get("/v1/places?near=10,76&limit=200").await.expect(200).json()["items"].as_array().unwrap().clone();
    for limit in [1, 2, 3, 7, 29, 30] {
        assert_eq!(walk(&admin, &format!("/v1/places?near=10,76&limit={limit}")).await, whole, "pages of {limit}");
    }
    let order: Vec<(i64, &str)> = whole.iter().map(|row| (row["distance_m"].as_i64().unwrap(), row["id"].as_str().unwrap())).collect();
    assert_eq!(order.len(), 30);
    assert!(order.windows(2).all(|two| two[0] < two[1]), "{order:?}");
}

async fn what_is_moved_is_found_where_it_is(app: App) {
    let admin = towns(&app).await;
    let kannur = admin.first("/v1/places?q=kannur&level=ward").await;
    let path = format!("/v1/places/{}", kannur["id"].as_str().unwrap());
    admin.patch(&path, "\"1\"", &json!({ "centroid": { "latitude": 9.9313 } })).await.expect(200);
    let near = walk(&admin, "/v1/places?near=9.9312,75.3704&within_km=1").await;
    assert_eq!((near.len(), &near[0]["name"]["en"], &near[0]["distance_m"]), (1, &json!("Kannur"), &json!(11)));
    assert!(walk(&admin, "/v1/places?near=11.8745,75.3704&within_km=1").await.is_empty());
    admin.patch(&path, "\"2\"", &json!({ "centroid": null })).await.expect(200);
    assert!(walk(&admin, "/v1/places?near=9.9312,75.3704&within_km=1").await.is_empty());
    let swapped = json!({ "centroid": { "latitude": 76.2673, "longitude": 9.9312 } });
    admin.patch(&path, "\"3\"", &swapped).await.problem("invalid", 422).violates("/centroid", "outside_kerala");
}

async fn whatever_has_a_location_comes_by_nearness_and_moves(app: App) {
    let officer = app.officer().await;
    for (plural, kind) in [("institutions", "college"), ("enterprises", "firm"), ("clusters", "manufacturing")] {
        let (mut made, list) = (Vec::new(), format!("/v1/{plural}?q=quaxel&near=9.9312,76.2673"));
        for (name, latitude, longitude, _) in TOWNS {
            let mut facts = json!({
                "name": { "en": format!("Quaxel of {name}") }, "kind": kind, "district": "555",
                "location": { "latitude": latitude, "longitude": longitude },
            });
            if plural != "institutions" {
                facts["activities"] = json!([{ "version": "nic_2008", "code": "10612" }]);
            }
            if plural == "clusters" {
                facts["sector"] = json!("food");
            }
            made.push(officer.post(&format!("/v1/{plural}"), &facts).await.expect(201).id());
        }
        let rows = walk(&officer, &format!("{list}&limit=3")).await;
        let found: Vec<i64> = rows.iter().map(|row| row["distance_m"].as_i64().unwrap()).collect();
        assert_eq!(found, TOWNS.map(|(_, _, _, metres)| metres), "{plural}");
        assert_eq!(rows[4]["location"], json!({ "latitude": 11.8745, "longitude": 75.3704 }));
        let path = format!("/v1/{plural}/{}", made[4]);
        let etag = officer.get(&path).await.expect(200).etag();
        let moved = json!({ "location": { "latitude": 9.9312, "longitude": 76.2674 } });
        let etag = officer.patch(&path, &etag, &moved).await.expect(200).etag();
        let rows = walk(&officer, &format!("{list}&within_km=1&kind={kind}&district=555")).await;
        assert_eq!((rows.len(), &rows[1]["id"], &rows[1]["distance_m"]), (2, &json!(made[4]), &json!(11)), "{plural}");
        let swapped = json!({ "location": { "latitude": 76.2, "longitude": 9.9 } });
        officer.patch(&path, &etag, &swapped).await.problem("invalid", 422).violates("/location", "outside_kerala");
        officer.patch(&path, &etag, &json!({ "location": null })).await.expect(200);
        assert_eq!(walk(&officer, &format!("{list}&within_km=1")).await.len(), 1, "{plural}");
        let elsewhere = officer.get(&format!("{list}&district=556&count=true")).await.expect(200).json();
        assert_eq!(elsewhere["total"], 0, "{plural}");
    }
}

async fn nobody_finds_by_nearness_what_the_own_list_does_not_show(app: App) {
    let kollam = app.client("convenor.kollam").await;
    for plural in ["enterprises", "clusters"] {
        let officer = app.officer().await;
        let all = walk(&officer, &format!("/v1/{plural}?near=10.17,76.44&limit=200")).await;
        assert!(all.len() > 10, "the demonstration has {} located {plural}", all.len());
        let list = format!("/v1/{plural}?near=10.17,76.44&limit=200&count=true");
        let page = kollam.get(&list).await.expect(200).json();
        let shown = walk(&kollam, &format!("/v1/{plural}?limit=200")).await;
        let located = shown.iter().filter(|row| row.get("location").is_some()).count();
        assert_eq!((page["total"].as_u64(), page["items"].as_array().map(Vec::len)), (Some(located as u64), Some(located)), "{plural}");
    }
}

async fn the_one_that_stays_of_a_merge_can_take_the_place_of_the_other(app: App) {
    let officer = app.officer().await;
    let mut unit = crate::http::given::unit("Quaxel unit");
    let into = officer.post("/v1/enterprises", &unit).await.expect(201).id();
    unit["location"] = json!({ "latitude": 9.9312, "longitude": 76.2673 });
    let merged = officer.post("/v1/enterprises", &unit).await.expect(201).id();
    let body = json!({ "into": into, "into_revision": 1, "take": ["location"] });
    let merge = officer.step(&format!("/v1/enterprises/{merged}"), "merge", &body).await.expect(201).id();
    let near = "/v1/enterprises?q=quaxel&near=9.9312,76.2673&within_km=1";
    let rows = walk(&officer, near).await;
    assert_eq!((rows.len(), &rows[0]["id"]), (1, &json!(into)));
    officer.step(&format!("/v1/merges/{merge}"), "undo", &json!({})).await.expect(200);
    let rows = walk(&officer, near).await;
    assert_eq!((rows.len(), &rows[0]["id"]), (1, &json!(merged)));
}

async fn what_is_wrong_with_a_search_by_nearness_is_told_at_once(app: App) {
    let officer = app.officer().await;
    for list in LISTS {
        for (query, parameter, code) in [
            ("near=", "near", "point"),
            ("near=10", "near", "point"),
            ("near=91,76", "near", "latitude"),
            ("near=10,181", "near", "longitude"),
            ("near=ten,76", "near", "latitude"),
            ("near=NaN,76", "near", "latitude"),
            ("near=1e1,76", "near", "latitude"),
            ("within_km=5", "near", "required"),
            ("near=10,76&within_km=0", "within_km", "within_km"),
            ("near=10,76&within_km=1001", "within_km", "within_km"),
            ("near=10,76&within_km=1.5", "within_km", "within_km"),
            ("near=10,76&sort=name", "sort", "sort_by_nearness"),
            ("near=10,76&near=10,77", "near", "repeated_parameter"),
        ] {
            officer.get(&format!("/v1/{list}?{query}")).await.problem("malformed", 400).violates(parameter, code);
        }
        let by_name = officer.get(&format!("/v1/{list}?limit=1")).await.expect(200).json();
        if let Some(next) = by_name["next"].as_str() {
            officer.get(&format!("/v1/{list}?near=10,76&cursor={next}")).await.problem("malformed", 400).violates("cursor", "cursor");
        }
    }
    officer.get("/v1/schemes?near=10,76").await.problem("malformed", 400).violates("near", "unknown_parameter");
}
