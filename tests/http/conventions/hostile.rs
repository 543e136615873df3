//! Hostile bodies: whatever is sent to whichever operation, the answer is a plain refusal.

use crate::app::App;
use crate::http::conventions::operations::{harmless, with_bodies};
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

http_tests![
    what_is_not_json_is_malformed_everywhere,
    what_is_no_object_is_invalid_everywhere,
    odd_objects_are_refused_or_wait_for_the_tag_but_never_break,
    a_name_that_stands_twice_is_not_dropped_unseen,
    of_very_many_unknown_fields_fifty_are_told,
    a_compressed_body_is_not_guessed_at,
    a_day_is_a_day_of_the_calendar_in_its_one_spelling,
    only_the_documented_content_type_is_taken,
    an_empty_body_is_a_refusal_too,
    a_body_may_be_as_long_as_the_limit_and_no_longer,
    numbers_are_whole_and_within_bounds,
    names_are_counted_in_characters_and_hold_no_control_characters,
    places_of_faults_are_json_pointers_whatever_the_field_is_called
];

async fn what_is_not_json_is_malformed_everywhere(app: App) {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000)).into_bytes();
    let bodies: Vec<Vec<u8>> = vec![
        deep("[", "]"),
        deep("{\"a\":", "1}"),
        b"[".repeat(10_000),
        b"{\"x\": \"a\0b\"}".to_vec(),
        b"\0\0\0".to_vec(),
        b"{\"x\": \"\\ud800\"}".to_vec(),
        b"{\"x\": \"\\udc00\\ud800\"}".to_vec(),
        b"{\"x\": 1e400}".to_vec(),
        b"{\"x\": -1e400}".to_vec(),
        b"{\"x\": NaN}".to_vec(),
        b"{\"x\": Infinity}".to_vec(),
        b"{\"x\": 01}".to_vec(),
        b"{\"x\": \"\xff\xfe\"}".to_vec(),
        b"{\"\xc0\x80\": 1}".to_vec(),
        b"{\"x\": \"\xed\xa0\x80\"}".to_vec(),
        b"\xef\xbb\xbf{}".to_vec(),
        b"{".to_vec(),
        b"{}{}".to_vec(),
        b"{'x': 1}".to_vec(),
        b"{\"x\": 1,}".to_vec(),
        b"{x: 1}".to_vec(),
        b" ".to_vec(),
    ];
    for operation in with_bodies(&app).await.iter().filter(|operation| operation.is_json()) {
        for body in &bodies {
            let what = format!("{} {:?}", operation.name, String::from_utf8_lossy(&body[..body.len().min(30)]));
            let answer = operation.request().body(&operation.kind, body.clone()).send().await;
            harmless(answer, &what).problem("malformed", 400);
        }
    }
}

async fn what_is_no_object_is_invalid_everywhere(app: App) {
    let huge = format!("[{}0]", "0,".repeat(500_000));
    for operation in with_bodies(&app).await.iter().filter(|operation| operation.is_json()) {
        for body in ["null", "[]", "[{}]", "\"text\"", "1", "-0", "true", &huge] {
            let what = format!("{} {}", operation.name, &body[..body.len().min(30)]);
            harmless(operation.request().body(&operation.kind, body.to_owned()).send().await, &what)
                .problem("invalid", 422)
                .violates("", "type");
        }
    }
}

