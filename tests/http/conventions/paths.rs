//! Paths, queries, methods and `Accept`: what does not exist here is a problem like any other.

use crate::app::App;
use crate::http::conventions::operations::harmless;
use crate::http::given;
use crate::http_tests;
use actix_web::http::Method;
use serde_json::{Value, json};

const LISTS: [&str; 10] =
    ["places", "activities", "enterprises", "institutions", "clusters", "linkages", "schemes", "proposals", "calls", "seats"];

http_tests![
    odd_queries_are_answered_with_rows_or_a_problem,
    a_parameter_that_no_operation_has_is_refused_by_every_operation,
    an_id_that_is_none_names_nothing,
    an_id_has_one_spelling_but_for_the_case_of_its_letters,
    unknown_paths_are_problems,
    a_method_that_a_path_lacks_is_answered_with_those_it_has,
    who_takes_no_json_gets_none
];

async fn odd_queries_are_answered_with_rows_or_a_problem(app: App) {
    let officer = app.officer().await;
    let long = format!("q={}", "a".repeat(60_000));
    let repeated = "district=555&".repeat(4_000);
    let names = (0..3_000).map(|n| format!("p{n}=1")).collect::<Vec<_>>().join("&");
    for list in LISTS {
        for query in [
            "",
            "&&",
            "=",
            "=&=",
            "a",
            "%",
            "%00",
            "%ff",
            "%zz",
            "limit",
            "limit=",
            "cursor",
            "cursor=",
            "q",
            "q=%00",
            "q=%ff",
            "q=%ff%fe",
            "district=%ff",
            "district=%00",
            "sort=%00",
            "name[$ne]=1",
            "q[]=1",
            "limit[]=1",
            "%6cimit=1",
            "limit=1#",
            "+limit=1",
            "district=555;kind=x",
            "__proto__=1",
            "q='%20OR%201=1",
            &long,
            &repeated,
            &names,
        ] {
            let path = format!("/v1/{list}?{}", query.replace('#', "%23"));
            let what = format!("{list}?{}", &query[..query.len().min(40)]);
            let answer = harmless(officer.get(&path).await, &what);
            assert!([200, 400].contains(&answer.status.as_u16()), "{what}: {answer:?}");
            assert!(answer.status == 200 || answer.body.len() < 500_000, "{what}: {} bytes", answer.body.len());
        }
        officer.get(&format!("/v1/{list}?%6cimit=1")).await.expect(200);
    }
}

async fn a_parameter_that_no_operation_has_is_refused_by_every_operation(app: App) {
    let document = app.guest().get("/openapi.json").await.expect(200).json();
    let officer = app.officer().await;
    let mut refused = 0;
    for (path, item) in document["paths"].as_object().expect("paths").iter().filter(|(path, _)| path.starts_with("/v1/")) {
        for (method, operation) in item.as_object().expect("operations") {
            let taken = operation["requestBody"]["content"].as_object().and_then(|kinds| kinds.keys().next());
            let path = format!("{}?bogus=1", path.replace("{id}", given::NOBODY));
            let method: Method = method.to_uppercase().parse().expect("a method");
            let request = officer.request(method.clone(), &path);
            let request = if let Some(kind) = taken { request.body(kind, "{}") } else { request };
            let answer = harmless(request.send().await, &path);
            answer.problem("malformed", 400).violates("bogus", "unknown_parameter");
            refused += 1;
        }
    }
    assert!(refused > 100, "{refused} operations");
}

async fn an_id_that_is_none_names_nothing(app: App) {
    let officer = app.officer().await;
    for list in LISTS.iter().filter(|list| **list != "activities") {
        for id in [
            "42",
            "none",
            "%00",
            "%ff",
            "%2e%2e",
            "..%2f..",
            "%2e",
            "019a2b3c-4d5e-7f60-8123-456789abcdeg",
            given::NOBODY,
            "019a2b3c4d5e7f608123456789abcdef",
            "%7B019a2b3c-4d5e-7f60-8123-456789abcdef%7D",
            "urn:uuid:019a2b3c-4d5e-7f60-8123-456789abcdef",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "%E0%B4%95",
            "'--",
        ] {
            let path = format!("/v1/{list}/{id}");
            officer.get(&path).await.problem("not-found", 404);
            officer.patch(&path, "*", &json!({})).await.problem("not-found", 404);
            officer.delete(&path, "*").await.problem("not-found", 404);
        }
    }
    for step in ["submit", "return", "sanction"] {
        officer.post(&format!("/v1/proposals/42/{step}"), &json!({})).await.problem("not-found", 404);
    }
}

