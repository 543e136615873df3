//! The co-operation ladder, the division of labour, the scorecard and suggested clusters: computed,
//! never set.

use crate::app::App;
use crate::client::Client;
use crate::http::given;
use crate::http_tests;
use serde_json::{Value, json};

/// A new cluster of Ernakulam and its convenor.
async fn cluster(app: &App) -> (Client, String) {
    let convenor = app.convenor().await;
    let made = convenor.post("/v1/clusters", &given::cluster("Angamaly rice cluster")).await;
    let id = made.expect(201).id();
    (convenor, id)
}

async fn enter(client: &Client, cluster: &str, kind: &str, day: &str) -> String {
    let made = client.post("/v1/cooperation-evidence", &given::cooperation(cluster, kind, day)).await;
    format!("/v1/cooperation-evidence/{}", made.expect(201).id())
}

async fn ladder(client: &Client, cluster: &str, query: &str) -> Value {
    client.get(&format!("/v1/clusters/{cluster}/ladder{query}")).await.expect(200).json()
}

/// What happened to the cluster by its events.
fn events(app: &App, id: &str) -> Vec<String> {
    let id = id.replace('-', "");
    let subject = match app.site.engine {
        crate::harness::site::Engine::Sqlite => "lower(hex(subject))",
        crate::harness::site::Engine::Postgres => "replace(CAST(subject AS text), '-', '')",
    };
    let facts = "replace(CAST(facts AS text), ' ', '')";
    app.site.texts(&format!(
        "SELECT event || ' ' || {facts} AS value FROM audit WHERE {subject} = '{id}' AND event = 'cluster.ladder_moved' ORDER BY at"
    ))
}

/// Members of a cluster: new enterprises with these activities.
async fn members(client: &Client, cluster: &str, activities: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for (number, code) in activities.iter().enumerate() {
        let unit = given::with(given::unit(&format!("Unit {number}")), "/activities", json!([given::activity(code)]));
        let id = client.post("/v1/enterprises", &unit).await.expect(201).id();
        let facts = given::membership(cluster, given::end("enterprise", &id));
        client.post("/v1/memberships", &facts).await.expect(201);
        ids.push(id);
    }
    ids
}

http_tests![
    evidence_moves_the_cluster_up_and_its_withdrawal_moves_it_back_with_an_event,
    a_step_is_never_set_by_hand_and_evidence_is_of_the_past,
    another_version_of_the_rules_holds_from_its_day_and_the_past_keeps_its_own,
    a_chain_shows_what_is_missing_what_hangs_on_one_and_who_could_specialise,
    the_scorecard_computes_what_it_can_and_says_what_is_missing,
    an_assessment_counts_until_a_later_one_or_its_withdrawal,
    enough_indicators_give_a_verdict_and_a_rank_that_comes_out_the_same_again,
    enough_enterprises_of_one_activity_and_place_are_suggested_until_they_are_in_a_cluster,
    what_is_said_about_a_cluster_moves_with_it
];

async fn evidence_moves_the_cluster_up_and_its_withdrawal_moves_it_back_with_an_event(app: App) {
    let (convenor, id) = cluster(&app).await;
    let empty = ladder(&convenor, &id, "").await;
    assert_eq!((empty.get("step"), &empty["rules_version"], empty["steps"].as_array().unwrap().len()), (None, &json!(1), 6));
    enter(&convenor, &id, "study_visit", "2026-10-01").await;
    assert_eq!(events(&app, &id), Vec::<String>::new(), "one visit is not enough");
    let second = enter(&convenor, &id, "acquaintance_meeting", "2026-11-01").await;
    assert_eq!(ladder(&convenor, &id, "").await["step"], "trust");
    assert_eq!(events(&app, &id), ["cluster.ladder_moved [[\"from\",\"none\"],[\"to\",\"trust\"]]"]);
    assert_eq!(convenor.get(&format!("/v1/clusters/{id}")).await.expect(200).etag(), "\"2\"");
    assert_eq!(ladder(&convenor, &id, "?as_of=2026-10-31").await.get("step"), None);
    app.advance(86_400);
    let convenor = app.convenor().await;
    convenor.step(&second, "withdraw", &json!({ "reason": "It was another cluster's." })).await.expect(200);
    let now = ladder(&convenor, &id, "").await;
    assert_eq!((now.get("step"), &now["steps"][0]["demands"][0]["missing"]), (None, &json!(1)));
    assert_eq!(ladder(&convenor, &id, "?as_of=2026-11-21").await["step"], "trust", "it counted until its withdrawal");
    assert_eq!(ladder(&convenor, &id, "?known_on=2026-11-21").await["step"], "trust", "nobody knew of it");
    assert_eq!(ladder(&convenor, &id, "?as_of=2026-11-20&known_on=2026-11-20").await.get("step"), None, "nothing was entered then");
    assert_eq!(events(&app, &id)[1], "cluster.ladder_moved [[\"from\",\"trust\"],[\"to\",\"none\"]]");
}