async fn odd_objects_are_refused_or_wait_for_the_tag_but_never_break(app: App) {
    let bodies = [
        r#"{"name":1,"name":2,"name":3}"#,
        r#"{"__proto__":{"is_admin":true}}"#,
        r#"{"constructor":{"prototype":{}}}"#,
        r#"{"":""}"#,
        r#"{"x":"\u0000"}"#,
        r#"{"name":{"en":"\u0000","ml":"\u001b[2J"}}"#,
        r#"{"a/b~c":{"$ref":"file:///etc/passwd"}}"#,
        r#"{"x":99999999999999999999}"#,
        r#"{"x":-99999999999999999999}"#,
        r#"{"x":-0}"#,
        r#"{"x":1e308}"#,
        r#"{"x":1e-400}"#,
        r#"{"x":0.1e1}"#,
        r#"{"$ref":"\#/components/schemas/PlaceFacts"}"#,
    ]
    .map(|body| body.replace("\\#", "#"));
    let many: Value = (0..2_000).map(|n| (format!("field {n}"), json!(n))).collect::<serde_json::Map<_, _>>().into();
    for operation in with_bodies(&app).await {
        for body in bodies.iter().cloned().chain([many.to_string(), format!("{{\"{}\":1}}", "k".repeat(100_000))]) {
            let what = format!("{} {}", operation.name, &body[..body.len().min(60)]);
            let answer = harmless(operation.request().body(&operation.kind, body).send().await, &what);
            assert!([400, 401, 403, 409, 422, 428].contains(&answer.status.as_u16()), "{what}: {answer:?}");
            assert!(answer.body.len() < 30_000, "{what}: an answer should not outgrow its request");
        }
    }
}

async fn a_name_that_stands_twice_is_not_dropped_unseen(app: App) {
    for operation in with_bodies(&app).await.iter().filter(|operation| operation.is_json()) {
        for body in [r#"{"name":1,"name":2}"#, r#"{"x":[{"a":null,"\u0061":null}]}"#] {
            harmless(operation.request().body(&operation.kind, body).send().await, &operation.name).problem("malformed", 400);
        }
    }
}

async fn of_very_many_unknown_fields_fifty_are_told(app: App) {
    // Comparing each with each would take minutes.
    let many = |n: usize| -> Value { (0..n).map(|n| (format!("field {n}"), json!(n))).collect::<serde_json::Map<_, _>>().into() };
    for operation in with_bodies(&app).await.iter().filter(|operation| operation.is_json()) {
        let body = many(40_000).to_string();
        let answer = harmless(operation.request().if_match("*").body(&operation.kind, body).send().await, &operation.name);
        let refused = answer.problem("invalid", 422).json();
        assert_eq!(refused["errors"].as_array().map(Vec::len), Some(50), "{}", operation.name);
    }
    let cluster = app.client("cluster.kalady").await;
    let deep = json!({ "chains": [{ "name": "A chain", "steps": (0..20).map(|_| many(2_000)).collect::<Vec<_>>() }] });
    harmless(app.convenor().await.post("/v1/clusters", &deep).await, "deep").problem("invalid", 422);
    let query: String = (0..2_000).map(|n| format!("x{n}=1&")).collect();
    let refused = cluster.get(&format!("/v1/places?{query}")).await.problem("malformed", 400).json();
    assert_eq!(refused["errors"].as_array().map(Vec::len), Some(50));
}

async fn a_compressed_body_is_not_guessed_at(app: App) {
    let officer = app.officer().await;
    for coding in ["gzip", "br", "deflate", "x", "gzip, identity"] {
        let request = officer.request(actix_web::http::Method::POST, "/v1/clusters").header("content-encoding", coding);
        request.json(&given::cluster("A cluster")).send().await.problem("wrong-content-type", 415);
    }
    let plain = officer.request(actix_web::http::Method::POST, "/v1/clusters").header("content-encoding", "identity");
    plain.json(&given::cluster("A cluster")).send().await.expect(201);
}