async fn an_id_has_one_spelling_but_for_the_case_of_its_letters(app: App) {
    let officer = app.officer().await;
    let id = officer.id_of("clusters", "Kalady").await;
    let shown = officer.get(&format!("/v1/clusters/{}", id.to_uppercase())).await.expect(200).json();
    assert_eq!(shown["id"], id.as_str());
    for other in [id.replace('-', ""), format!("%7B{id}%7D"), format!("urn:uuid:{id}")] {
        officer.get(&format!("/v1/clusters/{other}")).await.problem("not-found", 404);
    }
    let reference = json!({ "kind": "cluster", "id": id.replace('-', "") });
    let facts = given::with(given::linkage(&id, given::NOBODY), "/from", reference);
    officer.post("/v1/linkages", &facts).await.problem("invalid", 422).violates("/from/id", "uuid");
}

async fn unknown_paths_are_problems(app: App) {
    for client in [app.guest(), app.officer().await] {
        for path in [
            "/v1",
            "/v1/",
            "/v1/nothing",
            "/v2/clusters",
            "/V1/clusters",
            "/v1/clusters/",
            "/v1//clusters",
            "//v1/clusters",
            "/v1/clusters/x/y/z",
            "/v1/%2e%2e/clusters",
            "/v1/clusters/%2e%2e/schemes",
            "/.env",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/metrics/",
            "/health",
            "/health/",
            "/health/dead",
            "/problems/",
            "/problems/none",
            "/%00",
            "/%ff",
            "/admin",
            "/v1/proposals/x/fly",
        ] {
            for method in [Method::GET, Method::POST, Method::PATCH, Method::DELETE] {
                let answer = harmless(client.request(method, path).send().await, path);
                assert!([404, 405].contains(&answer.status.as_u16()), "{path}: {answer:?}");
            }
        }
    }
    let long = format!("/v1/{}", "a".repeat(60_000));
    harmless(app.guest().get(&long).await, "a long path").problem("not-found", 404);
}

async fn a_method_that_a_path_lacks_is_answered_with_those_it_has(app: App) {
    let officer = app.officer().await;
    let document = officer.get("/openapi.json").await.expect(200).json();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path.replace("{id}", given::NOBODY).replace("{number}", "1");
        let mut expected: Vec<String> = item
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| ["get", "post", "patch", "delete"].contains(&key.as_str()))
            .map(|key| key.to_uppercase())
            .collect();
        if expected.iter().any(|method| method == "GET") {
            expected.push("HEAD".to_owned());
        }
        expected.sort();
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
            if expected.iter().any(|known| known == method) {
                continue;
            }
            let refused = officer.request(method.parse().unwrap(), &path).send().await.problem("wrong-method", 405);
            let mut allowed: Vec<&str> = refused.header("allow").expect("Allow").split(", ").collect();
            allowed.sort_unstable();
            assert_eq!(allowed, expected, "{method} {path}");
        }
    }
    for path in ["/", "/docs", "/openapi.json", "/problems", "/problems/stale", "/metrics"] {
        let refused = app.guest().post(path, &Value::Null).await.problem("wrong-method", 405);
        assert_eq!(refused.header("allow"), Some("GET, HEAD"), "{path}");
    }
}

async fn who_takes_no_json_gets_none(app: App) {
    let officer = app.officer().await;
    let ask = |accept: &str| officer.request(Method::GET, "/v1/clusters").header("accept", accept).send();
    for accept in [
        "text/html",
        "*/*;q=0",
        "application/json;q=0",
        "application/json; q=0.0, text/html",
        "application/xml, image/*",
        "garbage",
        "text/*",
    ] {
        ask(accept).await.problem("not-acceptable", 406);
    }
    for accept in [
        "*/*",
        "application/*",
        "application/json",
        "APPLICATION/JSON",
        "text/html, application/json;q=0.1",
        "text/html,*/*;q=0.8",
        "application/problem+json",
    ] {
        ask(accept).await.expect(200);
    }
    let refused =
        officer.request(Method::POST, "/v1/clusters").header("accept", "text/html").json(&given::cluster("Umbrella")).send().await;
    refused.problem("not-acceptable", 406);
    assert_eq!(officer.first("/v1/clusters?q=umbrella").await, Value::Null, "nothing was done");
}
