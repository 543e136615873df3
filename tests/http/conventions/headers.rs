//! Headers that every answer has: language, request id, cache, safety, origins, quota.

use crate::app::App;
use crate::http_tests;
use actix_web::http::Method;
use serde_json::{Value, json};

http_tests![
    a_problem_speaks_the_callers_language,
    a_harmless_request_id_is_kept_and_another_is_replaced,
    what_is_meant_for_one_caller_is_kept_by_no_cache,
    no_answer_is_sniffed_and_the_explorer_runs_only_what_is_ours,
    only_origins_of_the_list_may_read_answers,
    any_origin_means_without_credentials_and_none_means_none,
    every_caller_has_a_quota_of_the_own,
    answers_are_compressed_for_whom_can_take_it
];

async fn a_problem_speaks_the_callers_language(app: App) {
    let convenor = app.convenor().await;
    let ask = |language: &str| convenor.request(Method::GET, "/v1/clusters?colour=red").header("accept-language", language).send();
    for (language, tag, title) in [
        ("ml", "ml", "അഭ്യർത്ഥന ശരിയായ രൂപത്തിലല്ല"),
        ("ml-IN, en;q=0.5", "ml", "അഭ്യർത്ഥന ശരിയായ രൂപത്തിലല്ല"),
        ("ML", "ml", "അഭ്യർത്ഥന ശരിയായ രൂപത്തിലല്ല"),
        ("en", "en", "The request is malformed"),
        ("fr", "en", "The request is malformed"),
        ("ml;q=0.1, en", "en", "The request is malformed"),
        ("", "en", "The request is malformed"),
        (";;;q=,", "en", "The request is malformed"),
    ] {
        let answer = ask(language).await.problem("malformed", 400).violates("colour", "unknown_parameter");
        assert_eq!((answer.header("content-language"), &answer.json()["title"]), (Some(tag), &json!(title)), "{language}");
        let is_malayalam = answer.json()["errors"][0]["message"].as_str().unwrap().contains("അറിയ");
        assert_eq!(is_malayalam, tag == "ml", "the message too");
    }
    let plain = convenor.get("/v1/nothing").await.problem("not-found", 404);
    assert_eq!(plain.header("content-language"), Some("en"));
}

async fn a_harmless_request_id_is_kept_and_another_is_replaced(app: App) {
    let convenor = app.convenor().await;
    for path in ["/v1/clusters?limit=1", "/v1/nothing", "/health/live"] {
        let ask = |id: &str| convenor.request(Method::GET, path).header("x-request-id", id).send();
        for id in ["a", "import-17_B", &"x".repeat(64)] {
            let answer = ask(id).await;
            assert_eq!(answer.header("x-request-id"), Some(id));
            if answer.status == 404 {
                assert_eq!(answer.json()["request_id"], id);
            }
        }
        for id in ["", "two words", &"x".repeat(65), "<script>", "a\"b", "a;b", "../a", "a\tb"] {
            let answer = ask(id).await;
            let given = answer.header("x-request-id").unwrap();
            assert!(given.parse::<uuid::Uuid>().is_ok(), "{id:?} became {given:?}");
        }
    }
    let (one, other) = (convenor.get("/health/live").await, convenor.get("/health/live").await);
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
}

async fn what_is_meant_for_one_caller_is_kept_by_no_cache(app: App) {
    let convenor = app.convenor().await;
    let made = convenor.post("/v1/clusters", &crate::http::given::cluster("A cluster")).await.expect(201);
    let path = made.header("location").unwrap().to_owned();
    let unchanged = convenor.request(Method::GET, &path).header("if-none-match", "\"1\"").send().await.expect(304);
    for answer in [
        made,
        unchanged,
        convenor.get(&path).await,
        convenor.get("/v1/clusters").await,
        convenor.get("/v1/nothing").await,
        app.guest().get(&path).await.expect(401),
    ] {
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let vary = answer.headers.get_all("vary").map(|value| value.to_str().unwrap().to_lowercase()).collect::<Vec<_>>().join(", ");
        assert!(vary.contains("authorization") && vary.contains("accept-language"), "{vary}");
    }
    assert_eq!(convenor.get("/openapi.json").await.expect(200).header("cache-control"), Some("public, max-age=60"));
}

async fn no_answer_is_sniffed_and_the_explorer_runs_only_what_is_ours(app: App) {
    let convenor = app.convenor().await;
    for path in [
        "/",
        "/docs/",
        "/docs/index.html",
        "/openapi.json",
        "/problems",
        "/health/live",
        "/metrics",
        "/v1/clusters",
        "/v1/nothing",
        "/v1/places?x=1",
    ] {
        assert_eq!(convenor.get(path).await.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
    for path in ["/docs/", "/docs/index.html", "/docs/swagger-ui.css"] {
        let page = convenor.get(path).await.expect(200);
        let policy = page.header("content-security-policy").expect("a policy");
        for rule in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(rule), "{policy}");
        }
        assert!(!policy.contains("script-src 'self' 'unsafe"), "{policy}");
    }
    for path in ["/", "/docs"] {
        assert_eq!(convenor.get(path).await.expect(303).header("location"), Some("/docs/"));
    }
}

