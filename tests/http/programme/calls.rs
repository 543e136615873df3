//! Calls: drafted, published, ended; what is fixed once open; forms of authors that are not trusted;
//! and proposals that answer them.

use crate::app::App;
use crate::client::Client;
use crate::http::given::{self, with};
use crate::http::identity::people::{grant, open_all};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use odoi_domain::policy::actor::{Role, Scope};
use serde_json::{Value, json};

const DAY: i64 = 86_400;

/// A call whose window opens in a second and lasts thirty days, published.
pub async fn published(app: &App, officer: &Client, facts: Value) -> String {
    let now = app.store.now();
    let facts = with(facts, "/opens_at", json!(now.plus_seconds(1)));
    let facts = with(facts, "/closes_at", json!(now.plus_seconds(30 * DAY)));
    let made = officer.post("/v1/calls", &facts).await.expect(201);
    let path = format!("/v1/calls/{}", made.id());
    officer.step(&path, "open", &json!({})).await.expect(200);
    app.advance(2);
    path
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().expect("an id")
}

http_tests![
    a_call_lives_from_draft_to_archive_and_every_other_step_is_refused,
    a_draft_is_removed_and_a_cancelled_call_says_why,
    a_window_that_is_over_is_not_opened,
    an_open_call_keeps_what_applicants_rely_on,
    drafts_of_calls_are_seen_by_those_who_write_them,
    every_fault_of_a_call_is_told_at_its_place,
    a_call_of_one_district_is_not_drafted_from_another,
    a_draft_may_be_incomplete_and_a_submission_may_not,
    a_proposal_is_handed_in_within_the_window_and_corrected_after_it,
    a_call_is_for_whom_it_is_meant,
    seed_money_is_asked_for_innovation_lines_only,
    whoever_proposes_does_not_decide
];

async fn a_call_lives_from_draft_to_archive_and_every_other_step_is_refused(app: App) {
    let officer = app.officer().await;
    let path = published(&app, &officer, given::call(&["555"])).await;
    let open = officer.get(&path).await.expect(200).json();
    assert_eq!((&open["state"], &open["allowed_steps"]), (&json!("open"), &json!(["close", "cancel"])));
    assert_eq!(app.convenor().await.get(&path).await.expect(200).json()["allowed_steps"], json!([]));
    officer.step(&path, "open", &json!({})).await.problem("illegal-step", 409);
    officer.step(&path, "close", &json!({})).await.problem("requirements-not-met", 409).violates("", "not_yet");
    let etag = officer.get(&path).await.etag();
    officer.delete(&path, &etag).await.problem("illegal-step", 409);
    app.advance(31 * DAY);
    let officer = app.officer().await;
    assert_eq!(officer.step(&path, "close", &json!({})).await.expect(200).json()["state"], "closed");
    officer.step(&path, "cancel", &json!({ "reason": "No." })).await.problem("illegal-step", 409);
    let done = officer.step(&path, "archive", &json!({})).await.expect(200).json();
    assert_eq!((&done["state"], &done["allowed_steps"], &done["revision"]), (&json!("archived"), &json!([]), &json!(4)));
}

async fn a_draft_is_removed_and_a_cancelled_call_says_why(app: App) {
    let officer = app.officer().await;
    let made = officer.post("/v1/calls", &given::call(&[])).await.expect(201);
    let path = format!("/v1/calls/{}", made.id());
    officer.step(&path, "cancel", &json!({})).await.problem("invalid", 422).violates("/reason", "required");
    officer.delete(&path, &made.etag()).await.expect(204);
    let made = officer.post("/v1/calls", &given::call(&[])).await.expect(201);
    let path = format!("/v1/calls/{}", made.id());
    let off = officer.step(&path, "cancel", &json!({ "reason": "No budget." })).await.expect(200).json();
    assert_eq!((&off["state"], &off["state_reason"]), (&json!("cancelled"), &json!("No budget.")));
    officer.patch(&path, "\"2\"", &json!({ "brief": "More." })).await.problem("illegal-step", 409);
}

async fn a_window_that_is_over_is_not_opened(app: App) {
    let officer = app.officer().await;
    let made = officer.post("/v1/calls", &given::call(&["555"])).await.expect(201);
    app.advance(60 * DAY);
    let officer = app.officer().await;
    officer
        .step(&format!("/v1/calls/{}", made.id()), "open", &json!({}))
        .await
        .problem("requirements-not-met", 409)
        .violates("/closes_at", "window_over");
}

