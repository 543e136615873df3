//! Conditional requests: a strong tag per state, 304 for whom it is still current, and no change
//! of a state that the caller has not seen.

use crate::app::App;
use crate::http::given;
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use actix_web::http::Method;
use futures_util::future::join_all;
use serde_json::{Value, json};

http_tests![
    the_tag_is_strong_and_changes_with_the_state,
    who_has_the_current_state_gets_304_without_a_body,
    a_proposal_is_another_representation_to_whom_other_steps_are_open,
    a_compressed_answer_has_a_tag_of_its_own_for_the_same_state,
    no_change_without_the_tag_of_the_state,
    of_twenty_changes_of_one_state_one_wins,
    of_twenty_removals_one_removes,
    an_illegal_step_from_a_stale_state_is_stale,
    head_tells_what_get_would,
    a_list_has_no_tag_and_a_write_answers_with_the_new_one
];

async fn the_tag_is_strong_and_changes_with_the_state(app: App) {
    let convenor = app.convenor().await;
    let path = format!("/v1/clusters/{}", convenor.id_of("clusters", "Kalady").await);
    let first = convenor.get(&path).await.expect(200);
    assert_eq!(first.etag(), "\"1\"");
    assert_eq!(convenor.get(&path).await.expect(200).etag(), first.etag());
    let changed = convenor.patch(&path, &first.etag(), &json!({ "sector": "rice" })).await.expect(200);
    assert_ne!(changed.etag(), first.etag());
    assert_eq!(convenor.get(&path).await.expect(200).etag(), changed.etag());
}

async fn who_has_the_current_state_gets_304_without_a_body(app: App) {
    let convenor = app.convenor().await;
    let path = format!("/v1/clusters/{}", convenor.id_of("clusters", "Kalady").await);
    let ask = |tags: &str| convenor.request(Method::GET, &path).header("if-none-match", tags).send();
    for tags in ["\"1\"", "W/\"1\"", "*", "\"0\", \"1\""] {
        let answer = ask(tags).await.expect(304);
        assert!(answer.body.is_empty(), "{tags}");
        assert_eq!(answer.etag(), "\"1\"");
    }
    for tags in ["\"2\"", "\"11\"", "garbage", ""] {
        ask(tags).await.expect(200);
    }
    let on_two_lines = convenor.request(Method::GET, &path).header("if-none-match", "\"0\"").header("if-none-match", "\"1\"");
    on_two_lines.send().await.expect(304);
    convenor.patch(&path, "\"1\"", &json!({ "sector": "rice" })).await.expect(200);
    assert_eq!(ask("\"1\"").await.expect(200).json()["sector"], "rice");
}

async fn a_proposal_is_another_representation_to_whom_other_steps_are_open(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.draft().await;
    let mine = cast.applicant.get(&path).await.expect(200).etag();
    let theirs = cast.convenor.get(&path).await.expect(200).etag();
    assert_ne!(mine, theirs);
    let answer = cast.convenor.request(Method::GET, &path).header("if-none-match", &mine).send().await;
    answer.expect(200);
    // The state is the same, whoever saw it.
    cast.applicant.request(Method::POST, &format!("{path}/submit")).if_match(&theirs).json(&json!({})).send().await.expect(200);
}

async fn a_compressed_answer_has_a_tag_of_its_own_for_the_same_state(app: App) {
    let officer = app.officer().await;
    let path = format!("/v1/clusters/{}", officer.id_of("clusters", "Kalady").await);
    let ask = |coding: &str| officer.request(Method::GET, &path).header("accept-encoding", coding).send();
    for coding in ["gzip", "br"] {
        let answer = ask(coding).await.expect(200);
        let tag = answer.etag();
        assert_eq!((answer.header("content-encoding"), tag.as_str()), (Some(coding), format!("\"1-{coding}\"").as_str()));
        officer.request(Method::GET, &path).header("if-none-match", &tag).send().await.expect(304);
    }
    assert_eq!(ask("identity").await.expect(200).etag(), "\"1\"");
    officer.patch(&path, "\"1-gzip\"", &json!({ "sector": "rice" })).await.expect(200);
    officer.patch(&path, "\"1-br\"", &json!({ "sector": "rice" })).await.problem("stale", 412);
}

