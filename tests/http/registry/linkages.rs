//! Linkages: each end confirms for itself, and anew after a change that it has not seen.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

/// The representatives of two ends, and the ids of the ends.
struct Ends {
    kalady: Client,
    cusat: Client,
    cluster: String,
    institution: String,
}

impl Ends {
    async fn of(app: &App) -> Self {
        let (kalady, cusat) = (app.client("cluster.kalady").await, app.client("institution.cusat").await);
        let cluster = kalady.id_of("clusters", "Kalady").await;
        let institution = kalady.id_of("institutions", "Cochin University").await;
        Self { kalady, cusat, cluster, institution }
    }

    fn facts(&self) -> Value {
        given::linkage(&self.cluster, &self.institution)
    }

    /// Declared by the cluster alone.
    async fn declared(&self) -> String {
        let made = self.kalady.post("/v1/linkages", &self.facts()).await;
        format!("/v1/linkages/{}", made.expect(201).id())
    }
}

fn confirmation(answer: &crate::client::Answer) -> String {
    answer.json()["confirmation"].as_str().expect("a confirmation").to_owned()
}

http_tests![
    who_declares_a_linkage_confirms_the_own_end_only,
    the_other_end_confirms_once,
    a_change_has_to_be_confirmed_anew_by_the_end_that_did_not_make_it,
    whoever_works_for_the_district_claims_and_confirms_nothing,
    k_disc_attests_a_linkage_with_evidence_and_takes_its_word_back_with_a_reason,
    a_change_that_changes_nothing_has_been_seen_by_both_ends,
    a_wrong_linkage_says_which_rule_it_breaks,
    the_same_tie_stands_once_but_may_be_made_again_on_another_day,
    nobody_ties_others_together,
    confirming_needs_the_state_that_was_seen
];

async fn who_declares_a_linkage_confirms_the_own_end_only(app: App) {
    let ends = Ends::of(&app).await;
    let made = ends.kalady.post("/v1/linkages", &ends.facts()).await.expect(201);
    assert_eq!(confirmation(&made), "one_sided");
    assert_eq!(made.json()["districts"], json!(["555", "555"]));
    let path = format!("/v1/linkages/{}", made.id());
    assert_eq!(made.header("location"), Some(path.as_str()));
    for (name, value) in ends.facts().as_object().unwrap() {
        assert_eq!(&made.json()[name], value);
    }
    assert_eq!(ends.cusat.get(&path).await.expect(200).json(), made.json());
    ends.kalady.step(&path, "confirm", &Value::Null).await.problem("illegal-step", 409);
}

async fn the_other_end_confirms_once(app: App) {
    let ends = Ends::of(&app).await;
    let path = ends.declared().await;
    let confirmed = ends.cusat.step(&path, "confirm", &Value::Null).await.expect(200);
    assert_eq!((confirmation(&confirmed).as_str(), confirmed.etag().as_str()), ("confirmed", "\"2\""));
    for client in [&ends.cusat, &ends.kalady] {
        client.step(&path, "confirm", &Value::Null).await.problem("illegal-step", 409);
    }
    assert_eq!(ends.cusat.get(&path).await.expect(200).etag(), "\"2\"");
}

async fn a_change_has_to_be_confirmed_anew_by_the_end_that_did_not_make_it(app: App) {
    let ends = Ends::of(&app).await;
    let path = ends.declared().await;
    ends.cusat.step(&path, "confirm", &Value::Null).await.expect(200);
    let changed = ends.kalady.patch(&path, "\"2\"", &json!({ "strength": 5, "note": null, "ends_on": null })).await.expect(200);
    assert_eq!(confirmation(&changed), "one_sided");
    assert_eq!((changed.json().get("note"), changed.json().get("ends_on")), (None, None));
    assert_eq!((&changed.json()["strength"], &changed.json()["starts_on"]), (&json!(5), &json!("2026-06-01")));
    let changed = ends.cusat.patch(&path, "\"3\"", &json!({ "strength": 4 })).await.expect(200);
    assert_eq!(confirmation(&changed), "one_sided", "now it is the cluster that has not seen it");
    let confirmed = ends.kalady.step(&path, "confirm", &Value::Null).await.expect(200);
    assert_eq!(confirmation(&confirmed), "confirmed");
}

