//! Evidence of linkages: stated by a side, decided about by an officer who has not stated it, withdrawn by that side.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given;
use crate::http::identity::people::{grant, open};
use crate::http_tests;
use actix_web::http::Method;
use futures_util::future::join;
use odoi_domain::policy::actor::{Role, Scope};
use serde_json::{Value, json};

const ALL: &str = "/v1/linkage-evidence";

/// The representatives of two ends, and a linkage between them.
struct Tie {
    kalady: Client,
    cusat: Client,
    linkage: String,
}

impl Tie {
    async fn of(app: &App) -> Self {
        let kalady = app.client("cluster.kalady").await;
        let cusat = app.client("institution.cusat").await;
        let cluster = kalady.id_of("clusters", "Kalady").await;
        let institution = kalady.id_of("institutions", "Cochin University").await;
        let facts = given::linkage(&cluster, &institution);
        let linkage = kalady.post("/v1/linkages", &facts).await.expect(201).id();
        Self { kalady, cusat, linkage }
    }

    fn facts(&self) -> Value {
        given::linkage_evidence(&self.linkage)
    }

    /// Stated by the cluster; its path.
    async fn stated(&self) -> String {
        let made = self.kalady.post(ALL, &self.facts()).await.expect(201);
        format!("{ALL}/{}", made.id())
    }

    fn path(&self) -> String {
        format!("/v1/linkages/{}", self.linkage)
    }
}

fn reason() -> Value {
    json!({ "reason": "It is of another year." })
}

async fn found(client: &Client, query: &str) -> Vec<Value> {
    let page = client.get(&format!("{ALL}?limit=200&{query}")).await;
    let items = page.expect(200).json()["items"].clone();
    items.as_array().expect("items").clone()
}

/// A step on the state that the first revision shows.
async fn at_first(client: &Client, path: &str, step: &str, body: &Value) -> Answer {
    let request = client.request(Method::POST, &format!("{path}/{step}"));
    let request = request.if_match("\"1\"").key(&format!("{path}/{step}"));
    if body.is_null() { request.send().await } else { request.json(body).send().await }
}

http_tests![
    an_end_states_evidence_an_officer_accepts_it_and_the_end_withdraws_it,
    rejected_evidence_stays_rejected,
    malformed_evidence_says_which_rule_it_breaks,
    whoever_does_not_see_the_linkage_is_told_nothing,
    nobody_decides_about_what_they_stated_or_speak_for,
    only_the_side_that_stated_it_withdraws_it,
    two_officers_decide_once_and_a_replay_decides_nothing,
    a_linkage_with_evidence_keeps_its_ends_and_is_not_removed,
    lists_are_narrowed_by_linkage_kind_state_and_district,
    evidence_follows_its_linkage_through_moves_and_merges_and_back
];

