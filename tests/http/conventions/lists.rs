//! Lists: pages, filters, orders, counts.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

/// The rows of a list from a page on, following the Link headers.
async fn follow(client: &Client, path: &str) -> Vec<Value> {
    let (mut rows, mut path) = (Vec::new(), path.to_owned());
    for _ in 0..200 {
        let page = client.get(&path).await.expect(200);
        rows.extend(page.json()["items"].as_array().expect("items").clone());
        let Some(link) = page.header("link") else {
            assert_eq!(page.json().get("next"), None);
            return rows;
        };
        let (url, relation) = link[1..].split_once('>').expect("a link");
        assert_eq!(relation, "; rel=\"next\"");
        let next = page.json()["next"].as_str().expect("next").to_owned();
        assert!(url.ends_with(&format!("cursor={next}")), "{link}");
        path = url.to_owned();
    }
    panic!("the walk has no end");
}

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["id"].as_str().expect("an id")).collect()
}

fn names(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["name"]["en"].as_str().expect("a name")).collect()
}

http_tests![
    a_walk_in_small_pages_meets_every_row_once_in_every_order,
    the_order_of_names_is_the_same_on_both_engines,
    a_page_has_25_rows_unless_asked_and_200_at_most,
    the_end_of_a_list_has_no_next_even_where_the_last_page_is_full,
    a_cursor_is_bound_to_its_list_filters_and_order,
    a_damaged_cursor_is_refused,
    a_forged_cursor_breaks_nothing,
    rows_that_come_during_a_walk_cause_no_duplicate_and_no_skip,
    values_of_a_filter_mean_any_of_and_several_filters_mean_all,
    the_link_keeps_filters_of_every_spelling,
    a_total_comes_only_when_asked,
    what_a_list_does_not_know_is_refused_all_at_once
];

async fn a_walk_in_small_pages_meets_every_row_once_in_every_order(app: App) {
    let officer = app.officer().await;
    for (plural, sorts) in [
        ("clusters", ["name", "created_at", "updated_at"].as_slice()),
        ("institutions", &["name", "created_at", "updated_at"]),
        ("facilities", &["name", "created_at", "updated_at"]),
        ("enterprises", &["name", "created_at", "updated_at"]),
        ("schemes", &["name", "created_at", "updated_at"]),
        ("linkages", &["created_at", "updated_at"]),
        ("linkage-evidence", &["created_at", "updated_at"]),
        ("calls", &["name", "created_at", "updated_at"]),
        ("seats", &["created_at", "updated_at"]),
        ("awards", &["created_at", "updated_at"]),
        ("proposals", &["name", "created_at", "updated_at"]),
    ] {
        for sort in sorts {
            let all = officer.get(&format!("/v1/{plural}?sort={sort}&limit=200&count=true")).await.expect(200).json();
            let all = (all["items"].as_array().unwrap().clone(), all["total"].as_u64().unwrap());
            assert_eq!(all.0.len() as u64, all.1, "{plural}");
            let up = follow(&officer, &format!("/v1/{plural}?sort={sort}&limit=7")).await;
            assert_eq!(ids(&up), ids(&all.0), "{plural} by {sort}");
            let mut down = follow(&officer, &format!("/v1/{plural}?limit=7&sort=-{sort}")).await;
            down.reverse();
            assert_eq!(ids(&down), ids(&all.0), "{plural} by -{sort}");
            if *sort != "name" {
                assert!(all.0.windows(2).all(|two| two[0][sort].as_str() <= two[1][sort].as_str()), "{plural} by {sort}");
            }
        }
    }
}

async fn the_order_of_names_is_the_same_on_both_engines(app: App) {
    let convenor = app.convenor().await;
    for name in [
        "zeta",
        "Alpha",
        "alpha 2",
        "ALPHA 10",
        "beta",
        "Éclair",
        "eclair",
        "ആലപ്പുഴ",
        "അങ്കമാലി",
        "കയര്\u{200d}",
        "കയർ വീട്",
        "_under",
        "ßeta",
        "10 mills",
        "  gamma",
    ] {
        convenor.post("/v1/enterprises", &given::with(given::unit(name), "/pin_code", json!("695999"))).await.expect(201);
    }
    let expected = [
        "10 mills",
        "_under",
        "Alpha",
        "ALPHA 10",
        "alpha 2",
        "beta",
        "eclair",
        "gamma",
        "zeta",
        "ßeta",
        "Éclair",
        "അങ്കമാലി",
        "ആലപ്പുഴ",
        "കയര്\u{200d}",
        "കയർ വീട്",
    ];
    let found = follow(&convenor, "/v1/enterprises?pin_code=695999&limit=4").await;
    assert_eq!(names(&found), expected);
    let mut down = follow(&convenor, "/v1/enterprises?pin_code=695999&limit=4&sort=-name").await;
    down.reverse();
    assert_eq!(names(&down), expected);
}