async fn only_origins_of_the_list_may_read_answers(app: App) {
    let frontend = "https://odoi.example";
    let app = App::with(app.site.engine, |config| config.cors_origins = vec![frontend.to_owned()]).await;
    let convenor = app.convenor().await;
    for path in ["/v1/clusters?limit=1", "/v1/nothing", "/v1/places?colour=red"] {
        let ask = |origin: &str| convenor.request(Method::GET, path).header("origin", origin).send();
        let allowed = ask(frontend).await;
        assert_eq!(allowed.header("access-control-allow-origin"), Some(frontend), "{path}");
        assert_eq!(allowed.header("access-control-allow-credentials"), None);
        let exposed = allowed.header("access-control-expose-headers").unwrap().to_lowercase();
        for name in ["etag", "location", "link", "retry-after", "x-request-id"] {
            assert!(exposed.contains(name), "{exposed}");
        }
        for origin in ["https://evil.example", "https://odoi.example.evil", "http://odoi.example", "null", "https://odoi.example:444"] {
            assert_eq!(ask(origin).await.header("access-control-allow-origin"), None, "{origin}");
        }
    }
    let preflight = |origin: &str, method: &str| {
        convenor
            .request(Method::OPTIONS, "/v1/clusters")
            .header("origin", origin)
            .header("access-control-request-method", method)
            .header("access-control-request-headers", "authorization, if-match, idempotency-key, content-type")
            .send()
    };
    let allowed = preflight(frontend, "PATCH").await;
    assert!(allowed.status.is_success(), "{allowed:?}");
    assert_eq!(allowed.header("access-control-allow-origin"), Some(frontend));
    assert!(allowed.header("access-control-allow-methods").unwrap().contains("PATCH"));
    let names = allowed.header("access-control-allow-headers").unwrap().to_lowercase();
    assert!(names.contains("if-match") && names.contains("idempotency-key"), "{names}");
    assert_eq!(preflight("https://evil.example", "PATCH").await.header("access-control-allow-origin"), None);
    assert!(!preflight(frontend, "TRACE").await.status.is_success());
}

async fn any_origin_means_without_credentials_and_none_means_none(app: App) {
    let ask = async |app: &App| app.guest().request(Method::GET, "/health/live").header("origin", "https://any.example").send().await;
    let none = ask(&app).await.expect(200);
    assert_eq!(none.header("access-control-allow-origin"), None);
    let app = App::with(app.site.engine, |config| config.cors_origins = vec!["*".to_owned()]).await;
    let any = ask(&app).await.expect(200);
    assert_eq!(any.header("access-control-allow-origin"), Some("*"));
    assert_eq!(any.header("access-control-allow-credentials"), None);
}

async fn every_caller_has_a_quota_of_the_own(app: App) {
    let app = App::with(app.site.engine, |config| config.requests_per_minute = 5).await;
    let (officer, convenor) = (app.officer().await, app.convenor().await);
    for left in (0..5).rev() {
        let answer = officer.get("/v1/clusters?limit=1").await.expect(200);
        assert_eq!(answer.header("ratelimit-policy"), Some("\"caller\";q=5;w=60"));
        assert_eq!(answer.header("ratelimit"), Some(format!("\"caller\";r={left};t=60").as_str()));
    }
    for path in ["/v1/clusters", "/v1/nothing", "/v1/schemes?colour=red"] {
        let refused = officer.get(path).await.problem("too-many-requests", 429);
        let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=12).contains(&wait), "{wait}");
        assert_eq!(refused.header("ratelimit"), Some(format!("\"caller\";r=0;t={wait}").as_str()));
    }
    convenor.get("/v1/clusters?limit=1").await.expect(200);
    let guest = |address: &'static str| app.guest().request(Method::GET, "/health/live").from(address).send();
    for _ in 0..5 {
        guest("192.0.2.1:7").await.expect(200);
    }
    guest("192.0.2.1:9").await.problem("too-many-requests", 429);
    guest("192.0.2.2:7").await.expect(200);
    for n in 0..5 {
        guest(["[2001:db8::1]:7", "[2001:db8::2]:7", "[2001:db8::3]:7", "[2001:db8::4]:7", "[2001:db8::5]:7"][n]).await.expect(200);
    }
    guest("[2001:db8::6]:7").await.problem("too-many-requests", 429);
}

async fn answers_are_compressed_for_whom_can_take_it(app: App) {
    let convenor = app.convenor().await;
    let ask = |encoding: &str| convenor.request(Method::GET, "/v1/clusters").header("accept-encoding", encoding).send();
    let plain = ask("identity").await.expect(200);
    assert_eq!(plain.header("content-encoding"), None);
    for encoding in ["gzip", "br"] {
        let small = ask(encoding).await.expect(200);
        assert_eq!(small.header("content-encoding"), Some(encoding));
        assert!(small.body.len() * 2 < plain.body.len());
        let vary: Vec<_> = small.headers.get_all("vary").map(|value| value.to_str().unwrap().to_lowercase()).collect();
        assert!(vary.join(", ").contains("accept-encoding"), "{vary:?}");
    }
    let _: Value = plain.json();
}