async fn an_end_states_evidence_an_officer_accepts_it_and_the_end_withdraws_it(app: App) {
    let (tie, officer) = (Tie::of(&app).await, app.officer().await);
    let made = tie.kalady.post(ALL, &tie.facts()).await.expect(201);
    for (name, value) in tie.facts().as_object().unwrap() {
        assert_eq!(&made.json()[name], value);
    }
    let path = format!("{ALL}/{}", made.id());
    assert_eq!((made.header("location"), made.etag().as_str()), (Some(path.as_str()), "\"1\""));
    assert_eq!(made.json()["state"], "stated");
    assert_eq!(tie.cusat.get(&path).await.expect(200).json(), made.json());
    officer.post(&format!("{path}/accept"), &Value::Null).await.problem("precondition-required", 428);
    let accepted = officer.step(&path, "accept", &Value::Null).await.expect(200);
    assert_eq!((&accepted.json()["state"], accepted.etag().as_str()), (&json!("accepted"), "\"2\""));
    for (step, body) in [("accept", Value::Null), ("reject", reason())] {
        officer.step(&path, step, &body).await.problem("illegal-step", 409);
    }
    tie.kalady.step(&path, "withdraw", &json!({ "reason": " " })).await.problem("invalid", 422).violates("/reason", "blank");
    let gone = tie.kalady.step(&path, "withdraw", &reason()).await.expect(200).json();
    assert_eq!((&gone["state"], &gone["history"][2]["reason"]), (&json!("withdrawn"), &reason()["reason"]));
    let states: Vec<&str> = gone["history"].as_array().unwrap().iter().map(|entry| entry["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["stated", "accepted", "withdrawn"]);
    tie.kalady.step(&path, "withdraw", &reason()).await.problem("illegal-step", 409);
    let events = app.site.texts("SELECT event AS value FROM audit WHERE kind = 'linkage_evidence' ORDER BY at DESC LIMIT 3");
    assert_eq!(events, ["linkage_evidence.withdrawn", "linkage_evidence.accepted", "linkage_evidence.stated"]);
}

async fn rejected_evidence_stays_rejected(app: App) {
    let (tie, officer) = (Tie::of(&app).await, app.officer().await);
    let path = tie.stated().await;
    officer.step(&path, "reject", &json!({})).await.problem("invalid", 422).violates("/reason", "required");
    let rejected = officer.step(&path, "reject", &reason()).await.expect(200).json();
    assert_eq!((&rejected["state"], &rejected["history"][1]["reason"]), (&json!("rejected"), &reason()["reason"]));
    officer.step(&path, "accept", &Value::Null).await.problem("illegal-step", 409);
    tie.kalady.step(&path, "withdraw", &reason()).await.problem("illegal-step", 409);
}

async fn malformed_evidence_says_which_rule_it_breaks(app: App) {
    let (tie, officer) = (Tie::of(&app).await, app.officer().await);
    for (place, value, at, code) in [
        ("/kind", json!("rumour"), "/kind", "enum"),
        ("/about", json!(" "), "/about", "blank"),
        ("/reference", json!(""), "/reference", "blank"),
        ("/reference", json!("x".repeat(301)), "/reference", "max_length"),
        ("/dated_on", json!("2999-01-01"), "/dated_on", "in_future"),
        ("/dated_on", json!("2026-02-30"), "/dated_on", "date"),
        ("/web_address", json!("javascript:alert(1)"), "/web_address", "web_address"),
        ("/state", json!("accepted"), "/state", "unknown_field"),
        ("/linkage_id", json!("42"), "/linkage_id", "uuid"),
    ] {
        tie.kalady.post(ALL, &given::with(tie.facts(), place, value)).await.problem("invalid", 422).violates(at, code);
    }
    officer.post(ALL, &given::linkage_evidence(given::NOBODY)).await.problem("invalid", 422).violates("/linkage_id", "unknown_reference");
    for query in ["state=maybe", "kind=rumour", "linkage_id=42", "sort=name"] {
        officer.get(&format!("{ALL}?{query}")).await.problem("malformed", 400);
    }
}

async fn whoever_does_not_see_the_linkage_is_told_nothing(app: App) {
    let tie = Tie::of(&app).await;
    let path = tie.stated().await;
    for name in ["enterprise.ilanjippoo", "convenor.kollam"] {
        let stranger = app.client(name).await;
        stranger.get(&path).await.problem("not-found", 404);
        assert_eq!(found(&stranger, &format!("linkage_id={}", tie.linkage)).await, Vec::<Value>::new());
        let hidden = stranger.post(ALL, &tie.facts()).await.problem("forbidden", 403).json();
        let missing = stranger.post(ALL, &given::linkage_evidence(given::NOBODY)).await.problem("forbidden", 403).json();
        assert_eq!(hidden["detail"], missing["detail"]);
        for (step, body) in [("accept", Value::Null), ("reject", reason()), ("withdraw", reason())] {
            at_first(&stranger, &path, step, &body).await.problem("not-found", 404);
        }
    }
    for name in ["auditor", "dic-gm.ernakulam"] {
        let reader = app.client(name).await;
        reader.get(&path).await.expect(200);
        reader.post(ALL, &tie.facts()).await.problem("forbidden", 403);
    }
}

async fn nobody_decides_about_what_they_stated_or_speak_for(app: App) {
    let (tie, officer) = (Tie::of(&app).await, app.officer().await);
    for name in ["convenor.ernakulam", "cluster.kalady", "institution.cusat"] {
        let path = tie.stated().await;
        app.client(name).await.step(&path, "accept", &Value::Null).await.problem("forbidden", 403);
    }
    let own = officer.post(ALL, &tie.facts()).await.expect(201).id();
    let own = format!("{ALL}/{own}");
    officer.step(&own, "accept", &Value::Null).await.problem("requirements-not-met", 409).violates("", "own_evidence");
    let cluster = tie.kalady.get(&tie.path()).await.expect(200).json()["from"]["id"].as_str().unwrap().parse().unwrap();
    let both = vec![grant(Role::KdiscOfficer, Scope::State), grant(Role::ClusterRepresentative, Scope::Cluster(cluster))];
    let tied = open(&app, "tied", both).await;
    for (step, body) in [("accept", Value::Null), ("reject", reason())] {
        tied.step(&own, step, &body).await.problem("requirements-not-met", 409).violates("", "own_tie");
    }
    let elsewhere = vec![grant(Role::KdiscOfficer, Scope::District("559".parse().unwrap()))];
    let elsewhere = open(&app, "elsewhere", elsewhere).await;
    at_first(&elsewhere, &own, "accept", &Value::Null).await.problem("not-found", 404);
    let other = vec![grant(Role::KdiscOfficer, Scope::District("555".parse().unwrap()))];
    open(&app, "other", other).await.step(&own, "accept", &Value::Null).await.expect(200);
}

async fn only_the_side_that_stated_it_withdraws_it(app: App) {
    let (tie, officer, convenor) = (Tie::of(&app).await, app.officer().await, app.convenor().await);
    let path = tie.stated().await;
    for other in [&tie.cusat, &officer, &convenor] {
        other.step(&path, "withdraw", &reason()).await.problem("forbidden", 403);
    }
    let of_office = convenor.post(ALL, &tie.facts()).await.expect(201).id();
    let of_office = format!("{ALL}/{of_office}");
    tie.kalady.step(&of_office, "withdraw", &reason()).await.problem("forbidden", 403);
    app.convenor().await.step(&of_office, "withdraw", &reason()).await.expect(200);
    tie.kalady.step(&path, "withdraw", &reason()).await.expect(200);
}

async fn two_officers_decide_once_and_a_replay_decides_nothing(app: App) {
    let (tie, officer) = (Tie::of(&app).await, app.officer().await);
    let other = open(&app, "other", vec![grant(Role::KdiscOfficer, Scope::State)]).await;
    for _ in 0..5 {
        let path = tie.stated().await;
        let accept = at_first(&officer, &path, "accept", &Value::Null);
        let why = reason();
        let reject = at_first(&other, &path, "reject", &why);
        let (accepted, rejected) = join(accept, reject).await;
        let mut both = [accepted.status.as_u16(), rejected.status.as_u16()];
        both.sort_unstable();
        assert_eq!(both, [200, 412]);
        let now = tie.kalady.get(&path).await.expect(200);
        assert_eq!((now.json()["history"].as_array().unwrap().len(), now.etag().as_str()), (2, "\"2\""));
    }
    let create = async || tie.kalady.request(Method::POST, ALL).key("once").json(&tie.facts()).send().await.expect(201);
    let (first, again) = (create().await, create().await);
    assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &first.body));
    let path = format!("{ALL}/{}", first.id());
    let first = at_first(&officer, &path, "accept", &Value::Null).await.expect(200);
    let again = at_first(&officer, &path, "accept", &Value::Null).await.expect(200);
    assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &first.body));
    at_first(&other, &path, "reject", &reason()).await.problem("stale", 412);
}