async fn a_step_is_never_set_by_hand_and_evidence_is_of_the_past(app: App) {
    let (convenor, id) = cluster(&app).await;
    for (at, value, code) in [
        ("/happened_on", json!("2026-11-22"), "in_future"),
        ("/kind", json!("handshake"), "enum"),
        ("/step", json!("trust"), "unknown_field"),
        ("/evidence", json!({}), "required"),
        ("/participants", json!(0), "minimum"),
    ] {
        let facts = given::with(given::cooperation(&id, "study_visit", "2026-10-01"), at, value);
        let pointer = if at == "/evidence" { "/evidence/title" } else { at };
        convenor.post("/v1/cooperation-evidence", &facts).await.problem("invalid", 422).violates(pointer, code);
    }
    let kollam = app.client("convenor.kollam").await;
    kollam.post("/v1/cooperation-evidence", &given::cooperation(&id, "study_visit", "2026-10-01")).await.problem("forbidden", 403);
    kollam.get(&format!("/v1/clusters/{id}/ladder")).await.problem("forbidden", 403);
    convenor.get(&format!("/v1/clusters/{id}/ladder?at=2026-01-01")).await.problem("malformed", 400).violates("at", "unknown_parameter");
}

async fn another_version_of_the_rules_holds_from_its_day_and_the_past_keeps_its_own(app: App) {
    let (convenor, id) = cluster(&app).await;
    enter(&convenor, &id, "study_visit", "2026-11-01").await;
    let officer = app.officer().await;
    let first = officer.first("/v1/rule-sets?subject=ladder").await;
    assert_eq!((&first["version"], first.get("author")), (&json!(1), None));
    let mut easier = first["ladder"].clone();
    easier["demands"][0]["at_least"] = json!(1);
    let facts = json!({ "subject": "ladder", "effective_from": "2026-12-01", "note": "One visit is enough.", "ladder": easier });
    convenor.post("/v1/rule-sets", &facts).await.problem("forbidden", 403);
    let made = officer.post("/v1/rule-sets", &facts).await.expect(201).json();
    assert_eq!(made["version"], 2);
    assert!(made["author"].is_string());
    let after = ladder(&convenor, &id, "?as_of=2026-12-01").await;
    assert_eq!((&after["step"], &after["rules_version"]), (&json!("trust"), &json!(2)));
    let before = ladder(&convenor, &id, "?as_of=2026-11-30").await;
    assert_eq!((before.get("step"), &before["rules_version"]), (None, &json!(1)));
    let late = given::with(facts.clone(), "/effective_from", json!("2026-11-20"));
    officer.post("/v1/rule-sets", &late).await.problem("invalid", 422).violates("/effective_from", "in_past");
    let other = given::with(facts.clone(), "/subject", json!("scorecard"));
    officer
        .post("/v1/rule-sets", &other)
        .await
        .problem("invalid", 422)
        .violates("/scorecard", "required")
        .violates("/ladder", "other_subject");
    let mut gap = facts;
    gap["ladder"]["demands"][5]["step"] = json!("trust");
    officer.post("/v1/rule-sets", &gap).await.problem("invalid", 422).violates("/ladder/demands", "step_without_demand");
    let path = format!("/v1/rule-sets/{}", made["id"].as_str().unwrap());
    officer.patch(&path, "\"1\"", &json!({ "note": "x" })).await.problem("wrong-method", 405);
}

async fn a_chain_shows_what_is_missing_what_hangs_on_one_and_who_could_specialise(app: App) {
    let (convenor, id) = cluster(&app).await;
    let units = members(&convenor, &id, &["10612", "10612", "10611"]).await;
    let (all, two, outsider) = (
        given::end("enterprise", &units[0]),
        given::end("enterprise", &units[1]),
        given::end("institution", &convenor.id_of("institutions", "Cochin University").await),
    );
    let chain = json!({ "product": { "en": "Rice" }, "steps": [
            { "name": "Parboiling", "members": [all, two] }, { "name": "Hulling", "members": [all] },
            { "name": "Packing", "members": [outsider], "alternatives": [two] }, { "name": "Drying", "members": [all], "alternatives": [outsider] },
        ] });
    let path = format!("/v1/clusters/{id}");
    let etag = convenor.get(&path).await.expect(200).etag();
    convenor.patch(&path, &etag, &json!({ "chains": [chain] })).await.expect(200);
    let gaps = convenor.get(&format!("{path}/gaps")).await.expect(200).json()["chains"][0].clone();
    assert_eq!(
        gaps["missing_steps"],
        json!([{ "step": { "place": 2, "name": "Packing" }, "departed": [outsider], "alternatives": [two] }])
    );
    assert_eq!(gaps["single_points_of_failure"], json!([{ "step": { "place": 1, "name": "Hulling" }, "member": all }]));
    assert_eq!(
        gaps["could_specialise"],
        json!([{ "member": all, "does": 3, "could_leave": [{ "step": { "place": 0, "name": "Parboiling" }, "others": 1 }] }])
    );
    let later = convenor.get(&format!("{path}/gaps?as_of=2027-04-01")).await.expect(200).json();
    assert_eq!(later["chains"][0]["missing_steps"].as_array().unwrap().len(), 4, "everybody has left by then");
}