async fn whoever_works_for_the_district_claims_and_confirms_nothing(app: App) {
    let ends = Ends::of(&app).await;
    let convenor = app.convenor().await;
    let made = convenor.post("/v1/linkages", &ends.facts()).await.expect(201);
    assert_eq!(
        (confirmation(&made).as_str(), made.json().get("bars_since")),
        ("unconfirmed", None),
        "both ends lie in the convenor's district"
    );
    let path = format!("/v1/linkages/{}", made.id());
    for name in ["convenor.ernakulam", "officer", "dic-gm.ernakulam"] {
        app.client(name).await.step(&path, "confirm", &Value::Null).await.problem("forbidden", 403);
    }
    let confirmed = ends.kalady.step(&path, "confirm", &Value::Null).await.expect(200);
    assert_eq!(confirmation(&confirmed), "one_sided");
    let confirmed = ends.cusat.step(&path, "confirm", &Value::Null).await.expect(200);
    assert_eq!((confirmation(&confirmed), &confirmed.json()["bars_since"]), ("confirmed".to_owned(), &confirmed.json()["updated_at"]));
    let convenor = app.convenor().await;
    ends.kalady.delete(&path, "\"3\"").await.problem("forbidden", 403);
    convenor.delete(&path, "\"3\"").await.expect(204);
    convenor.get(&path).await.problem("not-found", 404);
}

async fn k_disc_attests_a_linkage_with_evidence_and_takes_its_word_back_with_a_reason(app: App) {
    let ends = Ends::of(&app).await;
    let (officer, path) = (app.officer().await, ends.declared().await);
    for (body, at, code) in [
        (json!({}), "/evidence", "required"),
        (json!({ "evidence": [] }), "/evidence", "min_items"),
        (json!({ "evidence": [{}] }), "/evidence/0/title", "required"),
        (json!({ "evidence": [{ "title": "A\nletter" }] }), "/evidence/0/title", "control_character"),
    ] {
        officer.step(&path, "attest", &body).await.problem("invalid", 422).violates(at, code);
    }
    for name in ["convenor.ernakulam", "cluster.kalady", "institution.cusat"] {
        app.client(name).await.step(&path, "attest", &given::evidence()).await.problem("forbidden", 403);
    }
    app.client("enterprise.ilanjippoo")
        .await
        .request(actix_web::http::Method::POST, &format!("{path}/attest"))
        .if_match("*")
        .json(&given::evidence())
        .send()
        .await
        .problem("not-found", 404);
    officer.post(&format!("{path}/attest"), &given::evidence()).await.problem("precondition-required", 428);
    let attested = officer.step(&path, "attest", &given::evidence()).await.expect(200).json();
    let word = &attested["attestation"];
    assert_eq!(
        (&word["evidence"], &word["attested_at"], &attested["bars_since"]),
        (&given::evidence()["evidence"], &attested["updated_at"], &attested["updated_at"])
    );
    assert_eq!((word["attested_by"].is_string(), &attested["confirmation"]), (true, &json!("one_sided")));
    officer.step(&path, "attest", &given::evidence()).await.problem("illegal-step", 409);
    // What does not touch it stays attested, what does has to be attested anew.
    let same = ends.kalady.patch(&path, "*", &json!({ "note": "Every month" })).await.expect(200).json();
    assert_eq!(&same["attestation"], word);
    officer.step(&path, "withdraw-attestation", &json!({ "reason": " " })).await.problem("invalid", 422).violates("/reason", "blank");
    app.convenor().await.step(&path, "withdraw-attestation", &json!({ "reason": "No." })).await.problem("forbidden", 403);
    let free = officer.step(&path, "withdraw-attestation", &json!({ "reason": "It is of another cluster." })).await.expect(200).json();
    assert_eq!((free.get("attestation"), free.get("bars_since"), &free["withdrawn_attestation"]["attestation"]), (None, None, word));
    assert_eq!(free["withdrawn_attestation"]["reason"], "It is of another cluster.");
    officer.step(&path, "withdraw-attestation", &json!({ "reason": "Again." })).await.problem("illegal-step", 409);
    officer.step(&path, "attest", &given::evidence()).await.expect(200);
    let other = ends.cusat.patch(&path, "*", &json!({ "ends_on": "2027-01-31" })).await.expect(200).json();
    assert_eq!(other.get("attestation"), None);
    let events = app.site.texts("SELECT event AS value FROM audit WHERE kind = 'linkage' ORDER BY at DESC LIMIT 5");
    assert_eq!(events, ["linkage.updated", "linkage.attested", "linkage.attestation_withdrawn", "linkage.updated", "linkage.attested"]);
}