async fn a_page_has_25_rows_unless_asked_and_200_at_most(app: App) {
    let admin = app.client("administrator").await;
    let rows = async |query: &str| admin.get(&format!("/v1/places{query}")).await.expect(200).json()["items"].as_array().unwrap().len();
    let all = admin.get("/v1/places?count=true&limit=1").await.expect(200).json()["total"].as_u64().unwrap();
    assert!(all > 140);
    for number in 0..(201 - all.min(201)) {
        let place = json!({ "level": "ward", "code": format!("W{number}"), "name": { "en": "A ward" } });
        admin.post("/v1/places", &place).await.expect(201);
    }
    for (query, expected) in
        [("", 25), ("?limit=1", 1), ("?limit=26", 26), ("?limit=200", 200), ("?limit=201", 200), ("?limit=18446744073709551615", 200)]
    {
        assert_eq!(rows(query).await, expected, "{query}");
    }
    for limit in ["0", "-1", "", "ten", "1.5", "1e3", "%20", "18446744073709551616", "٣"] {
        let limit = limit.replace('٣', "%D9%A3");
        admin.get(&format!("/v1/places?limit={limit}")).await.problem("malformed", 400).violates("limit", "limit");
    }
}

async fn the_end_of_a_list_has_no_next_even_where_the_last_page_is_full(app: App) {
    let convenor = app.convenor().await;
    let page = convenor.get("/v1/clusters?limit=28").await.expect(200);
    assert_eq!((page.json().get("next"), page.header("link")), (None, None));
    let page = convenor.get("/v1/clusters?limit=27").await.expect(200);
    let next = page.json()["next"].as_str().unwrap().to_owned();
    assert!(next.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{next} is URL-safe");
    let last = convenor.get(&format!("/v1/clusters?limit=27&cursor={next}")).await.expect(200).json();
    assert_eq!((last["items"].as_array().unwrap().len(), last.get("next")), (1, None));
    let none = convenor.get("/v1/clusters?constituency=140").await.expect(200).json();
    assert_eq!(none, json!({ "items": [] }));
}

async fn a_cursor_is_bound_to_its_list_filters_and_order(app: App) {
    let officer = app.officer().await;
    let page = officer.get("/v1/clusters?district=555&limit=1&sort=name").await.expect(200).json();
    let next = page["next"].as_str().unwrap();
    let ask = |path: String| {
        let officer = &officer;
        async move { officer.get(&path).await }
    };
    ask(format!("/v1/clusters?sort=name&district=555&limit=3&count=true&cursor={next}")).await.expect(200);
    for changed in [
        "clusters?district=555&sort=-name",
        "clusters?district=555&sort=created_at",
        "clusters?district=559&sort=name",
        "clusters?sort=name",
        "clusters?district=555&sort=name&kind=manufacturing",
        "institutions?district=555&sort=name",
    ] {
        ask(format!("/v1/{changed}&cursor={next}")).await.problem("malformed", 400).violates("cursor", "cursor");
    }
}

async fn a_damaged_cursor_is_refused(app: App) {
    let officer = app.officer().await;
    let page = officer.get("/v1/clusters?limit=1").await.expect(200).json();
    let next = page["next"].as_str().unwrap();
    let flipped = format!("{}A{}", &next[..20], &next[21..]);
    for cursor in
        [&next[1..], &next[..next.len() - 3], "", "x", "AAAA", "W10", "bnVsbA", "%00", "%ff", &flipped, &"A".repeat(2001), "..%2f"]
    {
        if cursor == next {
            continue;
        }
        officer.get(&format!("/v1/clusters?cursor={cursor}")).await.problem("malformed", 400).violates("cursor", "cursor");
    }
}

async fn a_forged_cursor_breaks_nothing(app: App) {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as CODE;
    let officer = app.officer().await;
    let page = officer.get("/v1/clusters?limit=1&sort=created_at").await.expect(200).json();
    let bytes = CODE.decode(page["next"].as_str().unwrap()).unwrap();
    let made: Value = serde_json::from_slice(&bytes).unwrap();
    for micros in
        ["9223372036854775807", "-9223372036854775808", "8210266876799999999", "-8334601228800000000", "-211813488000000001", "0", "x", ""]
    {
        let forged = given::with(json!({ "c": made }), "/c", json!([made[0], made[1], micros, made[3]]))["c"].to_string();
        let answer = officer.get(&format!("/v1/clusters?sort=created_at&cursor={}", CODE.encode(forged))).await;
        assert!([200, 400].contains(&answer.status.as_u16()), "{micros}: {answer:?}");
    }
}

async fn rows_that_come_during_a_walk_cause_no_duplicate_and_no_skip(app: App) {
    let convenor = app.convenor().await;
    for sort in ["name", "-name", "created_at", "-created_at", "updated_at", "-updated_at"] {
        let before = convenor.get(&format!("/v1/enterprises?district=555&limit=200&sort={sort}")).await.expect(200).json();
        let before = before["items"].as_array().unwrap().clone();
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        for round in 0..100 {
            let page = convenor.get(&format!("/v1/enterprises?district=555&limit=3&sort={sort}{cursor}")).await.expect(200).json();
            walked.extend(page["items"].as_array().unwrap().clone());
            if round < 3 {
                for name in ["Aaa unit", "Mmm unit", "Zzz unit"] {
                    convenor.post("/v1/enterprises", &given::unit(name)).await.expect(201);
                }
            }
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let walked = ids(&walked);
        let mut once = walked.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), walked.len(), "{sort}: a row came twice");
        let old: Vec<&str> = walked.into_iter().filter(|id| ids(&before).contains(id)).collect();
        assert_eq!(old, ids(&before), "{sort}: the rows that were there all come, in order");
    }
}