async fn the_scorecard_computes_what_it_can_and_says_what_is_missing(app: App) {
    let (convenor, id) = cluster(&app).await;
    let path = format!("/v1/clusters/{id}/scorecard");
    let empty = convenor.get(&path).await.expect(200).json();
    assert_eq!((empty.get("score"), empty.get("verdict"), &empty["coverage"], empty.get("rank")), (None, None, &json!(0.0), None));
    let find = |card: &Value, code: &str| {
        let all = card["conditions"].as_array().unwrap().iter().flat_map(|c| c["indicators"].as_array().unwrap().clone());
        let mut found = all.filter(|i| i["code"] == code);
        found.next().unwrap_or_else(|| panic!("no {code}"))
    };
    assert_eq!(
        (&find(&empty, "member_enterprises")["missing"], find(&empty, "member_enterprises").get("level")),
        (&json!("members"), None)
    );
    let units = members(&convenor, &id, &["10612", "10612", "10612", "10611"]).await;
    let card = convenor.get(&path).await.expect(200).json();
    assert_eq!((&find(&card, "nic_classes")["value"], &find(&card, "nic_classes")["level"]), (&json!(1.0), &json!(0)));
    assert_eq!(find(&card, "subcontract_share")["missing"], "linkages", "nobody has recorded the network");
    let end = |unit: &str| given::end("enterprise", unit);
    let tie = json!({ "from": end(&units[0]), "to": end(&units[1]), "kind": "subcontract", "layer": "informal", "strength": 3, "starts_on": "2026-06-01" });
    convenor.post("/v1/linkages", &tie).await.expect(201);
    let card = convenor.get(&path).await.expect(200).json();
    assert_eq!((&find(&card, "subcontract_share")["value"], &find(&card, "subcontract_share")["level"]), (&json!(0.5), &json!(4)));
    assert_eq!(find(&card, "pooled_share")["level"], 0, "recorded, and none");
    assert_eq!(find(&card, "local_sourcing_share")["missing"], "assessment");
    let before = convenor.get(&format!("{path}?as_of=2026-03-31")).await.expect(200).json();
    assert_eq!(find(&before, "member_enterprises")["missing"], "members");
}

async fn an_assessment_counts_until_a_later_one_or_its_withdrawal(app: App) {
    let (convenor, id) = cluster(&app).await;
    let value = async |query: &str| {
        let card = convenor.get(&format!("/v1/clusters/{id}/scorecard{query}")).await.expect(200).json();
        let condition =
            card["conditions"].as_array().unwrap().iter().find(|c| c["condition"] == "resources_and_transport").unwrap().clone();
        condition["indicators"].as_array().unwrap().iter().find(|i| i["code"] == "local_sourcing_share").unwrap().clone()
    };
    let facts = |value: f64, day: &str| given::assessment(&id, "local_sourcing_share", value, day);
    convenor.post("/v1/assessments", &facts(0.3, "2026-10-01")).await.expect(201);
    let later = convenor.post("/v1/assessments", &facts(0.7, "2026-11-01")).await.expect(201);
    let found = value("").await;
    assert_eq!(
        (&found["value"], &found["level"], &found["dated_on"], &found["assessment_id"]),
        (&json!(0.7), &json!(3), &json!("2026-11-01"), &later.json()["id"])
    );
    assert!(found["assessor"].is_string());
    assert_eq!(value("?as_of=2026-10-31").await["level"], 1);
    convenor.step(&format!("/v1/assessments/{}", later.id()), "withdraw", &json!({ "reason": "Counted twice." })).await.expect(200);
    assert_eq!(value("").await["value"], 0.3);
    for (indicator, code) in [("moonlight", "unknown_indicator"), ("nic_classes", "unknown_indicator"), ("Not A Code", "indicator_code")] {
        let wrong = given::assessment(&id, indicator, 1.0, "2026-11-01");
        convenor.post("/v1/assessments", &wrong).await.problem("invalid", 422).violates("/indicator", code);
    }
    convenor.post("/v1/assessments", &facts(0.3, "2026-11-22")).await.problem("invalid", 422).violates("/assessed_on", "in_future");
}