async fn an_open_call_keeps_what_applicants_rely_on(app: App) {
    let officer = app.officer().await;
    let path = published(&app, &officer, given::call(&["555"])).await;
    let shown = officer.get(&path).await.expect(200);
    let tag = shown.etag();
    for (change, at) in [
        (json!({ "budget_paise": 1 }), "/budget_paise"),
        (json!({ "districts": ["555", "559"] }), "/districts"),
        (json!({ "form": { "version": 2 } }), "/form"),
        (json!({ "rubric": { "version": 2 } }), "/rubric"),
        (json!({ "opens_at": "2026-11-30T00:00:00.000000Z" }), "/opens_at"),
        (json!({ "closes_at": "2026-11-30T00:00:00.000000Z" }), "/closes_at"),
    ] {
        officer.patch(&path, &tag, &change).await.problem("invalid", 422).violates(at, "fixed_once_open");
    }
    let longer = json!({ "closes_at": "2027-03-01T00:00:00.000000Z", "brief": "Market waste too." });
    assert_eq!(officer.patch(&path, &tag, &longer).await.expect(200).json()["brief"], "Market waste too.");
    officer.patch(&path, &tag, &longer).await.problem("stale", 412);
    // Once its end has passed the window stays shut.
    app.advance(200 * DAY);
    let officer = app.officer().await;
    let tag = officer.get(&path).await.etag();
    let refused = officer
        .patch(&path, &tag, &json!({ "closes_at": "2027-12-01T00:00:00.000000Z" }))
        .await
        .problem("invalid", 422)
        .violates("/closes_at", "window_over");
    assert_eq!(refused.json()["errors"].as_array().unwrap().len(), 1);
    officer.patch(&path, &tag, &json!({ "brief": "It is over." })).await.expect(200);
}