async fn values_of_a_filter_mean_any_of_and_several_filters_mean_all(app: App) {
    let officer = app.officer().await;
    let total = async |query: &str| {
        officer.get(&format!("/v1/clusters?count=true&limit=1&{query}")).await.expect(200).json()["total"].as_i64().unwrap()
    };
    let (ernakulam, kollam) = (total("district=555").await, total("district=559").await);
    assert!(ernakulam > 1 && kollam > 1);
    for query in ["district=555,559", "district=555&district=559", "district=555,%20559", "district=559,555,555"] {
        assert_eq!(total(query).await, ernakulam + kollam, "{query}");
    }
    assert_eq!(total("district=555&kind=micro_enterprise&q=handloom").await, 1);
    assert_eq!(total("district=559&constituency=75").await, 0);
    let rows = follow(&officer, "/v1/enterprises?activity=10&limit=9&district=555").await;
    assert!(
        !rows.is_empty()
            && rows.iter().all(|row| row["activities"][0]["code"].as_str().unwrap().starts_with("10") && row["district"] == "555")
    );
}

async fn the_link_keeps_filters_of_every_spelling(app: App) {
    let officer = app.officer().await;
    let rows = follow(&officer, "/v1/clusters?limit=1&district=555,559&kind=manufacturing&kind=micro_enterprise&q=clust&sort=-name").await;
    assert!(rows.len() > 3);
    assert!(rows.iter().all(|row| ["555", "559"].contains(&row["district"].as_str().unwrap())));
}

async fn a_total_comes_only_when_asked(app: App) {
    let officer = app.officer().await;
    assert_eq!(officer.get("/v1/clusters").await.expect(200).json().get("total"), None);
    assert_eq!(officer.get("/v1/clusters?count=false").await.expect(200).json().get("total"), None);
    assert_eq!(officer.get("/v1/clusters?count=true&limit=3&district=555").await.expect(200).json()["total"], 5);
    officer.get("/v1/clusters?count=1").await.problem("malformed", 400).violates("count", "boolean");
}

async fn what_a_list_does_not_know_is_refused_all_at_once(app: App) {
    let officer = app.officer().await;
    for (query, name, code) in [
        ("colour=red", "colour", "unknown_parameter"),
        ("Sort=name", "Sort", "unknown_parameter"),
        ("offset=3", "offset", "unknown_parameter"),
        ("kind=village", "kind", "enum"),
        ("kind=", "kind", "enum"),
        ("kind=manufacturing,", "kind", "enum"),
        ("district=568", "district", "district_code"),
        ("sort=sector", "sort", "sort"),
        ("sort=", "sort", "sort"),
        ("sort=--name", "sort", "sort"),
        ("sort=name&sort=name", "sort", "repeated_parameter"),
        ("limit=1&limit=2", "limit", "repeated_parameter"),
        ("q=a&q=b", "q", "repeated_parameter"),
        ("q=", "q", "blank"),
        ("district=555%00", "query", "control_character"),
    ] {
        officer.get(&format!("/v1/clusters?{query}")).await.problem("malformed", 400).violates(name, code);
    }
    let many = vec!["555"; 51].join(",");
    officer.get(&format!("/v1/clusters?district={many}")).await.problem("malformed", 400).violates("district", "too_many_values");
    officer
        .get("/v1/clusters?limit=0&colour=red&kind=x&sort=y&cursor=z&count=2")
        .await
        .problem("malformed", 400)
        .violates("limit", "limit")
        .violates("colour", "unknown_parameter")
        .violates("kind", "enum")
        .violates("sort", "sort")
        .violates("cursor", "cursor")
        .violates("count", "boolean");
    officer.get("/v1/linkages?sort=name").await.problem("malformed", 400).violates("sort", "sort");
    officer.get("/v1/linkages?cluster_id=42").await.problem("malformed", 400).violates("cluster_id", "uuid");
}