async fn enough_indicators_give_a_verdict_and_a_rank_that_comes_out_the_same_again(app: App) {
    let (convenor, id) = cluster(&app).await;
    members(&convenor, &id, &["10612", "10611", "16211"]).await;
    for (indicator, value) in [
        ("local_sourcing_share", 0.7),
        ("km_to_transport", 20.0),
        ("services_within_25_km", 3.0),
        ("lead_time_days", 10.0),
        ("common_facility_use", 0.4),
        ("tradition_years", 60.0),
    ] {
        convenor.post("/v1/assessments", &given::assessment(&id, indicator, value, "2026-11-01")).await.expect(201);
    }
    enter(&convenor, &id, "study_visit", "2026-11-01").await;
    let mine = convenor.id_of("enterprises", "Unit 0").await;
    let tie = json!({ "from": given::end("enterprise", &mine), "to": given::end("cluster", &id), "kind": "advice", "layer": "informal", "strength": 3, "starts_on": "2026-06-01" });
    convenor.post("/v1/linkages", &tie).await.expect(201);
    let card = convenor.get(&format!("/v1/clusters/{id}/scorecard")).await.expect(200);
    let seen = card.json();
    assert!(seen["verdict"].is_string() && seen["coverage"].as_f64().unwrap() >= 0.6, "{seen}");
    assert_eq!((&seen["rank"]["draws"], &seen["rules_version"]), (&json!(1_000), &json!(1)));
    assert!(
        seen["rank"]["best"].as_u64() <= seen["rank"]["rank"].as_u64() && seen["rank"]["rank"].as_u64() <= seen["rank"]["worst"].as_u64()
    );
    assert!(
        seen["rank"]["lowest_score"].as_f64() < seen["score"].as_f64() && seen["score"].as_f64() < seen["rank"]["highest_score"].as_f64()
    );
    let again = convenor.get(&format!("/v1/clusters/{id}/scorecard")).await.expect(200);
    assert_eq!((again.json(), again.etag()), (seen, card.etag()));
}

async fn enough_enterprises_of_one_activity_and_place_are_suggested_until_they_are_in_a_cluster(app: App) {
    let (convenor, id) = cluster(&app).await;
    let path = "/v1/cluster-suggestions?least=3&district=555";
    let found = async |client: &Client, path: &str| client.get(path).await.expect(200).json();
    let mut units = Vec::new();
    for (number, pin) in ["682001", "682001", "682002", "682004"].iter().enumerate() {
        let mut unit = given::unit(&format!("Wick {number}"));
        unit["activities"] = json!([given::activity("13119")]);
        unit["pin_code"] = json!(pin);
        units.push(convenor.post("/v1/enterprises", &unit).await.expect(201).id());
    }
    let one = found(&convenor, path).await["items"][0].clone();
    assert_eq!(
        (&one["rank"], &one["activity"], &one["pin_codes"], &one["enterprises"]),
        (&json!(1), &json!("1311"), &json!(["682001", "682002"]), &json!(3))
    );
    assert_eq!(found(&convenor, "/v1/cluster-suggestions?least=3&district=555&neighbours=false").await["total"], 0);
    assert_eq!(found(&convenor, "/v1/cluster-suggestions?district=555").await["total"], 0, "twenty are needed");
    convenor.post("/v1/memberships", &given::membership(&id, given::end("enterprise", &units[0]))).await.expect(201);
    assert_eq!(found(&convenor, path).await["total"], 0);
    let two = found(&convenor, "/v1/cluster-suggestions?least=2").await["items"][0].clone();
    assert_eq!((&two["enterprises"], &two["clustered"]), (&json!(2), &json!(1)));
    convenor.get("/v1/cluster-suggestions?district=559").await.problem("forbidden", 403);
    app.client("cluster.kalady").await.get(path).await.problem("forbidden", 403);
    convenor
        .get("/v1/cluster-suggestions?digits=9&least=x&near=1&neighbours=no")
        .await
        .problem("malformed", 400)
        .violates("digits", "maximum")
        .violates("least", "type")
        .violates("near", "unknown_parameter")
        .violates("neighbours", "boolean");
}

async fn what_is_said_about_a_cluster_moves_with_it(app: App) {
    let (convenor, id) = cluster(&app).await;
    let evidence = enter(&convenor, &id, "study_visit", "2026-10-01").await;
    let path = format!("/v1/clusters/{id}");
    let officer = app.officer().await;
    officer.patch(&path, "\"1\"", &json!({ "district": "559", "constituency": null })).await.expect(200);
    convenor.get(&evidence).await.problem("not-found", 404);
    app.client("convenor.kollam").await.get(&evidence).await.expect(200);
    officer.delete(&path, "\"2\"").await.problem("in-use", 409);
}