async fn drafts_of_calls_are_seen_by_those_who_write_them(app: App) {
    use crate::http::identity::people::{district, grant, open};
    use odoi_domain::policy::actor::Role;
    let officer = app.officer().await;
    let kollam = open(&app, "officer.kollam", vec![grant(Role::KdiscOfficer, district("559"))]).await;
    let mut facts = given::call(&[]);
    facts["title"] = json!({ "en": "Quokka round" });
    let statewide = officer.post("/v1/calls", &facts).await.expect(201).id();
    facts["districts"] = json!(["559"]);
    let local = kollam.post("/v1/calls", &facts).await.expect(201).id();
    let drafts = async |who: &Client| {
        let found = who.get("/v1/calls?state=draft&q=quokka").await.expect(200).json();
        let mut ids: Vec<String> = found["items"].as_array().unwrap().iter().map(|call| call["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    };
    let mut both = vec![statewide.clone(), local.clone()];
    both.sort();
    assert_eq!((drafts(&officer).await, drafts(&kollam).await), (both, vec![local.clone()]));
    kollam.get(&format!("/v1/calls/{statewide}")).await.problem("not-found", 404);
    for name in ["cluster.kalady", "convenor.kollam", "auditor"] {
        let who = app.client(name).await;
        assert_eq!(drafts(&who).await, Vec::<String>::new(), "{name}");
        who.get(&format!("/v1/calls/{local}")).await.problem("not-found", 404);
        assert_eq!(who.get("/v1/search?q=quokka").await.expect(200).json()["items"], json!([]), "{name}");
    }
    facts["districts"] = json!([]);
    let path = published(&app, &officer, facts).await;
    let seen = app.client("cluster.kalady").await.get("/v1/calls?q=quokka").await.expect(200).json();
    assert_eq!(seen["items"][0]["id"], json!(id(&path)));
}

async fn every_fault_of_a_call_is_told_at_its_place(app: App) {
    let officer = app.officer().await;
    let mut bad = given::call(&["555", "555"]);
    bad["closes_at"] = bad["opens_at"].clone();
    bad["budget_paise"] = json!(0);
    bad["rubric"]["criteria"][0]["weight"] = json!(61);
    bad["rubric"]["criteria"][1]["key"] = json!("novelty");
    bad["form"]["schema"]["properties"]["waste"]["$ref"] = json!("https://example.org/schema");
    officer
        .post("/v1/calls", &bad)
        .await
        .problem("invalid", 422)
        .violates("/closes_at", "ends_before_start")
        .violates("/budget_paise", "no_amount")
        .violates("/districts/1", "repeated")
        .violates("/rubric/criteria", "weights_sum")
        .violates("/rubric/criteria/1/key", "repeated")
        .violates("/form/schema/properties/waste/$ref", "form_keyword");
    let lost = with(given::call(&[]), "/bonus", json!({ "points": 100, "cluster_ids": [given::NOBODY] }));
    officer.post("/v1/calls", &lost).await.problem("invalid", 422).violates("/bonus/cluster_ids/0", "unknown_reference");
    for (schema, code) in [
        (json!({ "type": "object", "properties": { "a": { "pattern": "(a)\\1" } } }), "form_unusable"),
        (json!({ "type": "object", "properties": { "a": { "pattern": "((a{100}){100}){100}" } } }), "form_unusable"),
        (json!({ "type": "object", "minProperties": "many" }), "form_unusable"),
        (json!({ "type": "object", "title": "a\u{0}b" }), "control_character"),
        (json!({ "type": "object", "title": "a\nb" }), "control_character"),
        (json!({ "type": "object", "properties": { "a\nb": {} } }), "control_character"),
        (json!({ "type": "object", "description": "a".repeat(40_000) }), "form_too_large"),
    ] {
        let answer = officer.post("/v1/calls", &with(given::call(&[]), "/form/schema", schema)).await.problem("invalid", 422);
        assert_eq!(answer.json()["errors"][0]["code"], code);
    }
}

async fn a_call_of_one_district_is_not_drafted_from_another(app: App) {
    use crate::http::identity::people::{district, grant, open};
    use odoi_domain::policy::actor::Role;
    let officer = open(&app, "officer.kollam", vec![grant(Role::KdiscOfficer, district("559"))]).await;
    officer.post("/v1/calls", &given::call(&["559"])).await.expect(201);
    for districts in [&["555"][..], &["555", "559"], &[]] {
        officer.post("/v1/calls", &given::call(districts)).await.problem("forbidden", 403);
    }
}

async fn a_draft_may_be_incomplete_and_a_submission_may_not(app: App) {
    let (cast, officer) = (Cast::of(&app).await, app.officer().await);
    let call = published(&app, &officer, given::call(&["555"])).await;
    let facts = with(cast.facts(), "/call_id", json!(id(&call)));
    let wrong = with(facts.clone(), "/answers", json!({ "waste": "bran", "units": 4, "more": true }));
    cast.applicant
        .post("/v1/proposals", &wrong)
        .await
        .problem("invalid", 422)
        .violates("/answers/units", "minimum")
        .violates("/answers/more", "unknown_field");
    // Whoever speaks for another cluster is told that alone: nothing is judged for them.
    let other = officer.post("/v1/clusters", &given::cluster("Another")).await.expect(201).id();
    let speaker = grant(Role::ClusterRepresentative, Scope::Cluster(other.parse().expect("an id")));
    open_all(&app, vec![("stranger".to_owned(), vec![speaker])]).await;
    app.client("stranger").await.post("/v1/proposals", &wrong).await.problem("forbidden", 403);
    let draft = with(facts, "/answers", json!({ "waste": "br" }));
    let made = cast.applicant.post("/v1/proposals", &draft).await.expect(201);
    let path = format!("/v1/proposals/{}", made.id());
    cast.applicant
        .step(&path, "submit", &json!({}))
        .await
        .problem("requirements-not-met", 409)
        .violates("/answers/waste", "min_length")
        .violates("/answers/units", "required");
    let answers = json!({ "answers": { "waste": "bran", "units": 20 } });
    let tag = cast.applicant.get(&path).await.etag();
    cast.applicant.patch(&path, &tag, &answers).await.expect(200);
    let done = cast.applicant.step(&path, "submit", &json!({})).await.expect(200).json();
    assert_eq!((&done["state"], &done["answers"]["units"]), (&json!("submitted"), &json!(20)));
    let found = officer.get(&format!("/v1/proposals?call_id={}", id(&call))).await.expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}

async fn a_proposal_is_handed_in_within_the_window_and_corrected_after_it(app: App) {
    let (cast, officer) = (Cast::of(&app).await, app.officer().await);
    let call = published(&app, &officer, given::call(&["555"])).await;
    let facts = with(with(cast.facts(), "/call_id", json!(id(&call))), "/answers", json!({ "waste": "bran", "units": 20 }));
    let [in_time, late] = [
        cast.applicant.post("/v1/proposals", &facts).await.expect(201).id(),
        cast.applicant.post("/v1/proposals", &facts).await.expect(201).id(),
    ]
    .map(|id| format!("/v1/proposals/{id}"));
    cast.applicant.step(&in_time, "submit", &json!({})).await.expect(200);
    app.advance(31 * DAY);
    let cast = Cast::of(&app).await;
    cast.applicant.step(&late, "submit", &json!({})).await.problem("requirements-not-met", 409).violates("/call_id", "call_not_open");
    cast.convenor.step(&in_time, "return", &json!({ "reason": "Say which mills." })).await.expect(200);
    cast.applicant.step(&in_time, "submit", &json!({})).await.expect(200);
}

async fn a_call_is_for_whom_it_is_meant(app: App) {
    let (cast, officer) = (Cast::of(&app).await, app.officer().await);
    let elsewhere = published(&app, &officer, given::call(&["559"])).await;
    let other = with(given::call(&["555"]), "/activities", json!([given::activity("15")]));
    let other = published(&app, &officer, other).await;
    let near = with(given::call(&[]), "/activities", json!([given::activity("106")]));
    let near = published(&app, &officer, near).await;
    let draft = officer.post("/v1/calls", &given::call(&["555"])).await.expect(201).id();
    let answering = |call: &str| with(cast.facts(), "/call_id", json!(id(call)));
    cast.applicant.post("/v1/proposals", &answering(&elsewhere)).await.problem("invalid", 422).violates("/cluster_id", "call_elsewhere");
    cast.applicant.post("/v1/proposals", &answering(&other)).await.problem("invalid", 422).violates("/cluster_id", "call_other_activity");
    for unknown in [draft.as_str(), given::NOBODY] {
        cast.applicant.post("/v1/proposals", &answering(unknown)).await.problem("invalid", 422).violates("/call_id", "unknown_reference");
    }
    cast.applicant.post("/v1/proposals", &answering(&near)).await.expect(201);
    let bare = with(with(cast.facts(), "/call_id", Value::Null), "/answers", json!({ "waste": "bran" }));
    cast.applicant.post("/v1/proposals", &bare).await.problem("invalid", 422).violates("/answers", "not_here");
}

async fn seed_money_is_asked_for_innovation_lines_only(app: App) {
    let cast = Cast::of(&app).await;
    let line = |kind: &str, paise: i64, serials: &[&str]| json!({ "title": "Press", "kind": kind, "amount_paise": paise, "asset_serials": serials });
    let lines = json!([line("innovation", given::ASKED - 1, &["P-1"]), line("other", 5, &["P-1"])]);
    cast.applicant
        .post("/v1/proposals", &with(cast.facts(), "/cost_lines", lines))
        .await
        .problem("invalid", 422)
        .violates("/asked_paise", "over_innovation")
        .violates("/cost_lines/1/asset_serials/0", "asset_twice");
    let lines = json!([line("innovation", given::ASKED, &["P-1"]), line("other", 5, &["P-2"])]);
    let made = cast.applicant.post("/v1/proposals", &with(cast.facts(), "/cost_lines", lines)).await.expect(201).json();
    assert_eq!(made["cost_lines"][1]["asset_serials"], json!(["P-2"]));
}

async fn whoever_proposes_does_not_decide(app: App) {
    use crate::http::identity::people::jack_of_all_trades;
    let (cast, jack) = (Cast::of(&app).await, jack_of_all_trades(&app).await);
    let made = jack.post("/v1/proposals", &cast.facts()).await.expect(201);
    let path = format!("/v1/proposals/{}", made.id());
    jack.step(&path, "submit", &json!({})).await.expect(200);
    jack.step(&path, "screen", &json!({})).await.problem("requirements-not-met", 409).violates("", "same_person");
    cast.convenor.step(&path, "screen", &json!({})).await.expect(200);
}