async fn a_day_is_a_day_of_the_calendar_in_its_one_spelling(app: App) {
    let officer = app.officer().await;
    let cluster = officer.id_of("clusters", "Kalady").await;
    for day in [
        "-99999-1-1",
        "+99999-1-1",
        "-4714-1-01",
        "0000-01-01",
        "9999-12-31",
        "2026-1-1",
        " 2026-1-1",
        "+2026-1-01",
        "2026-02-30",
        "2026-11-21T00:00:00Z",
    ] {
        let mut facts = given::membership(&cluster, json!({ "kind": "enterprise", "id": "01890000-0000-7000-8000-000000000000" }));
        facts["starts_on"] = json!(day);
        facts["ends_on"] = json!(day);
        let refused = harmless(officer.post("/v1/memberships", &facts).await, day).problem("invalid", 422);
        refused.violates("/starts_on", "date").violates("/ends_on", "date");
        for path in [format!("/v1/clusters/{cluster}/gaps"), format!("/v1/clusters/{cluster}/scorecard"), "/v1/memberships".to_owned()] {
            let path = format!("{path}?as_of={}", day.replace('+', "%2B").replace(' ', "%20"));
            harmless(officer.get(&path).await, &path).problem("malformed", 400).violates("as_of", "date");
        }
    }
}

async fn only_the_documented_content_type_is_taken(app: App) {
    for operation in with_bodies(&app).await {
        let fitting = if operation.is_json() { "{}" } else { "grant_type=password" };
        let other = if operation.is_patch() { "application/json" } else { "application/merge-patch+json" };
        for kind in [
            other,
            "text/plain",
            "application/xml",
            "multipart/form-data; boundary=x",
            "application/jsonx",
            "json",
            "",
            "*/*",
            ";",
            &format!("{}; charset=utf-16", operation.kind),
            &format!("{};charset=\"iso-8859-1\"", operation.kind),
            &format!("{}, text/plain", operation.kind),
        ] {
            let what = format!("{} {kind}", operation.name);
            harmless(operation.request().body(kind, fitting).send().await, &what).problem("wrong-content-type", 415);
        }
        harmless(operation.request().untyped(fitting).send().await, &operation.name).problem("wrong-content-type", 415);
        for kind in
            [operation.kind.to_uppercase(), format!("{}; charset=utf-8", operation.kind), format!("{};charset=\"UTF-8\"", operation.kind)]
        {
            let answer = harmless(operation.request().body(&kind, fitting).send().await, &operation.name);
            assert_ne!(answer.status, 415, "{} {kind}", operation.name);
        }
    }
}

async fn an_empty_body_is_a_refusal_too(app: App) {
    for operation in with_bodies(&app).await {
        for answer in [operation.request().send().await, operation.request().body(&operation.kind, "").send().await] {
            let answer = harmless(answer, &operation.name);
            assert!([400, 403, 422, 428].contains(&answer.status.as_u16()), "{}: {answer:?}", operation.name);
        }
    }
}

async fn a_body_may_be_as_long_as_the_limit_and_no_longer(app: App) {
    let limit = app.service.config.body_limit;
    for operation in with_bodies(&app).await.iter().filter(|operation| operation.is_json()) {
        let padded = |length: usize| format!("{{{}}}", " ".repeat(length - 2));
        let at = harmless(operation.request().body(&operation.kind, padded(limit)).send().await, &operation.name);
        assert!([403, 422, 428].contains(&at.status.as_u16()), "{}: {at:?}", operation.name);
        for body in [padded(limit + 1), format!("[{}0]", "0,".repeat(1_000_000))] {
            harmless(operation.request().body(&operation.kind, body).send().await, &operation.name).problem("too-large", 413);
        }
    }
}

async fn numbers_are_whole_and_within_bounds(app: App) {
    let cluster = app.client("cluster.kalady").await;
    let facts = given::proposal(&cluster.id_of("clusters", "Kalady").await, &cluster.id_of("institutions", "Cochin University").await);
    let send = async |number: &str| {
        let body = facts.to_string().replace(&given::ASKED.to_string(), number);
        harmless(cluster.request(actix_web::http::Method::POST, "/v1/proposals").body("application/json", body).send().await, number)
    };
    for number in [
        "1.5",
        "-0",
        "-1",
        "0",
        "99999999999999999999",
        "-99999999999999999999",
        "9223372036854775807",
        "9223372036854775808",
        "1e300",
        "10000000000001",
        "1e-7",
        "\"5\"",
        "[5]",
        "true",
        "null",
        "{}",
    ] {
        let refused = send(number).await.problem("invalid", 422).json();
        assert_eq!(refused["errors"][0]["pointer"], "/asked_paise", "{number}: {refused}");
    }
    for number in ["1e400", "-1e400", "+1", ".5", "0x10", "1_000", "٣"] {
        send(number).await.problem("malformed", 400);
    }
    send("10000000000000").await.expect(201);
    send("1").await.expect(201);
}

