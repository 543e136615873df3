//! Revisions of a proposal: every amendment and submission is kept, and any two can be compared.

use crate::app::App;
use crate::http::given;
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use serde_json::{Value, json};

http_tests![
    every_amendment_and_submission_is_kept_and_nothing_else,
    cost_lines_are_compared_by_what_they_are,
    a_revision_that_there_is_not_is_not_found_and_a_hidden_one_neither
];

async fn every_amendment_and_submission_is_kept_and_nothing_else(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.draft().await;
    let amend = |change: Value| {
        let (applicant, path) = (cast.applicant.clone(), path.clone());
        async move {
            let tag = applicant.get(&path).await.etag();
            applicant.patch(&path, &tag, &change).await.expect(200);
        }
    };
    amend(json!({ "asked_paise": 7 })).await;
    amend(json!({ "asked_paise": 7 })).await;
    cast.applicant.step(&path, "submit", &json!({})).await.expect(200);
    cast.convenor.step(&path, "return", &json!({ "reason": "Name the press." })).await.expect(200);
    cast.applicant.step(&path, "submit", &json!({})).await.expect(200);
    cast.convenor.step(&path, "return", &json!({ "reason": "Name the press!" })).await.expect(200);
    amend(json!({ "objective": "With a screw press." })).await;
    cast.applicant.step(&path, "submit", &json!({})).await.expect(200);
    cast.convenor.step(&path, "screen", &json!({})).await.expect(200);
    let list = cast.convenor.get(&format!("{path}/revisions")).await.expect(200).json();
    let rows: Vec<(i64, bool)> =
        list["items"].as_array().unwrap().iter().map(|row| (row["number"].as_i64().unwrap(), row.get("submitted_at").is_some())).collect();
    assert_eq!(rows, [(4, true), (3, true), (2, true), (1, false)]);
    let first = cast.convenor.get(&format!("{path}/revisions/1")).await.expect(200).json();
    assert_eq!((&first["facts"]["asked_paise"], &first["number"]), (&json!(given::ASKED), &json!(1)));
    let changes = |query: &'static str| {
        let (convenor, path) = (cast.convenor.clone(), path.clone());
        async move { convenor.get(&format!("{path}/compare{query}")).await.expect(200).json() }
    };
    assert_eq!(changes("").await["changes"][0]["pointer"], "/objective");
    assert_eq!(changes("?from=2&to=3").await["changes"], json!([]));
    let asked = json!([{ "pointer": "/asked_paise", "difference": "changed", "before": given::ASKED, "after": 7 }]);
    assert_eq!(changes("?from=1&to=3").await["changes"], asked);
    assert_eq!(changes("?from=4&to=1").await["changes"].as_array().unwrap().len(), 2, "either way round");
}

async fn cost_lines_are_compared_by_what_they_are(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.draft().await;
    let tag = cast.applicant.get(&path).await.etag();
    let lines = json!([
        { "title": "Shed", "kind": "other", "amount_paise": 70_000_000 },
        { "title": "Boiler", "kind": "other", "amount_paise": 5 },
        { "title": "Screw press", "kind": "innovation", "amount_paise": 2 * given::ASKED + 1 },
    ]);
    cast.applicant.patch(&path, &tag, &json!({ "cost_lines": lines })).await.expect(200);
    let told = cast.applicant.get(&format!("{path}/compare")).await.expect(200).json();
    let places: Vec<&str> = told["changes"].as_array().unwrap().iter().map(|c| c["pointer"].as_str().unwrap()).collect();
    assert_eq!(places, ["/cost_lines/1", "/cost_lines/2/amount_paise"]);
}

async fn a_revision_that_there_is_not_is_not_found_and_a_hidden_one_neither(app: App) {
    let cast = Cast::of(&app).await;
    let path = cast.draft().await;
    for wrong in ["/revisions/2", "/revisions/0", "/revisions/-1", "/compare?from=2", "/compare?to=9"] {
        cast.applicant.get(&format!("{path}{wrong}")).await.problem("not-found", 404);
    }
    for malformed in ["/compare?from=0", "/compare?to=x", "/compare?at=1"] {
        cast.applicant.get(&format!("{path}{malformed}")).await.problem("malformed", 400);
    }
    let nonsense = cast.applicant.get(&format!("{path}/revisions/first")).await;
    assert!([400, 404].contains(&nonsense.status.as_u16()), "{}", nonsense.status);
    let kollam = app.client("convenor.kollam").await;
    for hidden in ["/revisions", "/revisions/1", "/compare"] {
        kollam.get(&format!("{path}{hidden}")).await.problem("not-found", 404);
    }
    let etag = cast.applicant.get(&path).await.etag();
    cast.applicant.delete(&path, &etag).await.expect(204);
    assert_eq!(
        app.site
            .texts("SELECT CAST(count(*) AS text) AS value FROM proposal_revisions WHERE proposal_id NOT IN (SELECT id FROM proposals)"),
        ["0"]
    );
}