async fn a_change_that_changes_nothing_has_been_seen_by_both_ends(app: App) {
    let ends = Ends::of(&app).await;
    let path = ends.declared().await;
    let confirmed = ends.cusat.step(&path, "confirm", &Value::Null).await.expect(200).json();
    let same = ends.cusat.patch(&path, "\"2\"", &json!({ "strength": 3 })).await.expect(200).json();
    assert_eq!((&same["confirmation"], &same["bars_since"]), (&json!("confirmed"), &confirmed["bars_since"]));
}

async fn a_wrong_linkage_says_which_rule_it_breaks(app: App) {
    let ends = Ends::of(&app).await;
    let same = given::end("cluster", &ends.cluster);
    for (place, value, at, code) in [
        ("/to", same, "/to", "same_ends"),
        ("/to", given::end("institution", given::NOBODY), "/to/id", "unknown_reference"),
        ("/to", given::end("cluster", &ends.institution), "/to/id", "unknown_reference"),
        ("/to", given::end("planet", given::NOBODY), "/to/kind", "enum"),
        ("/to", given::end("institution", "42"), "/to/id", "uuid"),
        ("/ends_on", json!("2026-05-31"), "/ends_on", "ends_before_start"),
        ("/starts_on", json!("2026-02-30"), "/starts_on", "date"),
        ("/starts_on", json!("01.06.2026"), "/starts_on", "date"),
        ("/strength", json!(0), "/strength", "minimum"),
        ("/strength", json!(6), "/strength", "maximum"),
        ("/kind", json!("friendship"), "/kind", "enum"),
        ("/layer", json!("secret"), "/layer", "enum"),
        ("/note", json!("x".repeat(1001)), "/note", "max_length"),
        ("/confirmation", json!("confirmed"), "/confirmation", "unknown_field"),
    ] {
        let facts = given::with(ends.facts(), place, value);
        ends.kalady.post("/v1/linkages", &facts).await.problem("invalid", 422).violates(at, code);
    }
    let nobody = given::linkage(given::NOBODY, given::NOBODY);
    ends.kalady
        .post("/v1/linkages", &nobody)
        .await
        .problem("invalid", 422)
        .violates("/from/id", "unknown_reference")
        .violates("/to/id", "unknown_reference");
    let one_day = given::with(ends.facts(), "/ends_on", json!("2026-06-01"));
    ends.kalady.post("/v1/linkages", &one_day).await.expect(201);
}

async fn the_same_tie_stands_once_but_may_be_made_again_on_another_day(app: App) {
    let ends = Ends::of(&app).await;
    let path = ends.declared().await;
    ends.kalady.post("/v1/linkages", &ends.facts()).await.problem("duplicate", 409).violates("/to", "taken");
    let later = given::with(ends.facts(), "/starts_on", json!("2026-06-02"));
    ends.kalady.post("/v1/linkages", &later).await.expect(201);
    ends.kalady.patch(&path, "\"1\"", &json!({ "starts_on": "2026-06-02" })).await.problem("duplicate", 409).violates("/to", "taken");
}

async fn nobody_ties_others_together(app: App) {
    let ends = Ends::of(&app).await;
    let (aluva, kollam) = (ends.kalady.id_of("clusters", "Aluva").await, ends.kalady.id_of("clusters", "Kollam").await);
    let others = given::with(given::linkage(&aluva, &ends.institution), "/to", given::end("cluster", &kollam));
    ends.kalady.post("/v1/linkages", &others).await.problem("forbidden", 403);
    let path = ends.declared().await;
    ends.kalady.patch(&path, "\"1\"", &json!({ "from": { "id": aluva } })).await.problem("forbidden", 403);
    app.client("enterprise.ilanjippoo").await.get(&path).await.problem("not-found", 404);
    assert_eq!(ends.kalady.get(&path).await.expect(200).etag(), "\"1\"");
}

async fn confirming_needs_the_state_that_was_seen(app: App) {
    let ends = Ends::of(&app).await;
    let path = ends.declared().await;
    let confirm = format!("{path}/confirm");
    ends.cusat.post(&confirm, &Value::Null).await.problem("precondition-required", 428);
    ends.kalady.patch(&path, "\"1\"", &json!({ "strength": 1 })).await.expect(200);
    let stale = ends.cusat.request(actix_web::http::Method::POST, &confirm).if_match("\"1\"").send().await;
    stale.problem("stale", 412);
    assert_eq!(ends.cusat.get(&path).await.expect(200).json()["confirmation"], "one_sided");
}