async fn a_linkage_with_evidence_keeps_its_ends_and_is_not_removed(app: App) {
    let (tie, officer) = (Tie::of(&app).await, app.officer().await);
    let path = tie.stated().await;
    let kollam = officer.id_of("clusters", "Kollam").await;
    let other = json!({ "kind": "mou", "to": given::end("cluster", &kollam) });
    officer
        .patch(&tie.path(), "*", &other)
        .await
        .problem("in-use", 409)
        .violates("/kind", "cannot_change")
        .violates("/to", "cannot_change");
    tie.kalady.patch(&tie.path(), "*", &json!({ "strength": 5, "ends_on": "2027-01-31" })).await.expect(200);
    officer.delete(&tie.path(), "*").await.problem("in-use", 409);
    tie.kalady.step(&path, "withdraw", &reason()).await.expect(200);
    officer.delete(&tie.path(), "*").await.problem("in-use", 409);
}

async fn lists_are_narrowed_by_linkage_kind_state_and_district(app: App) {
    let (tie, officer) = (Tie::of(&app).await, app.officer().await);
    let path = tie.stated().await;
    let minutes = given::with(tie.facts(), "/kind", json!("minutes"));
    tie.cusat.post(ALL, &minutes).await.expect(201);
    officer.step(&path, "accept", &Value::Null).await.expect(200);
    let of = format!("linkage_id={}", tie.linkage);
    for (query, many) in [
        ("", 2),
        ("&kind=minutes", 1),
        ("&state=accepted", 1),
        ("&state=accepted&kind=minutes", 0),
        ("&state=stated,accepted", 2),
        ("&district=555", 2),
        ("&district=559", 0),
    ] {
        assert_eq!(found(&officer, &format!("{of}{query}")).await.len(), many, "{query}");
    }
    let convenor = app.convenor().await;
    assert_eq!(found(&convenor, &of).await.len(), 2);
    assert_eq!(found(&app.client("auditor").await, &of).await.len(), 2);
}

