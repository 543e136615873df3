//! Hostile bodies: whatever is sent to whichever operation, the answer is a plain refusal.

use crate::http::given;
use crate::http::operations::{harmless, with_bodies};
use crate::http_tests;
use serde_json::{Value, json};

http_tests! {
    async fn what_is_not_json_is_malformed_everywhere(app: App) {
        let deep = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000)).into_bytes();
        let bodies: Vec<Vec<u8>> = vec![
            deep("[", "]"), deep("{\"a\":", "1}"), b"[".repeat(10_000),
            b"{\"x\": \"a\0b\"}".to_vec(), b"\0\0\0".to_vec(), b"{\"x\": \"\\ud800\"}".to_vec(), b"{\"x\": \"\\udc00\\ud800\"}".to_vec(),
            b"{\"x\": 1e400}".to_vec(), b"{\"x\": -1e400}".to_vec(), b"{\"x\": NaN}".to_vec(), b"{\"x\": Infinity}".to_vec(), b"{\"x\": 01}".to_vec(),
            b"{\"x\": \"\xff\xfe\"}".to_vec(), b"{\"\xc0\x80\": 1}".to_vec(), b"{\"x\": \"\xed\xa0\x80\"}".to_vec(),
            b"\xef\xbb\xbf{}".to_vec(), b"{".to_vec(), b"{}{}".to_vec(), b"{'x': 1}".to_vec(), b"{\"x\": 1,}".to_vec(), b"{x: 1}".to_vec(), b" ".to_vec(),
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
                    .problem("invalid", 422).violates("", "type");
            }
        }
    }

    async fn odd_objects_are_refused_or_wait_for_the_tag_but_never_break(app: App) {
        let bodies = [
            r#"{"name":1,"name":2,"name":3}"#, r#"{"__proto__":{"is_admin":true}}"#, r#"{"constructor":{"prototype":{}}}"#, r#"{"":""}"#,
            r#"{"x":"\u0000"}"#, r#"{"name":{"en":"\u0000","ml":"\u001b[2J"}}"#, r#"{"a/b~c":{"$ref":"file:///etc/passwd"}}"#,
            r#"{"x":99999999999999999999}"#, r#"{"x":-99999999999999999999}"#, r#"{"x":-0}"#, r#"{"x":1e308}"#, r#"{"x":1e-400}"#, r#"{"x":0.1e1}"#,
            r#"{"$ref":"\#/components/schemas/PlaceFacts"}"#,
        ].map(|body| body.replace("\\#", "#"));
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

    async fn only_the_documented_content_type_is_taken(app: App) {
        for operation in with_bodies(&app).await {
            let fitting = if operation.is_json() { "{}" } else { "grant_type=password" };
            let other = if operation.is_patch() { "application/json" } else { "application/merge-patch+json" };
            for kind in [other, "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/jsonx", "json", "", "*/*", ";",
                &format!("{}; charset=utf-16", operation.kind), &format!("{};charset=\"iso-8859-1\"", operation.kind), &format!("{}, text/plain", operation.kind)] {
                let what = format!("{} {kind}", operation.name);
                harmless(operation.request().body(kind, fitting).send().await, &what).problem("wrong-content-type", 415);
            }
            harmless(operation.request().untyped(fitting).send().await, &operation.name).problem("wrong-content-type", 415);
            for kind in [operation.kind.to_uppercase(), format!("{}; charset=utf-8", operation.kind), format!("{};charset=\"UTF-8\"", operation.kind)] {
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
        for number in ["1.5", "-0", "-1", "0", "99999999999999999999", "-99999999999999999999", "9223372036854775807", "9223372036854775808", "1e300", "10000000000001", "1e-7", "\"5\"", "[5]", "true", "null", "{}"] {
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
        for name in ["ക".repeat(200), "🙂".repeat(200), "x".repeat(200), "a\u{202e}cba\u{200f}".to_owned(), "<script>alert(1)</script>".to_owned(),
            "'; DROP TABLE enterprises; --".to_owned(), "=1+1".to_owned(), "a\u{301}\u{301}".to_owned(), "${jndi:ldap://x}".to_owned(), "\u{fffd}\u{10ffff}".to_owned()] {
            let made = convenor.post("/v1/enterprises", &given::unit(&name)).await.expect(201);
            let shown = convenor.get(made.header("location").unwrap()).await.expect(200).json();
            let kept: String = shown["name"]["en"].as_str().unwrap().to_owned();
            assert!(kept == name || name.starts_with("a\u{301}"), "{name:?} became {kept:?}");
        }
        for (name, code) in [
            ("ക".repeat(201), "max_length"), ("x".repeat(201), "max_length"), ("🙂".repeat(201), "max_length"),
            ("a\0b".to_owned(), "control_character"), ("a\u{7}b".to_owned(), "control_character"), ("a\u{1b}[31m".to_owned(), "control_character"),
            ("a\u{7f}".to_owned(), "control_character"), ("a\u{85}b".to_owned(), "control_character"), ("a\rb".to_owned(), "control_character"),
            ("\u{a0}\u{3000}".to_owned(), "blank"), (String::new(), "blank"),
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
}