async fn names_are_counted_in_characters_and_hold_no_control_characters(app: App) {
    let convenor = app.convenor().await;
    for name in [
        "ക".repeat(200),
        "🙂".repeat(200),
        "x".repeat(200),
        "അവന്\u{200d}".to_owned(),
        "രാജ്\u{200c}കുമാർ".to_owned(),
        "<script>alert(1)</script>".to_owned(),
        "'; DROP TABLE enterprises; --".to_owned(),
        "=1+1".to_owned(),
        "a\u{301}\u{301}".to_owned(),
        "${jndi:ldap://x}".to_owned(),
        "\u{fffd}\u{10fffd}".to_owned(),
    ] {
        let made = convenor.post("/v1/enterprises", &given::unit(&name)).await.expect(201);
        let shown = convenor.get(made.header("location").unwrap()).await.expect(200).json();
        let kept: String = shown["name"]["en"].as_str().unwrap().to_owned();
        assert!(kept == name || name.starts_with("a\u{301}"), "{name:?} became {kept:?}");
    }
    for (name, code) in [
        ("ക".repeat(201), "max_length"),
        ("x".repeat(201), "max_length"),
        ("🙂".repeat(201), "max_length"),
        ("a\0b".to_owned(), "control_character"),
        ("a\u{7}b".to_owned(), "control_character"),
        ("a\u{1b}[31m".to_owned(), "control_character"),
        ("a\u{7f}".to_owned(), "control_character"),
        ("a\u{85}b".to_owned(), "control_character"),
        ("a\rb".to_owned(), "control_character"),
        ("\u{a0}\u{3000}".to_owned(), "blank"),
        (String::new(), "blank"),
        ("\u{200b}\u{200d}".to_owned(), "blank"),
        ("\u{3164}".to_owned(), "blank"),
        ("a\u{200f}cba".to_owned(), "control_character"),
        ("a\u{ad}b".to_owned(), "control_character"),
        ("a\u{e0041}".to_owned(), "control_character"),
        ("a\nb".to_owned(), "control_character"),
        ("a\tb".to_owned(), "control_character"),
        ("a\u{2029}b".to_owned(), "control_character"),
        ("a\u{2066}b".to_owned(), "control_character"),
        ("a\n".to_owned(), "control_character"),
        ("a\u{202e}b".to_owned(), "control_character"),
        ("\u{feff}a".to_owned(), "control_character"),
        ("a\u{2028}b".to_owned(), "control_character"),
    ] {
        convenor.post("/v1/enterprises", &given::unit(&name)).await.problem("invalid", 422).violates("/name/en", code);
    }
    // NFC makes two characters of each of these, so that the kept name would be too long.
    let growing = convenor.post("/v1/enterprises", &given::unit(&"\u{958}".repeat(150))).await;
    harmless(growing, "a name that grows").problem("invalid", 422);
}

async fn places_of_faults_are_json_pointers_whatever_the_field_is_called(app: App) {
    let convenor = app.convenor().await;
    let mut facts = given::unit("A unit");
    for (field, place) in [("__proto__", "/__proto__"), ("a/b~c", "/a~1b~0c"), ("", "/"), ("ക", "/ക"), ("x\ny", "/x\ny")] {
        facts[field] = json!(1);
        convenor.post("/v1/enterprises", &facts).await.problem("invalid", 422).violates(place, "unknown_field");
    }
}