async fn evidence_follows_its_linkage_through_moves_and_merges_and_back(app: App) {
    let officer = app.officer().await;
    let kollam = app.client("convenor.kollam").await;
    let mut ids = Vec::new();
    for name in ["One", "Two", "Three"] {
        ids.push(officer.post("/v1/enterprises", &given::unit(name)).await.expect(201).id());
    }
    let [one, two, three] = [&ids[0], &ids[1], &ids[2]];
    let tie = |from: &str, to: &str, kind: &str| {
        json!({
            "from": given::end("enterprise", from), "to": given::end("enterprise", to), "kind": kind, "layer": "formal", "strength": 3, "starts_on": "2026-01-01",
        })
    };
    // Led along, the same as one of the other's, and between the two.
    let (mut linkages, mut pieces) = (Vec::new(), Vec::new());
    for facts in [tie(one, three, "advice"), tie(one, three, "mou"), tie(one, two, "referral")] {
        let linkage = officer.post("/v1/linkages", &facts).await.expect(201).id();
        let piece = officer.post(ALL, &given::linkage_evidence(&linkage)).await.expect(201).id();
        pieces.push(format!("{ALL}/{piece}"));
        linkages.push(linkage);
    }
    let twin = officer.post("/v1/linkages", &tie(two, three, "mou")).await.expect(201).id();
    let merge = json!({ "into": two, "into_revision": 1 });
    let merged = officer.step(&format!("/v1/enterprises/{one}"), "merge", &merge).await.expect(201).id();
    let mut at = Vec::new();
    for piece in &pieces {
        at.push(officer.get(piece).await.expect(200).json()["linkage_id"].clone());
    }
    assert_eq!(at, [json!(linkages[0]), json!(twin), Value::Null]);
    assert_eq!(found(&officer, &format!("linkage_id={twin}")).await.len(), 1);
    // What has no linkage is seen by those alone who see all of Kerala.
    let convenor = app.convenor().await;
    convenor.get(&pieces[1]).await.expect(200);
    convenor.get(&pieces[2]).await.problem("not-found", 404);
    officer.step(&format!("/v1/merges/{merged}"), "undo", &Value::Null).await.expect(200);
    for (piece, linkage) in pieces.iter().zip(&linkages) {
        assert_eq!(officer.get(piece).await.expect(200).json()["linkage_id"], json!(linkage));
        convenor.get(piece).await.expect(200);
        kollam.get(piece).await.problem("not-found", 404);
    }
    officer.patch(&format!("/v1/enterprises/{three}"), "*", &json!({ "district": "559", "pin_code": null })).await.expect(200);
    for (piece, is_seen) in pieces.iter().zip([true, true, false]) {
        let seen = kollam.get(piece).await;
        assert_eq!(seen.status == 200, is_seen, "{seen:?}");
    }
}