async fn no_change_without_the_tag_of_the_state(app: App) {
    let officer = app.officer().await;
    let path = format!("/v1/clusters/{}", officer.post("/v1/clusters", &given::cluster("A cluster")).await.expect(201).id());
    let patch = || officer.request(Method::PATCH, &path).merge_patch(&json!({ "sector": "rice" }));
    let delete = || officer.request(Method::DELETE, &path);
    patch().send().await.problem("precondition-required", 428);
    delete().send().await.problem("precondition-required", 428);
    // Well-formed tags that no state of it ever had, weak ones among them (RFC 9110 §13.1.1).
    for stale in ["\"0\"", "\"2\"", "\"7\", \"8\"", "W/\"1\"", "\"\"", "\"x\"", "\"-1\"", "\"+1\"", "\"01\"", "\"99999999999999999999\""] {
        patch().if_match(stale).send().await.problem("stale", 412);
        delete().if_match(stale).send().await.problem("stale", 412);
    }
    for garbage in ["1", "garbage", "w/\"1\"", "\"1", ",", ""] {
        patch().if_match(garbage).send().await.problem("malformed", 400).violates("If-Match", "if_match");
        delete().if_match(garbage).send().await.problem("malformed", 400).violates("If-Match", "if_match");
    }
    assert_eq!(officer.get(&path).await.expect(200).etag(), "\"1\"");
    patch().if_match("\"9\", \"1\"").send().await.expect(200);
    patch().if_match("\"9\"").if_match("\"2\"").send().await.expect(200);
    patch().if_match("*").send().await.expect(200);
    delete().if_match("*").send().await.expect(204);
    patch().if_match("*").send().await.problem("not-found", 404);
}

async fn of_twenty_changes_of_one_state_one_wins(app: App) {
    let convenor = app.convenor().await;
    let path = format!("/v1/clusters/{}", convenor.id_of("clusters", "Kalady").await);
    let all = (0..20).map(|n| {
        let (convenor, path) = (&convenor, &path);
        async move { convenor.patch(path, "\"1\"", &json!({ "sector": format!("rice {n}") })).await }
    });
    let answers = join_all(all).await;
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.status == 412).count(), 19);
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        lost.clone().problem("stale", 412);
    }
    assert_eq!(convenor.get(&path).await.expect(200).json(), won[0].json());
    assert_eq!(won[0].etag(), "\"2\"");
}

async fn of_twenty_removals_one_removes(app: App) {
    let officer = app.officer().await;
    let path = format!("/v1/clusters/{}", officer.post("/v1/clusters", &given::cluster("A cluster")).await.expect(201).id());
    let answers = join_all((0..20).map(|_| officer.delete(&path, "\"1\""))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
    for lost in answers.iter().filter(|answer| answer.status != 204) {
        assert!([404, 412].contains(&lost.status.as_u16()), "{lost:?}");
    }
}

async fn an_illegal_step_from_a_stale_state_is_stale(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.draft().await;
    let old = cast.applicant.get(&path).await.expect(200).etag();
    cast.applicant.step(&path, "withdraw", &json!({})).await.expect(200);
    let step = |tag: &str| cast.applicant.request(Method::POST, &format!("{path}/submit")).if_match(tag).json(&json!({})).send();
    step(&old).await.problem("stale", 412);
    step("*").await.problem("illegal-step", 409);
    let none = cast.applicant.post(&format!("{path}/submit"), &json!({})).await;
    none.problem("precondition-required", 428);
}

async fn head_tells_what_get_would(app: App) {
    let convenor = app.convenor().await;
    let path = format!("/v1/clusters/{}", convenor.id_of("clusters", "Kalady").await);
    for path in [path.as_str(), "/v1/clusters?limit=3", "/openapi.json", "/health/live", "/v1/clusters/none", "/v1/activities?x=1"] {
        let (get, head) = (convenor.get(path).await, convenor.request(Method::HEAD, path).send().await);
        assert_eq!(head.status, get.status, "{path}");
        for name in ["etag", "content-type", "link", "cache-control", "x-content-type-options"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
    let unchanged = convenor.request(Method::HEAD, &path).header("if-none-match", "\"1\"").send().await;
    unchanged.expect(304);
}

async fn a_list_has_no_tag_and_a_write_answers_with_the_new_one(app: App) {
    let convenor = app.convenor().await;
    assert_eq!(convenor.get("/v1/clusters").await.expect(200).header("etag"), None);
    let made = convenor.post("/v1/clusters", &given::cluster("A cluster")).await.expect(201);
    let path = format!("/v1/clusters/{}", made.id());
    assert_eq!(convenor.get(&path).await.expect(200).etag(), made.etag());
    let changed = convenor.patch(&path, &made.etag(), &json!({ "constituency": Value::Null })).await.expect(200);
    assert_eq!(convenor.get(&path).await.expect(200).etag(), changed.etag());
}
